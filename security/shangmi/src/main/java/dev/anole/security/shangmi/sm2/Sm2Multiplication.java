package dev.anole.security.shangmi.sm2;

import java.security.SecureRandom;

/** Multiplication by secrets, with blinding: what signature, encryption and exchange share. */
final class Sm2Multiplication {
    private static final SecureRandom BLINDS = new SecureRandom();

    private Sm2Multiplication() { }

    /** A random field element for {@link Accumulator#rescale}, not 0. */
    static long[] blind() {
        long[] blind = new long[Field.LIMBS];
        // A number from 1 to n - 1 is one from 1 to p - 1.
        Order.draw(blind, BLINDS);
        return blind;
    }

    /** k·G for 1 <= k < n. */
    static AffinePoint ofGenerator(long[] k) {
        CombTable.Room room = new CombTable.Room();
        Accumulator product = new Accumulator();
        PointMultiplication.Generator.TABLE.multiply(product, k, blind(), room);
        AffinePoint affine = product.toAffine();
        product.wipe();
        room.wipe();
        return affine;
    }

    /** z = the x coordinate of k·G as a number, 1 <= k < n. */
    static void xOfGenerator(long[] z, long[] k) {
        CombTable.Room room = new CombTable.Room();
        Accumulator product = new Accumulator();
        PointMultiplication.Generator.TABLE.multiply(product, k, blind(), room);
        product.plainX(z);
        product.wipe();
        room.wipe();
    }

    /** k·P for 1 <= k < n; with the key's table when it has one. */
    static AffinePoint of(long[] k, Sm2PublicKey key) {
        CombTable table = key.tableIfUsedOften();
        if (table == null) {
            return of(k, key.point());
        }
        CombTable.Room room = new CombTable.Room();
        Accumulator product = new Accumulator();
        table.multiply(product, k, blind(), room);
        AffinePoint affine = product.toAffine();
        product.wipe();
        room.wipe();
        return affine;
    }

    /** k·P for 1 <= k < n. */
    static AffinePoint of(long[] k, AffinePoint point) {
        Accumulator product = new Accumulator();
        PointMultiplication.multiply(product, k, point, blind());
        AffinePoint affine = product.toAffine();
        product.wipe();
        return affine;
    }
}
