package dev.anole.ops.series;

import java.util.List;
import java.util.Optional;

/**
 * What a store holds and how it is.
 *
 * @param bytesOnDisk      blocks, logs and files set aside
 * @param points           points on disk: a sample, or the least, greatest and mean of several; gaps are none
 * @param oldestMillis     epoch ms of the oldest row, none in an empty store
 * @param newestMillis     epoch ms of the row appended last
 * @param liveSeries       series of the present segment
 * @param heldBytes        bytes of rows in memory, coded or not
 * @param rowsInMemoryOnly rows that a kill would lose: above zero only while the disk cannot be written
 * @param refusedValues    values of series beyond {@link Settings#maxSeries()} since the store was opened
 * @param lostRows         rows given up since then, for the disk was full for longer than memory could bridge
 * @param tiers            each tier, from fine to coarse
 * @param trouble          why history is not kept up at present, in one line with the remedy
 * @param notices          what else a person should know, oldest first, a bounded number
 */
public record Stats(long bytesOnDisk, long points, Optional<Long> oldestMillis, Optional<Long> newestMillis, int liveSeries,
                    long heldBytes, int rowsInMemoryOnly, long refusedValues, long lostRows, List<TierStats> tiers,
                    Optional<String> trouble, List<Notice> notices) {
    public Stats {
        tiers = List.copyOf(tiers);
        notices = List.copyOf(notices);
    }

    /**
     * One tier on disk.
     *
     * @param blocks how many files
     * @param rows   distinct times, summed over the blocks
     */
    public record TierStats(Tier tier, int blocks, long rows, long points, long bytes, Optional<Long> oldestMillis) {
    }

    /** Bytes on disk for one point; zero in an empty store. */
    public double bytesPerPoint() {
        return points == 0 ? 0 : (double) bytesOnDisk / points;
    }
}
