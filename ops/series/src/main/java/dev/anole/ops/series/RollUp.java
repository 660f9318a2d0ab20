package dev.anole.ops.series;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Makes one block of several that follow each other in time: the same rows, or a row for each bucket of a coarser step.
 * One walk over all indexes, series by series, so that memory holds one series' rows and the indexes, however long the span.
 *
 * <p>It serves three ends: to seal the last minutes into a file, to fill the next coarser tier, and to save what is left
 * of a block in which something is damaged. Its result depends on nothing but its sources: done again after a crash, it
 * gives the same.
 */
final class RollUp {
    /** Sources merged at once: each has an open file and an index in memory. */
    static final int MAX_SOURCES = 32;
    /** Significant digits to which a coarser tier rounds values that are no decimals, such as quotients. */
    static final int SIGNIFICANT_DIGITS = 5;
    private static final int[] NO_ROWS = {};

    private final long stepMillis;
    private final int maxSeries;
    private final BiConsumer<Block, DamageException> damaged;

    /** Samples by which series are ranked when there are too many; more than this rank alike. */
    private static final int MAX_RANK = 1 << 16;

    /**
     * @param stepMillis the step of the result: that of the sources, or a multiple
     * @param maxSeries  series that the result may have; beyond it those with the fewest rows are left out
     * @param damaged    told of a source that could not be read, wholly or in one chunk: there is a gap instead
     */
    RollUp(long stepMillis, int maxSeries, BiConsumer<Block, DamageException> damaged) {
        this.stepMillis = stepMillis;
        this.maxSeries = maxSeries;
        this.damaged = damaged;
    }

    /** One source on its way through its names. */
    private static final class Source {
        final Block.Reader reader;
        BlockIndex index;
        boolean more;
        /** The row of the result into which each of its rows goes. */
        int[] target = NO_ROWS;

        Source(Block.Reader reader) {
            this.reader = reader;
            rewind();
        }

        void rewind() {
            index = reader.index();
            more = index.next();
        }
    }

