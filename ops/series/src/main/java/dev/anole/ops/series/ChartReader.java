package dev.anole.ops.series;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Draws one chart from blocks.
 *
 * <p>Which tier: the coarsest whose step is not above the width of a point, for it has the least to read, unless only a still
 * coarser one reaches back far enough. What that tier does not have yet, the last minutes to hours, comes from the finer ones
 * and from memory: a coarse block says which sequences it stands for, so no row is counted twice.
 *
 * <p>Where times overlap, because the clock was turned back, the rows that were written later are shown. Blocks are read in
 * that order, and of an earlier one only the rows that no later block covers.
 */
final class ChartReader {
    private final long fromMillis;
    private final long toMillis;
    private final Selection selection;
    private final long startMillis;
    private final long stepMillis;
    private final int size;
    private final long sampleMillis;
    private final List<Block> blocks;
    private final Consumer<Block> damaged;
    private final Map<SeriesId, Grid> grids = new HashMap<>();
    private final List<long[]> covered = new ArrayList<>();
    private final Rows rows = new Rows();
    private boolean truncated;

    /**
     * @param shelves the blocks of each tier, from fine to coarse
     * @param recent  blocks in memory, oldest first
     * @param damaged told of a block in which damage was found
     */
    ChartReader(List<Tier> tiers, List<List<Block>> shelves, List<Block> recent, Selection selection, long fromMillis, long toMillis,
                int maxPoints, Consumer<Block> damaged) {
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
        this.selection = selection;
        this.damaged = damaged;
        this.sampleMillis = tiers.getFirst().stepMillis();
        int tier = tier(tiers, shelves, Math.ceilDiv(toMillis - fromMillis, maxPoints));
        this.stepMillis = step(tiers.get(tier).stepMillis(), maxPoints);
        this.startMillis = Math.floorDiv(fromMillis, stepMillis) * stepMillis;
        this.size = (int) Math.ceilDiv(toMillis - startMillis, stepMillis);
        this.blocks = choose(shelves, recent, tier);
    }

    /** The smallest multiple of a tier's step with which the span, widened to whole points, has no more points than asked for. */
    private long step(long tierStep, int maxPoints) {
        long factor = Math.max(1, Math.ceilDiv(toMillis - fromMillis, (long) maxPoints * tierStep));
        while (Math.ceilDiv(toMillis - Math.floorDiv(fromMillis, factor * tierStep) * factor * tierStep, factor * tierStep) > maxPoints) {
            factor++;
        }
        return factor * tierStep;
    }

    private int tier(List<Tier> tiers, List<List<Block>> shelves, long widthMillis) {
        int tier = 0;
        while (tier + 1 < tiers.size() && tiers.get(tier + 1).stepMillis() <= widthMillis) {
            tier++;
        }
        for (int coarser = tier + 1; coarser < tiers.size(); coarser++) {
            if (reachesFurther(shelves, tier, shelves.get(coarser))) {
                tier = coarser;
            }
        }
        return tier;
    }

    /** Whether a coarser tier has rows in the span from before this tier, and the finer ones, begin. */
    private boolean reachesFurther(List<List<Block>> shelves, int tier, List<Block> coarser) {
        long begins = Long.MAX_VALUE;
        for (int i = 0; i <= tier; i++) {
            if (!shelves.get(i).isEmpty()) {
                begins = Math.min(begins, shelves.get(i).getFirst().header().firstMillis());
            }
        }
        long limit = begins;
        return fromMillis < limit && coarser.stream().map(Block::header)
            .anyMatch(header -> header.firstMillis() < Math.min(limit, toMillis) && header.lastMillis() >= fromMillis);
    }

    /** The blocks to read, the latest written first. */
    private List<Block> choose(List<List<Block>> shelves, List<Block> recent, int tier) {
        var chosen = new ArrayList<>(recent.reversed());
        var finer = new ArrayList<Block>();
        long after = -1;
        for (int i = tier; i >= 0; i--) {
            long known = after;
            finer.addAll(shelves.get(i).stream().filter(block -> block.header().firstSequence() > known).toList());
            after = shelves.get(i).isEmpty() ? after : Math.max(after, shelves.get(i).getLast().header().lastSequence());
        }
        finer.sort((a, b) -> Long.compare(b.header().firstSequence(), a.header().firstSequence()));
        chosen.addAll(finer);
        chosen.removeIf(block -> !block.overlaps(fromMillis, toMillis));
        return chosen;
    }

    Chart read() throws IOException {
        for (var block : blocks) {
            try (var reader = block.open()) {
                readBlock(reader);
            } catch (DamageException e) {
                damaged.accept(block);
            }
            covered.add(new long[] {block.header().firstMillis(), block.header().lastMillis()});
        }
        var lines = new TreeMap<SeriesId, Chart.Line>();
        grids.forEach((id, grid) -> lines.put(id, grid.toLine(id)));
        return new Chart(startMillis, stepMillis, size, List.copyOf(lines.values()), truncated);
    }

    private void readBlock(Block.Reader reader) throws IOException {
        boolean[] shown = shown(reader);
        var index = reader.index();
        switch (selection) {
            case Selection.Prefix(var prefix) -> {
                byte[] bytes = prefix.getBytes(StandardCharsets.UTF_8);
                for (boolean more = index.seek(bytes); more && index.startsWith(bytes); more = index.next()) {
                    readSeries(reader, index, shown);
                }
            }
            case Selection.Ids(var ids) -> {
                for (var id : ids) {
                    byte[] name = id.utf8();
                    if (index.seek(name) && index.compareTo(name, name.length) == 0) {
                        readSeries(reader, index, shown);
                    }
                }
            }
        }
    }

    private void readSeries(Block.Reader reader, BlockIndex index, boolean[] shown) throws IOException {
        var id = index.id();
        var grid = grids.get(id);
        if (grid == null) {
            if (grids.size() == Chart.MAX_LINES) {
                truncated = true;
                return;
            }
            grid = new Grid(startMillis, stepMillis, size, sampleMillis);
            grids.put(id, grid);
        }
        try {
            reader.rows(index, rows);
        } catch (DamageException e) {
            damaged.accept(reader.block());
            return;
        }
        long[] times = reader.times();
        for (int i = 0; i < rows.size; i++) {
            if (shown[i] && !rows.isGap(i)) {
                grid.add(times[i], rows, i);
            }
        }
    }

    /** Which rows of a block lie in the chart and are covered by no block written later. */
    private boolean[] shown(Block.Reader reader) {
        var header = reader.block().header();
        long[] times = reader.times();
        var shown = new boolean[times.length];
        for (int i = 0; i < times.length; i++) {
            shown[i] = times[i] >= startMillis && times[i] < toMillis;
        }
        for (long[] later : covered) {
            if (later[0] <= header.lastMillis() && later[1] >= header.firstMillis()) {
                for (int i = 0; i < times.length; i++) {
                    long begins = Math.max(times[i], header.firstMillis());
                    long ends = header.summaries() ? Math.min(times[i] + header.stepMillis() - 1, header.lastMillis()) : times[i];
                    shown[i] &= ends < later[0] || begins > later[1];
                }
            }
        }
        return shown;
    }
}
