package dev.anole.security.shangmi.sm2;

import java.math.BigInteger;
import java.util.Arrays;

import static dev.anole.security.shangmi.sm2.Field.LIMBS;
import static dev.anole.security.shangmi.sm2.Field.copy;
import static dev.anole.security.shangmi.sm2.Field.multiply;
import static dev.anole.security.shangmi.sm2.Field.negate;
import static dev.anole.security.shangmi.sm2.Field.scale;
import static dev.anole.security.shangmi.sm2.Field.select;
import static dev.anole.security.shangmi.sm2.Field.square;
import static dev.anole.security.shangmi.sm2.Field.subtract;
import static dev.anole.security.shangmi.sm2.Field.subtractScaled;

/**
 * A point in Jacobian coordinates, x = X/Z² and y = Y/Z³, that is doubled and added to, with the room that this takes:
 * no operation allocates. For one thread, wiped by {@link #wipe} after secrets.
 *
 * <p>Invariant: the limbs of X, Y and Z are between -2^57 and 2^57, so that each formula below stays under
 * {@link Field#multiply}'s 2^58. Infinity is a mask beside the coordinates, which then mean nothing.
 */
final class Accumulator {
    private static final long[] ONE = Field.one();

    final long[] x = new long[LIMBS];
    final long[] y = new long[LIMBS];
    final long[] z = new long[LIMBS];
    /** -1 at infinity, otherwise 0. */
    long infinity = -1;

    private final long[] a = new long[LIMBS];
    private final long[] b = new long[LIMBS];
    private final long[] c = new long[LIMBS];
    private final long[] d = new long[LIMBS];
    private final long[] e = new long[LIMBS];
    private final long[] x3 = new long[LIMBS];
    private final long[] y3 = new long[LIMBS];
    private final long[] z3 = new long[LIMBS];
    /** Differences of the last sum: H in x and R in y; both 0 means that the points were the same. */
    private final long[] h = new long[LIMBS];
    private final long[] r = new long[LIMBS];

    void set(AffinePoint point) {
        copy(x, point.x);
        copy(y, point.y);
        copy(z, ONE);
        infinity = 0;
    }

    void set(Accumulator other) {
        copy(x, other.x);
        copy(y, other.y);
        copy(z, other.z);
        infinity = other.infinity;
    }

    /**
     * Doubles: 4 multiplications and 4 squarings, right for every point since none has order 2. With A = Y², B = 2A,
     * C = X·B and M = 3(X - Z²)(X + Z²): X' = M² - 4C, Y' = M(2C - X') - 2B², Z' = 2YZ.
     */
    void twice() {
        square(d, z);
        subtract(e, x, d);
        Field.add(d, x, d);
        multiply(e, e, d);
        scale(e, e, 3);
        multiply(z, y, z);
        scale(z, z, 2);
        square(b, y);
        scale(b, b, 2);
        multiply(c, x, b);
        square(d, e);
        subtractScaled(x, d, c, 4);
        scale(c, c, 2);
        subtract(c, c, x);
        multiply(c, e, c);
        square(b, b);
        subtractScaled(y, c, b, 2);
    }

    /** Into (x3, y3, z3): this + (x2, y2), wrong when either is infinity or both are the same. 8M + 3S. */
    private void sumAffine(long[] x2, long[] y2) {
        square(a, z);
        multiply(h, x2, a);
        multiply(a, a, z);
        multiply(r, y2, a);
        subtract(h, h, x);
        subtract(r, r, y);
        multiply(z3, z, h);
        finishSum(x, y);
    }

    /** Into (x3, y3, z3): this + entry, wrong as {@link #sumAffine}. 11M + 3S. */
    private void sum(JacobianEntry entry) {
        square(a, z);
        multiply(h, entry.x, a);
        multiply(a, a, z);
        multiply(r, entry.y, a);
        multiply(d, x, entry.zz);
        multiply(e, y, entry.zzz);
        subtract(h, h, d);
        subtract(r, r, e);
        multiply(z3, z, entry.z);
        multiply(z3, z3, h);
        finishSum(d, e);
    }

    /** X3 = R² - H³ - 2·U·H², Y3 = R(U·H² - X3) - S·H³ with U, S the first point's coordinates, made comparable. */
    private void finishSum(long[] u, long[] s) {
        square(a, h);
        multiply(c, u, a);
        multiply(b, h, a);
        multiply(y3, s, b);
        square(a, r);
        subtract(a, a, b);
        subtractScaled(x3, a, c, 2);
        subtract(c, c, x3);
        multiply(c, r, c);
        subtract(y3, c, y3);
    }

