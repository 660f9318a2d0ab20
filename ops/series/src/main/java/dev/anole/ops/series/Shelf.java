package dev.anole.ops.series;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The blocks of one tier that stand on disk, in the order in which their rows were written: by sequence, not by time, which
 * a clock may have turned back. What is kept here of a block is its header and its name.
 */
final class Shelf {
    private final Tier tier;
    private volatile List<Block> blocks = List.of();

    Shelf(Tier tier) {
        this.tier = tier;
    }

    Tier tier() {
        return tier;
    }

    /** The blocks as of now; the list does not change. */
    List<Block> blocks() {
        return blocks;
    }

    synchronized void add(Block block) {
        var next = new ArrayList<>(blocks);
        next.add(block);
        next.sort(Comparator.comparingLong(one -> one.header().firstSequence()));
        blocks = List.copyOf(next);
    }

    synchronized void remove(Block block) {
        blocks = blocks.stream().filter(one -> one != block).toList();
    }

    boolean contains(Block block) {
        return blocks.stream().anyMatch(one -> one == block);
    }

    /** The sequence up to which this tier has rows; -1 where it has none. */
    long lastSequence() {
        return blocks.isEmpty() ? -1 : blocks.getLast().header().lastSequence();
    }

    /** Whether a block holds the rows of this sequence. */
    boolean holds(long sequence) {
        return blocks.stream().anyMatch(block -> block.header().firstSequence() <= sequence && sequence <= block.header().lastSequence());
    }

    /** When the first rows of the tier, in the order of writing, begin. */
    Optional<Long> firstMillis() {
        return blocks.isEmpty() ? Optional.empty() : Optional.of(blocks.getFirst().header().firstMillis());
    }

    long bytes() {
        return blocks.stream().mapToLong(Block::bytes).sum();
    }

    long points() {
        return blocks.stream().mapToLong(block -> block.header().points()).sum();
    }

    long rows() {
        return blocks.stream().mapToLong(block -> block.header().rows()).sum();
    }

    /**
     * The next blocks, all beyond a sequence, to be rolled up into one of the next tier: those that lie in one of its spans and
     * follow each other without a jump of the clock or a hole longer than a block. None while more may follow.
     */
    List<Block> nextGroup(long afterSequence, long spanMillis) {
        var group = new ArrayList<Block>();
        for (var block : blocks) {
            if (block.header().firstSequence() > afterSequence) {
                if (!group.isEmpty() && !follows(group.getLast().header(), block.header(), spanMillis) || group.size() == RollUp.MAX_SOURCES) {
                    return group;
                }
                group.add(block);
            }
        }
        return List.of();
    }

    private boolean follows(BlockHeader before, BlockHeader after, long spanMillis) {
        return after.firstMillis() > before.lastMillis()
            && after.firstMillis() - before.lastMillis() <= tier.spanMillis()
            && Math.floorDiv(after.firstMillis(), spanMillis) == Math.floorDiv(before.firstMillis(), spanMillis);
    }
}
