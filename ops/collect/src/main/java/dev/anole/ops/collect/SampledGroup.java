package dev.anole.ops.collect;

import dev.anole.kernel.cgroup.CgroupReader;
import dev.anole.kernel.cgroup.CpuLimit;
import dev.anole.kernel.cgroup.DeviceIo;
import dev.anole.kernel.cgroup.PressureReading;
import dev.anole.kernel.cgroup.PressureResource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One control group and its series. A figure that is not kept for it has no series. */
final class SampledGroup {
    private static final String LABEL = "cgroup";
    private static final double PERCENT_PER_MICROSECOND = 1e-4;
    private static final double MILLIS_PER_MICROSECOND = 1e-3;

    private enum Series {
        CPU(rate("cgroup.cpu", Unit.PERCENT, PERCENT_PER_MICROSECOND, "cpu.stat, cpuacct.usage", "CPU time, of one core", "CPU 时间（占单核）")),
        CPU_USER(rate("cgroup.cpu.user", Unit.PERCENT, PERCENT_PER_MICROSECOND, "cpu.stat, cpuacct.usage_user",
            "CPU time in programs, of one core", "程序 CPU 时间（占单核）")),
        CPU_SYSTEM(rate("cgroup.cpu.system", Unit.PERCENT, PERCENT_PER_MICROSECOND, "cpu.stat, cpuacct.usage_sys",
            "CPU time in the kernel, of one core", "内核 CPU 时间（占单核）")),
        THROTTLED(rate("cgroup.cpu.throttled", Unit.MILLISECONDS_PER_SECOND, MILLIS_PER_MICROSECOND, "cpu.stat",
            "stood still because its quota was used up, summed over CPUs", "因配额用尽被限流的时间（各 CPU 之和）")),
        CPU_LIMIT(rare("cgroup.cpu.limit", Unit.PERCENT, "cpu.max, cpu.cfs_quota_us", "quota, of one core", "CPU 配额（占单核）")),
        MEMORY(level("cgroup.memory.bytes", Unit.BYTES, "memory.current, memory.usage_in_bytes", "memory charged, page cache included",
            "计入的内存（含页缓存）")),
        MEMORY_LIMIT(level("cgroup.memory.limit.bytes", Unit.BYTES, "memory.max, memory.limit_in_bytes", "memory limit", "内存上限")),
        SWAP(level("cgroup.swap.bytes", Unit.BYTES, "memory.swap.current, memory.stat", "swapped out", "已换出")),
        ANON(rare("cgroup.memory.anon.bytes", Unit.BYTES, "memory.stat", "anonymous memory", "匿名内存")),
        FILE(rare("cgroup.memory.file.bytes", Unit.BYTES, "memory.stat", "page cache", "页缓存")),
        DIRTY(rare("cgroup.memory.dirty.bytes", Unit.BYTES, "memory.stat", "waiting to be written to a disk", "等待写盘的脏页")),
        MAJOR_FAULTS(rate("cgroup.faults.major", Unit.PER_SECOND, 1, "memory.stat", "page faults that waited for a disk", "需要读盘的缺页")
            .every(CgroupSampler.RARELY_SECONDS)),
        LIMIT_HITS(rate("cgroup.memory.limit.hits", Unit.PER_SECOND, 1, "memory.events, memory.failcnt", "times it ran into its limit",
            "触及内存上限的次数")),
        OOM_KILLS(rate("cgroup.memory.oom.kills", Unit.PER_SECOND, 1, "memory.events, memory.oom_control",
            "processes killed because its memory ran out", "因内存耗尽被杀的进程")),
        TASKS(level("cgroup.tasks", Unit.COUNT, "pids.current", "processes and threads", "进程与线程")),
        READ_BYTES(rate("cgroup.io.read.bytes", Unit.BYTES_PER_SECOND, 1, "io.stat, blkio.throttle.io_service_bytes_recursive",
            "read from disks", "读盘")),
        WRITE_BYTES(rate("cgroup.io.write.bytes", Unit.BYTES_PER_SECOND, 1, "io.stat, blkio.throttle.io_service_bytes_recursive",
            "written to disks", "写盘")),
        READS(rate("cgroup.io.reads", Unit.PER_SECOND, 1, "io.stat, blkio.throttle.io_serviced_recursive", "reads", "读请求")),
        WRITES(rate("cgroup.io.writes", Unit.PER_SECOND, 1, "io.stat, blkio.throttle.io_serviced_recursive", "writes", "写请求")),
        CPU_SOME(pressure("cpu", "some", "a CPU", "CPU")), CPU_FULL(pressure("cpu", "full", "a CPU", "CPU")),
        MEMORY_SOME(pressure("memory", "some", "memory", "内存")), MEMORY_FULL(pressure("memory", "full", "memory", "内存")),
        IO_SOME(pressure("io", "some", "a disk", "磁盘")), IO_FULL(pressure("io", "full", "a disk", "磁盘"));

        private final Metric metric;

        Series(Metric metric) {
            this.metric = metric;
        }
    }

    private static final int COUNT = Series.values().length;
    private static final Figure[] FIGURES = Figure.values();
    /** A figure that is not kept is looked for again this often: a controller may be switched on. */
    private static final int ABSENT_SECONDS = 30;
    private static final int UNCLAIMED = -2;

    private final String path;
    private final Board board;
    private final int[] slots = new int[COUNT];
    private final boolean[] absent = new boolean[FIGURES.length];
    private final Rarely absentDue = new Rarely(ABSENT_SECONDS);
    private final Rarely rarely = new Rarely(CgroupSampler.RARELY_SECONDS);

    SampledGroup(String path, Board board) {
        this.path = path;
        this.board = board;
        Arrays.fill(slots, UNCLAIMED);
    }

