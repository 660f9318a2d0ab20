package dev.anole.security.shangmi;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** {@code SecretKeyFactory.getInstance("PBKDF2WithHmacSM3", "ShangMi")}: RFC 8018 section 5.2, passwords in UTF-8. */
public final class Pbkdf2Spi extends SecretKeyFactorySpi {
    private static final String NAME = "PBKDF2WithHmacSM3";
    private static final int KEY_BYTES_MAX = 1 << 16;

    @Override
    protected SecretKey engineGenerateSecret(KeySpec spec) throws InvalidKeySpecException {
        if (!(spec instanceof PBEKeySpec given)) {
            throw new InvalidKeySpecException(NAME + " takes a PBEKeySpec");
        }
        byte[] salt = given.getSalt();
        int bits = given.getKeyLength();
        if (salt == null || given.getIterationCount() < 1 || bits < Byte.SIZE || bits % Byte.SIZE != 0 || bits / Byte.SIZE > KEY_BYTES_MAX) {
            throw new InvalidKeySpecException(NAME + " needs a salt, an iteration count, and a key length of 8 to "
                    + KEY_BYTES_MAX * Byte.SIZE + " bits in whole bytes");
        }
        char[] password = given.getPassword();
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] secret = new byte[encoded.remaining()];
        encoded.get(secret);
        Arrays.fill(encoded.array(), (byte) 0);
        Arrays.fill(password, '\0');
        byte[] key = derive(secret, salt, given.getIterationCount(), bits / Byte.SIZE);
        Arrays.fill(secret, (byte) 0);
        SecretKey result = new SecretKeySpec(key, NAME);
        Arrays.fill(key, (byte) 0);
        return result;
    }

    /** The derived key. */
    static byte[] derive(byte[] password, byte[] salt, int iterations, int bytes) {
        HmacSm3 hmac = new HmacSm3();
        hmac.key(password);
        byte[] key = new byte[bytes];
        byte[] u = new byte[Sm3.DIGEST_BYTES];
        byte[] sum = new byte[Sm3.DIGEST_BYTES];
        byte[] index = new byte[Integer.BYTES];
        for (int at = 0, block = 1; at < bytes; at += Sm3.DIGEST_BYTES, block++) {
            for (int i = 0; i < Integer.BYTES; i++) {
                index[i] = (byte) (block >>> 24 - Byte.SIZE * i);
            }
            hmac.update(salt, 0, salt.length);
            hmac.update(index, 0, index.length);
            hmac.finish(u, 0);
            System.arraycopy(u, 0, sum, 0, sum.length);
            for (int iteration = 1; iteration < iterations; iteration++) {
                hmac.update(u, 0, u.length);
                hmac.finish(u, 0);
                ScalarEngine.xor(sum, 0, u, 0, sum, 0, Sm3.DIGEST_BYTES / Long.BYTES);
            }
            System.arraycopy(sum, 0, key, at, Math.min(sum.length, bytes - at));
        }
        Arrays.fill(u, (byte) 0);
        Arrays.fill(sum, (byte) 0);
        hmac.wipe();
        return key;
    }

    @Override
    protected KeySpec engineGetKeySpec(SecretKey key, Class<?> wanted) throws InvalidKeySpecException {
        throw new InvalidKeySpecException("a derived key does not give its password back");
    }

    @Override
    protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
        throw new InvalidKeyException("a derived key cannot be translated");
    }
}
