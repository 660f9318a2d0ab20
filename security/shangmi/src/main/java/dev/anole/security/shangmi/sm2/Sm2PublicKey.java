package dev.anole.security.shangmi.sm2;

import dev.anole.security.shangmi.Sm3;
import dev.anole.security.shangmi.asn1.DerException;
import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.asn1.GmOid;
import java.io.ObjectStreamException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyRep;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/**
 * A point of SM2's curve that somebody has the logarithm of. Every instance is on the curve and not infinity. It is an
 * {@link ECPublicKey}, so that other providers and libraries take it.
 *
 * <p>Whoever verifies with a key often gets a table of its multiples: from the {@value #USES_BEFORE_TABLE}th use on, or at
 * once with {@link #precompute}. It holds about {@value #TABLE_BYTES} bytes, takes as long as a dozen verifications to
 * make, and makes each further one about three times as fast.
 */
public final class Sm2PublicKey implements ECPublicKey {
    /** As many uses as a table needs to pay for itself: whatever comes, at most twice the least time is spent. */
    static final int USES_BEFORE_TABLE = 20;
    /** 52 windows of 16 points of eight or ten words. */
    static final int TABLE_BYTES = 52 * 16 * 10 * 8;

    private static final long serialVersionUID = 1L;
    private static final int TABLE_WINDOW_BITS = 5;

    private final transient AffinePoint point;
    private transient volatile byte[] defaultIdentityDigest;
    private transient volatile CombTable table;
    private transient int uses;

    Sm2PublicKey(AffinePoint point) {
        this.point = point;
    }

    /**
     * From affine coordinates.
     *
     * @throws InvalidKeyException if they are no point of this curve
     */
    public static Sm2PublicKey of(BigInteger x, BigInteger y) throws InvalidKeyException {
        return new Sm2PublicKey(AffinePoint.of(x, y));
    }

    /**
     * From an encoded point: 65 bytes, or 33 compressed ones.
     *
     * @throws InvalidKeyException if it is not of this curve, or wrongly encoded
     */
    public static Sm2PublicKey ofPoint(byte[] encoded) throws InvalidKeyException {
        return new Sm2PublicKey(AffinePoint.decode(encoded, 0, encoded.length));
    }

    /**
     * From another provider's key.
     *
     * @throws InvalidKeyException if it is of another curve
     */
    public static Sm2PublicKey of(ECPublicKey key) throws InvalidKeyException {
        if (key instanceof Sm2PublicKey own) {
            return own;
        }
        if (!Sm2Curve.isDescribedBy(key.getParams())) {
            throw new InvalidKeyException("the public key is of another curve than SM2's");
        }
        if (ECPoint.POINT_INFINITY.equals(key.getW())) {
            throw new InvalidKeyException("infinity is no public key");
        }
        return of(key.getW().getAffineX(), key.getW().getAffineY());
    }

    /**
     * From a SubjectPublicKeyInfo (RFC 5480), as in certificates.
     *
     * @throws InvalidKeyException if it is not an SM2 key, or wrongly encoded
     */
    public static Sm2PublicKey ofEncoded(byte[] subjectPublicKeyInfo) throws InvalidKeyException {
        try {
            DerReader reader = new DerReader("SM2 public key", subjectPublicKeyInfo);
            DerReader info = reader.sequence();
            reader.end();
            mustNameCurve(info.sequence());
            byte[] encoded = info.bits();
            info.end();
            return ofPoint(encoded);
        } catch (DerException e) {
            throw new InvalidKeyException(e.getMessage(), e);
        }
    }

    /** Reads an AlgorithmIdentifier that must be id-ecPublicKey with this curve by name. */
    static void mustNameCurve(DerReader algorithm) throws DerException {
        String oid = algorithm.oid();
        if (!oid.equals(GmOid.EC_PUBLIC_KEY)) {
            throw algorithm.wrong("a key of algorithm " + oid + ", not of an elliptic curve");
        }
        String curve = algorithm.oid();
        if (!curve.equals(GmOid.SM2)) {
            throw algorithm.wrong("a key of curve " + curve + ", not of SM2");
        }
        algorithm.end();
    }

    static void nameCurve(DerWriter writer) {
        writer.sequence(algorithm -> algorithm.oid(GmOid.EC_PUBLIC_KEY).oid(GmOid.SM2));
    }

    AffinePoint point() {
        return point;
    }

    /** 04, x, y: 65 bytes. */
    public byte[] encodedPoint() {
        return point.encode();
    }

    @Override
    public ECPoint getW() {
        return new ECPoint(point.affineX(), point.affineY());
    }

    @Override
    public ECParameterSpec getParams() {
        return Sm2Curve.PARAMETERS;
    }

    @Override
    public String getAlgorithm() {
        return "EC";
    }

    @Override
    public String getFormat() {
        return "X.509";
    }

    @Override
    public byte[] getEncoded() {
        return DerWriter.sequenceOf(info -> {
            nameCurve(info);
            info.bits(point.encode());
        });
    }

    /** Makes the table now, for a key that will be verified with often. */
    public void precompute() {
        if (table == null) {
            table = new CombTable(point, TABLE_WINDOW_BITS);
        }
    }

    /** The table, if there is one by now: null otherwise, as a hot path's only sign. */
    CombTable tableIfUsedOften() {
        CombTable made = table;
        // Two threads may count as one, and may both make it: neither does harm.
        if (made == null && ++uses >= USES_BEFORE_TABLE) {
            precompute();
            made = table;
        }
        return made;
    }

    /**
     * Z, the digest of identity, curve and key with which each message begins (GB/T 32918.2, 5.5): 32 bytes.
     */
    public byte[] identityDigest(Sm2Identity identity) {
        if (!identity.equals(Sm2Identity.DEFAULT)) {
            return computeIdentityDigest(identity);
        }
        byte[] digest = defaultIdentityDigest;
        if (digest == null) {
            digest = computeIdentityDigest(identity);
            defaultIdentityDigest = digest;
        }
        return digest.clone();
    }

    private byte[] computeIdentityDigest(Sm2Identity identity) {
        byte[] name = identity.bytes();
        Sm3 sm3 = new Sm3();
        sm3.update((byte) (8 * name.length >>> 8));
        sm3.update((byte) (8 * name.length));
        sm3.update(name, 0, name.length);
        byte[] constants = new byte[4 * Field.BYTES];
        Field.encode(Field.of(AffinePoint.A), constants, 0);
        Field.encode(Field.of(AffinePoint.B), constants, Field.BYTES);
        AffinePoint.GENERATOR.encodeCoordinates(constants, 2 * Field.BYTES);
        sm3.update(constants, 0, constants.length);
        sm3.update(point.encode(), 1, 2 * Field.BYTES);
        return sm3.digest();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sm2PublicKey that ? point.equals(that.point)
                : other instanceof ECPublicKey key && Sm2Curve.isDescribedBy(key.getParams()) && getW().equals(key.getW());
    }

    @Override
    public int hashCode() {
        return getW().hashCode();
    }

    @Override
    public String toString() {
        return "SM2 public key " + java.util.HexFormat.of().formatHex(encodedPoint());
    }

    private Object writeReplace() throws ObjectStreamException {
        return new KeyRep(KeyRep.Type.PUBLIC, "SM2", getFormat(), getEncoded());
    }
}
