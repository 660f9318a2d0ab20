package dev.anole.ops.collect;

import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import java.util.List;

/** The load averages, {@code /proc/loadavg}: tasks that run, wait for a CPU or stand still uninterruptibly. */
final class LoadSampler implements Sampler {
    private static final String SOURCE = "/proc/loadavg";
    private static final Metric LOAD_1 = Metric.level("load.1", Unit.COUNT, SOURCE, "load, average of 1 minute", "1 分钟平均负载");
    private static final Metric LOAD_5 = Metric.level("load.5", Unit.COUNT, SOURCE, "load, average of 5 minutes", "5 分钟平均负载");
    private static final Metric LOAD_15 = Metric.level("load.15", Unit.COUNT, SOURCE, "load, average of 15 minutes", "15 分钟平均负载");
    private static final Metric TASKS = Metric.level("process.tasks", Unit.COUNT, SOURCE,
        "threads of all processes, kernel threads included", "所有进程的线程数（含内核线程）");

    private final Board board;
    private final SourceFile file;
    private final int[] slots;
    private final int tasks;

    LoadSampler(Host host, Board board, ReadBuffer buffer) {
        this.board = board;
        this.file = new SourceFile(host, SOURCE, buffer);
        this.slots = new int[] {board.claim(LOAD_1), board.claim(LOAD_5), board.claim(LOAD_15)};
        this.tasks = board.claim(TASKS);
    }

    static List<Metric> metrics() {
        return List.of(LOAD_1, LOAD_5, LOAD_15, TASKS);
    }

    @Override
    public String name() {
        return "load";
    }

    @Override
    public Probe probe() {
        return file.probe();
    }

    @Override
    public void sample(Tick tick) {
        if (file.read(tick)) {
            ByteCursor text = file.text();
            for (int slot : slots) {
                board.level(slot, text.decimal(2) / 100.0);
            }
            // "2/715": runnable entities (cpu.runnable has them from /proc/stat) and all that exist.
            if (text.skipPast('/')) {
                board.level(tasks, text.number());
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
