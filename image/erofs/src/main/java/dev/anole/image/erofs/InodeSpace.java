package dev.anole.image.erofs;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives inodes their places. An inode stands at a multiple of 32 bytes, and one with inline data must not reach over a
 * block's end; so it may leave a gap, which a later one fills. {@link #GAPS_MAX} gaps are remembered.
 */
final class InodeSpace {
    private static final int GAPS_MAX = 64;
    private static final int SLOT = 1 << InodeLayout.SLOT_BITS;

    private final int blockSize;
    private long end;
    private final List<long[]> gaps = new ArrayList<>();

    InodeSpace(int blockSize, long start) {
        this.blockSize = blockSize;
        end = start;
    }

    /** A place for so many bytes that stand wherever they fall. */
    long take(long bytes) {
        long place = end;
        end += bytes + SLOT - 1 & -SLOT;
        return place;
    }

    /** A place for so many bytes, at most a block, that must stand in one block. */
    long takeWithin(int bytes) {
        int needed = bytes + SLOT - 1 & -SLOT;
        for (int i = 0; i < gaps.size(); i++) {
            long[] gap = gaps.get(i);
            if (gap[1] >= needed) {
                long place = gap[0];
                gap[0] += needed;
                gap[1] -= needed;
                if (gap[1] == 0) {
                    gaps.remove(i);
                }
                return place;
            }
        }
        int left = (int) (blockSize - (end & blockSize - 1));
        if (left < needed) {
            if (gaps.size() == GAPS_MAX) {
                gaps.removeFirst();
            }
            gaps.add(new long[] {end, left});
            end += left;
        }
        return take(needed);
    }

    /** Where it ends. */
    long end() {
        return end;
    }
}
