package dev.anole.kernel.cgroup;

/** What processes can wait for, {@code Documentation/accounting/psi.rst}. */
public enum PressureResource {
    CPU("cpu"),
    MEMORY("memory"),
    IO("io"),
    /** Interrupts; Linux 6.1 with CONFIG_IRQ_TIME_ACCOUNTING, and only "full". */
    IRQ("irq");

    private final String file;

    PressureResource(String file) {
        this.file = file;
    }

    /** The file in {@code /proc/pressure}. */
    String hostFile() {
        return file;
    }

    /** The file of a group. */
    String groupFile() {
        return file + ".pressure";
    }
}
