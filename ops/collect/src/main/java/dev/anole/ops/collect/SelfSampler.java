package dev.anole.ops.collect;

import dev.anole.kernel.linux.AuxiliaryVector;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import java.util.List;

/** What the collector itself costs: its thread's CPU time, its process's memory, and what it had to leave out. */
final class SelfSampler implements Sampler {
    private static final long PAGE_BYTES = AuxiliaryVector.current().pageBytes();
    private static final double PERCENT_PER_NANOSECOND = 1e-7;
    private static final Metric CPU = Metric.rate("collector.cpu", Unit.PERCENT, PERCENT_PER_NANOSECOND,
        "/proc/thread-self/schedstat", "CPU time of the collector's thread, of one core", "采集线程的 CPU 时间（占单核）");
    private static final Metric RESIDENT = Metric.level("collector.resident.bytes", Unit.BYTES, "/proc/self/statm",
        "resident memory of the collector's process", "采集进程的常驻内存");
    private static final Metric SERIES = Metric.level("collector.series", Unit.COUNT, "collector", "series that are kept", "保存的序列数");
    private static final Metric REFUSED = Metric.rate("collector.series.refused", Unit.PER_SECOND, 1, "collector",
        "series left out because there are too many", "因过多而未保存的序列");
    private static final Metric SKIPPED = Metric.rate("collector.skipped", Unit.PER_SECOND, 1, "collector",
        "samples that were due while another took too long", "因上次采样过久而跳过的采样");
    private static final Metric JUMP = Metric.level("collector.clock.jump", Unit.MILLISECONDS, "collector",
        "how far the wall clock jumped since the sample before; only there when it did", "墙上时钟自上个样本以来的跳变（仅在发生时出现）");

    /** What a wall clock may stray from the monotonic one in a sample without being said to jump. */
    private static final double JUMP_MILLIS_MIN = 500;

    private final Board board;
    private final SourceFile schedstat;
    private final SourceFile statm;
    private final int[] slots;
    private long skipped;
    private Tick before = new Tick(java.time.Instant.EPOCH, 0);

    SelfSampler(Board board, ReadBuffer buffer) {
        Host self = new Host("self", java.nio.file.Path.of("/"), 0);
        this.board = board;
        this.schedstat = new SourceFile(self, "/proc/thread-self/schedstat", buffer);
        this.statm = new SourceFile(self, "/proc/self/statm", buffer);
        this.slots = metrics().stream().mapToInt(board::claim).toArray();
    }

    static List<Metric> metrics() {
        return List.of(CPU, RESIDENT, SERIES, REFUSED, SKIPPED, JUMP);
    }

    /** Counts samples that were not taken. */
    void skipped(long samples) {
        skipped += samples;
    }

    @Override
    public String name() {
        return "self";
    }

    @Override
    public Probe probe() {
        return schedstat.probe();
    }

    @Override
    public void sample(Tick tick) {
        if (schedstat.read(tick)) {
            board.count(slots[0], schedstat.text().number());
        }
        if (statm.read(tick)) {
            board.level(slots[1], (double) statm.text().skipWords(1).number() * PAGE_BYTES);
        }
        board.level(slots[2], board.taken());
        board.count(slots[3], board.refused());
        board.count(slots[4], skipped);
        double jump = jumpMillis(before, tick);
        if (before.nanos() != 0 && Math.abs(jump) >= JUMP_MILLIS_MIN) {
            board.level(slots[5], jump);
        }
        before = tick;
    }

    /** How much further the wall clock went than the monotonic one. */
    static double jumpMillis(Tick from, Tick to) {
        return java.time.Duration.between(from.at(), to.at()).toNanos() / 1e6 - (to.nanos() - from.nanos()) / 1e6;
    }

    @Override
    public void close() {
        schedstat.close();
        statm.close();
    }
}
