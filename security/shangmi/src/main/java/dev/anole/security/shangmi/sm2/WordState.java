package dev.anole.security.shangmi.sm2;

/** The state of {@link PointCode}. */
final class WordState extends Words {
    static final int POINT_WORDS = 3 * PointCode.WORDS;

    WordState() {
        super(PointCode.STATE_WORDS);
    }

    void set(Accumulator point) {
        put(0, point.x);
        put(PointCode.WORDS, point.y);
        put(2 * PointCode.WORDS, point.z);
    }

    void get(Accumulator point) {
        get(point.x, 0);
        get(point.y, PointCode.WORDS);
        get(point.z, 2 * PointCode.WORDS);
        point.infinity = 0;
    }

    void twice(int count) {
        try {
            PointFunctions.TWICE.invokeExact(segment, (long) count);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    long sum(Words table, int at) {
        try {
            return (long) PointFunctions.SUM.invokeExact(segment, table.segment, (long) at * Long.BYTES);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    long sumAffine(Words table, int at) {
        try {
            return (long) PointFunctions.SUM_AFFINE.invokeExact(segment, table.segment, (long) at * Long.BYTES);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void takeSum() {
        System.arraycopy(array, PointCode.SUM, array, 0, POINT_WORDS);
    }

    /** Takes the sum where present, and the entry itself where this is infinity; by masks. */
    void takeSum(long[] entry, long infinity, long present) {
        for (int i = 0; i < POINT_WORDS; i++) {
            long sum = array[PointCode.SUM + i];
            sum ^= (sum ^ entry[i]) & infinity;
            array[i] ^= (array[i] ^ sum) & present;
        }
    }

    void copyPoint(Words from, int at) {
        System.arraycopy(from.array, at, array, 0, POINT_WORDS);
    }
}
