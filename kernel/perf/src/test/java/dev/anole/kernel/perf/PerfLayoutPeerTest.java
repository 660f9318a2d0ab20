package dev.anole.kernel.perf;

import dev.anole.kernel.linux.CHeaders;
import org.junit.jupiter.api.Test;

/** Numbers and layouts against the C headers of this machine. */
class PerfLayoutPeerTest {
    @Test
    void eventsAndAttributesAreThoseOfTheHeaders() {
        CHeaders.of("stddef.h", "linux/perf_event.h")
                .enumerators(SoftwareEvent.values())
                .enumerators(HardwareEvent.values())
                .enumerators(SoftwareEvent.class, "PERF_TYPE")
                .enumerators(HardwareEvent.class, "PERF_TYPE")
                .enumerators(PerfGroup.class, "PERF_FORMAT", "PERF_IOC")
                .constants(PerfGroup.class, "PERF_FLAG", "PERF_EVENT_IOC")
                .constant("PERF_ATTR_SIZE_VER5", PerfEventAttrLayout.SIZE)
                .constant("offsetof(struct perf_event_attr, type)", PerfEventAttrLayout.TYPE)
                .constant("offsetof(struct perf_event_attr, size)", PerfEventAttrLayout.SIZE_FIELD)
                .constant("offsetof(struct perf_event_attr, config)", PerfEventAttrLayout.CONFIG)
                .constant("offsetof(struct perf_event_attr, read_format)", PerfEventAttrLayout.READ_FORMAT)
                .constant("offsetof(struct perf_event_attr, wakeup_events)", PerfEventAttrLayout.WAKEUP_EVENTS)
                .constant(bit("disabled"), PerfEventAttrLayout.FLAG_DISABLED)
                .constant(bit("exclude_kernel"), PerfEventAttrLayout.FLAG_EXCLUDE_KERNEL)
                .constant(bit("exclude_hv"), PerfEventAttrLayout.FLAG_EXCLUDE_HV)
                .compare(0);
    }

    /** The word of flags with one bit field set. */
    private static String bit(String field) {
        return "({ struct perf_event_attr a = {0}; a." + field + " = 1; ((unsigned long long *) &a)["
                + PerfEventAttrLayout.FLAGS / Long.BYTES + "]; })";
    }
}
