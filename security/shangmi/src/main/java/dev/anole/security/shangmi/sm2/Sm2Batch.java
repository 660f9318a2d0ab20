package dev.anole.security.shangmi.sm2;

import java.security.SecureRandom;
import java.util.List;

/**
 * Several private-key operations at once. Each signature and each shared secret ends with an inversion, a fifth of a
 * signature's time; of n numbers together it costs one inversion and 3(n - 1) multiplications (Montgomery's trick, in
 * constant time).
 */
public final class Sm2Batch {
    /** More than this gains nothing: the inversion is then a hundredth of the whole. */
    public static final int OPERATIONS_MAX = 64;

    private Sm2Batch() { }

    /**
     * One digest to sign.
     *
     * @param key with which
     * @param digest e, {@value Sm2Signature#DIGEST_BYTES} bytes
     */
    public record Signing(Sm2PrivateKey key, byte[] digest) {
        /** Checks the digest's length. */
        public Signing {
            if (digest.length != Sm2Signature.DIGEST_BYTES) {
                throw new IllegalArgumentException("SM2 signs digests of " + Sm2Signature.DIGEST_BYTES + " bytes, not of "
                        + digest.length);
            }
        }
    }

    /**
     * One secret to agree on.
     *
     * @param own private key
     * @param peer the other's public key
     */
    public record Agreement(Sm2PrivateKey own, Sm2PublicKey peer) { }

    /** Signs each; the signatures r || s come in the same order. At most {@value #OPERATIONS_MAX}. */
    public static byte[][] sign(List<Signing> all, SecureRandom random) {
        int count = mustBeBounded(all.size());
        byte[][] signatures = new byte[count][];
        if (count == 0) {
            return signatures;
        }
        long[][] nonces = new long[count][Field.LIMBS];
        Accumulator[] products = new Accumulator[count];
        CombTable.Room room = new CombTable.Room();
        for (int i = 0; i < count; i++) {
            Order.draw(nonces[i], random);
            products[i] = new Accumulator();
            PointMultiplication.Generator.TABLE.multiply(products[i], nonces[i], Sm2Multiplication.blind(), room);
        }
        long[][] x = plainX(products);
        for (int i = 0; i < count; i++) {
            Signing one = all.get(i);
            byte[] raw = new byte[Sm2Signature.RAW_BYTES];
            // The case that the standard repeats with another k has a chance of 2^-256.
            signatures[i] = Sm2Signature.finish(one.key(), one.digest(), nonces[i], x[i], raw) ? raw
                    : Sm2Signature.sign(one.key(), one.digest(), random);
            products[i].wipe();
        }
        room.wipe();
        Limbs.wipe(nonces);
        return signatures;
    }

    /** The shared secret of each, in the same order. At most {@value #OPERATIONS_MAX}. */
    public static byte[][] agree(List<Agreement> all) {
        int count = mustBeBounded(all.size());
        byte[][] secrets = new byte[count][Sm2DiffieHellman.SECRET_BYTES];
        if (count == 0) {
            return secrets;
        }
        Accumulator[] products = new Accumulator[count];
        for (int i = 0; i < count; i++) {
            products[i] = new Accumulator();
            Agreement one = all.get(i);
            PointMultiplication.multiply(products[i], one.own().number(), one.peer().point(), Sm2Multiplication.blind());
        }
        long[][] x = plainX(products);
        for (int i = 0; i < count; i++) {
            Limbs.encode(x[i], secrets[i], 0);
            products[i].wipe();
        }
        Limbs.wipe(x);
        return secrets;
    }

    private static int mustBeBounded(int count) {
        if (count > OPERATIONS_MAX) {
            throw new IllegalArgumentException(count + " operations at once: " + OPERATIONS_MAX + " are possible");
        }
        return count;
    }

    /** The affine x coordinates as canonical numbers. No point is infinity: scalars are from 1 to n - 1. */
    private static long[][] plainX(Accumulator[] points) {
        long[][] before = new long[points.length][Field.LIMBS];
        long[] running = Field.one();
        for (int i = 0; i < points.length; i++) {
            Field.copy(before[i], running);
            Field.multiply(running, running, points[i].z);
        }
        Field.invert(running, running);
        long[] inverse = new long[Field.LIMBS];
        for (int i = points.length - 1; i >= 0; i--) {
            Field.multiply(inverse, running, before[i]);
            Field.multiply(running, running, points[i].z);
            Field.square(inverse, inverse);
            Field.multiply(before[i], points[i].x, inverse);
            Field.plain(before[i], before[i]);
        }
        Limbs.wipe(running, inverse);
        return before;
    }
}
