package dev.anole.launch;

import java.io.IOException;

/** The processor families that Anole runs on, with the names that others give them. */
enum Architecture {
    X86_64("x86_64", "amd64"),
    AARCH64("aarch64", "arm64");

    private final String linuxName;
    private final String debianName;

    Architecture(String linuxName, String debianName) {
        this.linuxName = linuxName;
        this.debianName = debianName;
    }

    /** As {@code uname -m} says it. */
    String linuxName() {
        return linuxName;
    }

    /** As {@code dpkg --print-architecture} says it. */
    String debianName() {
        return debianName;
    }

    /** That of the Java run time that runs this. */
    static Architecture here() throws IOException {
        String name = System.getProperty("os.arch");
        return switch (name) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            default -> throw new IOException("Anole runs on x86-64 and aarch64, not on " + name);
        };
    }
}
