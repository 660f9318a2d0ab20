package dev.anole.ops.collect;

import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FileSystemStatus;
import dev.anole.kernel.linux.MountEntry;
import dev.anole.operation.Described;
import dev.anole.operation.Host;

/** A mounted file system. One that could make us wait for a server is listed without figures. */
public record FileSystemRow(
    @Described(en = "mounted at", zh = "挂载点") String mountPoint,
    @Described(en = "type", zh = "类型") String type,
    @Described(en = "device or server", zh = "设备或服务器") String source,
    @Described(en = "size", zh = "容量", unit = "B") double sizeBytes,
    @Described(en = "taken", zh = "已用", unit = "B") double usedBytes,
    @Described(en = "free", zh = "可用", unit = "B") double availableBytes,
    @Described(en = "taken", zh = "已用", unit = "%") double usedPercent,
    @Described(en = "inodes taken", zh = "inode 已用", unit = "%") double inodesUsedPercent,
    @Described(en = "read-only", zh = "只读") boolean readOnly) {

    static FileSystemRow of(Host host, MountEntry mount) {
        String place = Printable.line(mount.mountPoint(), 256);
        String type = Printable.line(mount.type(), 32);
        String source = Printable.line(mount.source(), 128);
        try {
            if (MountedFileSystems.isReachable(mount) && !MountedFileSystems.isRemote(mount)) {
                FileSystemStatus status = FileSystemStatus.of(SmallFile.path(host, mount.mountPoint()));
                double used = (double) (status.blocks() - status.blocksFree()) * status.blockSize();
                boolean holds = status.blocks() > 0;
                return new FileSystemRow(place, type, source, holds ? status.sizeBytes() : Double.NaN, holds ? used : Double.NaN,
                    holds ? status.availableBytes() : Double.NaN,
                    holds ? FileSystemSampler.usedPercent(used, status.availableBytes()) : Double.NaN,
                    status.inodes() > 0 ? 100.0 * (status.inodes() - status.inodesFree()) / status.inodes() : Double.NaN,
                    mount.isReadOnly());
            }
        } catch (ErrnoException e) {
            // Not for this user, or something stands above it: then there are no figures.
        }
        return new FileSystemRow(place, type, source, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, mount.isReadOnly());
    }
}
