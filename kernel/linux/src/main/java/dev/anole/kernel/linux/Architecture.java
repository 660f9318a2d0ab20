package dev.anole.kernel.linux;

/** The processors that Anole knows: they number system calls, and a few flags, differently. */
public enum Architecture {
    /** 64-bit x86. */
    X86_64("x86_64"),
    /** 64-bit Arm, whose numbers are those of {@code include/uapi/asm-generic/unistd.h}. */
    AARCH64("aarch64");

    private final String machine;

    Architecture(String machine) {
        this.machine = machine;
    }

    /** The name as {@code uname -m} prints it. */
    public String machine() {
        return machine;
    }

    /**
     * The processor under this JVM.
     *
     * @throws UnavailableException on any other processor
     */
    public static Architecture current() {
        return detect(System.getProperty("os.arch"));
    }

    /** Chooses between a value for x86-64 and one for aarch64. */
    int choose(int onX86_64, int onAarch64) {
        return switch (this) {
            case X86_64 -> onX86_64;
            case AARCH64 -> onAarch64;
        };
    }

    static Architecture detect(String name) {
        return switch (name) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> AARCH64;
            default -> throw new UnavailableException("Linux system calls on " + name,
                    "their numbers are known for x86-64 and aarch64 only", "run on one of these");
        };
    }
}
