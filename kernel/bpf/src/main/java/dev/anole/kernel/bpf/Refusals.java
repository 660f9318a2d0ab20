package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.UnavailableException;

/** What a kernel means when it refuses a program before the verifier has said a word. */
final class Refusals {
    private Refusals() {
    }

    static RuntimeException of(ProgramDefinition definition, int number) {
        String what = "program " + definition.name() + " (" + definition.section() + ")";
        ErrnoException refused = new ErrnoException("bpf prog_load", number, definition.name());
        return switch (refused.errno()) {
            case EINVAL -> new UnavailableException(what, "this kernel does not know programs of type " + definition.type()
                    + definition.attachType().map(type -> " for " + type).orElse("") + " (EINVAL)",
                    "use a type that " + BpfProbe.class.getSimpleName() + " reports as available here");
            case EOPNOTSUPP -> new UnavailableException(what, "this kernel was built without what it needs (EOPNOTSUPP)",
                    "another type of program may do");
            case E2BIG -> new UnavailableException(what, "it has more instructions than this kernel takes from this user",
                    "load it as root, or shorten it");
            case ENOSYS -> new UnavailableException(what, "this kernel has no BPF", "use one with CONFIG_BPF_SYSCALL");
            default -> refused;
        };
    }

}
