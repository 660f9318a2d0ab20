package dev.anole.security.shangmi;

import org.junit.jupiter.api.Test;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class WycheproofTest {
    @Test
    void gcmAnswersEveryCase() throws Exception {
        aead("SM4/GCM/NoPadding", "sm4_gcm_test.json", 104);
    }

    @Test
    void ccmAnswersEveryCase() throws Exception {
        aead("SM4/CCM/NoPadding", "sm4_ccm_test.json", 184);
    }

    private static void aead(String transformation, String file, int expected) throws Exception {
        List<Wycheproof> cases = Wycheproof.read(file);
        assertEquals(expected, cases.size());
        for (Wycheproof one : cases) {
            byte[] coded = (one.fields().get("ct") + one.fields().get("tag")).isEmpty() ? new byte[0]
                    : HexFormat.of().parseHex(one.fields().get("ct") + one.fields().get("tag"));
            if (one.valid()) {
                assertArrayEquals(one.bytes("msg"), run(transformation, Cipher.DECRYPT_MODE, one, coded), one.toString());
                assertArrayEquals(coded, run(transformation, Cipher.ENCRYPT_MODE, one, one.bytes("msg")), one.toString());
            } else {
                assertThrows(GeneralSecurityException.class,
                        () -> run(transformation, Cipher.DECRYPT_MODE, one, coded), one.toString());
            }
        }
    }

    private static byte[] run(String transformation, int operation, Wycheproof one, byte[] input) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(transformation, new ShangMiProvider());
        cipher.init(operation, new SecretKeySpec(one.bytes("key"), "SM4"),
                new GCMParameterSpec(one.bytes("tag").length * 8, one.bytes("iv")));
        cipher.updateAAD(one.bytes("aad"));
        return cipher.doFinal(input);
    }

    @Test
    void hmacAnswersEveryCase() throws Exception {
        List<Wycheproof> cases = Wycheproof.read("hmac_sm3_test.json");
        assertEquals(174, cases.size());
        for (Wycheproof one : cases) {
            Mac mac = Mac.getInstance("HmacSM3", new ShangMiProvider());
            mac.init(new SecretKeySpec(one.bytes("key"), "HmacSM3"));
            byte[] tag = one.bytes("tag");
            boolean same = Arrays.equals(tag, Arrays.copyOf(mac.doFinal(one.bytes("msg")), tag.length));
            assertEquals(one.valid(), same, one.toString());
        }
    }
}
