package dev.anole.kernel.bpf;

import static org.junit.jupiter.api.Assumptions.abort;

/** Skips tests where the running kernel does not take what they need, with its reason. */
final class Kernels {
    private Kernels() {
    }

    static void assumeProgram(String section) {
        assume("programs of " + section, BpfProbe.program(section));
    }

    static void assumeMap(MapType type) {
        assume(type.name(), BpfProbe.map(type));
    }

    private static void assume(String what, BpfProbe probe) {
        switch (probe) {
            case BpfProbe.Available() -> {
            }
            case BpfProbe.Unavailable(String reason, String remedy) -> abort(what + ": " + reason);
        }
    }
}
