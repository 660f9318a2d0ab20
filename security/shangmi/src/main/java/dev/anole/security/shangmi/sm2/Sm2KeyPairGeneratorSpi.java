package dev.anole.security.shangmi.sm2;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGeneratorSpi;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/** {@code KeyPairGenerator.getInstance("SM2", "ShangMi")}. It needs no initialization. */
public final class Sm2KeyPairGeneratorSpi extends KeyPairGeneratorSpi {
    private static final int KEY_BITS = 256;

    private SecureRandom random = new SecureRandom();

    @Override
    public void initialize(int keyBits, SecureRandom source) {
        if (keyBits != KEY_BITS) {
            throw new InvalidParameterException("SM2 keys have " + KEY_BITS + " bits, not " + keyBits);
        }
        use(source);
    }

    @Override
    public void initialize(AlgorithmParameterSpec parameters, SecureRandom source) throws InvalidAlgorithmParameterException {
        boolean sm2 = parameters instanceof ECGenParameterSpec named && Sm2Curve.isNamed(named.getName())
                || parameters instanceof ECParameterSpec curve && Sm2Curve.isDescribedBy(curve);
        if (!sm2) {
            throw new InvalidAlgorithmParameterException("SM2 has one curve: ask for ECGenParameterSpec(\"" + Sm2Curve.NAME
                    + "\"), or do not initialize at all");
        }
        use(source);
    }

    private void use(SecureRandom source) {
        if (source != null) {
            random = source;
        }
    }

    @Override
    public KeyPair generateKeyPair() {
        Sm2PrivateKey key = Sm2PrivateKey.generate(random);
        return new KeyPair(key.publicKey(), key);
    }
}
