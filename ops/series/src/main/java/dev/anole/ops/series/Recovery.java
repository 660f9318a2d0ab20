package dev.anole.ops.series;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what a store holds when it is opened. After {@code kill -9} or a power cut that is: whole blocks, logs of segments
 * of which no block was made, at most one log whose block was made and which only waits to be deleted, and files that were
 * not finished.
 */
final class Recovery {
    private final StoreDirectory directory;
    private final Settings settings;
    private final List<Shelf> shelves;

    Recovery(StoreDirectory directory, Settings settings) {
        this.directory = directory;
        this.settings = settings;
        this.shelves = settings.tiers().stream().map(Shelf::new).toList();
    }

    List<Shelf> shelves() {
        return shelves;
    }

    /** Puts every block on its shelf; sets aside what is damaged. */
    void readBlocks() throws IOException {
        directory.removeTemporary();
        for (Path file : directory.list(StoreDirectory.BLOCK_SUFFIX)) {
            try {
                var block = Block.onDisk(file);
                shelf(block.header().stepMillis()).add(block);
            } catch (DamageException e) {
                directory.setAside(file, e.getMessage());
            } catch (NewerFormatException e) {
                throw StoreDirectory.newer(file, e);
            }
        }
    }

    private Shelf shelf(long stepMillis) {
        return shelves.stream().filter(shelf -> shelf.tier().stepMillis() == stepMillis).findFirst()
            .orElseThrow(() -> new DamageException("block", "its step of " + stepMillis + " ms is none of this store's"));
    }

    /** A segment as its log has it. */
    private record Restored(Segment segment, Path log, LogFile.Replay replay) {
    }

    /** Reads logs back into memory: the newest to go on with, others to be sealed. */
    Recent readLogs(Notices notices) throws IOException {
        var finest = shelves.getFirst();
        var restored = new ArrayList<Restored>();
        long lastSequence = shelves.stream().mapToLong(Shelf::lastSequence).max().orElse(-1);
        for (Path log : directory.list(LogFile.SUFFIX)) {
            try {
                var one = restore(log, settings);
                if (one.isEmpty() || one.get().segment.rows() == 0 || finest.holds(one.get().segment.sequence())) {
                    Files.deleteIfExists(log);
                } else {
                    restored.add(one.get());
                    lastSequence = Math.max(lastSequence, one.get().segment.sequence());
                }
            } catch (DamageException e) {
                directory.setAside(log, e.getMessage());
            } catch (NewerFormatException e) {
                throw StoreDirectory.newer(log, e);
            }
        }
        long lastMillis = finest.blocks().isEmpty() ? Long.MIN_VALUE : finest.blocks().getLast().header().lastMillis();
        var recent = new Recent(directory, settings, notices, lastSequence + 1, lastMillis);
        for (var one : restored) {
            boolean goesOn = one.segment.sequence() == lastSequence && one.replay.damage().isEmpty();
            if (goesOn) {
                one.segment.resume(LogFile.resume(one.log, one.replay));
            }
            recent.restore(one.segment, goesOn);
        }
        return recent;
    }

    private static Optional<Restored> restore(Path log, Settings settings) throws IOException {
        var sequence = LogFile.sequence(log);
        if (sequence.isEmpty()) {
            return Optional.empty();
        }
        var segment = new Segment(sequence.get(), settings.tiers().getFirst(), settings.maxSeries(), Optional.empty());
        var replay = LogFile.replay(log, segment::replay);
        replay.damage().ifPresent(segment::setLogDamage);
        return Optional.of(new Restored(segment, log, replay));
    }

    /** Reads one log back, to be sealed; none where it has no rows. */
    static Optional<Segment> replay(Path log, Settings settings) throws IOException {
        return restore(log, settings).map(Restored::segment).filter(segment -> segment.rows() > 0);
    }
}
