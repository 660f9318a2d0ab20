package dev.anole.security.shangmi.sm2;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Arrays;

/** Elements as emitted code has them, four words with R = 2^256: an array, and the segment over it, made once. */
class Words {
    /** From R = 2^280 to R = 2^256, and back: 2^256 and 2^304 over {@link Field#multiply}'s own 2^280. */
    private static final long[] TO_WORDS = Limbs.of(BigInteger.ONE.shiftLeft(256).mod(Field.P));
    private static final long[] FROM_WORDS = Limbs.of(BigInteger.ONE.shiftLeft(304).mod(Field.P));

    final long[] array;
    final MemorySegment segment;

    Words(int count) {
        array = new long[count];
        segment = MemorySegment.ofArray(array);
    }

    /** Writes an element as four words with R = 2^256. */
    final void put(int at, long[] element) {
        long[] scaled = new long[Field.LIMBS];
        Field.multiplyCanonical(scaled, element, TO_WORDS);
        array[at] = scaled[0] | scaled[1] << 56;
        array[at + 1] = scaled[1] >>> 8 | scaled[2] << 48;
        array[at + 2] = scaled[2] >>> 16 | scaled[3] << 40;
        array[at + 3] = scaled[3] >>> 24 | scaled[4] << 32;
        Limbs.wipe(scaled);
    }

    /** Reads four words. */
    final void get(long[] element, int at) {
        long mask = (1L << Field.LIMB_BITS) - 1;
        element[0] = array[at] & mask;
        element[1] = (array[at] >>> 56 | array[at + 1] << 8) & mask;
        element[2] = (array[at + 1] >>> 48 | array[at + 2] << 16) & mask;
        element[3] = (array[at + 2] >>> 40 | array[at + 3] << 24) & mask;
        element[4] = array[at + 3] >>> 32;
        Field.multiply(element, element, FROM_WORDS);
    }

    final void wipe() {
        Arrays.fill(array, 0);
    }
}
