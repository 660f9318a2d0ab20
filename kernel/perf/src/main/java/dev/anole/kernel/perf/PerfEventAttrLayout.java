package dev.anole.kernel.perf;

/**
 * {@code struct perf_event_attr}, {@code include/uapi/linux/perf_event.h}. Offsets in bytes; the flags are bits of the
 * word at {@link #FLAGS}. A kernel takes a longer structure than it knows as long as the rest is zero.
 */
final class PerfEventAttrLayout {
    static final int TYPE = 0;
    static final int SIZE_FIELD = 4;
    static final int CONFIG = 8;
    static final int READ_FORMAT = 32;
    static final int FLAGS = 40;
    static final int WAKEUP_EVENTS = 48;
    /** {@code PERF_ATTR_SIZE_VER5}. */
    static final int SIZE = 112;

    static final long FLAG_DISABLED = 1;
    static final long FLAG_EXCLUDE_KERNEL = 1 << 5;
    static final long FLAG_EXCLUDE_HV = 1 << 6;

    private PerfEventAttrLayout() {
    }
}
