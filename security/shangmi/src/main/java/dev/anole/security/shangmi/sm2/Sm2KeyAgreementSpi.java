package dev.anole.security.shangmi.sm2;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code KeyAgreement.getInstance("SM2")}: the key exchange of GB/T 32918.3, without the confirmations, for which there is
 * {@link Sm2KeyExchange}.
 */
public final class Sm2KeyAgreementSpi extends KeyAgreementSpi {
    private Optional<Sm2PrivateKey> own = Optional.empty();
    private Optional<Sm2KeyAgreementParameters> parameters = Optional.empty();
    private Optional<Sm2KeyExchange> exchange = Optional.empty();

    @Override
    protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
        throw new InvalidKeyException("the SM2 key exchange needs Sm2KeyAgreementParameters as well: pass them to init");
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec spec, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (!(spec instanceof Sm2KeyAgreementParameters given)) {
            throw new InvalidAlgorithmParameterException("the SM2 key exchange needs Sm2KeyAgreementParameters");
        }
        own = Optional.of(Sm2KeyFactorySpi.privateKey(key));
        parameters = Optional.of(given);
        exchange.ifPresent(Sm2KeyExchange::close);
        exchange = Optional.empty();
    }

    @Override
    protected Key engineDoPhase(Key key, boolean last) throws InvalidKeyException {
        Sm2KeyAgreementParameters with = parameters.orElseThrow(() -> new IllegalStateException("call init first"));
        if (!last) {
            throw new IllegalStateException("the SM2 key exchange has one phase: pass true");
        }
        exchange = Optional.of(new Sm2KeyExchange(with.role(), own.orElseThrow(), with.ownIdentity(),
                Sm2KeyFactorySpi.privateKey(with.ownEphemeral()), Sm2KeyFactorySpi.publicKey(with.peer()),
                with.peerIdentity(), Sm2KeyFactorySpi.publicKey(key)));
        return null;
    }

    @Override
    protected byte[] engineGenerateSecret() {
        try (Sm2KeyExchange done = exchange.orElseThrow(() -> new IllegalStateException("no public key: call doPhase first"))) {
            exchange = Optional.empty();
            return done.key(parameters.orElseThrow().keyBytes());
        }
    }

    @Override
    protected int engineGenerateSecret(byte[] into, int offset) throws ShortBufferException {
        int bytes = parameters.map(Sm2KeyAgreementParameters::keyBytes).orElse(0);
        if (into.length - offset < bytes) {
            throw new ShortBufferException("the key has " + bytes + " bytes, there is room for " + (into.length - offset));
        }
        byte[] key = engineGenerateSecret();
        System.arraycopy(key, 0, into, offset, key.length);
        Arrays.fill(key, (byte) 0);
        return bytes;
    }

    @Override
    protected SecretKey engineGenerateSecret(String algorithm) {
        byte[] key = engineGenerateSecret();
        try {
            return new SecretKeySpec(key, algorithm);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
