package dev.anole.security.shangmi;

import com.tencent.kona.crypto.KonaCryptoProvider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/** Random messages in random pieces, from arrays and buffers, in place and not, against BouncyCastle and Kona. */
class CipherPeerTest {
    private static final long SEED = 20261120;
    private static final int ROUNDS = 150;
    private static final int BYTES_MAX = 5000;
    private static final Provider OURS = new ShangMiProvider();
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final Provider KONA = new KonaCryptoProvider();

    private final Random random = new Random(SEED);

    @ParameterizedTest
    @CsvSource({"ECB, PKCS5Padding", "ECB, NoPadding", "CBC, PKCS5Padding", "CBC, NoPadding", "CTR, NoPadding",
        "CFB, NoPadding", "OFB, NoPadding", "CTS, NoPadding", "GCM, NoPadding", "CCM, NoPadding"})
    void bouncyCastleAnswersTheSame(String mode, String padding) throws GeneralSecurityException {
        for (int round = 0; round < ROUNDS; round++) {
            compare(BOUNCY_CASTLE, mode, padding, round);
        }
    }

    @ParameterizedTest
    @CsvSource({"ECB, PKCS7Padding", "CBC, PKCS7Padding", "CTR, NoPadding", "GCM, NoPadding"})
    void konaAnswersTheSame(String mode, String padding) throws GeneralSecurityException {
        for (int round = 0; round < ROUNDS; round++) {
            compare(KONA, mode, padding, round);
        }
    }

    private void compare(Provider peer, String mode, String padding, int round) throws GeneralSecurityException {
        String transformation = "SM4/" + mode + "/" + padding;
        boolean aead = mode.equals("GCM") || mode.equals("CCM");
        int length = random.nextInt(round % 3 == 0 ? 70 : BYTES_MAX);
        if (padding.equals("NoPadding") && (mode.equals("ECB") || mode.equals("CBC"))) {
            length -= length % 16;
        }
        if (mode.equals("CTS")) {
            length += 17;
        }
        byte[] plain = bytes(length);
        byte[] additional = bytes(random.nextInt(100));
        SecretKeySpec key = new SecretKeySpec(bytes(16), "SM4");
        byte[] iv = bytes(aead ? 12 : 16);
        if (mode.equals("CTR") && round % 2 == 0) {
            Arrays.fill(iv, 2, 15, (byte) 0xff);
        }
        AlgorithmParameterSpec spec = mode.equals("ECB") ? null : aead ? new GCMParameterSpec(128, iv) : new IvParameterSpec(iv);
        Cipher theirs = Cipher.getInstance(transformation, peer);
        theirs.init(Cipher.ENCRYPT_MODE, key, spec);
        if (aead) {
            theirs.updateAAD(additional);
        }
        byte[] coded = theirs.doFinal(plain);
        String what = transformation + ", " + length + " bytes, round " + round + ", seed " + SEED;
        Cipher cipher = Cipher.getInstance(transformation, OURS);
        cipher.init(Cipher.ENCRYPT_MODE, key, spec);
        assertArrayEquals(coded, run(cipher, aead, additional, plain), "encrypt " + what);
        cipher.init(Cipher.DECRYPT_MODE, key, spec);
        assertArrayEquals(plain, run(cipher, aead, additional, coded), "decrypt " + what);
        cipher.init(Cipher.DECRYPT_MODE, key, spec);
        assertArrayEquals(plain, throughBuffers(cipher, aead, additional, coded), "decrypt in buffers " + what);
        // The same key again, in place, at once.
        cipher.init(Cipher.DECRYPT_MODE, key, spec);
        if (aead) {
            cipher.updateAAD(additional);
        }
        byte[] place = Arrays.copyOf(coded, coded.length + 32);
        int shift = random.nextInt(3) * random.nextInt(16);
        int written = cipher.doFinal(place, 0, coded.length, place, shift);
        assertArrayEquals(plain, Arrays.copyOfRange(place, shift, shift + written), "in place, moved by " + shift + " " + what);
    }

    private byte[] run(Cipher cipher, boolean aead, byte[] additional, byte[] input) throws GeneralSecurityException {
        if (aead) {
            int split = random.nextInt(additional.length + 1);
            cipher.updateAAD(additional, 0, split);
            cipher.updateAAD(additional, split, additional.length - split);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (random.nextInt(5) != 0) {
            int piece = Math.min(input.length - at, random.nextInt(3) == 0 ? random.nextInt(40) : random.nextInt(1500));
            byte[] made = cipher.update(input, at, piece);
            out.writeBytes(made == null ? new byte[0] : made);
            at += piece;
        }
        out.writeBytes(cipher.doFinal(input, at, input.length - at));
        return out.toByteArray();
    }

    private byte[] throughBuffers(Cipher cipher, boolean aead, byte[] additional, byte[] input) throws GeneralSecurityException {
        if (aead) {
            cipher.updateAAD(ByteBuffer.wrap(additional));
        }
        boolean direct = random.nextBoolean();
        ByteBuffer out = random.nextBoolean() ? ByteBuffer.allocateDirect(input.length + 32) : ByteBuffer.allocate(input.length + 32);
        ByteBuffer in = direct ? ByteBuffer.allocateDirect(input.length).put(input).flip() : ByteBuffer.wrap(input);
        int split = random.nextInt(input.length + 1);
        in.limit(split);
        cipher.update(in, out);
        in.limit(input.length);
        cipher.doFinal(in, out);
        byte[] result = new byte[out.position()];
        out.flip().get(result);
        return result;
    }

    @Test
    void codesAndDigestsAreThoseOfBouncyCastle() throws GeneralSecurityException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] message = bytes(random.nextInt(2000));
            SecretKeySpec key = new SecretKeySpec(bytes(16), "SM4");
            assertArrayEquals(mac(BOUNCY_CASTLE, "SM4-CMAC", key, null, message), mac(OURS, "SM4-CMAC", key, null, message));
            IvParameterSpec nonce = new IvParameterSpec(bytes(12));
            assertArrayEquals(mac(BOUNCY_CASTLE, "SM4-GMAC", key, nonce, message), mac(OURS, "SM4-GMAC", key, nonce, message));
            SecretKeySpec any = new SecretKeySpec(bytes(1 + random.nextInt(200)), "HmacSM3");
            assertArrayEquals(mac(BOUNCY_CASTLE, "HmacSM3", any, null, message), mac(OURS, "HmacSM3", any, null, message));
            assertArrayEquals(MessageDigest.getInstance("SM3", KONA).digest(message), MessageDigest.getInstance("SM3", OURS).digest(message));
        }
    }

    private byte[] mac(Provider provider, String name, SecretKeySpec key, AlgorithmParameterSpec spec, byte[] message)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance(name, provider);
        mac.init(key, spec);
        int at = 0;
        while (random.nextBoolean()) {
            int piece = random.nextInt(message.length - at + 1);
            mac.update(message, at, piece);
            at += piece;
        }
        mac.update(message, at, message.length - at);
        return mac.doFinal();
    }

    @Test
    void derivedKeysAreThoseOfBouncyCastle() throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec("龙蜥 password".toCharArray(), bytes(20), 100, 8 * 70);
        byte[] theirs = SecretKeyFactory.getInstance("PBKDF2WITHHMACSM3", BOUNCY_CASTLE).generateSecret(spec).getEncoded();
        assertArrayEquals(theirs, SecretKeyFactory.getInstance("PBKDF2WithHmacSM3", OURS).generateSecret(spec).getEncoded());
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
