package dev.anole.security.shangmi.sm2;

import dev.anole.security.shangmi.Sm3;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * SM2 signatures as JCA services. {@link Sm2Identity} is a parameter; without one it is the default identity. It may be
 * set before or after the key, but not within a message.
 */
public abstract sealed class Sm2SignatureSpi extends SignatureSpi {
    /** {@code SM3withSM2}: of a message, in DER. */
    public static final class Message extends Sm2SignatureSpi {
        /** For the provider. */
        public Message() {
            super(true, false);
        }
    }

    /** {@code SM3withSM2inP1363Format}: of a message, as r || s. */
    public static final class RawMessage extends Sm2SignatureSpi {
        /** For the provider. */
        public RawMessage() {
            super(true, true);
        }
    }

    /** {@code NONEwithSM2}: of 32 bytes that are e already, in DER. */
    public static final class Digest extends Sm2SignatureSpi {
        /** For the provider. */
        public Digest() {
            super(false, false);
        }
    }

    /** {@code NONEwithSM2inP1363Format}: of 32 bytes that are e already, as r || s. */
    public static final class RawDigest extends Sm2SignatureSpi {
        /** For the provider. */
        public RawDigest() {
            super(false, true);
        }
    }

    private final boolean hashes;
    private final boolean raw;
    private final Sm3 sm3 = new Sm3();
    private final byte[] digest = new byte[Sm2Signature.DIGEST_BYTES];
    /** Bytes given since the last signature; of a message only whether there were any. */
    private int given;
    private boolean begun;
    private Sm2Identity identity = Sm2Identity.DEFAULT;
    private Optional<Sm2PublicKey> publicKey = Optional.empty();
    private Optional<Sm2PrivateKey> privateKey = Optional.empty();
    private SecureRandom random = new SecureRandom();

    private Sm2SignatureSpi(boolean hashes, boolean raw) {
        this.hashes = hashes;
        this.raw = raw;
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        publicKey = Optional.of(Sm2KeyFactorySpi.publicKey(key));
        privateKey = Optional.empty();
        reset();
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        Sm2PrivateKey own = Sm2KeyFactorySpi.privateKey(key);
        privateKey = Optional.of(own);
        publicKey = Optional.of(own.publicKey());
        reset();
    }

    @Override
    protected void engineInitSign(PrivateKey key, SecureRandom source) throws InvalidKeyException {
        if (source != null) {
            random = source;
        }
        engineInitSign(key);
    }

    private void reset() {
        given = 0;
        begun = false;
        sm3.reset();
    }

    private Sm2PublicKey key() throws SignatureException {
        return publicKey.orElseThrow(() -> new SignatureException("no key: call initSign or initVerify first"));
    }

    /** Z goes in before the first byte, so that the identity may be set until then. */
    private void begin() throws SignatureException {
        if (!begun) {
            byte[] z = key().identityDigest(identity);
            sm3.update(z, 0, z.length);
            begun = true;
        }
    }

    @Override
    protected void engineUpdate(byte value) throws SignatureException {
        engineUpdate(new byte[] {value}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) throws SignatureException {
        if (hashes) {
            begin();
            sm3.update(input, offset, length);
            return;
        }
        if (length > digest.length - given) {
            given = 0;
            throw new SignatureException("NONEwithSM2 signs exactly " + digest.length + " bytes, which are the digest already");
        }
        System.arraycopy(input, offset, digest, given, length);
        given += length;
    }

    private byte[] digest() throws SignatureException {
        if (hashes) {
            begin();
            sm3.digest(digest, 0);
        } else if (given != digest.length) {
            int was = given;
            reset();
            throw new SignatureException("NONEwithSM2 signs exactly " + digest.length + " bytes, not " + was);
        }
        reset();
        return digest;
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        Sm2PrivateKey key = privateKey.orElseThrow(() -> new SignatureException("no private key: call initSign first"));
        byte[] e = digest();
        if (key.isDestroyed()) {
            throw new SignatureException("this SM2 private key has been destroyed");
        }
        byte[] signature = Sm2Signature.sign(key, e, random);
        return raw ? signature : Sm2Signature.toDer(signature);
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        byte[] e = digest();
        if (raw && signature.length != Sm2Signature.RAW_BYTES) {
            throw new SignatureException("a raw SM2 signature has " + Sm2Signature.RAW_BYTES + " bytes, not " + signature.length);
        }
        return Sm2Signature.verify(key(), e, raw ? signature : Sm2Signature.toRaw(signature));
    }

    @Override
    protected boolean engineVerify(byte[] signature, int offset, int length) throws SignatureException {
        return engineVerify(Arrays.copyOfRange(signature, offset, offset + length));
    }

    @Override
    protected void engineSetParameter(AlgorithmParameterSpec parameters) throws InvalidAlgorithmParameterException {
        if (begun) {
            throw new InvalidAlgorithmParameterException("the identity is hashed before the message: set it before update");
        }
        switch (parameters) {
            case null -> identity = Sm2Identity.DEFAULT;
            case Sm2Identity given -> identity = given;
            default -> throw new InvalidAlgorithmParameterException("SM2 signatures have one parameter, an Sm2Identity, not "
                    + parameters.getClass().getName());
        }
    }

    /** None: certificates with this algorithm have none, and mean the default identity. */
    @Override
    protected AlgorithmParameters engineGetParameters() {
        return null;
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new UnsupportedOperationException("set an Sm2Identity");
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new UnsupportedOperationException("SM2 signatures have no named parameters");
    }
}
