package dev.anole.security.shangmi.sm2;

import static dev.anole.security.shangmi.sm2.Field.LIMBS;

/** A multiple of a point in a table: Jacobian coordinates with the powers of Z that each addition needs. */
final class JacobianEntry {
    final long[] x = new long[LIMBS];
    final long[] y = new long[LIMBS];
    final long[] z = new long[LIMBS];
    final long[] zz = new long[LIMBS];
    final long[] zzz = new long[LIMBS];

    void set(Accumulator point) {
        Field.copy(x, point.x);
        // Y may be of either sign after a sum: a table's entries are within one limb's size.
        Field.canonical(y, point.y);
        Field.copy(z, point.z);
        Field.square(zz, z);
        Field.multiply(zzz, zz, z);
    }

    void copyTo(Accumulator point) {
        Field.copy(point.x, x);
        Field.copy(point.y, y);
        Field.copy(point.z, z);
        point.infinity = 0;
    }

    /** This = other where the mask is -1. */
    void select(JacobianEntry other, long mask) {
        Field.select(x, other.x, mask);
        Field.select(y, other.y, mask);
        Field.select(z, other.z, mask);
        Field.select(zz, other.zz, mask);
        Field.select(zzz, other.zzz, mask);
    }

    void negateWhere(long mask) {
        Field.negate(y, mask);
    }

    void wipe() {
        Limbs.wipe(x, y, z, zz, zzz);
    }
}
