package dev.anole.ops.series;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;

/**
 * What turns rows into history: syncs logs, seals ended segments, mends damaged blocks, fills the coarser tiers, and lets
 * go of what is past its time. Every step is done again after a crash, with the same result. One round at a time.
 *
 * <p>Retention needs to know what time it is, and a clock that was wrong for a while must not cost a month of history.
 * So "now" is the earliest of the ends of the last few blocks, in the order of writing: a leap counts only after the clock
 * has stood by it for that many blocks (half an hour with the default tiers).
 */
final class Upkeep {
    /** Blocks that must agree before a leap of the clock counts, or as many as one retention has. */
    private static final int CONFIRMING_BLOCKS = 6;
    /** A tier never has more rows than this many times its retention, nor more than so many blocks, whatever the clock says. */
    static final int MAX_RETENTIONS = 3;
    static final int MAX_BLOCKS = 1024;

    private final StoreDirectory directory;
    private final Settings settings;
    private final List<Shelf> shelves;
    private final Recent recent;
    private final Notices notices;
    private final ReadWriteLock files;
    private final Set<Block> suspects = ConcurrentHashMap.newKeySet();
    private volatile Optional<StoreException> trouble = Optional.empty();

    /** @param files held for reading by whoever reads blocks, for writing where a block is deleted or replaced */
    Upkeep(StoreDirectory directory, Settings settings, List<Shelf> shelves, Recent recent, Notices notices, ReadWriteLock files) {
        this.directory = directory;
        this.settings = settings;
        this.shelves = shelves;
        this.recent = recent;
        this.notices = notices;
        this.files = files;
    }

    /** Why the last round could not do all it should have. */
    Optional<StoreException> trouble() {
        return trouble;
    }

    /** Asks for a block to be looked at, in which a reader found damage. */
    void suspect(Block block) {
        suspects.add(block);
    }

    /** One step of a round. */
    private interface Step {
        void run() throws IOException;
    }

    synchronized void round() {
        Optional<StoreException> found = Optional.empty();
        // Retention comes before what needs room, and once more after it.
        for (Step step : List.<Step>of(this::sync, this::retain, this::seal, this::mend, this::rollUp, this::retain)) {
            try {
                step.run();
            } catch (IOException e) {
                found = found.or(() -> Optional.of(directory.failure(e, "the history is not kept up")));
            } catch (RuntimeException e) {
                // Whatever it is, the next round comes, and until then people are told.
                found = found.or(() -> Optional.of(directory.failure(new IOException(e), "the history is not kept up")));
            }
        }
        trouble = found;
    }

    private void sync() throws IOException {
        for (var log : recent.logs()) {
            log.sync();
        }
        FileSink.syncDirectory(directory.path());
    }

    // Sealing

    private void seal() throws IOException {
        // The oldest first: rolling up goes by sequence and does not turn back.
        for (var next = recent.nextUnread(); next.isPresent(); next = recent.nextUnread()) {
            Path log = next.get();
            try {
                var segment = Recovery.replay(log, settings);
                if (segment.isPresent()) {
                    segment.get().end();
                    seal(segment.get());
                }
                Files.deleteIfExists(log);
            } catch (DamageException e) {
                directory.setAside(log, e.getMessage());
            }
            recent.read(log);
        }
        for (var next = recent.nextWaiting(); next.isPresent(); next = recent.nextWaiting()) {
            seal(next.get());
        }
    }

    private void seal(Segment segment) throws IOException {
        var finest = shelves.getFirst();
        var blocks = segment.blocks();
        Optional<Block> sealed = Optional.empty();
        if (!blocks.isEmpty()) {
            sealed = merge(blocks, finest.tier().stepMillis(),
                directory.block(finest.tier().stepMillis(), segment.sequence(), segment.sequence()));
        }
        var result = sealed;
        recent.sealed(segment, () -> result.ifPresent(finest::add));
        if (segment.log().isPresent()) {
            segment.log().get().close();
        }
        Path log = directory.log(segment.sequence());
        if (segment.logDamage().isPresent() && Files.exists(log)) {
            directory.setAside(log, segment.logDamage().get());
        }
        Files.deleteIfExists(log);
    }

    private Optional<Block> merge(List<Block> blocks, long stepMillis, Path file) throws IOException {
        try (var sink = new FileSink(file)) {
            return new RollUp(stepMillis, settings.maxSeries(), (block, _) -> suspect(block)).merge(blocks, sink);
        }
    }

    // Damage

