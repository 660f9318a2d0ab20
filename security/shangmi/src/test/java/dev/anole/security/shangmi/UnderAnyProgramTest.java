package dev.anole.security.shangmi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Security;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that knows nothing of this library gets it by the class path and a file of properties. */
class UnderAnyProgramTest {
    @TempDir
    Path work;

    /** That program. */
    public static final class Program {
        private Program() {
        }

        /** @param args none */
        public static void main(String[] args) throws Exception {
            System.out.println(HexFormat.of().formatHex(MessageDigest.getInstance("SM3").digest(new byte[] {'a', 'b', 'c'})));
            System.out.println(KeyPairGenerator.getInstance("SM2").generateKeyPair().getPublic().getAlgorithm());
            System.out.println(Security.getProviders()[0].getName());
            System.out.println(MessageDigest.getInstance("SHA-256").getProvider().getName());
        }
    }

    @Test
    void theProviderIsFirstWhereThePropertiesSaySo() throws Exception {
        StringBuilder properties = new StringBuilder("security.provider.1=ShangMi\n");
        for (int i = 1; Security.getProperty("security.provider." + i) != null; i++) {
            properties.append("security.provider.").append(i + 1).append('=').append(Security.getProperty("security.provider." + i)).append('\n');
        }
        Path file = Files.writeString(work.resolve("shangmi.security"), properties);
        Path said = work.resolve("said");
        Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
            "-Djava.security.properties=" + file, "-cp", System.getProperty("java.class.path"), Program.class.getName()))
            .redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0\nEC\nShangMi\nSUN\n", Files.readString(said));
    }
}
