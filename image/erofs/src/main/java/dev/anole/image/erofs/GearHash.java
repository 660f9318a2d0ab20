package dev.anole.image.erofs;

/**
 * Finds where chunks end: a rolling hash over the last 64 bytes, a shift and an addition a byte.
 *
 * @see <a href="https://www.usenix.org/conference/atc16/technical-sessions/presentation/xia">FastCDC, USENIX ATC '16</a>
 */
final class GearHash {
    /** A fixed number: other values would cut in other places, and find no chunk of an older image again. */
    private static final long SEED = 0x616e6f6c65L;
    private static final long[] GEAR = gear();

    private final int least;
    private final int most;
    private final long mask;

    GearHash(Chunking.ContentDefined chunking) {
        least = chunking.least();
        most = chunking.most();
        // Bits near the top depend on many bytes, those at the bottom on few.
        int bits = Integer.numberOfTrailingZeros(chunking.averageBytes());
        mask = (1L << bits) - 1 << Long.SIZE - bits;
    }

    /** How long the chunk is that begins at an offset; up to the end if nothing before says stop. */
    int length(byte[] bytes, int offset, int end) {
        int limit = Math.min(end, offset + most);
        long hash = 0;
        for (int i = Math.min(offset + least, limit); i < limit; i++) {
            hash = (hash << 1) + GEAR[bytes[i] & 0xff];
            if ((hash & mask) == 0) {
                return i + 1 - offset;
            }
        }
        return limit - offset;
    }

    /** SplitMix64. */
    private static long[] gear() {
        long[] values = new long[256];
        long state = SEED;
        for (int i = 0; i < values.length; i++) {
            state += 0x9E3779B97F4A7C15L;
            long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
            values[i] = mixed ^ mixed >>> 31;
        }
        return values;
    }
}
