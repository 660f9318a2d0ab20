package dev.anole.ops.collect;

import dev.anole.kernel.linux.MountEntry;
import dev.anole.operation.Described;
import dev.anole.operation.Host;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A block device, {@code /sys/block}. Loops and RAM disks that hold nothing are left out. */
public record DiskInventory(
    @Described(en = "name", zh = "名称") String name,
    @Described(en = "kind", zh = "类型") Kind kind,
    @Described(en = "size", zh = "容量", unit = "B") long sizeBytes,
    @Described(en = "model", zh = "型号") String model,
    @Described(en = "rotates", zh = "旋转介质") boolean rotational,
    @Described(en = "I/O scheduler", zh = "I/O 调度器") String scheduler,
    @Described(en = "requests it queues", zh = "请求队列长度") Optional<Long> queueLength,
    @Described(en = "read-only", zh = "只读") boolean readOnly,
    @Described(en = "mounted at", zh = "挂载点") List<String> mounts) {

    /** What stands behind the name. */
    public enum Kind { DISK, NVME, VIRTUAL_DISK, MEMORY_CARD, DEVICE_MAPPER, RAID, LOOP, RAM, COMPRESSED_RAM, OPTICAL, NETWORK, OTHER }

    private static final int SECTOR = 512;
    private static final int MOUNTS_SHOWN_MAX = 16;

    public DiskInventory {
        mounts = List.copyOf(mounts);
    }

    static List<DiskInventory> of(Host host) {
        List<MountEntry> table = MountedFileSystems.all(host);
        List<DiskInventory> disks = new ArrayList<>();
        for (String name : SmallFile.names(host, "/sys/block")) {
            String directory = "/sys/block/" + name + "/";
            long sectors = SmallFile.number(host, directory + "size").orElse(0L);
            if (disks.size() < DiskSampler.DISKS_MAX && sectors > 0) {
                disks.add(new DiskInventory(name, kind(name), sectors * SECTOR, model(host, directory),
                    SmallFile.number(host, directory + "queue/rotational").orElse(0L) == 1,
                    MemoryInventory.chosen(SmallFile.value(host, directory + "queue/scheduler").orElse("")),
                    SmallFile.number(host, directory + "queue/nr_requests"),
                    SmallFile.number(host, directory + "ro").orElse(0L) == 1, mounts(host, directory, table)));
            }
        }
        return disks;
    }

    private static Kind kind(String name) {
        if (name.startsWith("nvme")) {
            return Kind.NVME;
        }
        if (name.startsWith("vd") || name.startsWith("xvd")) {
            return Kind.VIRTUAL_DISK;
        }
        if (name.startsWith("sd") || name.startsWith("hd") || name.startsWith("dasd")) {
            return Kind.DISK;
        }
        if (name.startsWith("mmcblk")) {
            return Kind.MEMORY_CARD;
        }
        if (name.startsWith("dm-")) {
            return Kind.DEVICE_MAPPER;
        }
        if (name.startsWith("md")) {
            return Kind.RAID;
        }
        if (name.startsWith("loop")) {
            return Kind.LOOP;
        }
        if (name.startsWith("zram")) {
            return Kind.COMPRESSED_RAM;
        }
        if (name.startsWith("ram")) {
            return Kind.RAM;
        }
        if (name.startsWith("sr")) {
            return Kind.OPTICAL;
        }
        return name.startsWith("nbd") || name.startsWith("rbd") || name.startsWith("drbd") ? Kind.NETWORK : Kind.OTHER;
    }

    private static String model(Host host, String directory) {
        String vendor = SmallFile.value(host, directory + "device/vendor").filter(v -> !v.startsWith("0x")).orElse("");
        String model = SmallFile.value(host, directory + "device/model")
            .or(() -> SmallFile.value(host, directory + "dm/name")).or(() -> SmallFile.value(host, directory + "loop/backing_file"))
            .or(() -> SmallFile.value(host, directory + "md/level")).orElse("");
        return Printable.line((vendor + " " + model).strip(), 128);
    }

    private static List<String> mounts(Host host, String directory, List<MountEntry> table) {
        Set<String> devices = new HashSet<>();
        SmallFile.value(host, directory + "dev").ifPresent(devices::add);
        for (String part : SmallFile.names(host, directory)) {
            SmallFile.value(host, directory + part + "/dev").ifPresent(devices::add);
        }
        List<String> places = new ArrayList<>();
        for (MountEntry mount : table) {
            if (places.size() < MOUNTS_SHOWN_MAX && devices.contains(mount.device().major() + ":" + mount.device().minor())) {
                places.add(Printable.line(mount.mountPoint(), 256));
            }
        }
        return places;
    }
}
