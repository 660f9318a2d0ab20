package dev.anole.kernel.bpf.trace;

import dev.anole.kernel.bpf.Btf;
import dev.anole.kernel.bpf.BtfKind;
import dev.anole.kernel.linux.Architecture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a probe's program is given: where each argument lies in its context, in bytes, and its type in the kernel, 0 for a
 * plain number.
 */
record Arguments(Map<String, Argument> byName) {
    private static final int ARGUMENTS_MAX = 6;
    /** {@code struct pt_regs} of x86-64: rdi, rsi, rdx, rcx, r8, r9; then rax. */
    private static final int[] X86_64 = {112, 104, 96, 88, 72, 64, 80};
    /** {@code struct user_pt_regs} of aarch64: x0 to x5; what returns is in x0. */
    private static final int[] AARCH64 = {0, 8, 16, 24, 32, 40, 0};

    record Argument(int offset, int type) {
    }

    static Arguments of(Probe.Target target, Btf kernel) {
        return switch (target) {
            case Probe.Target.Tracepoint point -> tracepoint(point, kernel);
            case Probe.Target.Profile profile -> new Arguments(Map.of());
            case Probe.Target.KernelFunction function -> registers(function.atReturn());
            case Probe.Target.UserFunction function -> registers(function.atReturn());
        };
    }

    /** Types are those of the function that runs a tracepoint's programs; its first parameter is not passed on. */
    private static Arguments tracepoint(Probe.Target.Tracepoint point, Btf kernel) {
        OptionalInt typedef = kernel.find("btf_trace_" + point.name(), BtfKind.TYPEDEF);
        if (typedef.isEmpty()) {
            throw new TraceException(point.at(), "this kernel has no tracepoint " + point.name());
        }
        OptionalInt named = kernel.find("__traceiter_" + point.name(), BtfKind.FUNC);
        int prototype = named.isPresent() ? kernel.target(named.getAsInt())
                : kernel.resolve(kernel.target(kernel.resolve(typedef.getAsInt())));
        Map<String, Argument> found = new LinkedHashMap<>();
        for (int i = 1; i < kernel.parts(prototype); i++) {
            Argument argument = new Argument(8 * (i - 1), kernel.partType(prototype, i));
            found.put("arg" + (i - 1), argument);
            if (!kernel.partName(prototype, i).isEmpty()) {
                found.put(kernel.partName(prototype, i), argument);
            }
        }
        return new Arguments(found);
    }

    private static Arguments registers(boolean atReturn) {
        int[] offsets = switch (Architecture.current()) {
            case X86_64 -> X86_64;
            case AARCH64 -> AARCH64;
        };
        if (atReturn) {
            return new Arguments(Map.of("retval", new Argument(offsets[ARGUMENTS_MAX], 0)));
        }
        Map<String, Argument> found = new LinkedHashMap<>();
        for (int i = 0; i < ARGUMENTS_MAX; i++) {
            found.put("arg" + i, new Argument(offsets[i], 0));
        }
        return new Arguments(found);
    }
}
