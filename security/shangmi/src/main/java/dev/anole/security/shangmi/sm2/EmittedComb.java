package dev.anole.security.shangmi.sm2;

import static dev.anole.security.shangmi.sm2.PointCode.WORDS;

/** The additions of a {@link CombTable} with {@link PointCode}: all windows in words, x and y of each point. */
final class EmittedComb {
    private static final int POINT_WORDS = 2 * WORDS;
    /** An entry to add: x, y, the number 1 for Z, and room for -y. */
    private static final int NEGATIVE_Y = 3 * WORDS;
    private static final int WANTED_WORDS = 4 * WORDS;

    private final Windows windows;
    private final long[] points;

    /** @param all the affine points of all windows, with limbs */
    EmittedComb(long[] all, Windows windows) {
        this.windows = windows;
        int elements = all.length / Field.LIMBS;
        Words words = new Words(elements * WORDS);
        long[] element = new long[Field.LIMBS];
        for (int i = 0; i < elements; i++) {
            System.arraycopy(all, i * Field.LIMBS, element, 0, Field.LIMBS);
            words.put(i * WORDS, element);
        }
        this.points = words.array;
    }

    private static Words wanted() {
        Words wanted = new Words(WANTED_WORDS);
        wanted.put(POINT_WORDS, Field.one());
        return wanted;
    }

    /** sum = the windows below a number, in constant time; the sum is blinded after the first. */
    void multiply(Accumulator sum, long[] recoded, int windowsBelow, long[] blind) {
        WordState state = new WordState();
        Words wanted = wanted();
        long infinity = -1;
        for (int window = 0; window < windowsBelow; window++) {
            int digit = windows.digit(recoded, window);
            long negative = digit >> 31;
            long size = (digit ^ negative) - negative;
            lookUp(wanted.array, window * windows.entries() * POINT_WORDS, size);
            EmittedPoints.negate(wanted.array, WORDS, NEGATIVE_Y);
            for (int i = 0; i < WORDS; i++) {
                wanted.array[WORDS + i] ^= (wanted.array[WORDS + i] ^ wanted.array[NEGATIVE_Y + i]) & negative;
            }
            long present = -size >> 63;
            state.sumAffine(wanted, 0);
            state.takeSum(wanted.array, infinity, present);
            infinity &= ~present;
            if (window == 0) {
                state.get(sum);
                sum.rescale(blind);
                state.set(sum);
            }
        }
        state.get(sum);
        sum.infinity = infinity;
        state.wipe();
        wanted.wipe();
    }

    /** Reads every entry of a window and keeps the wanted one. */
    private void lookUp(long[] wanted, int at, long size) {
        long w0 = 0, w1 = 0, w2 = 0, w3 = 0, w4 = 0, w5 = 0, w6 = 0, w7 = 0;
        long[] table = points;
        for (int i = 1; i <= windows.entries(); i++, at += POINT_WORDS) {
            long mask = (i ^ size) - 1 >> 63;
            w0 |= table[at] & mask;
            w1 |= table[at + 1] & mask;
            w2 |= table[at + 2] & mask;
            w3 |= table[at + 3] & mask;
            w4 |= table[at + 4] & mask;
            w5 |= table[at + 5] & mask;
            w6 |= table[at + 6] & mask;
            w7 |= table[at + 7] & mask;
        }
        wanted[0] = w0;
        wanted[1] = w1;
        wanted[2] = w2;
        wanted[3] = w3;
        wanted[4] = w4;
        wanted[5] = w5;
        wanted[6] = w6;
        wanted[7] = w7;
    }

    /** sum += all windows, for public values. */
    void addMultiplePublic(Accumulator sum, long[] recoded) {
        WordState state = new WordState();
        Words wanted = wanted();
        Accumulator room = new Accumulator();
        boolean infinity = sum.infinity != 0;
        if (!infinity) {
            state.set(sum);
        }
        for (int window = 0; window < windows.count(); window++) {
            int digit = windows.digit(recoded, window);
            if (digit != 0) {
                int at = (window * windows.entries() + Math.abs(digit) - 1) * POINT_WORDS;
                System.arraycopy(points, at, wanted.array, 0, POINT_WORDS);
                if (digit < 0) {
                    EmittedPoints.negate(wanted.array, WORDS, WORDS);
                }
                infinity = EmittedPoints.addPublic(state, infinity, wanted, 0, true, room);
            }
        }
        state.get(sum);
        sum.infinity = infinity ? -1 : 0;
    }
}