    private void mend() throws IOException {
        for (var block : List.copyOf(suspects)) {
            for (var shelf : shelves) {
                if (shelf.contains(block) && block.content() instanceof Block.OnDisk(Path file)) {
                    mend(shelf, block, file);
                }
            }
            suspects.remove(block);
        }
    }

    /** Writes what can still be read of a block in its place, and keeps the damaged one beside it. */
    private void mend(Shelf shelf, Block block, Path file) throws IOException {
        files.writeLock().lock();
        try (var sink = new FileSink(file)) {
            if (Files.notExists(file)) {
                notices.add(file + " has gone: its rows are missing from charts; leave the store's files to the store");
                shelf.remove(block);
                return;
            }
            directory.linkAside(file);
            var damage = new ArrayList<String>();
            var rest = new RollUp(block.header().stepMillis(), settings.maxSeries(), (_, e) -> damage.add(e.getMessage()))
                .merge(List.of(block), sink);
            shelf.remove(block);
            rest.ifPresent(shelf::add);
            if (rest.isEmpty()) {
                Files.deleteIfExists(file);
            }
            directory.reportAside(file, damage.isEmpty() ? "only for a while" : damage.getFirst());
        } finally {
            files.writeLock().unlock();
        }
    }

    // Coarser tiers

    private void rollUp() throws IOException {
        if (recent.nextUnread().isPresent()) {
            return;
        }
        for (int i = 1; i < shelves.size(); i++) {
            var fine = shelves.get(i - 1);
            var coarse = shelves.get(i);
            var tier = coarse.tier();
            for (var group = fine.nextGroup(coarse.lastSequence(), tier.spanMillis()); !group.isEmpty();
                 group = fine.nextGroup(coarse.lastSequence(), tier.spanMillis())) {
                var file = directory.block(tier.stepMillis(), group.getFirst().header().firstSequence(), group.getLast().header().lastSequence());
                var block = merge(group, tier.stepMillis(), file);
                if (block.isEmpty()) {
                    mend();
                    return;
                }
                coarse.add(block.get());
            }
        }
    }

    // Retention

    private void retain() throws IOException {
        var now = now();
        for (int i = 0; i < shelves.size(); i++) {
            boolean last = i == shelves.size() - 1;
            retain(shelves.get(i), now, last ? Long.MAX_VALUE : shelves.get(i + 1).lastSequence());
        }
    }

    /** @param rolledUp the sequence up to which the next tier has what this one has */
    private void retain(Shelf shelf, Optional<Long> now, long rolledUp) throws IOException {
        var tier = shelf.tier();
        var old = now.isPresent() ? old(shelf.blocks(), now.get(), tier.retentionMillis()) : Set.<Block>of();
        long rows = shelf.rows();
        int blocks = shelf.blocks().size();
        for (var block : shelf.blocks()) {
            boolean done = block.header().lastSequence() <= rolledUp;
            boolean tooMany = rows > MAX_RETENTIONS * tier.retentionMillis() / tier.stepMillis();
            if (done && (old.contains(block) || tooMany) || blocks > MAX_BLOCKS) {
                delete(shelf, block);
                rows -= block.header().rows();
                blocks--;
            }
        }
    }

    /**
     * The blocks past their time. One that lies in the future, for the clock was wrong when it was written, goes with the block
     * that was written next and does not.
     */
    private static Set<Block> old(List<Block> blocks, long now, long retentionMillis) {
        var old = new HashSet<Block>();
        boolean nextIsOld = false;
        for (var block : blocks.reversed()) {
            if (block.header().firstMillis() <= now) {
                nextIsOld = block.header().lastMillis() < now - retentionMillis;
            }
            if (nextIsOld) {
                old.add(block);
            }
        }
        return old;
    }

    private Optional<Long> now() {
        var finest = shelves.getFirst();
        int confirming = Math.clamp(finest.tier().retentionMillis() / finest.tier().spanMillis(), 1, CONFIRMING_BLOCKS);
        var blocks = finest.blocks();
        if (blocks.size() < confirming) {
            return Optional.empty();
        }
        return blocks.subList(blocks.size() - confirming, blocks.size()).stream().map(block -> block.header().lastMillis()).min(Long::compare);
    }

    private void delete(Shelf shelf, Block block) throws IOException {
        files.writeLock().lock();
        try {
            if (block.content() instanceof Block.OnDisk(Path file)) {
                Files.deleteIfExists(file);
            }
            shelf.remove(block);
        } finally {
            files.writeLock().unlock();
        }
    }
}
