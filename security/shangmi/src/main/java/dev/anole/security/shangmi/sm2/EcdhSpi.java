package dev.anole.security.shangmi.sm2;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code KeyAgreement.getInstance("ECDH")} for keys of SM2's curve; keys of other curves are refused, and the JDK asks the
 * next provider.
 */
public final class EcdhSpi extends KeyAgreementSpi {
    private Optional<Sm2PrivateKey> own = Optional.empty();
    private Optional<Sm2PublicKey> peer = Optional.empty();

    @Override
    protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
        own = Optional.of(Sm2KeyFactorySpi.privateKey(key));
        peer = Optional.empty();
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec parameters, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (parameters != null) {
            throw new InvalidAlgorithmParameterException("ECDH has no parameters");
        }
        engineInit(key, random);
    }

    @Override
    protected Key engineDoPhase(Key key, boolean last) throws InvalidKeyException {
        if (own.isEmpty()) {
            throw new IllegalStateException("no private key: call init first");
        }
        if (!last) {
            throw new IllegalStateException("ECDH has one phase: pass true");
        }
        peer = Optional.of(Sm2KeyFactorySpi.publicKey(key));
        return null;
    }

    @Override
    protected byte[] engineGenerateSecret() {
        Sm2PublicKey other = peer.orElseThrow(() -> new IllegalStateException("no public key: call doPhase first"));
        peer = Optional.empty();
        return Sm2DiffieHellman.agree(own.orElseThrow(), other);
    }

    @Override
    protected int engineGenerateSecret(byte[] into, int offset) throws ShortBufferException {
        if (into.length - offset < Sm2DiffieHellman.SECRET_BYTES) {
            throw new ShortBufferException("the secret has " + Sm2DiffieHellman.SECRET_BYTES + " bytes, there is room for "
                    + (into.length - offset));
        }
        byte[] secret = engineGenerateSecret();
        System.arraycopy(secret, 0, into, offset, secret.length);
        Arrays.fill(secret, (byte) 0);
        return Sm2DiffieHellman.SECRET_BYTES;
    }

    @Override
    protected SecretKey engineGenerateSecret(String algorithm) throws NoSuchAlgorithmException {
        if (!algorithm.equals("TlsPremasterSecret") && !algorithm.equals("Generic")) {
            throw new NoSuchAlgorithmException("ECDH gives a secret to derive keys from (TlsPremasterSecret or Generic), not a key of "
                    + algorithm);
        }
        byte[] secret = engineGenerateSecret();
        try {
            return new SecretKeySpec(secret, algorithm);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
