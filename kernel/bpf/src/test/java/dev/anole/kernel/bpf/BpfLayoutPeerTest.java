package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.CHeaders;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Numbers and offsets against the installed C headers. */
class BpfLayoutPeerTest {
    @Test
    void theAttributesLieWhereTheHeaderSays() {
        Map<String, String> members = new HashMap<>();
        for (Field field : BpfAttrLayout.class.getDeclaredFields()) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            members.put(field.getName(), name.startsWith("info__") ? name.replaceFirst("__", ".").replace("info__", "info.")
                    : name.replace("__", "."));
        }
        // BYTES is a choice of ours: compare it with something that is 152 in every version.
        CHeaders headers = CHeaders.ofSource("#include <linux/bpf.h>\n#include <linux/btf.h>\n#include <stddef.h>\n");
        for (Field field : BpfAttrLayout.class.getDeclaredFields()) {
            // Not in headers of Linux 6.1.
            boolean newer = field.getName().contains("UPROBE_MULTI");
            if (!field.getName().equals("BYTES") && !newer) {
                try {
                    headers.constant("__builtin_offsetof(union bpf_attr, " + members.get(field.getName()) + ")", field.getInt(null));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        headers.constant("(BTF_MAGIC)", Btf.MAGIC).constant("(BTF_KIND_ENUM64)", BtfKind.ENUM64.number())
                .constant("(BTF_KIND_DATASEC)", BtfKind.DATASEC.number()).constant("(BTF_MAX_TYPE)", Btf.TYPES_MAX)
                .constant("(BPF_F_RDONLY_PROG)", MapDefinition.BPF_F_RDONLY_PROG)
                .constant("(BPF_F_MMAPABLE)", MapDefinition.BPF_F_MMAPABLE)
                .constant("__builtin_offsetof(struct bpf_map_info, name)", ObjectInfo.MAP_NAME)
                .constant("__builtin_offsetof(struct bpf_prog_info, xlated_prog_insns)", ObjectInfo.PROG_XLATED_PROG_INSNS)
                .constant("__builtin_offsetof(struct bpf_prog_info, xlated_prog_len)", ObjectInfo.PROG_XLATED_PROG_LEN)
                .constant("__builtin_offsetof(struct bpf_prog_info, created_by_uid)", ObjectInfo.PROG_CREATED_BY_UID)
                .constant("__builtin_offsetof(struct bpf_prog_info, name)", ObjectInfo.PROG_NAME)
                .compare(0);
    }

    @Test
    void theEnumerationsHaveTheHeadersNumbers() {
        CHeaders.of("linux/bpf.h").enumerators(BpfCommand.values())
                .enumerators(java.util.Arrays.stream(ProgramType.values()).filter(each ->
                        each != ProgramType.BPF_PROG_TYPE_NETFILTER).toArray(ProgramType[]::new))
                .enumerators(java.util.Arrays.stream(AttachType.values()).filter(each ->
                        each.value() <= AttachType.BPF_LSM_CGROUP.value()).toArray(AttachType[]::new))
                .enumerators(java.util.Arrays.stream(MapType.values()).filter(each ->
                        each.value() <= MapType.BPF_MAP_TYPE_USER_RINGBUF.value()).toArray(MapType[]::new))
                .compare(0);
    }

    @Test
    void perfEventsLieWhereTheHeaderSays() {
        CHeaders.of("linux/perf_event.h")
                .constant("__builtin_offsetof(struct perf_event_attr, config1)", PerfEventOpen.CONFIG1)
                .constant("__builtin_offsetof(struct perf_event_attr, wakeup_events)", PerfEventOpen.WAKEUP_EVENTS)
                .constant("__builtin_offsetof(struct perf_event_attr, sample_type)", PerfEventOpen.SAMPLE_TYPE)
                .constant("__builtin_offsetof(struct perf_event_mmap_page, data_head)", PerfBuffer.DATA_HEAD)
                .constant("__builtin_offsetof(struct perf_event_mmap_page, data_tail)", PerfBuffer.DATA_TAIL)
                .constant("(PERF_COUNT_SW_BPF_OUTPUT)", PerfEventOpen.PERF_COUNT_SW_BPF_OUTPUT)
                .constant("(PERF_RECORD_LOST)", PerfBuffer.PERF_RECORD_LOST)
                .constant("(PERF_RECORD_SAMPLE)", PerfBuffer.PERF_RECORD_SAMPLE)
                .constant("(PERF_EVENT_IOC_SET_BPF)", PerfEventOpen.PERF_EVENT_IOC_SET_BPF).compare(0);
    }
}
