package dev.anole.ops.collect;

import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What each whole disk does and how long it takes, {@code /proc/diskstats}, Documentation/admin-guide/iostats.rst. A
 * disk that has never been used has no series; a second without requests has no latency.
 */
final class DiskSampler implements Sampler {
    /** Disks beyond are passed over. */
    static final int DISKS_MAX = 256;

    private static final String SOURCE = "/proc/diskstats";
    private static final int SECTOR = 512;
    private static final String DEVICE = "device";
    private static final double PERCENT_PER_MILLISECOND = 0.1;

    private static final int READS = 0;
    private static final int READ_MILLIS = 3;
    private static final int WRITES = 4;
    private static final int WRITE_MILLIS = 7;
    private static final int IN_FLIGHT = 8;
    private static final int QUEUE_MILLIS = 10;
    private static final int DISCARDS = 11;
    private static final int DISCARD_MILLIS = 14;
    private static final int FLUSHES = 15;
    private static final int FLUSH_MILLIS = 16;
    /** Discards came with Linux 4.18, flushes with 5.5. */
    private static final int COLUMNS = 17;

    /** A metric a column, in the file's order. */
    private static final Metric[] BY_COLUMN = {
        rate("disk.reads", Unit.PER_SECOND, 1, "reads", "读请求"),
        rate("disk.reads.merged", Unit.PER_SECOND, 1, "reads joined to another in the queue", "被合并的读请求"),
        rate("disk.read.bytes", Unit.BYTES_PER_SECOND, SECTOR, "read", "读取量"),
        rate("disk.read.time", Unit.MILLISECONDS_PER_SECOND, 1, "time of all reads", "读请求总耗时"),
        rate("disk.writes", Unit.PER_SECOND, 1, "writes", "写请求"),
        rate("disk.writes.merged", Unit.PER_SECOND, 1, "writes joined to another in the queue", "被合并的写请求"),
        rate("disk.write.bytes", Unit.BYTES_PER_SECOND, SECTOR, "written", "写入量"),
        rate("disk.write.time", Unit.MILLISECONDS_PER_SECOND, 1, "time of all writes", "写请求总耗时"),
        Metric.level("disk.inflight", Unit.COUNT, SOURCE, "requests under way at this moment", "此刻未完成的请求").per(DEVICE),
        rate("disk.busy", Unit.PERCENT, PERCENT_PER_MILLISECOND, "share of time with a request under way", "有请求未完成的时间占比"),
        rate("disk.queue.time", Unit.MILLISECONDS_PER_SECOND, 1, "time of all requests, weighted by their number", "所有请求的加权时间"),
        rate("disk.discards", Unit.PER_SECOND, 1, "discards", "丢弃请求"),
        rate("disk.discards.merged", Unit.PER_SECOND, 1, "discards joined to another in the queue", "被合并的丢弃请求"),
        rate("disk.discard.bytes", Unit.BYTES_PER_SECOND, SECTOR, "discarded", "丢弃量"),
        rate("disk.discard.time", Unit.MILLISECONDS_PER_SECOND, 1, "time of all discards", "丢弃请求总耗时"),
        rate("disk.flushes", Unit.PER_SECOND, 1, "flushes", "刷盘请求"),
        rate("disk.flush.time", Unit.MILLISECONDS_PER_SECOND, 1, "time of all flushes", "刷盘请求总耗时"),
    };
    private static final Metric[] LATENCIES = {
        latency("disk.read.latency", "a read took", "每次读耗时"),
        latency("disk.write.latency", "a write took", "每次写耗时"),
        latency("disk.discard.latency", "a discard took", "每次丢弃耗时"),
        latency("disk.flush.latency", "a flush took", "每次刷盘耗时"),
    };
    private static final int[] COUNT_OF_LATENCY = {READS, WRITES, DISCARDS, FLUSHES};
    private static final int[] MILLIS_OF_LATENCY = {READ_MILLIS, WRITE_MILLIS, DISCARD_MILLIS, FLUSH_MILLIS};
    private static final Metric QUEUE = Metric.derived("disk.queue", Unit.COUNT, SOURCE,
        "requests under way on average", "平均未完成请求数").per(DEVICE);
    /** Columns that are also summed over the physical disks. */
    private static final int[] SUMMED = {READS, 2, WRITES, 6};
    private static final Metric[] SUMS = {BY_COLUMN[READS].inAll(), BY_COLUMN[2].inAll(), BY_COLUMN[WRITES].inAll(),
        BY_COLUMN[6].inAll()};

    private final Host host;
    private final Board board;
    private final SourceFile file;
    private final Roster<Disk> disks = new Roster<>(DISKS_MAX, this::discover, Disk::forget);
    private final int[] sumSlots = new int[SUMS.length];
    private final double[] sums = new double[SUMS.length];
    private final long[] columns = new long[COLUMNS];
    private boolean anySummed;

    DiskSampler(Host host, Board board, ReadBuffer buffer) {
        this.host = host;
        this.board = board;
        this.file = new SourceFile(host, SOURCE, buffer);
        for (int i = 0; i < SUMS.length; i++) {
            sumSlots[i] = board.claim(SUMS[i]);
        }
    }

