package dev.anole.kernel.linux;

/**
 * The number of a device, or of the file system on one. The kernel keeps 12 bits of major and 20 of minor
 * ({@code include/linux/kdev_t.h}).
 */
public record DeviceNumber(int major, int minor) {
    private static final int MAJOR_MAX = (1 << 12) - 1;
    private static final int MINOR_MAX = (1 << 20) - 1;

    public DeviceNumber {
        if (major < 0 || major > MAJOR_MAX || minor < 0 || minor > MINOR_MAX) {
            throw new IllegalArgumentException("no device number: " + major + ":" + minor);
        }
    }

    /** As user space packs it in a {@code dev_t}: {@code gnu_dev_makedev} of glibc, {@code new_encode_dev}. */
    public static DeviceNumber ofPacked(long packed) {
        return new DeviceNumber((int) (packed >>> 8 & 0xfff), (int) (packed & 0xff | packed >>> 12 & 0xfff00));
    }

    /** As user space packs it in a {@code dev_t}. */
    public long packed() {
        return minor & 0xff | (long) major << 8 | (long) (minor & 0xfff00) << 12;
    }

    /** As the kernel prints it: "254:0". */
    @Override
    public String toString() {
        return major + ":" + minor;
    }
}
