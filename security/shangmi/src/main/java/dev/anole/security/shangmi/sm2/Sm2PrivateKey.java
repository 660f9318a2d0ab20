package dev.anole.security.shangmi.sm2;

import dev.anole.security.shangmi.asn1.DerException;
import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.asn1.Tag;
import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * A secret number d with 1 <= d <= n - 2 (GB/T 32918.1, 6.1) and its public key. What signing needs of it, (1 + d)^-1, is
 * computed once. It never prints, refuses Java serialization, and is overwritten by {@link #destroy}.
 */
public final class Sm2PrivateKey implements ECPrivateKey {
    /** Length of the encoded number. */
    public static final int BYTES = Order.BYTES;

    private static final long serialVersionUID = 1L;
    private static final long[] N_MINUS_ONE = Limbs.of(Order.N.subtract(BigInteger.ONE));
    private static final long[] ONE = Limbs.of(BigInteger.ONE);
    private static final int PKCS8_VERSION_MAX = 1;

    private final transient long[] d;
    private final transient long[] signingFactor = new long[Field.LIMBS];
    private final transient Sm2PublicKey publicKey;
    private transient volatile boolean destroyed;

    /** Takes the array. */
    private Sm2PrivateKey(long[] d, Optional<Sm2PublicKey> publicKey) throws InvalidKeyException {
        if (!Order.isInRange(d) || Limbs.isEqual(d, N_MINUS_ONE) != 0) {
            Limbs.wipe(d);
            throw new InvalidKeyException("the number is not from 1 to n - 2: it is no SM2 private key");
        }
        this.d = d;
        Order.add(signingFactor, d, ONE);
        Order.invert(signingFactor, signingFactor);
        this.publicKey = new Sm2PublicKey(Sm2Multiplication.ofGenerator(d));
        if (publicKey.isPresent() && !publicKey.get().equals(this.publicKey)) {
            destroy();
            throw new InvalidKeyException("the public key beside the private key is not its own");
        }
    }

    /**
     * From 32 bytes, greatest first.
     *
     * @throws InvalidKeyException if they are no private key
     */
    public static Sm2PrivateKey of(byte[] number) throws InvalidKeyException {
        if (number.length != BYTES) {
            throw new InvalidKeyException("an SM2 private key has " + BYTES + " bytes, not " + number.length);
        }
        long[] d = new long[Field.LIMBS];
        Limbs.decode(d, number, 0);
        return new Sm2PrivateKey(d, Optional.empty());
    }

    /**
     * From a number.
     *
     * @throws InvalidKeyException if it is no private key
     */
    public static Sm2PrivateKey of(BigInteger number) throws InvalidKeyException {
        if (number.signum() <= 0 || number.compareTo(Order.N) >= 0) {
            throw new InvalidKeyException("the number is not from 1 to n - 2: it is no SM2 private key");
        }
        return new Sm2PrivateKey(Limbs.of(number), Optional.empty());
    }

    /**
     * From another provider's key.
     *
     * @throws InvalidKeyException if it is of another curve
     */
    public static Sm2PrivateKey of(ECPrivateKey key) throws InvalidKeyException {
        if (key instanceof Sm2PrivateKey own) {
            return own;
        }
        if (!Sm2Curve.isDescribedBy(key.getParams())) {
            throw new InvalidKeyException("the private key is of another curve than SM2's");
        }
        return of(key.getS());
    }

    /** A new key, each number from 1 to n - 2 with the same chance. */
    public static Sm2PrivateKey generate(SecureRandom random) {
        long[] d = new long[Field.LIMBS];
        do {
            Order.draw(d, random);
        } while (Limbs.isEqual(d, N_MINUS_ONE) != 0);
        try {
            return new Sm2PrivateKey(d, Optional.empty());
        } catch (InvalidKeyException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * From PKCS#8 (RFC 5958) that holds an ECPrivateKey (RFC 5915).
     *
     * @throws InvalidKeyException if it is not an SM2 key, or wrongly encoded
     */
    public static Sm2PrivateKey ofEncoded(byte[] pkcs8) throws InvalidKeyException {
        byte[] number = new byte[BYTES];
        try {
            DerReader reader = new DerReader("PKCS#8 private key", pkcs8);
            DerReader info = reader.sequence();
            reader.end();
            info.integer(0, PKCS8_VERSION_MAX);
            Sm2PublicKey.mustNameCurve(info.sequence());
            byte[] inner = info.octets();
            // Attributes, and in version 1 the public key once more: neither is needed.
            while (info.isNext(Tag.contextConstructed(0)) || info.isNext(Tag.context(1))) {
                info.skip();
            }
            info.end();
            try {
                return ofEcPrivateKey(inner, number);
            } finally {
                Arrays.fill(inner, (byte) 0);
            }
        } catch (DerException e) {
            throw new InvalidKeyException(e.getMessage(), e);
        } finally {
            Arrays.fill(number, (byte) 0);
        }
    }

    private static Sm2PrivateKey ofEcPrivateKey(byte[] encoded, byte[] number) throws DerException, InvalidKeyException {
        DerReader reader = new DerReader("EC private key", encoded);
        DerReader key = reader.sequence();
        reader.end();
        key.integer(1, 1);
        byte[] secret = key.octets();
        try {
            // RFC 5915 wants exactly 32 bytes; older writers leave out leading zeros.
            if (secret.length > BYTES || secret.length == 0) {
                throw key.wrong("a private number of " + secret.length + " bytes");
            }
            System.arraycopy(secret, 0, number, BYTES - secret.length, secret.length);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
        if (key.isNext(Tag.contextConstructed(0))) {
            DerReader parameters = key.enter(Tag.contextConstructed(0));
            String curve = parameters.oid();
            if (!curve.equals(Sm2Curve.OID)) {
                throw parameters.wrong("a key of curve " + curve + ", not of SM2");
            }
            parameters.end();
        }
        Optional<Sm2PublicKey> beside = Optional.empty();
        if (key.isNext(Tag.contextConstructed(1))) {
            DerReader point = key.enter(Tag.contextConstructed(1));
            beside = Optional.of(Sm2PublicKey.ofPoint(point.bits()));
            point.end();
        }
        key.end();
        long[] d = new long[Field.LIMBS];
        Limbs.decode(d, number, 0);
        return new Sm2PrivateKey(d, beside);
    }

    /** The public key that belongs to this one. */
    public Sm2PublicKey publicKey() {
        return publicKey;
    }

    /** d; not to be changed. */
    long[] number() {
        if (destroyed) {
            throw new IllegalStateException("this SM2 private key has been destroyed");
        }
        return d;
    }

    /** (1 + d)^-1 mod n; not to be changed. */
    long[] signingFactor() {
        number();
        return signingFactor;
    }

    @Override
    public BigInteger getS() {
        return Limbs.value(number());
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
        return "PKCS#8";
    }

    @Override
    public byte[] getEncoded() {
        byte[] number = new byte[BYTES];
        Limbs.encode(number(), number, 0);
        byte[] inner = DerWriter.sequenceOf(key -> key.integer(1).octets(number)
                .constructed(Tag.contextConstructed(0), parameters -> parameters.oid(Sm2Curve.OID))
                .constructed(Tag.contextConstructed(1), point -> point.bits(publicKey.encodedPoint())));
        try {
            return DerWriter.sequenceOf(info -> {
                info.integer(0);
                Sm2PublicKey.nameCurve(info);
                info.octets(inner);
            });
        } finally {
            Arrays.fill(number, (byte) 0);
            Arrays.fill(inner, (byte) 0);
        }
    }

    @Override
    public void destroy() {
        destroyed = true;
        Limbs.wipe(d, signingFactor);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ECPrivateKey key) || destroyed || !Sm2Curve.isDescribedBy(key.getParams())) {
            return this == other;
        }
        return MessageDigest.isEqual(getS().toByteArray(), key.getS().toByteArray());
    }

    @Override
    public int hashCode() {
        return publicKey.hashCode();
    }

    @Override
    public String toString() {
        return "SM2 private key of " + publicKey;
    }

    private Object writeReplace() throws ObjectStreamException {
        throw new InvalidObjectException("an SM2 private key is not serialized: write getEncoded(), encrypted");
    }
}
