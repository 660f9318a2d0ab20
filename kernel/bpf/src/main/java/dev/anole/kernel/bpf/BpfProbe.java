package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.UnavailableException;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the running kernel takes a kind of program or map from this process, found out by giving it the smallest one.
 * What kernels list about themselves is not always true: tools that ask otherwise call programs missing that load.
 */
public sealed interface BpfProbe {
    /** It does. */
    record Available() implements BpfProbe {
    }

    /**
     * It does not.
     *
     * @param reason a sentence
     * @param remedy what a person can do; may be empty
     */
    record Unavailable(String reason, String remedy) implements BpfProbe {
    }

    /** A map of this type. */
    static BpfProbe map(MapType type) {
        MapDefinition smallest = switch (type) {
            case BPF_MAP_TYPE_RINGBUF, BPF_MAP_TYPE_USER_RINGBUF -> MapDefinition.of("probe", type, 0, 0, 64 * 1024);
            case BPF_MAP_TYPE_QUEUE, BPF_MAP_TYPE_STACK, BPF_MAP_TYPE_BLOOM_FILTER -> MapDefinition.of("probe", type, 0, 4, 1);
            case BPF_MAP_TYPE_STACK_TRACE -> MapDefinition.of("probe", type, 4, 8, 1);
            case BPF_MAP_TYPE_LPM_TRIE -> MapDefinition.of("probe", type, 8, 8, 1).withFlags(MapDefinition.BPF_F_NO_PREALLOC);
            default -> MapDefinition.of("probe", type, 4, 4, 1);
        };
        return of(() -> {
            boolean holdsMaps = type.holdsMaps();
            try (BpfMap inner = holdsMaps ? BpfMap.create(MapDefinition.of("inner", MapType.BPF_MAP_TYPE_ARRAY, 4, 4, 1)) : null;
                 BpfMap map = BpfMap.create(smallest, Optional.empty(), Optional.ofNullable(inner))) {
                map.number();
            }
        });
    }

    /** A program with this section's type, such as {@code tp_btf/sched_switch}: loaded, not attached. */
    static BpfProbe program(String section) {
        return of(() -> {
            ProgramSection what = ProgramSection.of(section).orElseThrow(() ->
                    new UnavailableException("section " + section, "no type of program is known by that name", ""));
            ProgramDefinition definition = new ProgramDefinition("probe", section, what.type(), what.attachType(),
                    what.flags(), what.target(), true);
            long[] code = {Insn.of(0xb7, 0, 0, 0, 0), Insn.of(Insn.BPF_EXIT, 0, 0, 0, 0)};
            LinkedProgram program = new LinkedProgram(new BpfFunction("probe", section, 0, 0, code, true, false), code,
                    List.of(), List.of(), Map.of(), Map.of());
            BpfProgram.load(new BpfProgram.Load(definition, "GPL", program, Optional.empty(), Optional.empty(),
                    AttachTarget.type(definition, KernelBtf::running), Optional.empty(), new int[0])).close();
        });
    }

    private static BpfProbe of(Runnable attempt) {
        try {
            attempt.run();
            return new Available();
        } catch (UnavailableException e) {
            return new Unavailable(e.reason(), e.remedy());
        } catch (ErrnoException | BpfException e) {
            return new Unavailable(e.getMessage(), "");
        }
    }
}
