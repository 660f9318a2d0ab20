package dev.anole.ops.collect;

import dev.anole.operation.Described;
import dev.anole.operation.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container, as its control group and its namespaces tell. No runtime is asked, so it works for all of them and for
 * none; names that only a runtime knows are therefore not there.
 */
public record ContainerInventory(
    @Described(en = "made by", zh = "运行时") String runtime,
    @Described(en = "id", zh = "标识") String id,
    @Described(en = "pod", zh = "Pod") String pod,
    @Described(en = "processes", zh = "进程数") int processes,
    @Described(en = "first process", zh = "首个进程") int pid,
    @Described(en = "its name", zh = "进程名") String name,
    @Described(en = "control group", zh = "控制组") String group) {

    static final int CONTAINERS_MAX = 1000;

    static List<ContainerInventory> of(Host host, List<ProcessScan.Seen> processes) {
        Map<String, ContainerInventory> found = new LinkedHashMap<>();
        Optional<String> ours = namespace(host, 1);
        for (ProcessScan.Seen process : processes) {
            if (process.kernelThread() || found.size() >= CONTAINERS_MAX) {
                continue;
            }
            Owner owner = Owner.of(process.group());
            if (owner.isContainer()) {
                found.merge(owner.shown(), new ContainerInventory(owner.kind().word(), owner.name(), owner.pod(), 1, process.pid(),
                    process.name(), Printable.line(process.group(), 512)), ContainerInventory::join);
            } else if (ours.isPresent()) {
                // Whoever lives in a pid namespace of their own is contained, by whatever made it.
                namespace(host, process.pid()).filter(n -> !n.equals(ours.get())).ifPresent(n -> found.merge(n,
                    new ContainerInventory("namespace", n, "", 1, process.pid(), process.name(), Printable.line(process.group(), 512)),
                    ContainerInventory::join));
            }
        }
        return new ArrayList<>(found.values());
    }

    private ContainerInventory join(ContainerInventory other) {
        return new ContainerInventory(runtime, id, pod, processes + 1, pid, name, group);
    }

    /** {@code pid:[4026531836]}; empty where this user may not look. */
    private static Optional<String> namespace(Host host, int pid) {
        return SmallFile.link(host, "/proc/" + pid + "/ns/pid");
    }
}