    static List<Metric> metrics() {
        List<Metric> list = new ArrayList<>(List.of(SUMS));
        list.addAll(List.of(BY_COLUMN));
        list.addAll(List.of(LATENCIES));
        list.add(QUEUE);
        return list;
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public Probe probe() {
        return file.probe();
    }

    @Override
    public void sample(Tick tick) {
        if (!file.read(tick)) {
            return;
        }
        java.util.Arrays.fill(sums, 0);
        anySummed = false;
        ByteCursor text = file.text();
        disks.begin();
        while (!text.atEnd()) {
            text.skipWords(2).skipBlanks();
            int from = text.position();
            int to = text.skipWords(1).position();
            Optional<Disk> disk = disks.at(text, from, to);
            if (disk.isPresent()) {
                int present = 0;
                while (present < COLUMNS && !text.skipBlanks().atLineEnd()) {
                    columns[present++] = text.number();
                }
                disk.get().read(tick, present);
            }
            text.skipLine();
        }
        disks.end();
        if (anySummed) {
            for (int i = 0; i < sums.length; i++) {
                board.level(sumSlots[i], sums[i]);
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }

    /** Only whole disks have a directory in /sys/block; a '/' in a name is a '!' there. */
    private Optional<Disk> discover(String name) {
        String directory = "/sys/block/" + name.replace('/', '!');
        if (name.isEmpty() || !SmallFile.exists(host, directory)) {
            return Optional.empty();
        }
        // Loops, RAM disks and what is stacked on other disks would be counted twice in a sum.
        return Optional.of(new Disk(name, SmallFile.exists(host, directory + "/device")));
    }

    private static Metric rate(String id, Unit unit, double scale, String en, String zh) {
        return Metric.rate(id, unit, scale, SOURCE, en, zh).per(DEVICE);
    }

    private static Metric latency(String id, String en, String zh) {
        return Metric.derived(id, Unit.MILLISECONDS, SOURCE, en + " on average, queue included", zh + "（平均，含排队）").per(DEVICE);
    }

    /** One disk. */
    private final class Disk {
        private final String name;
        private final boolean physical;
        private final int[] slots = new int[COLUMNS];
        private final int[] latencySlots = new int[LATENCIES.length];
        private int queueSlot;
        private final long[] before = new long[COLUMNS];
        private long beforeNanos;
        private boolean claimed;
        private boolean known;

        Disk(String name, boolean physical) {
            this.name = name;
            this.physical = physical;
        }

        void read(Tick tick, int present) {
            if (!claimed && !everUsed(present)) {
                return;
            }
            claim(present);
            for (int i = 0; i < present; i++) {
                if (i == IN_FLIGHT) {
                    board.level(slots[i], columns[i]);
                } else {
                    board.count(slots[i], columns[i]);
                }
            }
            if (known) {
                putLatencies(present);
                long waited = columns[QUEUE_MILLIS] - before[QUEUE_MILLIS];
                double seconds = tick.secondsSince(beforeNanos);
                if (waited >= 0 && seconds > 0) {
                    board.level(queueSlot, waited / 1000.0 / seconds);
                }
            }
            addToSums();
            System.arraycopy(columns, 0, before, 0, present);
            beforeNanos = tick.nanos();
            known = true;
        }

        private boolean everUsed(int present) {
            for (int i = 0; i < present; i++) {
                if (columns[i] != 0) {
                    return true;
                }
            }
            return false;
        }

        private void putLatencies(int present) {
            for (int i = 0; i < LATENCIES.length; i++) {
                if (MILLIS_OF_LATENCY[i] < present) {
                    long requests = columns[COUNT_OF_LATENCY[i]] - before[COUNT_OF_LATENCY[i]];
                    long millis = columns[MILLIS_OF_LATENCY[i]] - before[MILLIS_OF_LATENCY[i]];
                    if (requests > 0 && millis >= 0) {
                        board.level(latencySlots[i], (double) millis / requests);
                    }
                }
            }
        }

        private void addToSums() {
            if (physical) {
                for (int i = 0; i < SUMMED.length; i++) {
                    double value = board.value(slots[SUMMED[i]]);
                    if (!Double.isNaN(value)) {
                        sums[i] += value;
                        anySummed = true;
                    }
                }
            }
        }

        private void claim(int present) {
            if (!claimed) {
                for (int i = 0; i < COLUMNS; i++) {
                    slots[i] = i < present ? board.claim(BY_COLUMN[i], name) : Board.NONE;
                }
                for (int i = 0; i < LATENCIES.length; i++) {
                    latencySlots[i] = MILLIS_OF_LATENCY[i] < present ? board.claim(LATENCIES[i], name) : Board.NONE;
                }
                queueSlot = board.claim(QUEUE, name);
                claimed = true;
            }
        }

        void forget() {
            if (claimed) {
                for (int slot : slots) {
                    board.release(slot);
                }
                for (int slot : latencySlots) {
                    board.release(slot);
                }
                board.release(queueSlot);
            }
        }
    }
}
