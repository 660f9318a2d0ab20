package dev.anole.console.page;

import dev.anole.operation.Language;
import dev.anole.operation.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How a host is, in one sentence with numbers, made of the last minute. What waits comes before what is busy: a full disk
 * chart says little, a task that stands still says it all.
 *
 * @param level    whether it needs a person
 * @param resource what is short; processes are then sorted by it
 * @param headline the sentence
 * @param detail   the proof, a second sentence
 */
record Condition(Level level, Optional<Resource> resource, Text headline, Text detail) {
    /** Whether a person is needed. */
    enum Level { QUIET, WARN, CRITICAL }

    /** Per cent of a minute in which some task stood still, from which on it is worth a sentence. */
    static final double CPU_WAIT = 60;
    static final double MEMORY_WAIT = 10;
    static final double DISK_WAIT = 20;
    /** Per cent of a file system; below, nobody needs to hurry. */
    static final double FULL = 90;
    static final double NEARLY_FULL = 97;
    /** Per cent of all CPUs; above, new work has to queue. */
    static final double BUSY = 90;

    /** Something that is wrong, and how much beyond its limit it is. */
    private record Trouble(double weight, Level level, Optional<Resource> resource, Text headline, Text detail) {
    }

    static Condition of(HostHeader header, Devices devices, Readings r, List<ProcessRow> processes, List<Fill> fills) {
        List<Trouble> troubles = new ArrayList<>();
        waiting(troubles, r, "psi.io.some", DISK_WAIT, Resource.DISK, devices.onlyDisk().map(d -> Text.of(
            "its disk " + d.name(), "磁盘 " + d.name())).orElse(Text.of("its disks", "磁盘")), share(processes, ProcessRow::diskWaitMsPerSecond));
        waiting(troubles, r, "psi.memory.some", MEMORY_WAIT, Resource.MEMORY, Text.of("memory", "内存"), Optional.empty());
        waiting(troubles, r, "psi.cpu.some", CPU_WAIT, Resource.CPU, Text.of("CPU", "CPU"), share(processes, ProcessRow::cpuWaitMsPerSecond));
        double busy = r.minute("cpu.used");
        if (busy >= BUSY && !r.has("psi.cpu.some")) {
            troubles.add(new Trouble(busy / BUSY, Level.WARN, Optional.of(Resource.CPU),
                Text.of("All " + header.cores() + " cores are busy: " + percent(busy, Language.ENGLISH) + " over the last minute.",
                    header.cores() + " 个核都在忙：最近一分钟 " + percent(busy, Language.CHINESE) + "。"), none()));
        }
        for (Fill f : fills) {
            if (f.percent() >= FULL) {
                troubles.add(new Trouble(f.percent() / FULL, f.percent() >= NEARLY_FULL ? Level.CRITICAL : Level.WARN, Optional.empty(),
                    Text.of("The file system " + f.mount() + " is " + percent(f.percent(), Language.ENGLISH) + " full: "
                        + Figures.bytes(f.freeBytes()) + " are left.",
                        "文件系统 " + f.mount() + " 已用 " + percent(f.percent(), Language.CHINESE) + "，剩余 " + Figures.bytes(f.freeBytes()) + "。"),
                    none()));
            }
        }
        if (r.minute("vm.oom.kills") > 0) {
            troubles.add(new Trouble(10, Level.CRITICAL, Optional.of(Resource.MEMORY),
                Text.of("The kernel has killed a process in the last minute because memory ran out.",
                    "最近一分钟内，内核因内存耗尽终止了进程。"),
                Text.of("The kernel log names it.", "内核日志里有它的名字。")));
        }
        return troubles.stream().max(Comparator.comparingDouble(Trouble::weight))
            .map(t -> new Condition(t.level(), t.resource(), t.headline(), t.detail()))
            .orElseGet(() -> quiet(header, r));
    }

    private static void waiting(List<Trouble> troubles, Readings r, String series, double limit, Resource resource, Text what,
                                Optional<Text> who) {
        double share = r.minute(series);
        if (share >= limit) {
            troubles.add(new Trouble(share / limit, Level.WARN, Optional.of(resource),
                Text.of("This host waits for " + what.en() + ": for " + percent(share, Language.ENGLISH)
                    + " of the last minute at least one task stood still.",
                    "这台主机在等" + spaced(what.zh()) + "：最近一分钟有 " + percent(share, Language.CHINESE) + " 的时间，至少一个任务停住了。"),
                who.orElse(others(r, series))));
        }
    }

    /** Chinese text before which, or Latin text before which a space stands. */
    private static String spaced(String zh) {
        return zh.charAt(0) < 0x80 ? " " + zh : zh;
    }

    /** Who does most of the waiting, where processes say it. */
    private static Optional<Text> share(List<ProcessRow> processes, ToDoubleFunction<ProcessRow> waits) {
        double all = processes.stream().mapToDouble(waits).filter(Double::isFinite).sum();
        return processes.stream().filter(p -> waits.applyAsDouble(p) > 0)
            .max(Comparator.comparingDouble(waits)).filter(_ -> all > 1).map(p -> {
                double part = 100 * waits.applyAsDouble(p) / all;
                String name = p.shortCommand();
                return Text.of(name + " (pid " + p.pid() + ") accounts for " + percent(part, Language.ENGLISH) + " of the waiting.",
                    percent(part, Language.CHINESE) + " 的等待来自 " + name + "（进程 " + p.pid() + "）。");
            });
    }

    /** What else waits, or that nothing does. */
    private static Text others(Readings r, String but) {
        List<Text> calm = new ArrayList<>();
        calm(calm, r, but, "psi.cpu.some", Text.of("CPU", "CPU"));
        calm(calm, r, but, "psi.memory.some", Text.of("memory", "内存"));
        calm(calm, r, but, "psi.io.some", Text.of("disks", "磁盘"));
        if (calm.isEmpty()) {
            return none();
        }
        return Text.of("Nothing waits for " + String.join(" or ", calm.stream().map(Text::en).toList()) + ".",
            "没有任务在等" + spaced(String.join("或", calm.stream().map(Text::zh).toList())) + "。");
    }

    private static void calm(List<Text> calm, Readings r, String but, String series, Text name) {
        if (!series.equals(but) && r.minute(series) < 1) {
            calm.add(name);
        }
    }

    private static Condition quiet(HostHeader header, Readings r) {
        double used = r.minute("memory.used");
        Text figures = Text.of("CPU " + percent(r.minute("cpu.used"), Language.ENGLISH) + ", memory " + Figures.bytes(used) + " of "
                + Figures.bytes(header.memoryBytes()) + " over the last minute.",
            "最近一分钟 CPU " + percent(r.minute("cpu.used"), Language.CHINESE) + "，内存 " + Figures.bytes(used) + "，共 "
                + Figures.bytes(header.memoryBytes()) + "。");
        return r.has("psi.cpu.some") || r.has("psi.io.some")
            ? new Condition(Level.QUIET, Optional.empty(), Text.of("Nothing needs you: no task stands still for long.", "一切平静：没有任务长时间停住。"), figures)
            : new Condition(Level.QUIET, Optional.empty(), Text.of("Nothing needs you, as far as use can tell.", "从用量看，一切平静。"), figures);
    }

    private static Text none() {
        return Text.same("");
    }

    private static String percent(double value, Language language) {
        return Figures.percent(value, language);
    }
}
