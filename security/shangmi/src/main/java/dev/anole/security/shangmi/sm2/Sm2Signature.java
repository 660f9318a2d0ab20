package dev.anole.security.shangmi.sm2;

import dev.anole.security.shangmi.Sm3;
import dev.anole.security.shangmi.asn1.DerException;
import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.SignatureException;

/**
 * SM2 signatures, GB/T 32918.2 (ISO/IEC 14888-3), on the digest e = SM3(Z || message), or on any other 32 bytes.
 *
 * <p>Signing: with (x, y) = k·G, r = e + x and s = (1 + d)^-1·(k + r) - r modulo n, which is the standard's
 * (1 + d)^-1·(k - r·d) with one multiplication and no inverse.
 */
public final class Sm2Signature {
    /** Length of e. */
    public static final int DIGEST_BYTES = 32;
    /** Length of the raw form r || s (GB/T 35276). */
    public static final int RAW_BYTES = 64;
    /** The DER form (GM/T 0009, 7.3): SEQUENCE { r INTEGER, s INTEGER } is never longer. */
    public static final int DER_BYTES_MAX = 72;

    /** r = 0, r + k = n and s = 0 have chances of 2^-256: more than one means broken arithmetic or randomness. */
    private static final int ATTEMPTS_MAX = 8;
    private static final BigInteger WRAPPED_MAX = Field.P.subtract(Order.N);

    private Sm2Signature() { }

    /** e = SM3(Z || message). */
    public static byte[] digest(Sm2PublicKey key, Sm2Identity identity, byte[] message) {
        Sm3 sm3 = new Sm3();
        byte[] z = key.identityDigest(identity);
        sm3.update(z, 0, z.length);
        sm3.update(message, 0, message.length);
        return sm3.digest();
    }

    /**
     * Signs a digest.
     *
     * @param e {@value #DIGEST_BYTES} bytes
     * @param random where k comes from; whoever can predict it gets the key
     * @return r || s
     */
    public static byte[] sign(Sm2PrivateKey key, byte[] e, SecureRandom random) {
        mustBeDigest(e);
        long[] k = new long[Field.LIMBS];
        long[] x = new long[Field.LIMBS];
        byte[] raw = new byte[RAW_BYTES];
        try {
            for (int i = 0; i < ATTEMPTS_MAX; i++) {
                Order.draw(k, random);
                Sm2Multiplication.xOfGenerator(x, k);
                if (finish(key, e, k, x, raw)) {
                    return raw;
                }
            }
            throw new IllegalStateException("no SM2 signature in " + ATTEMPTS_MAX + " attempts: the random source is broken");
        } finally {
            Limbs.wipe(k);
        }
    }

    /** From k and the x coordinate of k·G, a canonical number below p: false where the standard wants another k. */
    static boolean finish(Sm2PrivateKey key, byte[] e, long[] k, long[] x, byte[] raw) {
        long[] r = new long[Field.LIMBS];
        long[] s = new long[Field.LIMBS];
        Order.decodeReduced(s, e, 0);
        Order.reduce(r, x);
        Order.add(r, r, s);
        Order.add(s, r, k);
        // s holds r + k: 0 modulo n is the standard's r + k = n.
        if ((Limbs.isZero(r) | Limbs.isZero(s)) != 0) {
            return false;
        }
        Order.multiply(s, s, key.signingFactor());
        Order.subtract(s, s, r);
        if (Limbs.isZero(s) != 0) {
            return false;
        }
        Limbs.encode(r, raw, 0);
        Limbs.encode(s, raw, Order.BYTES);
        return true;
    }

    /**
     * Whether r || s is a signature of a digest. Everything is public here.
     *
     * @param e {@value #DIGEST_BYTES} bytes
     * @param raw r || s; of any other length than {@value #RAW_BYTES} it is none
     */
    public static boolean verify(Sm2PublicKey key, byte[] e, byte[] raw) {
        mustBeDigest(e);
        if (raw.length != RAW_BYTES) {
            return false;
        }
        long[] r = new long[Field.LIMBS];
        long[] s = new long[Field.LIMBS];
        Limbs.decode(r, raw, 0);
        Limbs.decode(s, raw, Order.BYTES);
        if (!Order.isInRange(r) || !Order.isInRange(s)) {
            return false;
        }
        long[] t = new long[Field.LIMBS];
        Order.add(t, r, s);
        if (Limbs.isZero(t) != 0) {
            return false;
        }
        Accumulator sum = new Accumulator();
        CombTable table = key.tableIfUsedOften();
        if (table == null) {
            PointMultiplication.sumPublic(sum, s, t, key.point());
        } else {
            CombTable.Room room = new CombTable.Room();
            table.addMultiplePublic(sum, t, room);
            PointMultiplication.Generator.TABLE.addMultiplePublic(sum, s, room);
        }
        if (sum.infinity != 0) {
            return false;
        }
        // r = e + x modulo n, so x is r - e or, where that is still in the field, r - e + n.
        long[] digest = new long[Field.LIMBS];
        Order.decodeReduced(digest, e, 0);
        Order.subtract(t, r, digest);
        BigInteger x = Limbs.value(t);
        return sum.hasX(x) || x.compareTo(WRAPPED_MAX) < 0 && sum.hasX(x.add(Order.N));
    }

    private static void mustBeDigest(byte[] e) {
        if (e.length != DIGEST_BYTES) {
            throw new IllegalArgumentException("SM2 signs digests of " + DIGEST_BYTES + " bytes, not of " + e.length);
        }
    }

    /** r || s as DER. */
    public static byte[] toDer(byte[] raw) {
        if (raw.length != RAW_BYTES) {
            throw new IllegalArgumentException("a raw SM2 signature has " + RAW_BYTES + " bytes, not " + raw.length);
        }
        return DerWriter.sequenceOf(signature -> signature.unsigned(raw, 0, Order.BYTES)
                .unsigned(raw, Order.BYTES, Order.BYTES));
    }

    /**
     * DER as r || s.
     *
     * @throws SignatureException for anything but the one encoding of two numbers that are below 2^256
     */
    public static byte[] toRaw(byte[] der) throws SignatureException {
        byte[] raw = new byte[RAW_BYTES];
        try {
            DerReader reader = new DerReader("SM2 signature", der);
            DerReader signature = reader.sequence();
            reader.end();
            signature.unsigned(raw, 0, Order.BYTES);
            signature.unsigned(raw, Order.BYTES, Order.BYTES);
            signature.end();
        } catch (DerException e) {
            throw new SignatureException(e.getMessage(), e);
        }
        return raw;
    }
}
