package dev.anole.ops.series;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What is in no block on disk yet: the segment that is appended to, and those that have ended and wait to be sealed. Waiting
 * segments hold at most {@link Settings#heldBytes()}; beyond it the oldest leaves memory, and what of it is in its log is
 * read back when there is room to seal it.
 *
 * <p>One lock guards it, held for the microseconds of an append and never during a sync or a merge.
 */
final class Recent {
    private final StoreDirectory directory;
    private final Settings settings;
    private final Notices notices;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Deque<Segment> waiting = new ArrayDeque<>();
    private final Deque<Path> unread = new ArrayDeque<>();
    private Optional<Segment> current = Optional.empty();
    private long nextSequence;
    private long lastMillis = Long.MIN_VALUE;
    private long refusedValues;
    private long lostRows;
    private IOException logFailure = new IOException("no log was made");

    Recent(StoreDirectory directory, Settings settings, Notices notices, long nextSequence, long lastMillis) {
        this.directory = directory;
        this.settings = settings;
        this.notices = notices;
        this.nextSequence = nextSequence;
        this.lastMillis = lastMillis;
    }

    /** The lock under which a segment is exchanged for its block, so that a reader finds its rows once. */
    ReentrantLock lock() {
        return lock;
    }

    /**
     * @throws StoreException of kind FULL or UNWRITABLE: the rows are in memory, not on disk
     */
    Appended append(long epochMillis, Batch batch) {
        lock.lock();
        try {
            long millis = place(epochMillis);
            lastMillis = millis;
            if (current.isPresent() && current.get().endsBefore(millis)) {
                endCurrent();
            }
            var appended = current.isPresent() && current.get().isUnlogged() ? appendToNewLog(millis, batch) : Optional.<Appended>empty();
            if (appended.isEmpty()) {
                appended = Optional.of(appendToCurrent(millis, batch));
            }
            refusedValues += appended.get().refused();
            return appended.get();
        } finally {
            lock.unlock();
        }
    }

    private Appended appendToCurrent(long millis, Batch batch) {
        if (current.isEmpty()) {
            current = Optional.of(new Segment(nextSequence, settings.tiers().getFirst(), settings.maxSeries(), createLog()));
            nextSequence++;
        }
        try {
            var appended = current.get().append(millis, batch);
            if (current.get().isUnlogged()) {
                throw logFailure;
            }
            return appended;
        } catch (IOException e) {
            logFailure = e;
            throw directory.failure(e, heldRows() + " rows are held in memory only");
        }
    }

    /**
     * While a log has failed each row tries a new one. When that takes the row, the disk has room again: what was held in
     * memory ends its segment and waits to be sealed.
     */
    private Optional<Appended> appendToNewLog(long millis, Batch batch) {
        var log = createLog();
        if (log.isEmpty()) {
            return Optional.empty();
        }
        var fresh = new Segment(nextSequence, settings.tiers().getFirst(), settings.maxSeries(), log);
        try {
            var appended = fresh.append(millis, batch);
            endCurrent();
            current = Optional.of(fresh);
            nextSequence++;
            return Optional.of(appended);
        } catch (IOException e) {
            logFailure = e;
            deleteQuietly(log.get());
            return Optional.empty();
        }
    }

    private void deleteQuietly(LogFile log) {
        try {
            log.delete();
        } catch (IOException e) {
            // It has no whole row, so whoever opens the store next removes it.
            logFailure = e;
        }
    }

    private Optional<LogFile> createLog() {
        try {
            return Optional.of(LogFile.create(directory.log(nextSequence), nextSequence));
        } catch (IOException e) {
            logFailure = e;
            return Optional.empty();
        }
    }

    /** Where the clock has stepped back a little the row comes right after the last; where far, it opens a new segment. */
    private long place(long epochMillis) {
        if (epochMillis > lastMillis) {
            return epochMillis;
        }
        if (lastMillis - epochMillis < SeriesStore.CLOCK_SLACK_MILLIS) {
            return lastMillis + 1;
        }
        notices.add(directory.path() + ": the clock went back by " + (lastMillis - epochMillis) / 1000
            + " s; nothing is lost, charts show the newer rows where times overlap; check this host's time service");
        return epochMillis;
    }

    private void endCurrent() {
        current.ifPresent(segment -> {
            segment.end();
            waiting.addLast(segment);
        });
        current = Optional.empty();
        giveUpBeyondBound();
        ended.signalAll();
    }

    private void giveUpBeyondBound() {
        while (heldBytes() > settings.heldBytes() && waiting.size() > 1) {
            var oldest = waiting.removeFirst();
            lostRows += oldest.unloggedRows();
            closeQuietly(oldest);
            Path log = directory.log(oldest.sequence());
            if (Files.exists(log)) {
                unread.addLast(log);
            }
            notices.add(directory.path() + ": " + oldest.unloggedRows() + " rows were given up, for the disk has been full for too long to hold them"
                + " in memory; free space");
        }
    }

    private static void closeQuietly(Segment segment) {
        try {
            if (segment.log().isPresent()) {
                segment.log().get().close();
            }
        } catch (IOException e) {
            // Nothing was to be written to it any more: what it has, the next reader finds.
            assert segment.log().isPresent();
        }
    }

    /** Ends the current segment if it has rows that are in no log, so that sealing saves them. */
    void endUnlogged() {
        lock.lock();
        try {
            if (current.isPresent() && current.get().unloggedRows() > 0) {
                endCurrent();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes a segment read back from its log: as the one to go on with, or to be sealed. */
    void restore(Segment segment, boolean goesOn) {
        lock.lock();
        try {
            lastMillis = segment.lastMillis();
            if (goesOn) {
                current = Optional.of(segment);
            } else {
                segment.end();
                waiting.addLast(segment);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The oldest segment that waits to be sealed. */
    Optional<Segment> nextWaiting() {
        lock.lock();
        try {
            return Optional.ofNullable(waiting.peekFirst());
        } finally {
            lock.unlock();
        }
    }

    /** The oldest log whose segment had to leave memory. */
    Optional<Path> nextUnread() {
        lock.lock();
        try {
            return Optional.ofNullable(unread.peekFirst());
        } finally {
            lock.unlock();
        }
    }

    /** Exchanges a waiting segment for what it has become. */
    void sealed(Segment segment, Runnable publication) {
        lock.lock();
        try {
            publication.run();
            waiting.remove(segment);
        } finally {
            lock.unlock();
        }
    }

    void read(Path log) {
        lock.lock();
        try {
            unread.remove(log);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a segment ends, or so long; not at all once it is to stop, for which {@link #wake()} comes after. */
    void awaitEnded(long millis, BooleanSupplier stop) throws InterruptedException {
        lock.lock();
        try {
            if (!stop.getAsBoolean()) {
                var _ = ended.await(millis, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    void wake() {
        lock.lock();
        try {
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Logs that hold rows of which no block has been made. */
    List<LogFile> logs() {
        lock.lock();
        try {
            var logs = new ArrayList<LogFile>();
            waiting.forEach(segment -> segment.log().ifPresent(logs::add));
            current.flatMap(Segment::log).ifPresent(logs::add);
            return logs;
        } finally {
            lock.unlock();
        }
    }

    /** Rows as blocks, oldest first, the newest of them with those series only that are wanted. Called under the lock. */
    List<Block> blocks(Predicate<SeriesId> wanted) {
        assert lock.isHeldByCurrentThread();
        var blocks = new ArrayList<Block>();
        waiting.forEach(segment -> blocks.addAll(segment.blocks()));
        current.ifPresent(segment -> blocks.addAll(segment.blocks(slot -> wanted.test(segment.names().id(slot)))));
        return blocks;
    }

    /** The values of the newest row, by series. */
    Map<SeriesId, Double> latest() {
        lock.lock();
        try {
            var latest = new LinkedHashMap<SeriesId, Double>();
            current.ifPresent(segment -> {
                for (int slot : segment.names().inOrder()) {
                    double value = segment.head().last(slot);
                    if (!Double.isNaN(value)) {
                        latest.put(segment.names().id(slot), value);
                    }
                }
            });
            return latest;
        } finally {
            lock.unlock();
        }
    }

    /** What the statistics say of rows not yet in a block. */
    record Held(int series, long bytes, int rowsInMemoryOnly, long loggedPoints, Optional<Long> firstMillis, Optional<Long> lastMillis,
                long refusedValues, long lostRows) {
    }

    Held held() {
        lock.lock();
        try {
            var all = new ArrayList<>(waiting);
            current.ifPresent(all::add);
            return new Held(current.map(segment -> segment.names().size()).orElse(0), heldBytes() + currentBytes(), heldRows(),
                all.stream().filter(segment -> segment.unloggedRows() == 0).mapToLong(Segment::points).sum(),
                all.stream().map(Segment::firstMillis).min(Long::compare),
                all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().lastMillis()), refusedValues, lostRows);
        } finally {
            lock.unlock();
        }
    }

    private long currentBytes() {
        return current.map(segment -> segment.codedBytes() + segment.head().heapBytes()).orElse(0L);
    }

    /** Bytes of the segments that wait. */
    long heldBytes() {
        return waiting.stream().mapToLong(Segment::codedBytes).sum();
    }

    private int heldRows() {
        int rows = current.map(Segment::unloggedRows).orElse(0);
        for (var segment : waiting) {
            rows += segment.unloggedRows();
        }
        return rows;
    }

    boolean isPressed() {
        lock.lock();
        try {
            return heldBytes() > settings.heldBytes() / 2 || waiting.size() > 4;
        } finally {
            lock.unlock();
        }
    }

    Optional<Segment> current() {
        lock.lock();
        try {
            return current;
        } finally {
            lock.unlock();
        }
    }
}
