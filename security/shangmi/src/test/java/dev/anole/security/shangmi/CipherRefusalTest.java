package dev.anole.security.shangmi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.KeyGenerator;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is wrong is refused with the JCA's own exceptions, and gives nothing away. */
class CipherRefusalTest {
    private static final Provider OURS = new ShangMiProvider();
    private static final SecretKeySpec KEY = new SecretKeySpec(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, "SM4");
    private static final GCMParameterSpec NONCE = new GCMParameterSpec(128, new byte[12]);

    @ParameterizedTest
    @ValueSource(strings = {"GCM", "CCM"})
    void aWrongTagLetsNoPlaintextOut(String mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("SM4/" + mode + "/NoPadding", OURS);
        cipher.init(Cipher.ENCRYPT_MODE, KEY, NONCE);
        byte[] coded = cipher.doFinal(new byte[1000]);
        for (int changed : new int[] {0, 500, 999, 1000, 1015}) {
            byte[] broken = coded.clone();
            broken[changed] ^= 1;
            cipher.init(Cipher.DECRYPT_MODE, KEY, NONCE);
            byte[] out = new byte[1100];
            Arrays.fill(out, (byte) 0x5a);
            int early = cipher.update(broken, 0, 700, out, 0);
            assertEquals(0, early);
            assertThrows(AEADBadTagException.class, () -> cipher.doFinal(broken, 700, broken.length - 700, out, 0));
            for (byte value : out) {
                assertEquals(0x5a, value, "output was touched");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GCM", "CCM"})
    void aNonceEncryptsOneMessage(String mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("SM4/" + mode + "/NoPadding", OURS);
        cipher.init(Cipher.ENCRYPT_MODE, KEY, NONCE);
        cipher.doFinal(new byte[10]);
        assertThrows(IllegalStateException.class, () -> cipher.doFinal(new byte[10]));
        assertThrows(IllegalStateException.class, () -> cipher.updateAAD(new byte[10]));
        assertThrows(InvalidAlgorithmParameterException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, KEY, NONCE));
        cipher.init(Cipher.DECRYPT_MODE, KEY, NONCE);
        cipher.init(Cipher.ENCRYPT_MODE, KEY);
        cipher.doFinal(new byte[10]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GCM", "CCM"})
    void aMessageShorterThanItsTagIsRefused(String mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("SM4/" + mode + "/NoPadding", OURS);
        cipher.init(Cipher.DECRYPT_MODE, KEY, NONCE);
        assertThrows(AEADBadTagException.class, () -> cipher.doFinal(new byte[15]));
        assertThrows(AEADBadTagException.class, cipher::doFinal);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 17, 24, 32})
    void keysOfOtherLengthsAreRefused(int length) throws GeneralSecurityException {
        if (length > 0) {
            Cipher cipher = Cipher.getInstance("SM4/CBC/NoPadding", OURS);
            InvalidKeyException refused = assertThrows(InvalidKeyException.class,
                    () -> cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[length], "SM4")));
            assertTrue(refused.getMessage().contains(length + ""), refused.getMessage());
        }
    }

    @Test
    void theHalvesOfAnXtsKeyMustDiffer() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("SM4/XTS/NoPadding", OURS);
        assertThrows(InvalidKeyException.class,
                () -> cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[32], "SM4"), new IvParameterSpec(new byte[16])));
        assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, KEY, new IvParameterSpec(new byte[16])));
    }

    @Test
    void initialValuesOfOtherLengthsAreRefused() throws GeneralSecurityException {
        Cipher cbc = Cipher.getInstance("SM4/CBC/NoPadding", OURS);
        assertThrows(InvalidAlgorithmParameterException.class,
                () -> cbc.init(Cipher.ENCRYPT_MODE, KEY, new IvParameterSpec(new byte[12])));
        assertThrows(InvalidKeyException.class, () -> cbc.init(Cipher.DECRYPT_MODE, KEY));
        Cipher ecb = Cipher.getInstance("SM4/ECB/NoPadding", OURS);
        assertThrows(InvalidAlgorithmParameterException.class,
                () -> ecb.init(Cipher.ENCRYPT_MODE, KEY, new IvParameterSpec(new byte[16])));
        Cipher gcm = Cipher.getInstance("SM4/GCM/NoPadding", OURS);
        assertThrows(InvalidAlgorithmParameterException.class,
                () -> gcm.init(Cipher.ENCRYPT_MODE, KEY, new GCMParameterSpec(64, new byte[12])));
    }

    @Test
    void shortOutputIsRefusedBeforeAnythingChanges() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("SM4/CBC/PKCS5Padding", OURS);
        cipher.init(Cipher.ENCRYPT_MODE, KEY, new IvParameterSpec(new byte[16]));
        byte[] expected = cipher.doFinal(new byte[100]);
        assertThrows(ShortBufferException.class, () -> cipher.doFinal(new byte[100], 0, 100, new byte[111], 0));
        assertArrayEquals(expected, cipher.doFinal(new byte[100]));
        Cipher gcm = Cipher.getInstance("SM4/GCM/NoPadding", OURS);
        gcm.init(Cipher.ENCRYPT_MODE, KEY, NONCE);
        assertThrows(ShortBufferException.class, () -> gcm.doFinal(new byte[100], 0, 100, new byte[115], 0));
        gcm.doFinal(new byte[100]);
    }

    @Test
    void incompleteBlocksAndWrongPaddingAreRefused() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("SM4/CBC/NoPadding", OURS);
        cipher.init(Cipher.ENCRYPT_MODE, KEY, new IvParameterSpec(new byte[16]));
        assertThrows(IllegalBlockSizeException.class, () -> cipher.doFinal(new byte[17]));
        byte[] unpadded = cipher.doFinal(new byte[32]);
        Cipher padded = Cipher.getInstance("SM4/CBC/PKCS5Padding", OURS);
        padded.init(Cipher.DECRYPT_MODE, KEY, new IvParameterSpec(new byte[16]));
        assertThrows(BadPaddingException.class, () -> padded.doFinal(unpadded));
        assertThrows(IllegalBlockSizeException.class, () -> padded.doFinal(new byte[33]));
        Cipher xts = Cipher.getInstance("SM4/XTS/NoPadding", OURS);
        byte[] twoKeys = new byte[32];
        twoKeys[0] = 1;
        xts.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(twoKeys, "SM4"), new IvParameterSpec(new byte[16]));
        assertThrows(IllegalBlockSizeException.class, () -> xts.doFinal(new byte[15]));
    }

    @Test
    void unknownModesAndPaddingsAreNamed() {
        assertThrows(NoSuchAlgorithmException.class, () -> Cipher.getInstance("SM4/EAX/NoPadding", OURS));
        assertThrows(GeneralSecurityException.class, () -> Cipher.getInstance("SM4/CBC/ZeroPadding", OURS));
    }

    @Test
    void anXtsUnitIsBounded() {
        XtsMode xts = new XtsMode(Engines.ENGINE, XtsMode.Standard.IEEE);
        byte[] twoKeys = new byte[32];
        twoKeys[0] = 1;
        byte[] piece = new byte[1 << 20];
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> {
            xts.key(twoKeys);
            xts.begin(true, new byte[16]);
            for (int i = 0; i < 17; i++) {
                xts.process(piece, 0, piece, 0, piece.length);
            }
        });
        assertTrue(refused.getMessage().contains("16777216"), refused.getMessage());
    }

    @Test
    void keysAreGeneratedWrappedAndUnwrapped() throws GeneralSecurityException {
        KeyGenerator generator = KeyGenerator.getInstance("SM4", OURS);
        Cipher gcm = Cipher.getInstance("SM4/GCM/NoPadding", OURS);
        gcm.init(Cipher.WRAP_MODE, KEY, NONCE);
        var secret = generator.generateKey();
        byte[] wrapped = gcm.wrap(secret);
        gcm.init(Cipher.UNWRAP_MODE, KEY, NONCE);
        assertEquals(secret, gcm.unwrap(wrapped, "SM4", Cipher.SECRET_KEY));
        wrapped[3] ^= 1;
        assertThrows(InvalidKeyException.class, () -> gcm.unwrap(wrapped, "SM4", Cipher.SECRET_KEY));
    }

    @Test
    void parametersSurviveTheirEncoding() throws Exception {
        for (String transformation : new String[] {"SM4/CBC/NoPadding", "SM4/GCM/NoPadding", "SM4/CCM/NoPadding"}) {
            Cipher cipher = Cipher.getInstance(transformation, OURS);
            cipher.init(Cipher.ENCRYPT_MODE, KEY);
            var parameters = cipher.getParameters();
            var read = AlgorithmParameters.getInstance(parameters.getAlgorithm(), OURS);
            read.init(parameters.getEncoded());
            byte[] coded = cipher.doFinal(new byte[32]);
            cipher.init(Cipher.DECRYPT_MODE, KEY, read);
            assertArrayEquals(new byte[32], cipher.doFinal(coded));
        }
    }
}
