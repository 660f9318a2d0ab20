package dev.anole.console.page;

import dev.anole.operation.Text;
import java.util.Optional;
import java.util.stream.Stream;

/** The pages of a host, in the order of their tabs. */
public enum HostTab {
    OVERVIEW("", Text.of("Overview", "总览")),
    PROCESSES("processes", Text.of("Processes", "进程")),
    CGROUPS("cgroups", Text.of("Cgroups", "控制组")),
    JVMS("jvms", Text.of("JVMs", "JVM")),
    DEVICES("devices", Text.of("Disks and network", "磁盘与网络")),
    LOG("log", Text.of("Kernel log", "内核日志")),
    INVENTORY("inventory", Text.of("Inventory", "清单")),
    CAPABILITIES("capabilities", Text.of("Capabilities", "能力"));

    private final String path;
    private final Text label;

    HostTab(String path, Text label) {
        this.path = path;
        this.label = label;
    }

    /** The tab of a path's last segment, as in {@code /host/{name}/processes}. */
    public static Optional<HostTab> of(String path) {
        return Stream.of(values()).filter(t -> t.path.equals(path)).findFirst();
    }

    public String path() {
        return path;
    }

    public Text label() {
        return label;
    }
}
