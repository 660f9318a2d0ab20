package dev.anole.kernel.netlink;

/**
 * {@code struct taskstats}, {@code include/uapi/linux/taskstats.h}. Versions only add at the end, save for version
 * 15. Offsets in bytes.
 */
final class TaskstatsLayout {
    static final int VERSION = 0;
    static final int CPU_COUNT = 16;
    static final int CPU_DELAY_TOTAL = 24;
    static final int BLKIO_COUNT = 32;
    static final int BLKIO_DELAY_TOTAL = 40;
    static final int SWAPIN_COUNT = 48;
    static final int SWAPIN_DELAY_TOTAL = 56;
    static final int AC_COMM = 80;
    static final int AC_UTIME = 152;
    static final int AC_STIME = 160;
    static final int HIWATER_RSS = 200;
    static final int READ_BYTES = 248;
    static final int WRITE_BYTES = 256;
    static final int NVCSW = 272;
    static final int NIVCSW = 280;
    static final int FREEPAGES_COUNT = 312;
    static final int FREEPAGES_DELAY_TOTAL = 320;
    static final int THRASHING_COUNT = 328;
    static final int THRASHING_DELAY_TOTAL = 336;
    static final int COMPACT_COUNT = 352;
    static final int COMPACT_DELAY_TOTAL = 360;
    static final int WPCOPY_COUNT = 400;
    static final int WPCOPY_DELAY_TOTAL = 408;

    private TaskstatsLayout() {
    }
}
