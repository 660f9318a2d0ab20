package dev.anole.console.page;

import dev.anole.operation.Text;

/** The four things that can be short. */
public enum Resource {
    CPU(Text.of("CPU", "CPU")),
    MEMORY(Text.of("Memory", "内存")),
    DISK(Text.of("Disk", "磁盘")),
    NETWORK(Text.of("Network", "网络"));

    private final Text label;

    Resource(Text label) {
        this.label = label;
    }

    public Text label() {
        return label;
    }
}
