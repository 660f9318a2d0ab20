package dev.anole.ops.collect;

import dev.anole.operation.Described;
import dev.anole.operation.Host;
import dev.anole.operation.Shape;
import dev.anole.operation.Spans;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a host is made of. */
public record Inventory(
    @Described(en = "when", zh = "时间") Instant at,
    @Described(en = "host", zh = "主机") String name,
    @Described(en = "operating system", zh = "操作系统") SystemInventory system,
    @Described(en = "machine", zh = "机器") MachineInventory machine,
    @Described(en = "processors", zh = "处理器") CpuInventory cpu,
    @Described(en = "memory", zh = "内存") MemoryInventory memory,
    @Described(en = "disks", zh = "磁盘") List<DiskInventory> disks,
    @Described(en = "network interfaces", zh = "网络接口") List<InterfaceInventory> interfaces,
    @Described(en = "control groups", zh = "控制组") String controlGroups,
    @Described(en = "processes", zh = "进程数") int processes,
    @Described(en = "containers", zh = "容器") List<ContainerInventory> containers,
    @Described(en = "JVMs", zh = "JVM") List<JvmInventory> jvms,
    @Described(en = "packages", zh = "软件包数") Optional<Long> packages)
    implements Viewed {

    public Inventory {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(name, "name");
        disks = List.copyOf(disks);
        interfaces = List.copyOf(interfaces);
        containers = List.copyOf(containers);
        jvms = List.copyOf(jvms);
    }

    static Inventory of(Host host, Instant now) {
        List<ProcessScan.Seen> processes = ProcessScan.of(host);
        return new Inventory(now, Printable.line(host.name(), 255), SystemInventory.of(host, now), MachineInventory.of(host),
            CpuInventory.of(host), MemoryInventory.of(host), DiskInventory.of(host), InterfaceInventory.of(host),
            CgroupSampler.detect(host).mode().name().toLowerCase(java.util.Locale.ROOT), processes.size(),
            ContainerInventory.of(host, processes), new Jvms(host).among(processes), Packages.quickCount(host));
    }

    @Override
    public View view() {
        List<View.Section> sections = new ArrayList<>();
        sections.add(new View.Section(Text.same(""), new View.Facts(facts())));
        section(sections, Text.of("Disks", "磁盘"), DiskInventory.class, disks);
        section(sections, Text.of("Network interfaces", "网络接口"), InterfaceInventory.class, interfaces);
        section(sections, Text.of("Containers", "容器"), ContainerInventory.class, containers);
        section(sections, Text.of("JVMs", "JVM"), JvmRow.class, jvms.stream().map(JvmRow::of).toList());
        return new View.Group(sections);
    }

    private List<View.Fact> facts() {
        List<View.Fact> facts = new ArrayList<>();
        facts.add(new View.Fact(Text.of("host", "主机"), name));
        facts.add(new View.Fact(Text.of("system", "系统"), system.name()));
        facts.add(new View.Fact(Text.of("kernel", "内核"), system.kernel() + " " + system.architecture()));
        Duration up = Duration.between(system.booted(), at).truncatedTo(ChronoUnit.MINUTES);
        facts.add(new View.Fact(Text.of("up", "已运行"), Spans.format(up.isNegative() ? Duration.ZERO : up)));
        facts.add(new View.Fact(Text.of("runs in", "运行环境"), system.runsIn()));
        if (!machine.product().isEmpty()) {
            facts.add(new View.Fact(Text.of("machine", "机器"), (machine.vendor() + " " + machine.product()).strip()));
        }
        facts.add(new View.Fact(Text.of("CPU", "CPU"), cpu.model() + ", " + cpu.online() + " CPUs, " + cpu.cores() + " cores, "
            + cpu.sockets() + (cpu.sockets() == 1 ? " socket, " : " sockets, ") + cpu.features().size() + " features"));
        facts.add(new View.Fact(Text.of("memory", "内存"), Quantity.bytes(memory.totalBytes()) + ", "
            + Quantity.bytes(memory.availableBytes()) + " available, swap " + Quantity.bytes(memory.swapBytes())));
        facts.add(new View.Fact(Text.of("control groups", "控制组"), controlGroups));
        facts.add(new View.Fact(Text.of("processes", "进程"), Integer.toString(processes)));
        packages.ifPresent(n -> facts.add(new View.Fact(Text.of("packages", "软件包"), Long.toString(n))));
        return facts;
    }

    private static <T extends Record> void section(List<View.Section> to, Text title, Class<T> type, List<T> rows) {
        if (!rows.isEmpty()) {
            to.add(new View.Section(title, new View.Rows<>(Shape.of(type), rows)));
        }
    }
}
