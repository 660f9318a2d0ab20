package dev.anole.ops.series;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * The metrics of one host on its own disk: written once a second, read by charts.
 *
 * <h2>How it works</h2>
 *
 * A time series database for a fleet indexes millions of series by their labels and lives on queries across them. One host has a
 * few thousand series, which are all sampled at the same instant, and charts that show a handful. So here a <b>row</b> is
 * what was measured at one instant, and time is stored once for all series of a block. Rows take this way:
 *
 * <pre>
 *  append ──► log ──────────────┐ one record a row, small by its differences to the row before
 *         └─► head (60 rows) ─► coded in memory ─► 1 s blocks ──► 10 s blocks ──► 1 min blocks
 *             doubles           the same format    5 min each     1 h each        6 h each
 *                                                  1 h kept       2 days kept     30 days kept
 * </pre>
 *
 * <ul>
 * <li>The <b>log</b> ({@link LogFile}) has a row before {@code append} returns. A killed process loses nothing; a power cut
 *     takes at most the rows of one {@link Settings#syncPeriod()}.</li>
 * <li>A <b>block</b> ({@link Block}) is a span of time, immutable, a column a series, with its own names and checksums.
 *     It is written beside its place, synced and renamed: it exists whole or not at all.</li>
 * <li><b>Rolling up</b> ({@link RollUp}) makes one block of those that lie in one span of the next tier. It keeps least, greatest
 *     and mean of each bucket: a spike of one second stands in the chart of a month at its full height.</li>
 * <li><b>Letting go</b> ({@link Upkeep}) deletes whole blocks, never before they were rolled up. A name that nobody
 *     reports any more leaves memory with its five minutes and the disk with its last block: there is no list of names to clean.</li>
 * </ul>
 *
 * <h2>Two orders</h2>
 *
 * The wall clock may jump, so nothing here relies on it for order. Segments of the log are numbered; a block says which of
 * these <i>sequences</i> its rows came in. What has been rolled up, what a chart must still read from a finer tier, and which of
 * two rows for one instant was written later, all follow from sequences. A clock turned back by less than
 * {@link #CLOCK_SLACK_MILLIS} shifts a row by as much; by more, it starts a new segment, and where times overlap charts show the
 * newer rows while the older stay on disk for their time. A clock put forward leaves a gap, and lets nothing go until it
 * has stood there for half an hour.
 *
 * <h2>Why two bytes are enough</h2>
 *
 * Doubles are coded as what they are, decimals ({@link Decimals}), as the errors of the best of four predictors, in their
 * greatest common divisor ({@link IntegerColumn}), by a code whose parameter follows the data ({@link Residuals}). The finest
 * tier gives back the very doubles. Of summaries, least and greatest are exact, and the mean is kept as its place between them ({@link Chunk}).
 *
 * <h2>Bounds</h2>
 *
 * <table>
 * <caption>What cannot grow</caption>
 * <tr><td>series in a block, and alive</td><td>{@link Settings#maxSeries()}</td></tr>
 * <tr><td>rows in a segment</td><td>{@link Segment#MAX_ROWS}</td></tr>
 * <tr><td>memory for rows that wait</td><td>{@link Settings#heldBytes()}, beside 480 bytes a live series</td></tr>
 * <tr><td>blocks of a tier</td><td>{@link Upkeep#MAX_BLOCKS}, and {@link Upkeep#MAX_RETENTIONS} retentions of rows</td></tr>
 * <tr><td>lines and points of a chart</td><td>{@link Chart#MAX_LINES}, {@link Chart#MAX_POINTS}</td></tr>
 * <tr><td>files set aside, notices</td><td>{@link StoreDirectory#MAX_SET_ASIDE}, {@link Notices#MOST}</td></tr>
 * </table>
 *
 * <p>A store may be used by many threads. Its own thread does what has to wait for the disk; appending does not.
 */
public final class SeriesStore implements AutoCloseable {
    /** A clock that steps back by less than this moves a row to right after the last one; by more, it begins a new segment. */
    public static final long CLOCK_SLACK_MILLIS = 2_000;
    /** Names returned at once. */
    public static final int MAX_IDS = 1 << 16;

    private final StoreDirectory directory;
    private final Settings settings;
    private final StoreLock lock;
    private final Notices notices;
    private final List<Shelf> shelves;
    private final Recent recent;
    private final Upkeep upkeep;
    private final Thread keeper;
    private final ReadWriteLock files = new ReentrantReadWriteLock();
    private volatile boolean closed;

    private SeriesStore(StoreDirectory directory, Settings settings, StoreLock lock, Notices notices) throws IOException {
        this.directory = directory;
        this.settings = settings;
        this.lock = lock;
        this.notices = notices;
        directory.describe(settings.tiers());
        var recovery = new Recovery(directory, settings);
        recovery.readBlocks();
        this.shelves = recovery.shelves();
        this.recent = recovery.readLogs(notices);
        this.upkeep = new Upkeep(directory, settings, shelves, recent, notices, files);
        this.keeper = Thread.ofVirtual().name("series-upkeep").start(this::keep);
    }

    /**
     * Opens a store, or makes one, and takes back what a killed process had appended.
     *
     * @param path a directory of its own; made if it does not exist
     * @throws StoreException of kind LOCKED, DAMAGED, NEWER, MISMATCH, FULL or UNWRITABLE
     */
    public static SeriesStore open(Path path, Settings settings) {
        var notices = new Notices();
        StoreLock lock = null;
        try {
            Files.createDirectories(path);
            Path real = path.toRealPath();
            lock = StoreLock.take(real);
            return new SeriesStore(new StoreDirectory(real, notices), settings, lock, notices);
        } catch (IOException e) {
            release(lock, e);
            throw new StoreDirectory(path, notices).failure(e, "the metrics cannot be opened");
        } catch (RuntimeException e) {
            release(lock, e);
            throw e;
        }
    }

    private static void release(StoreLock lock, Exception why) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                why.addSuppressed(e);
            }
        }
    }

    /**
     * Appends a batch. When this returns, a killed process does not lose it.
     *
     * @param epochMillis when it was measured; see {@link Appended#epochMillis()}
     * @throws StoreException of kind FULL or UNWRITABLE: the batch is held in memory, within a bound, and goes to disk as soon as
     *                        that is possible, so do not append it again; of kind CLOSED
     */
    public Appended append(long epochMillis, Batch batch) {
        requireOpen();
        if (batch.size() == 0) {
            return new Appended(epochMillis, 0, 0);
        }
        if (recent.isPressed() && upkeep.trouble().isEmpty()) {
            // Rows come faster than they are sealed, as when history is replayed: whoever appends lends a hand.
            upkeep.round();
        }
        return recent.append(epochMillis, batch);
    }

    /**
     * Reads a chart.
     *
     * @param fromMillis epoch ms, inclusive
     * @param toMillis   epoch ms, exclusive
     * @param maxPoints  1 to {@link Chart#MAX_POINTS}
     * @throws StoreException of kind UNWRITABLE where the disk fails; damage is a gap and a notice instead
     */
    public Chart range(Selection selection, long fromMillis, long toMillis, int maxPoints) {
        requireOpen();
        if (toMillis <= fromMillis || maxPoints < 1 || maxPoints > Chart.MAX_POINTS) {
            throw new IllegalArgumentException("a chart needs a span that is not empty and 1 to " + Chart.MAX_POINTS + " points, not "
                + fromMillis + " to " + toMillis + " in " + maxPoints);
        }
        files.readLock().lock();
        try {
            var blocks = new ArrayList<List<Block>>();
            List<Block> newest;
            recent.lock().lock();
            try {
                shelves.forEach(shelf -> blocks.add(shelf.blocks()));
                newest = recent.blocks(selection::matches);
            } finally {
                recent.lock().unlock();
            }
            return new ChartReader(settings.tiers(), blocks, newest, selection, fromMillis, toMillis, maxPoints, upkeep::suspect).read();
        } catch (IOException e) {
            throw directory.failure(e, "a chart cannot be read");
        } finally {
            files.readLock().unlock();
        }
    }

    /** The series that had values within the retention of the finest tier, in order. */
    public NavigableSet<SeriesId> ids() {
        long newest = stats().newestMillis().orElse(0L);
        return ids(newest - settings.tiers().getFirst().retentionMillis(), newest + 1);
    }

    /** The series that had values in a span of time, give or take a block, in order; at most {@link #MAX_IDS}. */
    public NavigableSet<SeriesId> ids(long fromMillis, long toMillis) {
        requireOpen();
        files.readLock().lock();
        try {
            var blocks = new ArrayList<Block>();
            recent.lock().lock();
            try {
                shelves.forEach(shelf -> blocks.addAll(shelf.blocks()));
                blocks.addAll(recent.blocks(_ -> true));
            } finally {
                recent.lock().unlock();
            }
            var ids = new TreeSet<SeriesId>();
            for (var block : blocks) {
                if (block.overlaps(fromMillis, toMillis)) {
                    collect(block, ids);
                }
            }
            return Collections.unmodifiableNavigableSet(ids);
        } catch (IOException e) {
            throw directory.failure(e, "the names cannot be read");
        } finally {
            files.readLock().unlock();
        }
    }

    private void collect(Block block, NavigableSet<SeriesId> ids) throws IOException {
        try (var reader = block.open()) {
            var index = reader.index();
            while (index.next() && ids.size() < MAX_IDS) {
                ids.add(index.id());
            }
        } catch (DamageException e) {
            upkeep.suspect(block);
        }
    }

    /** The values appended last, by series in order. */
    public Map<SeriesId, Double> latest() {
        requireOpen();
        return Collections.unmodifiableMap(recent.latest());
    }

    /** What the store holds and how it is. */
    public Stats stats() {
        requireOpen();
        recent.lock().lock();
        try {
            var held = recent.held();
            var tiers = shelves.stream().map(shelf -> new Stats.TierStats(shelf.tier(), shelf.blocks().size(), shelf.rows(), shelf.points(),
                shelf.bytes(), shelf.blocks().stream().map(block -> block.header().firstMillis()).min(Long::compare))).toList();
            long logs = recent.logs().stream().mapToLong(LogFile::length).sum();
            var oldest = Stream.concat(held.firstMillis().stream(), tiers.stream().flatMap(tier -> tier.oldestMillis().stream())).min(Long::compare);
            var newest = held.lastMillis().or(() -> shelves.getFirst().blocks().isEmpty() ? Optional.empty()
                : Optional.of(shelves.getFirst().blocks().getLast().header().lastMillis()));
            return new Stats(tiers.stream().mapToLong(Stats.TierStats::bytes).sum() + logs + directory.setAsideBytes(),
                tiers.stream().mapToLong(Stats.TierStats::points).sum() + held.loggedPoints(), oldest, newest, held.series(), held.bytes(),
                held.rowsInMemoryOnly(), held.refusedValues(), held.lostRows(), tiers, upkeep.trouble().map(Throwable::getMessage), notices.list());
        } catch (IOException e) {
            throw directory.failure(e, "its size cannot be read");
        } finally {
            recent.lock().unlock();
        }
    }

    /**
     * Does at once what the store's own thread does by and by: syncs, seals, mends, rolls up, lets go. For whoever replays
     * history faster than time passes, or wants to see the state settled.
     */
    public void upkeep() {
        requireOpen();
        upkeep.round();
    }

    private void keep() {
        try {
            while (!closed) {
                upkeep.round();
                recent.awaitEnded(settings.syncPeriod().toMillis(), () -> closed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException(StoreException.Kind.CLOSED, directory.path(), "the store has been closed", "open it again");
        }
    }

    /**
     * Syncs what was appended and lets another opener in. What is in no block yet is read back from its log.
     *
     * @throws StoreException where rows were in memory only and could not be written
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        recent.wake();
        try {
            awaitKeeper();
            recent.endUnlogged();
            upkeep.round();
            int lost = recent.held().rowsInMemoryOnly();
            for (var log : recent.logs()) {
                log.close();
            }
            if (lost > 0) {
                throw upkeep.trouble().orElseGet(() -> directory.failure(new IOException("unknown"), lost + " rows are lost"));
            }
        } catch (IOException e) {
            throw directory.failure(e, "the last rows may not be synced");
        } finally {
            unlock();
        }
    }

    /** The lock is not given back while the keeper still writes, so an interrupt waits too. */
    private void awaitKeeper() {
        boolean interrupted = false;
        while (keeper.isAlive()) {
            try {
                keeper.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void unlock() {
        try {
            lock.close();
        } catch (IOException e) {
            throw directory.failure(e, "the lock cannot be released");
        }
    }
}
