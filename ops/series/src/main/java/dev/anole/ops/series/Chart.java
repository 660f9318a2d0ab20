package dev.anole.ops.series;

import java.util.List;

/**
 * Series over a span of time, on one grid: point {@code i} stands for {@code stepMillis} from {@code startMillis + i * stepMillis} on.
 *
 * @param startMillis epoch ms of the first point, a multiple of the step
 * @param stepMillis  the width of a point: at least the step of the tier that was read
 * @param points      points of each line, at most as many as were asked for
 * @param lines       in the order of their names, at most {@link #MAX_LINES}
 * @param truncated   whether more series were selected than that; narrow the prefix
 */
public record Chart(long startMillis, long stepMillis, int points, List<Line> lines, boolean truncated) {
    /** Lines in one chart: what a person can tell apart, several times over. */
    public static final int MAX_LINES = 64;
    /** Points in one line: no screen shows more. */
    public static final int MAX_POINTS = 2000;

    public Chart {
        lines = List.copyOf(lines);
    }

    /**
     * One series. Each array has a value for each point; NaN is a gap, never a zero. Where a point stands for one sample all three agree.
     *
     * @param min  the least sample of each point
     * @param mean their mean; off by at most a hundredth of the way from least to greatest where it comes from a coarser tier
     * @param max  the greatest sample
     */
    public record Line(SeriesId id, double[] min, double[] mean, double[] max) {
    }
}
