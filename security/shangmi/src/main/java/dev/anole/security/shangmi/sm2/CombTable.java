package dev.anole.security.shangmi.sm2;

import java.util.Arrays;
import java.util.Optional;

import static dev.anole.security.shangmi.sm2.Field.LIMBS;

/**
 * Multiples of one point P for k·P without doubling: for each window i and each digit d the affine d·2^(w·i)·P, so that
 * k·P is one addition a window. Six bits take 43 additions and 110 KB; more bits save additions and lose the time again
 * in a look-up that must read every entry of its window.
 *
 * <p>Windows are added from the least up. The sum so far is m·P with |m| <= 0.51·2^(w·i), the next is d·2^(w·i)·P: equal
 * or opposite only for d = 0, which is masked, or where their difference is a multiple of n, for which only the last
 * windows are large enough. The last two additions are therefore complete ones.
 */
final class CombTable {
    /** An affine point: x and y. */
    private static final int POINT_LONGS = 2 * LIMBS;
    private static final int COMPLETE_WINDOWS = 2;

    private final Windows windows;
    /** Of all windows, or where code is emitted, of the last ones, whose additions are complete. */
    private final long[] points;
    private final int firstWindow;
    private final Optional<EmittedComb> emitted;

    CombTable(AffinePoint point, int width) {
        this(point, width, EmittedPoints.isAvailable());
    }

    /** With emitted code, or in plain Java. */
    CombTable(AffinePoint point, int width, boolean withEmitted) {
        this.windows = new Windows(width);
        int count = windows.count() * windows.entries();
        Accumulator[] multiples = new Accumulator[count];
        Accumulator base = new Accumulator();
        base.set(point);
        for (int window = 0; window < windows.count(); window++) {
            JacobianEntry step = new JacobianEntry();
            step.set(base);
            for (int i = 0; i < windows.entries(); i++) {
                Accumulator next = new Accumulator();
                next.set(base);
                if (i > 0) {
                    next.set(multiples[window * windows.entries() + i - 1]);
                    next.addPublic(step);
                }
                multiples[window * windows.entries() + i] = next;
            }
            // The last entry is 2^(w-1) times the base.
            base.set(multiples[(window + 1) * windows.entries() - 1]);
            base.twice();
        }
        long[] all = affine(multiples);
        this.emitted = withEmitted ? Optional.of(new EmittedComb(all, windows)) : Optional.empty();
        this.firstWindow = emitted.isPresent() ? windows.count() - COMPLETE_WINDOWS : 0;
        this.points = emitted.isPresent() ? Arrays.copyOfRange(all, at(windows.count() - COMPLETE_WINDOWS), all.length) : all;
    }

    /** Where a window begins in a table of all. */
    private int at(int window) {
        return window * windows.entries() * POINT_LONGS;
    }

    /** All points with one inversion (Montgomery's trick). None is infinity: n is prime and greater than any digit. */
    static long[] affine(Accumulator[] all) {
        long[][] products = new long[all.length][LIMBS];
        long[] running = Field.one();
        for (int i = 0; i < all.length; i++) {
            Field.copy(products[i], running);
            Field.multiply(running, running, all[i].z);
        }
        Field.invert(running, running);
        long[] flat = new long[all.length * POINT_LONGS];
        long[] inverse = new long[LIMBS];
        long[] square = new long[LIMBS];
        long[] coordinate = new long[LIMBS];
        for (int i = all.length - 1; i >= 0; i--) {
            Field.multiply(inverse, running, products[i]);
            Field.multiply(running, running, all[i].z);
            Field.square(square, inverse);
            Field.multiply(coordinate, all[i].x, square);
            Field.canonical(coordinate, coordinate);
            System.arraycopy(coordinate, 0, flat, i * POINT_LONGS, LIMBS);
            Field.multiply(square, square, inverse);
            Field.multiply(coordinate, all[i].y, square);
            Field.canonical(coordinate, coordinate);
            System.arraycopy(coordinate, 0, flat, i * POINT_LONGS + LIMBS, LIMBS);
        }
        return flat;
    }

    /** Room for one multiplication with a secret scalar. */
    static final class Room {
        final Accumulator doubled = new Accumulator();
        final long[] recoded = new long[LIMBS];
        final long[] x = new long[LIMBS];
        final long[] y = new long[LIMBS];

        void wipe() {
            doubled.wipe();
            Limbs.wipe(recoded, x, y);
        }
    }

    /**
     * sum = k·P in constant time.
     *
     * @param blind a random factor that makes each intermediate representation another one; not 0
     */
    void multiply(Accumulator sum, long[] k, long[] blind, Room room) {
        windows.recode(room.recoded, k);
        sum.infinity = -1;
        emitted.ifPresent(comb -> comb.multiply(sum, room.recoded, windows.count() - COMPLETE_WINDOWS, blind));
        for (int window = firstWindow; window < windows.count(); window++) {
            int digit = windows.digit(room.recoded, window);
            long negative = digit >> 31;
            long size = (digit ^ negative) - negative;
            lookUp(room.x, room.y, at(window - firstWindow), size);
            Field.negate(room.y, negative);
            long present = -size >> 63;
            if (window < windows.count() - COMPLETE_WINDOWS) {
                sum.addAffine(room.x, room.y, present);
            } else {
                sum.addAffineComplete(room.x, room.y, present, room.doubled);
            }
            if (window == 0) {
                sum.rescale(blind);
            }
        }
    }

    /** Reads every entry of a window and keeps the wanted one; 0 keeps nothing. */
    private void lookUp(long[] x, long[] y, int at, long wanted) {
        long x0 = 0, x1 = 0, x2 = 0, x3 = 0, x4 = 0, y0 = 0, y1 = 0, y2 = 0, y3 = 0, y4 = 0;
        long[] table = points;
        for (int i = 1; i <= windows.entries(); i++, at += POINT_LONGS) {
            long mask = (i ^ wanted) - 1 >> 63;
            x0 |= table[at] & mask;
            x1 |= table[at + 1] & mask;
            x2 |= table[at + 2] & mask;
            x3 |= table[at + 3] & mask;
            x4 |= table[at + 4] & mask;
            y0 |= table[at + 5] & mask;
            y1 |= table[at + 6] & mask;
            y2 |= table[at + 7] & mask;
            y3 |= table[at + 8] & mask;
            y4 |= table[at + 9] & mask;
        }
        x[4] = x4;
        x[0] = x0;
        x[1] = x1;
        x[2] = x2;
        x[3] = x3;
        y[4] = y4;
        y[0] = y0;
        y[1] = y1;
        y[2] = y2;
        y[3] = y3;
    }

    /** sum += k·P for public values: one read a window, and the time tells k. */
    void addMultiplePublic(Accumulator sum, long[] k, Room room) {
        windows.recode(room.recoded, k);
        if (emitted.isPresent()) {
            emitted.get().addMultiplePublic(sum, room.recoded);
            return;
        }
        for (int window = 0; window < windows.count(); window++) {
            int digit = windows.digit(room.recoded, window);
            if (digit != 0) {
                int at = at(window) + (Math.abs(digit) - 1) * POINT_LONGS;
                System.arraycopy(points, at, room.x, 0, LIMBS);
                System.arraycopy(points, at + LIMBS, room.y, 0, LIMBS);
                Field.negate(room.y, digit >> 31);
                sum.addPublic(room.x, room.y);
            }
        }
    }
}
