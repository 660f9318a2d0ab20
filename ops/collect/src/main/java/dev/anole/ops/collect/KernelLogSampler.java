package dev.anole.ops.collect;

import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import java.util.List;

/** Follows the kernel log, and counts what is bad in it. */
final class KernelLogSampler implements Sampler {
    /** Times {@link KernelLog#RECORDS_AT_ONCE}: more than the largest log of the kernel holds in short records. */
    private static final int ROUNDS_AT_FIRST = 100;
    private static final String SOURCE = "/dev/kmsg";
    private static final Metric MESSAGES = Metric.rate("kernel.log.messages", Unit.PER_SECOND, 1, SOURCE, "kernel messages", "内核消息");
    private static final Metric ERRORS = Metric.rate("kernel.log.errors", Unit.PER_SECOND, 1, SOURCE,
        "kernel messages of severity error or worse", "error 及更严重的内核消息");
    private static final Metric WARNINGS = Metric.rate("kernel.log.warnings", Unit.PER_SECOND, 1, SOURCE, "kernel warnings", "内核警告");

    private final Board board;
    private final KernelLog log;
    private final int[] slots;
    private boolean first = true;

    KernelLogSampler(Host host, Board board) {
        this.board = board;
        this.log = new KernelLog(host);
        this.slots = metrics().stream().mapToInt(board::claim).toArray();
    }

    static List<Metric> metrics() {
        return List.of(MESSAGES, ERRORS, WARNINGS);
    }

    KernelLog log() {
        return log;
    }

    @Override
    public String name() {
        return "kernel-log";
    }

    @Override
    public Probe probe() {
        return log.probe();
    }

    @Override
    public void sample(Tick tick) {
        // At first all that the kernel still holds is old, and no burst of this second.
        int rounds = first ? ROUNDS_AT_FIRST : 1;
        while (log.take(tick) && --rounds > 0) {
            Thread.onSpinWait();
        }
        first = false;
        if (log.probe() instanceof Probe.Available) {
            board.count(slots[0], log.messages());
            board.count(slots[1], log.errors());
            board.count(slots[2], log.warnings());
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
