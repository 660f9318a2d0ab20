package dev.anole.security.shangmi.sm2;

import dev.anole.security.shangmi.Sm3;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;

/**
 * SM2 encryption, GB/T 32918.4: with (x, y) = k·P, C1 = k·G, C2 = M xor KDF(x || y), C3 = SM3(x || M || y). It is meant for
 * keys and other short messages; the whole message is in memory.
 */
public final class Sm2Encryption {
    /** Longest message, in bytes: for more, encrypt a key and use SM4. */
    public static final int MESSAGE_BYTES_MAX = 1 << 26;

    /** A mask of zeros has a chance of 2^-8 for one byte: as many draws make failure less likely than a broken machine. */
    private static final int ATTEMPTS_MAX = 64;

    private Sm2Encryption() { }

    /**
     * Encrypts.
     *
     * @throws IllegalBlockSizeException for an empty message, which the standard does not know, or one that is too long
     */
    public static Sm2Ciphertext encrypt(Sm2PublicKey key, byte[] message, SecureRandom random)
            throws IllegalBlockSizeException {
        if (message.length == 0 || message.length > MESSAGE_BYTES_MAX) {
            throw new IllegalBlockSizeException("SM2 encrypts messages of 1 to " + MESSAGE_BYTES_MAX + " bytes, not of "
                    + message.length);
        }
        long[] k = new long[Field.LIMBS];
        byte[] shared = new byte[2 * Field.BYTES];
        try {
            for (int i = 0; i < ATTEMPTS_MAX; i++) {
                Order.draw(k, random);
                AffinePoint c1 = Sm2Multiplication.ofGenerator(k);
                AffinePoint secret = Sm2Multiplication.of(k, key);
                secret.encodeCoordinates(shared, 0);
                secret.wipe();
                byte[] c2 = KeyDerivation.derive(shared, message.length);
                if (!KeyDerivation.isZero(c2)) {
                    mask(c2, message);
                    return new Sm2Ciphertext(c1.encode(), c2, digest(shared, message));
                }
            }
            throw new IllegalStateException("no SM2 mask in " + ATTEMPTS_MAX + " attempts: the random source is broken");
        } finally {
            Limbs.wipe(k);
            Arrays.fill(shared, (byte) 0);
        }
    }

    /**
     * Decrypts. What is wrong with a ciphertext is not told apart after the point has been multiplied.
     *
     * @throws BadPaddingException if C1 is not on the curve, or the digest is not right: no plaintext leaves
     */
    public static byte[] decrypt(Sm2PrivateKey key, Sm2Ciphertext ciphertext) throws BadPaddingException {
        AffinePoint c1;
        try {
            c1 = AffinePoint.decode(ciphertext.c1(), 0, ciphertext.c1().length);
        } catch (InvalidKeyException e) {
            throw (BadPaddingException) new BadPaddingException("SM2 ciphertext: " + e.getMessage()).initCause(e);
        }
        byte[] shared = new byte[2 * Field.BYTES];
        AffinePoint secret = Sm2Multiplication.of(key.number(), c1);
        secret.encodeCoordinates(shared, 0);
        secret.wipe();
        byte[] message = KeyDerivation.derive(shared, ciphertext.c2().length);
        boolean empty = KeyDerivation.isZero(message);
        mask(message, ciphertext.c2());
        boolean right = MessageDigest.isEqual(digest(shared, message), ciphertext.c3());
        Arrays.fill(shared, (byte) 0);
        if (!right | empty) {
            Arrays.fill(message, (byte) 0);
            throw new BadPaddingException("the SM2 ciphertext is not for this key, or has been changed");
        }
        return message;
    }

    private static void mask(byte[] into, byte[] with) {
        for (int i = 0; i < into.length; i++) {
            into[i] ^= with[i];
        }
    }

    private static byte[] digest(byte[] shared, byte[] message) {
        Sm3 sm3 = new Sm3();
        sm3.update(shared, 0, Field.BYTES);
        sm3.update(message, 0, message.length);
        sm3.update(shared, Field.BYTES, Field.BYTES);
        return sm3.digest();
    }
}
