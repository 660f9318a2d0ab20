package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.DeviceNumber;

/**
 * What a group and its children have read from and written to a block device, since it was made.
 */
public record DeviceIo(DeviceNumber device, long readBytes, long writeBytes, long reads, long writes) {
}
