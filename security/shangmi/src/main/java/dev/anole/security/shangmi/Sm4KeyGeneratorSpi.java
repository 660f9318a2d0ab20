package dev.anole.security.shangmi;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** {@code KeyGenerator.getInstance("SM4", "ShangMi")}: 128 bits, or 256 for XTS. */
public final class Sm4KeyGeneratorSpi extends KeyGeneratorSpi {
    private static final int KEY_BITS = 128;
    private static final int XTS_KEY_BITS = 256;

    private SecureRandom random = new SecureRandom();
    private int bits = KEY_BITS;

    @Override
    protected void engineInit(SecureRandom source) {
        random = source == null ? random : source;
    }

    @Override
    protected void engineInit(AlgorithmParameterSpec parameters, SecureRandom source) throws InvalidAlgorithmParameterException {
        throw new InvalidAlgorithmParameterException("SM4 keys have no parameters");
    }

    @Override
    protected void engineInit(int keyBits, SecureRandom source) {
        if (keyBits != KEY_BITS && keyBits != XTS_KEY_BITS) {
            throw new InvalidParameterException("an SM4 key has " + KEY_BITS + " bits, two of them for XTS " + XTS_KEY_BITS
                    + ", not " + keyBits);
        }
        bits = keyBits;
        engineInit(source);
    }

    @Override
    protected SecretKey engineGenerateKey() {
        byte[] key = new byte[bits / Byte.SIZE];
        random.nextBytes(key);
        try {
            return new SecretKeySpec(key, "SM4");
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
