package dev.anole.kernel.cgroup;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the figures of control groups, the same records for both versions. A group is named by its path, and each
 * figure comes from the hierarchy in which its controller lives and the group exists; on a hybrid host a group may have its
 * memory in one, its processor time in another and its pressure in a third.
 *
 * <p>Empty means that the figure is not kept for that group here, or that the group has gone. It never reads as zero.
 *
 * <p>One buffer serves all reads. Not for several threads.
 */
public final class CgroupReader implements AutoCloseable {
    /** Version 1 shows "no limit" as the largest multiple of a page that a long holds, whatever a page is. */
    private static final long V1_NO_LIMIT = Long.MAX_VALUE - (1 << 20);
    private static final long NANOS_PER_MICRO = 1000;

    private final CgroupHierarchies hierarchies;
    private final CgroupFile file;

    private final KeyedValues cpuTime = new KeyedValues("usage_usec", "user_usec", "system_usec");
    private final KeyedValues cpuWaits =
            new KeyedValues("nr_periods", "nr_throttled", "throttled_usec", "throttled_time");
    private final KeyedValues memoryV1 = new KeyedValues("total_rss", "total_cache", "total_shmem", "total_mapped_file",
            "total_dirty", "total_writeback", "total_active_file", "total_inactive_file", "total_pgfault",
            "total_pgmajfault", "total_workingset_refault_file");
    private final KeyedValues memoryV2 = new KeyedValues("anon", "file", "shmem", "file_mapped", "file_dirty",
            "file_writeback", "active_file", "inactive_file", "pgfault", "pgmajfault", "workingset_refault_file",
            "kernel", "slab", "sock");
    private final KeyedValues swapV1 = new KeyedValues("total_swap");
    private final KeyedValues events = new KeyedValues("low", "high", "max", "oom", "oom_kill");

    public CgroupReader(CgroupHierarchies hierarchies) {
        this(hierarchies, 0);
    }

    /**
     * For whoever reads the same groups again and again.
     *
     * @param filesHeldMax how many files are held open between readings at most; {@link #forget} lets go of a group's
     */
    public CgroupReader(CgroupHierarchies hierarchies, int filesHeldMax) {
        this.hierarchies = hierarchies;
        this.file = new CgroupFile(filesHeldMax);
    }

    /** Lets go of the files that are held of a group. */
    public void forget(String path) {
        for (Hierarchy hierarchy : hierarchies.all()) {
            hierarchy.at(path).ifPresent(file::forget);
        }
    }

    /** Processor time used. */
    public Optional<CpuUsage> cpuUsage(String path) {
        Optional<Cgroup> v1 = version1(Controller.CPUACCT, path);
        if (v1.isPresent()) {
            OptionalLong usage = file.number(v1.get(), "cpuacct.usage");
            OptionalLong user = file.number(v1.get(), "cpuacct.usage_user");
            OptionalLong system = file.number(v1.get(), "cpuacct.usage_sys");
            if (usage.isPresent() && user.isPresent() && system.isPresent()) {
                return Optional.of(new CpuUsage(usage.getAsLong() / NANOS_PER_MICRO,
                        user.getAsLong() / NANOS_PER_MICRO, system.getAsLong() / NANOS_PER_MICRO));
            }
        }
        Optional<Cgroup> v2 = unified(path);
        if (v2.isEmpty() || !file.read(v2.get(), "cpu.stat")) {
            return Optional.empty();
        }
        cpuTime.read(file.text());
        return Optional.of(new CpuUsage(cpuTime.orZero(0), cpuTime.orZero(1), cpuTime.orZero(2)));
    }

    /** Waits for quota; empty for groups that can have none, such as the top. */
    public Optional<CpuThrottling> cpuThrottling(String path) {
        Optional<Cgroup> group = of(Controller.CPU, path);
        if (group.isEmpty() || !file.read(group.get(), "cpu.stat")) {
            return Optional.empty();
        }
        cpuWaits.read(file.text());
        if (!cpuWaits.has(0)) {
            return Optional.empty();
        }
        long waited = cpuWaits.has(2) ? cpuWaits.orZero(2) : cpuWaits.orZero(3) / NANOS_PER_MICRO;
        return Optional.of(new CpuThrottling(cpuWaits.orZero(0), cpuWaits.orZero(1), waited));
    }

