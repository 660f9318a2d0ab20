package dev.anole.security.shangmi;

import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import dev.anole.security.shangmi.sm2.Sm2Signature;
import dev.anole.security.shangmi.sm2.Sm2Tier;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A JVM that forbids native access computes everything in plain Java. */
class RefusedNativeAccessTest {
    private static final int SECONDS_MAX = 60;

    /** What runs in that JVM. */
    static final class Program {
        private Program() { }

        public static void main(String[] arguments) throws Exception {
            ShangMiProvider.install();
            Cipher cipher = Cipher.getInstance("SM4/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "SM4"));
            System.out.println("SM4 " + cipher.doFinal(new byte[16]).length);
            Sm2PrivateKey key = Sm2PrivateKey.generate(new SecureRandom());
            byte[] signature = Sm2Signature.sign(key, new byte[32], new SecureRandom());
            System.out.println("SM2 " + Sm2Signature.verify(key.publicKey(), new byte[32], signature));
            System.out.println(Sm2Tier.running());
        }
    }

    @Test
    void everythingWorksWithoutIt() throws Exception {
        Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "--illegal-native-access=deny",
                "-cp", System.getProperty("java.class.path"), Program.class.getName()).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS), printed);
        assertEquals(0, process.exitValue(), printed);
        assertTrue(printed.contains("SM4 16") && printed.contains("SM2 true") && printed.contains("name=scalar"), printed);
    }
}