    /**
     * Adds an affine point where {@code present} is -1, in constant time. The sum must not be of a point with itself:
     * {@link GeneratorTable} says why that cannot be; {@link #addComplete} is for where it can.
     */
    void addAffine(long[] x2, long[] y2, long present) {
        sumAffine(x2, y2);
        select(x3, x2, infinity);
        select(y3, y2, infinity);
        select(z3, ONE, infinity);
        take(present);
    }

    /** As {@link #addAffine}, right for any two points: also doubles, and chooses by masks. */
    void addAffineComplete(long[] x2, long[] y2, long present, Accumulator doubled) {
        doubled.set(this);
        doubled.twice();
        sumAffine(x2, y2);
        chooseDoubled(doubled, infinity);
        select(x3, x2, infinity);
        select(y3, y2, infinity);
        select(z3, ONE, infinity);
        take(present);
        infinity |= Field.isZero(z, a);
    }

    /** Adds an entry where {@code present} is -1, in constant time and right for any two points. */
    void addComplete(JacobianEntry entry, long present, Accumulator doubled) {
        doubled.set(this);
        doubled.twice();
        sum(entry);
        chooseDoubled(doubled, infinity);
        select(x3, entry.x, infinity);
        select(y3, entry.y, infinity);
        select(z3, entry.z, infinity);
        take(present);
        infinity |= Field.isZero(z, a);
    }

    /** Adds an entry where {@code present} is -1, in constant time; not a point to itself. */
    void add(JacobianEntry entry, long present) {
        sum(entry);
        select(x3, entry.x, infinity);
        select(y3, entry.y, infinity);
        select(z3, entry.z, infinity);
        take(present);
    }

    private void chooseDoubled(Accumulator doubled, long infinite) {
        long same = Field.isZero(h, a) & Field.isZero(r, a) & ~infinite;
        select(x3, doubled.x, same);
        select(y3, doubled.y, same);
        select(z3, doubled.z, same);
    }

    private void take(long present) {
        select(x, x3, present);
        select(y, y3, present);
        select(z, z3, present);
        infinity &= ~present;
    }

    /** Adds an affine point; for public values: it branches on the exceptional cases. */
    void addPublic(long[] x2, long[] y2) {
        if (infinity != 0) {
            copy(x, x2);
            copy(y, y2);
            copy(z, ONE);
            infinity = 0;
            return;
        }
        sumAffine(x2, y2);
        finishPublic();
    }

    /** Adds an entry; for public values. */
    void addPublic(JacobianEntry entry) {
        if (infinity != 0) {
            entry.copyTo(this);
            return;
        }
        sum(entry);
        finishPublic();
    }

    private void finishPublic() {
        if (Field.mayBeZero(h) && Field.isZero(h, a) != 0) {
            if (Field.isZero(r, a) != 0) {
                twice();
            } else {
                infinity = -1;
            }
            return;
        }
        copy(x, x3);
        copy(y, y3);
        copy(z, z3);
    }

    /** Negates where the mask is -1. */
    void negateWhere(long mask) {
        negate(y, mask);
    }

    /** Another representation of the same point: X·f², Y·f³, Z·f, for a factor that is not 0 modulo p. */
    void rescale(long[] factor) {
        square(a, factor);
        multiply(x, x, a);
        multiply(a, a, factor);
        multiply(y, y, a);
        multiply(z, z, factor);
    }

    /** The affine point in canonical form; the caller has looked at {@link #infinity}. */
    AffinePoint toAffine() {
        if (infinity != 0) {
            throw new IllegalStateException("infinity has no affine coordinates");
        }
        long[] affineX = new long[LIMBS];
        long[] affineY = new long[LIMBS];
        Field.invert(a, z);
        square(b, a);
        multiply(affineX, x, b);
        multiply(b, b, a);
        multiply(affineY, y, b);
        Field.canonical(affineX, affineX);
        Field.canonical(affineY, affineY);
        return new AffinePoint(affineX, affineY);
    }

    /** z1 = the number of the affine x coordinate, canonical and out of Montgomery form. */
    void plainX(long[] z1) {
        Field.invert(a, z);
        square(a, a);
        multiply(a, x, a);
        Field.plain(z1, a);
    }

    /** Whether the affine x coordinate is this canonical number, without an inversion: X = x·Z². */
    boolean hasX(BigInteger number) {
        square(a, z);
        multiply(a, a, Field.of(number));
        subtract(a, a, x);
        return Field.isZero(a, b) != 0;
    }

    void wipe() {
        for (long[] part : new long[][] {x, y, z, a, b, c, d, e, x3, y3, z3, h, r}) {
            Arrays.fill(part, 0);
        }
        infinity = -1;
    }
}