    /** Quota and weight. */
    public Optional<CpuLimit> cpuLimit(String path) {
        Optional<Cgroup> group = of(Controller.CPU, path);
        if (group.isEmpty()) {
            return Optional.empty();
        }
        return switch (group.get().hierarchy().version()) {
            case V1 -> cpuLimitV1(group.get());
            case V2 -> cpuLimitV2(group.get());
        };
    }

    /** Memory charged, and its limit. */
    public Optional<MemoryUsage> memoryUsage(String path) {
        Optional<Cgroup> group = of(Controller.MEMORY, path);
        if (group.isEmpty()) {
            return Optional.empty();
        }
        Cgroup of = group.get();
        return switch (of.hierarchy().version()) {
            case V1 -> memoryUsageV1(of);
            case V2 -> {
                OptionalLong current = file.number(of, "memory.current");
                yield current.isEmpty() ? Optional.empty() : Optional.of(new MemoryUsage(current.getAsLong(),
                        file.number(of, "memory.max"), file.number(of, "memory.peak"),
                        file.number(of, "memory.swap.current")));
            }
        };
    }

    /** What the memory is. */
    public Optional<MemoryBreakdown> memoryBreakdown(String path) {
        Optional<Cgroup> group = of(Controller.MEMORY, path);
        if (group.isEmpty() || !file.read(group.get(), "memory.stat")) {
            return Optional.empty();
        }
        KeyedValues values = switch (group.get().hierarchy().version()) {
            case V1 -> memoryV1;
            case V2 -> memoryV2;
        };
        values.read(file.text());
        if (!values.has(0)) {
            return Optional.empty();
        }
        boolean v2 = values == memoryV2;
        return Optional.of(new MemoryBreakdown(values.orZero(0), values.orZero(1), values.orZero(2), values.orZero(3),
                values.orZero(4), values.orZero(5), values.orZero(6), values.orZero(7),
                v2 ? values.get(11) : OptionalLong.empty(), v2 ? values.get(12) : OptionalLong.empty(),
                v2 ? values.get(13) : OptionalLong.empty(), values.orZero(8), values.orZero(9), values.orZero(10)));
    }

    /** How often memory ran short. */
    public Optional<MemoryEvents> memoryEvents(String path) {
        Optional<Cgroup> group = of(Controller.MEMORY, path);
        if (group.isEmpty()) {
            return Optional.empty();
        }
        return switch (group.get().hierarchy().version()) {
            case V1 -> {
                OptionalLong failures = file.number(group.get(), "memory.failcnt");
                if (failures.isEmpty() || !file.read(group.get(), "memory.oom_control")) {
                    yield Optional.empty();
                }
                events.read(file.text());
                yield Optional.of(new MemoryEvents(OptionalLong.empty(), OptionalLong.empty(), failures.getAsLong(),
                        OptionalLong.empty(), events.orZero(4)));
            }
            case V2 -> {
                if (!file.read(group.get(), "memory.events")) {
                    yield Optional.empty();
                }
                events.read(file.text());
                yield Optional.of(new MemoryEvents(events.get(0), events.get(1), events.orZero(2), events.get(3),
                        events.orZero(4)));
            }
        };
    }

