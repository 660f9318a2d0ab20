package dev.anole.security.shangmi;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Against the {@code openssl} command, on files of random lengths. */
class OpensslSymmetricPeerTest {
    private static final long SEED = 20261120;
    private static final int ROUNDS = 4;
    private static final HexFormat HEX = HexFormat.of();

    @TempDir
    private Path directory;
    private Openssl openssl;
    private final Random random = new Random(SEED);

    @BeforeEach
    void find() throws Exception {
        openssl = new Openssl(directory);
    }

    @Test
    void ciphersAnswerTheSame() throws Exception {
        for (String mode : new String[] {"ECB", "CBC", "CTR", "CFB", "OFB"}) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] plain = bytes(random.nextInt(100_000));
                byte[] key = bytes(16);
                byte[] iv = bytes(16);
                openssl.write("plain", plain);
                openssl.run("enc", "-sm4-" + mode.toLowerCase(Locale.ROOT), "-K", HEX.formatHex(key), "-iv", HEX.formatHex(iv),
                        "-in", "plain", "-out", "coded");
                boolean padded = mode.equals("ECB") || mode.equals("CBC");
                Cipher cipher = Cipher.getInstance("SM4/" + mode + (padded ? "/PKCS5Padding" : "/NoPadding"), new ShangMiProvider());
                IvParameterSpec spec = mode.equals("ECB") ? null : new IvParameterSpec(iv);
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "SM4"), spec);
                assertArrayEquals(openssl.read("coded"), cipher.doFinal(plain), mode + " of " + plain.length + " bytes, seed " + SEED);
                cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "SM4"), spec);
                assertArrayEquals(plain, cipher.doFinal(openssl.read("coded")), mode + " back");
            }
        }
    }

    @Test
    void digestsAndCodesAreTheSame() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] message = bytes(random.nextInt(100_000));
            byte[] key = bytes(1 + random.nextInt(100));
            openssl.write("message", message);
            String digest = openssl.run("dgst", "-sm3", "message");
            assertTrue(digest.contains(HEX.formatHex(Sm3.digest(message))), digest);
            Mac mac = Mac.getInstance("HmacSM3", new ShangMiProvider());
            mac.init(new SecretKeySpec(key, "HmacSM3"));
            String code = openssl.run("dgst", "-sm3", "-mac", "HMAC", "-macopt", "hexkey:" + HEX.formatHex(key), "message");
            assertTrue(code.contains(HEX.formatHex(mac.doFinal(message))), code);
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