    static List<Metric> metrics() {
        List<Metric> list = new ArrayList<>();
        for (Series series : Series.values()) {
            list.add(series.metric);
        }
        return list;
    }

    /** What is asked of a group; a hybrid host keeps each in another hierarchy, and for many groups not at all. */
    private enum Figure { CPU, THROTTLING, MEMORY, EVENTS, TASKS, IO, CPU_PRESSURE, MEMORY_PRESSURE, IO_PRESSURE }

    void sample(CgroupReader reader, Tick tick) {
        boolean again = absentDue.due(tick);
        for (Figure figure : FIGURES) {
            int at = figure.ordinal();
            if (!absent[at] || again) {
                absent[at] = !read(figure, reader);
            }
        }
        if (rarely.due(tick)) {
            rare(reader);
        }
    }

    /** Reads a figure; false when it is not kept for this group. */
    private boolean read(Figure figure, CgroupReader reader) {
        return switch (figure) {
            case CPU -> present(reader.cpuUsage(path), cpu -> {
                count(Series.CPU, cpu.usageMicros());
                count(Series.CPU_USER, cpu.userMicros());
                count(Series.CPU_SYSTEM, cpu.systemMicros());
            });
            case THROTTLING -> present(reader.cpuThrottling(path), t -> count(Series.THROTTLED, t.throttledMicros()));
            case MEMORY -> present(reader.memoryUsage(path), m -> {
                level(Series.MEMORY, m.currentBytes());
                m.limitBytes().ifPresent(limit -> level(Series.MEMORY_LIMIT, limit));
                m.swapBytes().ifPresent(swap -> level(Series.SWAP, swap));
            });
            case EVENTS -> present(reader.memoryEvents(path), e -> {
                count(Series.LIMIT_HITS, e.max());
                count(Series.OOM_KILLS, e.killed());
            });
            case TASKS -> present(reader.pids(path), p -> level(Series.TASKS, p.current()));
            case IO -> present(reader.io(path), this::io);
            case CPU_PRESSURE -> pressure(reader, PressureResource.CPU, Series.CPU_SOME, Series.CPU_FULL);
            case MEMORY_PRESSURE -> pressure(reader, PressureResource.MEMORY, Series.MEMORY_SOME, Series.MEMORY_FULL);
            case IO_PRESSURE -> pressure(reader, PressureResource.IO, Series.IO_SOME, Series.IO_FULL);
        };
    }

    private static <T> boolean present(Optional<T> figure, Consumer<T> action) {
        figure.ifPresent(action);
        return figure.isPresent();
    }

    private void rare(CgroupReader reader) {
        reader.cpuLimit(path).ifPresent(this::limit);
        reader.memoryBreakdown(path).ifPresent(b -> {
            level(Series.ANON, b.anonymousBytes());
            level(Series.FILE, b.fileBytes());
            level(Series.DIRTY, b.dirtyBytes());
            count(Series.MAJOR_FAULTS, b.majorFaults());
        });
    }

    private void limit(CpuLimit limit) {
        limit.quotaMicros().ifPresent(quota -> level(Series.CPU_LIMIT, 100.0 * quota / limit.periodMicros()));
    }

    private void io(List<DeviceIo> devices) {
        long readBytes = 0;
        long writeBytes = 0;
        long reads = 0;
        long writes = 0;
        for (DeviceIo device : devices) {
            readBytes += device.readBytes();
            writeBytes += device.writeBytes();
            reads += device.reads();
            writes += device.writes();
        }
        count(Series.READ_BYTES, readBytes);
        count(Series.WRITE_BYTES, writeBytes);
        count(Series.READS, reads);
        count(Series.WRITES, writes);
    }

    private boolean pressure(CgroupReader reader, PressureResource resource, Series some, Series full) {
        if (reader.pressure(path, resource) instanceof PressureReading.Pressure pressure) {
            pressure.some().ifPresent(share -> count(some, share.totalMicros()));
            pressure.full().ifPresent(share -> count(full, share.totalMicros()));
            return true;
        }
        return false;
    }

    private void count(Series series, long counter) {
        board.count(slot(series), counter);
    }

    private void level(Series series, double value) {
        board.level(slot(series), value);
    }

    private int slot(Series series) {
        int at = series.ordinal();
        if (slots[at] == UNCLAIMED) {
            slots[at] = board.claim(series.metric, path);
        }
        return slots[at];
    }

    void forget() {
        for (int slot : slots) {
            if (slot != UNCLAIMED) {
                board.release(slot);
            }
        }
    }

    private static Metric rate(String id, Unit unit, double scale, String source, String en, String zh) {
        return Metric.rate(id, unit, scale, source, en, zh).per(LABEL).every(CgroupSampler.EVERY_SECONDS);
    }

    private static Metric level(String id, Unit unit, String source, String en, String zh) {
        return Metric.level(id, unit, source, en, zh).per(LABEL).every(CgroupSampler.EVERY_SECONDS);
    }

    private static Metric rare(String id, Unit unit, String source, String en, String zh) {
        return Metric.level(id, unit, source, en, zh).per(LABEL).every(CgroupSampler.RARELY_SECONDS);
    }

    private static Metric pressure(String resource, String kind, String en, String zh) {
        boolean some = kind.equals("some");
        return rate("cgroup.psi." + resource + "." + kind, Unit.PERCENT, PERCENT_PER_MICROSECOND, resource + ".pressure",
            "share of time in which " + (some ? "one of its tasks" : "all of its tasks") + " waited for " + en,
            "时间占比：" + (some ? "至少一个任务" : "所有任务") + "在等待" + (zh.equals("CPU") ? " CPU" : zh));
    }
}