    /** Processes and threads. */
    public Optional<PidsUsage> pids(String path) {
        Optional<Cgroup> group = of(Controller.PIDS, path);
        if (group.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong current = file.number(group.get(), "pids.current");
        return current.isEmpty() ? Optional.empty()
                : Optional.of(new PidsUsage(current.getAsLong(), file.number(group.get(), "pids.max")));
    }

    /** Input and output by block device; empty when it is not kept, an empty list when there was none. */
    public Optional<List<DeviceIo>> io(String path) {
        Optional<Cgroup> group = of(Controller.IO, path);
        if (group.isEmpty()) {
            return Optional.empty();
        }
        DeviceIoText devices = new DeviceIoText();
        boolean kept = switch (group.get().hierarchy().version()) {
            case V1 -> {
                boolean bytes = file.read(group.get(), "blkio.throttle.io_service_bytes_recursive");
                if (bytes) {
                    devices.addVersion1Bytes(file.text());
                }
                boolean operations = file.read(group.get(), "blkio.throttle.io_serviced_recursive");
                if (operations) {
                    devices.addVersion1Operations(file.text());
                }
                yield bytes && operations;
            }
            case V2 -> {
                boolean there = file.read(group.get(), "io.stat");
                if (there) {
                    devices.addVersion2(file.text());
                }
                yield there;
            }
        };
        return kept ? Optional.of(devices.devices()) : Optional.empty();
    }

    /** The pressure in a group. Only version 2 measures it, also on a hybrid host. */
    public PressureReading pressure(String path, PressureResource resource) {
        if (hierarchies.unified().isEmpty()) {
            return new PressureReading.Unavailable("no cgroup hierarchy of version 2 is mounted",
                    "boot with systemd.unified_cgroup_hierarchy=1, or mount cgroup2");
        }
        Optional<Cgroup> group = hierarchies.unified().get().at(path);
        if (group.isEmpty()) {
            return new PressureReading.Unavailable("the group is outside what this process sees", "");
        }
        if (file.read(group.get(), resource.groupFile())) {
            return PressureText.parse(file.text());
        }
        if (!group.get().exists()) {
            return new PressureReading.Unavailable("there is no group " + path + " in the hierarchy of version 2", "");
        }
        OptionalLong enabled = file.number(group.get(), "cgroup.pressure");
        return enabled.isPresent() && enabled.getAsLong() == 0
                ? new PressureReading.Unavailable("it is switched off for this group",
                        "write 1 to " + group.get().directory() + "/cgroup.pressure")
                : HostPressure.notKept(resource);
    }

    @Override
    public void close() {
        file.close();
    }

    private Optional<CpuLimit> cpuLimitV1(Cgroup group) {
        OptionalLong quota = file.number(group, "cpu.cfs_quota_us");
        OptionalLong period = file.number(group, "cpu.cfs_period_us");
        OptionalLong shares = file.number(group, "cpu.shares");
        if (quota.isEmpty() || period.isEmpty()) {
            return Optional.empty();
        }
        boolean limited = quota.getAsLong() >= 0;
        return Optional.of(new CpuLimit(limited ? quota : OptionalLong.empty(), period.getAsLong(),
                OptionalLong.empty(), shares));
    }

    private Optional<CpuLimit> cpuLimitV2(Cgroup group) {
        if (!file.read(group, "cpu.max")) {
            return Optional.empty();
        }
        OptionalLong quota = file.numberOrMax();
        long period = file.text().number();
        return Optional.of(new CpuLimit(quota, period, file.number(group, "cpu.weight"), OptionalLong.empty()));
    }

    private Optional<MemoryUsage> memoryUsageV1(Cgroup group) {
        OptionalLong current = file.number(group, "memory.usage_in_bytes");
        OptionalLong limit = file.number(group, "memory.limit_in_bytes");
        if (current.isEmpty() || limit.isEmpty()) {
            return Optional.empty();
        }
        boolean limited = limit.getAsLong() < V1_NO_LIMIT;
        OptionalLong peak = file.number(group, "memory.max_usage_in_bytes");
        OptionalLong swap = OptionalLong.empty();
        if (file.read(group, "memory.stat")) {
            swapV1.read(file.text());
            swap = swapV1.get(0);
        }
        return Optional.of(new MemoryUsage(current.getAsLong(), limited ? limit : OptionalLong.empty(), peak, swap));
    }

    private Optional<Cgroup> of(Controller controller, String path) {
        return hierarchies.of(controller).flatMap(each -> each.at(path));
    }

    private Optional<Cgroup> version1(Controller controller, String path) {
        return hierarchies.of(controller).filter(each -> each.version() == CgroupVersion.V1)
                .flatMap(each -> each.at(path));
    }

    private Optional<Cgroup> unified(String path) {
        return hierarchies.unified().flatMap(each -> each.at(path));
    }
}
