package dev.anole.ops.collect;

import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import java.util.List;
import java.util.Optional;

/** Reads a file of keys and values, each of which is one metric. */
class KeyedSampler implements Sampler {
    /**
     * One line of the file.
     *
     * @param key    with what ends it
     * @param metric what it is; empty where it is only part of something that is worked out
     * @param times  what the number is multiplied by: 1024 for "kB"
     */
    record Line(String key, Optional<Metric> metric, long times) {
        static Line of(String key, Metric metric, long times) {
            return new Line(key, Optional.of(metric), times);
        }
    }

    private final String name;
    private final Board board;
    private final SourceFile file;
    private final KeyedLines lines;
    private final long[] times;
    private final boolean[] rate;
    private final int[] slots;

    KeyedSampler(String name, String path, List<Line> wanted, Host host, Board board, ReadBuffer buffer) {
        this.name = name;
        this.board = board;
        this.file = new SourceFile(host, path, buffer);
        this.lines = new KeyedLines(wanted.stream().map(Line::key).toList());
        this.times = wanted.stream().mapToLong(Line::times).toArray();
        this.rate = new boolean[times.length];
        this.slots = new int[times.length];
        for (int i = 0; i < slots.length; i++) {
            Optional<Metric> metric = wanted.get(i).metric();
            rate[i] = metric.isPresent() && metric.get().form() == Metric.Form.RATE;
            slots[i] = metric.isPresent() ? board.claim(metric.get()) : Board.NONE;
        }
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Probe probe() {
        return file.probe();
    }

    @Override
    public final void sample(Tick tick) {
        if (!file.read(tick)) {
            return;
        }
        lines.read(file.text());
        for (int i = 0; i < slots.length; i++) {
            if (lines.has(i)) {
                if (rate[i]) {
                    board.count(slots[i], lines.value(i) * times[i]);
                } else {
                    board.level(slots[i], lines.value(i) * times[i]);
                }
            }
        }
        derive(lines, board);
    }

    /** Puts what follows from several lines. */
    void derive(KeyedLines lines, Board board) {
    }

    @Override
    public final void close() {
        file.close();
    }
}