    /**
     * Merges blocks into a sink.
     *
     * @param blocks in the order of time and of sequence, at most {@value #MAX_SOURCES}
     * @return the block; none where nothing could be read from any source
     * @throws IOException where reading failed for a reason other than damage, or writing failed
     */
    Optional<Block> merge(List<Block> blocks, BlockWriter.Sink sink) throws IOException {
        if (blocks.isEmpty() || blocks.size() > MAX_SOURCES) {
            throw new IllegalArgumentException(blocks.size() + " blocks to merge are not 1 to " + MAX_SOURCES);
        }
        var sources = new ArrayList<Source>();
        try {
            for (var block : blocks) {
                try {
                    sources.add(new Source(block.open()));
                } catch (DamageException e) {
                    damaged.accept(block, e);
                }
            }
            if (sources.isEmpty()) {
                return Optional.empty();
            }
            var out = new BlockWriter(sink);
            boolean coarser = stepMillis > blocks.getFirst().header().stepMillis();
            boolean summaries = coarser || blocks.getFirst().header().summaries();
            int[] rowSamples = mapRows(sources, coarser, summaries, out);
            mergeSeries(sources, coarser, rowSamples.length, out);
            if (out.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(out.finish(stepMillis, blocks.getFirst().header().firstSequence(), blocks.getLast().header().lastSequence(),
                sources.getFirst().reader.block().header().firstMillis(), sources.getLast().reader.block().header().lastMillis()));
        } finally {
            for (var source : sources) {
                source.reader.close();
            }
        }
    }

    /** Finds the rows of the result, writes them, and tells each source where its rows go. Returns the samples of each. */
    private int[] mapRows(List<Source> sources, boolean coarser, boolean summaries, BlockWriter out) throws IOException {
        int most = sources.stream().mapToInt(source -> source.reader.times().length).sum();
        var times = new long[most];
        var samples = new int[most];
        int size = 0;
        for (var source : sources) {
            long[] from = source.reader.times();
            source.target = new int[from.length];
            for (int i = 0; i < from.length; i++) {
                long time = coarser ? Math.floorDiv(from[i], stepMillis) * stepMillis : from[i];
                if (size == 0 || time > times[size - 1]) {
                    times[size++] = time;
                } else if (time < times[size - 1]) {
                    throw new IllegalArgumentException("blocks to merge overlap at " + time);
                }
                samples[size - 1] += source.reader.rowSamples()[i];
                source.target[i] = size - 1;
            }
        }
        int[] rowSamples = Arrays.copyOf(samples, size);
        out.rows(summaries, times, rowSamples, size);
        return rowSamples;
    }

    private void mergeSeries(List<Source> sources, boolean coarser, int size, BlockWriter out) throws IOException {
        var choice = new Choice(sources);
        var total = new Rows();
        var part = new Rows();
        var least = least(sources);
        while (least != null) {
            byte[] name = Arrays.copyOf(least.index.name(), least.index.nameLength());
            boolean wanted = choice.takes(rows(sources, name));
            if (wanted) {
                total.clear(size);
            }
            for (var source : sources) {
                if (source.more && source.index.compareTo(name, name.length) == 0) {
                    if (wanted) {
                        join(source, part, total);
                    }
                    source.more = source.index.next();
                }
            }
            if (wanted) {
                if (coarser) {
                    round(total);
                }
                out.series(name, total);
            }
            least = least(sources);
        }
    }

    private void join(Source source, Rows part, Rows total) throws IOException {
        try {
            source.reader.rows(source.index, part);
        } catch (DamageException e) {
            damaged.accept(source.reader.block(), e);
            return;
        }
        for (int i = 0; i < part.size; i++) {
            if (!part.isGap(i)) {
                total.join(source.target[i], part, i);
            }
        }
    }

    /**
     * Series of doubles with seventeen digits would take sixteen bytes a summary; for months nobody needs them. Only the
     * extremes are rounded: the mean is kept relative to them.
     */
    private static void round(Rows rows) {
        var present = new double[2 * rows.size];
        int size = 0;
        for (int i = 0; i < rows.size; i++) {
            if (!rows.isGap(i)) {
                present[size++] = rows.min[i];
                present[size++] = rows.max[i];
            }
        }
        if (Decimals.scale(present, size, 0) >= 0) {
            return;
        }
        Decimals.roundSignificant(present, size, SIGNIFICANT_DIGITS);
        for (int i = 0, next = 0; i < rows.size; i++) {
            if (!rows.isGap(i)) {
                rows.min[i] = present[next++];
                rows.max[i] = present[next++];
            }
        }
    }

    /** The source that stands at the least name; null at the end. */
    private static Source least(List<Source> sources) {
        Source least = null;
        for (var source : sources) {
            if (source.more && (least == null || source.index.compareTo(least.index.name(), least.index.nameLength()) < 0)) {
                least = source;
            }
        }
        return least;
    }

    private static int rows(List<Source> sources, byte[] name) {
        int rows = 0;
        for (var source : sources) {
            if (source.more && source.index.compareTo(name, name.length) == 0) {
                rows += source.index.present();
            }
        }
        return rows;
    }

    /** Decides which series stay when there are too many: those with the most rows, and the first by name of equals. */
    private final class Choice {
        private int threshold;
        private int roomAtThreshold = Integer.MAX_VALUE;

        Choice(List<Source> sources) {
            if (sources.stream().mapToInt(source -> source.reader.block().header().series()).sum() <= maxSeries) {
                return;
            }
            var ranks = new int[MAX_RANK + 1];
            for (var least = least(sources); least != null; least = least(sources)) {
                byte[] name = Arrays.copyOf(least.index.name(), least.index.nameLength());
                ranks[Math.min(rows(sources, name), MAX_RANK)]++;
                for (var source : sources) {
                    if (source.more && source.index.compareTo(name, name.length) == 0) {
                        source.more = source.index.next();
                    }
                }
            }
            sources.forEach(Source::rewind);
            int room = maxSeries;
            for (threshold = MAX_RANK; threshold > 0 && ranks[threshold] <= room; threshold--) {
                room -= ranks[threshold];
            }
            roomAtThreshold = room;
        }

        boolean takes(int rows) {
            int rank = Math.min(rows, MAX_RANK);
            return rank > threshold || rank == threshold && roomAtThreshold-- > 0;
        }
    }
}
