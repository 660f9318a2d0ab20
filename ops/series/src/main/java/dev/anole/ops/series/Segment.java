package dev.anole.ops.series;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Rows on their way to a block of the finest tier: the newest as doubles, those before as blocks in memory of
 * {@value Head#ROWS} rows, and all of them in a log. It ends with its span of time, at a jump of the clock, or when it is
 * long enough, and then waits to be sealed. The store's lock guards the segment that is appended to; one that waits does not change.
 */
final class Segment {
    /** Rows that a segment has at most, however fast they come: as many blocks in memory as are merged at once, but one. */
    static final int MAX_ROWS = (RollUp.MAX_SOURCES - 1) * Head.ROWS;

    private final long sequence;
    private final Tier tier;
    private final SlotNames names;
    private final RowCodec codec;
    private final Head head;
    private final List<Block> coded = new ArrayList<>();
    private final PackWriter payload = new PackWriter(1024);
    private final PackWriter record = new PackWriter(1024);
    private Optional<LogFile> log;
    private boolean logFailed;
    private Optional<String> logDamage = Optional.empty();
    private int rows;
    private int unloggedRows;
    private long points;
    private long firstMillis;
    private long lastMillis;

    /** @param log where rows go first; none where it could not be made, and then they are in memory only */
    Segment(long sequence, Tier tier, int maxSeries, Optional<LogFile> log) {
        this.sequence = sequence;
        this.tier = tier;
        this.names = new SlotNames(maxSeries);
        this.codec = new RowCodec(maxSeries);
        this.head = new Head(names);
        this.log = log;
    }

    /** Whether a row of this time belongs to the next segment. */
    boolean endsBefore(long millis) {
        return rows > 0 && (millis <= lastMillis || rows >= maxRows(tier)
            || Math.floorDiv(millis, tier.spanMillis()) != Math.floorDiv(lastMillis, tier.spanMillis()));
    }

    private static int maxRows(Tier tier) {
        return (int) Math.min(2 * tier.spanMillis() / tier.stepMillis(), MAX_ROWS);
    }

    /**
     * Takes a batch into memory and into the log.
     *
     * @throws IOException where the log did not take it; it is in memory then, and no further row goes to this log
     */
    Appended append(long millis, Batch batch) throws IOException {
        int refused = 0;
        double[] row = codec.clearRow(names.size() + batch.size());
        for (int i = 0; i < batch.size(); i++) {
            int slot = names.slot(batch.id(i));
            if (slot < 0) {
                refused++;
            } else {
                row[slot] = batch.value(i);
            }
        }
        add(millis);
        if (log.isEmpty() || logFailed) {
            unloggedRows++;
        } else {
            try {
                payload.clear();
                codec.write(payload, millis, names);
                log.get().append(payload, record);
            } catch (IOException e) {
                logFailed = true;
                unloggedRows++;
                throw e;
            }
        }
        return new Appended(millis, batch.size() - refused, refused);
    }

    /** Takes a row from a log that is read back. */
    void replay(PackReader in) {
        long millis = codec.read(in, names);
        if (rows > 0 && millis <= lastMillis || rows >= MAX_ROWS) {
            throw in.damage("its rows run backwards or are too many");
        }
        add(millis);
    }

    /** Adds the row that stands in the codec. */
    private void add(long millis) {
        if (head.isFull()) {
            code();
        }
        points += head.add(millis, codec.row());
        firstMillis = rows == 0 ? millis : firstMillis;
        lastMillis = millis;
        rows++;
    }

    private void code() {
        head.toBlock(tier.stepMillis(), sequence, _ -> true).ifPresent(coded::add);
        head.clear();
    }

    /** Codes the newest rows too: no more will come. */
    void end() {
        code();
    }

    /** All rows as blocks, the newest of them with those series only that are wanted. */
    List<Block> blocks(IntPredicate wanted) {
        var all = new ArrayList<>(coded);
        head.toBlock(tier.stepMillis(), sequence, wanted).ifPresent(all::add);
        return all;
    }

    /** All rows of an ended segment. */
    List<Block> blocks() {
        return List.copyOf(coded);
    }

    void resume(LogFile file) {
        log = Optional.of(file);
    }

    void setLogDamage(String reason) {
        logDamage = Optional.of(reason);
    }

    /** Why the log from which this was read back could not be read to its end. */
    Optional<String> logDamage() {
        return logDamage;
    }

    long sequence() {
        return sequence;
    }

    SlotNames names() {
        return names;
    }

    Head head() {
        return head;
    }

    Optional<LogFile> log() {
        return log;
    }

    /** Whether new rows are in memory only. */
    boolean isUnlogged() {
        return log.isEmpty() || logFailed;
    }

    int rows() {
        return rows;
    }

    int unloggedRows() {
        return unloggedRows;
    }

    long points() {
        return points;
    }

    long firstMillis() {
        return firstMillis;
    }

    long lastMillis() {
        return lastMillis;
    }

    /** Bytes of the coded rows in memory. */
    long codedBytes() {
        return coded.stream().mapToLong(Block::bytes).sum();
    }
}
