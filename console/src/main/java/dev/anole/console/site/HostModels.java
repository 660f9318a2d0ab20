package dev.anole.console.site;

import dev.anole.console.page.Devices;
import dev.anole.console.page.Fill;
import dev.anole.console.page.HostHeader;
import dev.anole.console.page.HostTab;
import dev.anole.console.page.JvmRow;
import dev.anole.console.page.LogLine;
import dev.anole.console.page.ProcessRow;
import dev.anole.ops.collect.DiskInventory;
import dev.anole.ops.collect.FileSystemRow;
import dev.anole.ops.collect.InterfaceInventory;
import dev.anole.ops.collect.Inventory;
import dev.anole.ops.collect.JvmInventory;
import dev.anole.ops.collect.KernelMessage;
import dev.anole.ops.collect.ProcessSample;
import dev.anole.ops.collect.ProcessState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** From what operations give to what pages show. */
final class HostModels {
    private static final long BITS_PER_MEGABIT = 1_000_000;
    /** Fuller than this, of bytes or of inodes, stands on the first page. */
    private static final int FILLS_MAX = 32;

    private HostModels() {
    }

    static HostHeader header(Inventory i, Instant now, Map<HostTab, String> counts) {
        Duration up = Duration.between(i.system().booted(), now);
        return new HostHeader(i.system().name(), i.system().kernel(), i.cpu().online(), i.memory().totalBytes(),
            up.isNegative() ? Duration.ZERO : up, counts);
    }

    static Map<HostTab, String> counts(Inventory i, int available, int operations) {
        Map<HostTab, String> counts = new EnumMap<>(HostTab.class);
        counts.put(HostTab.PROCESSES, Integer.toString(i.processes()));
        counts.put(HostTab.JVMS, Integer.toString(i.jvms().size()));
        if (operations > 0) {
            counts.put(HostTab.CAPABILITIES, available + "/" + operations);
        }
        return counts;
    }

    static Devices devices(Inventory i) {
        List<Devices.Disk> disks = i.disks().stream().filter(HostModels::whole).map(d -> new Devices.Disk(d.name(), d.sizeBytes())).toList();
        return new Devices(disks, links(i).stream().map(l -> new Devices.Link(l.name(), l.speed()
            .map(m -> OptionalLong.of(m * BITS_PER_MEGABIT)).orElse(OptionalLong.empty()))).toList());
    }

    private static boolean whole(DiskInventory disk) {
        return switch (disk.kind()) {
            case DISK, NVME, VIRTUAL_DISK, MEMORY_CARD, RAID, NETWORK -> true;
            case DEVICE_MAPPER, LOOP, RAM, COMPRESSED_RAM, OPTICAL, OTHER -> false;
        };
    }

    /** The ones with a cable, real or the hypervisor's; in a namespace that has only virtual ones, those. */
    private static List<InterfaceInventory> links(Inventory i) {
        Predicate<InterfaceInventory> physical = l -> switch (l.kind()) {
            case PHYSICAL, WIRELESS, BOND -> true;
            case LOOPBACK, BRIDGE, VLAN, VETH, TUN, VIRTUAL -> false;
        };
        Predicate<InterfaceInventory> notLoopback = l -> l.kind() != InterfaceInventory.Kind.LOOPBACK;
        List<InterfaceInventory> links = i.interfaces().stream().filter(physical).toList();
        return links.isEmpty() ? i.interfaces().stream().filter(notLoopback).filter(l -> !l.state().equals("down")).toList() : links;
    }

    static ProcessRow process(ProcessSample p) {
        boolean kernel = p.residentBytes() == 0 && p.command().isEmpty();
        return new ProcessRow(p.pid(), kernel ? "[" + p.name() + "]" : p.command().isEmpty() ? p.name() : p.command(), p.owner(), p.user(),
            letter(p.state()), p.cpuPercent(), p.residentBytes(), p.diskWaitMsPerSecond(), p.runDelayMsPerSecond(), p.readBytesPerSecond(),
            p.writeBytesPerSecond(), p.threads(), p.descriptors().map(Integer::doubleValue).orElse(Double.NaN));
    }

    private static String letter(ProcessState state) {
        return switch (state) {
            case RUNNING -> "R";
            case SLEEPING -> "S";
            case WAITING_FOR_DISK -> "D";
            case STOPPED -> "T";
            case TRACED -> "t";
            case ZOMBIE -> "Z";
            case DEAD -> "X";
            case IDLE -> "I";
            case PARKED -> "P";
            case UNKNOWN -> "?";
        };
    }

    /** Which part of the time it collects does not follow from one look, so that figure is not there. */
    static JvmRow jvm(JvmInventory j) {
        return new JvmRow(j.pid(), j.main(), j.version().isEmpty() ? "" : "JDK " + j.version(), number(j.heapUsedBytes().map(Long::doubleValue)),
            number(j.heapMaxBytes().map(Long::doubleValue)), Double.NaN, number(j.threads().map(Long::doubleValue)));
    }

    private static double number(java.util.Optional<Double> value) {
        return value.orElse(Double.NaN);
    }

    static LogLine line(KernelMessage m) {
        String times = m.times() > 1 ? " (× " + m.times() + ")" : "";
        return new LogLine(m.at(), m.severity().ordinal(), m.text() + times);
    }

    static List<Fill> fills(List<FileSystemRow> rows) {
        return rows.stream().filter(r -> Double.isFinite(r.usedPercent()) && !r.readOnly()).limit(FILLS_MAX)
            .map(r -> new Fill(r.mountPoint(), Stream.of(r.usedPercent(), r.inodesUsedPercent()).filter(Double::isFinite)
                .mapToDouble(Double::doubleValue).max().orElse(Double.NaN), r.availableBytes())).toList();
    }
}
