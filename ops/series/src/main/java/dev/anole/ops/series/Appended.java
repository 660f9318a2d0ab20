package dev.anole.ops.series;

/**
 * What became of an appended batch: from here on a killed process does not lose it.
 *
 * @param epochMillis the time under which it is kept: the one given, or a millisecond after the last batch where the clock
 *                    had stepped back by less than {@link SeriesStore#CLOCK_SLACK_MILLIS}
 * @param kept        values kept
 * @param refused     values of series beyond {@link Settings#maxSeries()}, not kept
 */
public record Appended(long epochMillis, int kept, int refused) {
}
