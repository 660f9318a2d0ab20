package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.anole.operation.KeyFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyFileTest {
    private static final Optional<String> NONE = Optional.empty();

    private static KeyFile file(String text, KeyFormat format) {
        return KeyFile.parse(text.getBytes(StandardCharsets.UTF_8), format);
    }

    private static String set(String text, KeyFormat format, Optional<String> section, String key, String value) {
        KeyFile file = file(text, format);
        file.set(section, key, value);
        assertEquals(Optional.of(value), file.get(section, key));
        return new String(file.toBytes(), StandardCharsets.UTF_8);
    }

    private static String removed(String text, KeyFormat format, Optional<String> section, String key) {
        KeyFile file = file(text, format);
        file.remove(section, key);
        return new String(file.toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void onlyTheValueChanges() {
        assertEquals("# c\n  a  =  2 \nb=1\n", set("# c\n  a  =  1 \nb=1\n", KeyFormat.EQUALS, NONE, "a", "2"));
        assertEquals("a=1\r\nb=3\r\n", set("a=1\r\nb=2\r\n", KeyFormat.EQUALS, NONE, "b", "3"));
        assertEquals("export A=2", set("export A=1", KeyFormat.EQUALS, NONE, "A", "2"));
    }

    @Test
    void ofSeveralTheOneThatCountsIsChanged() {
        assertEquals("a=1\na=3\n", set("a=1\na=2\n", KeyFormat.EQUALS, NONE, "a", "3"));
        assertEquals("Port 3\nPort 2\n", set("Port 1\nPort 2\n", KeyFormat.SPACE, NONE, "port", "3"));
    }

    @Test
    void aNewKeyFollowsTheLineThatCommentsItOut() {
        assertEquals("#Port 22\nPort 2222\n#ListenAddress ::\n", set("#Port 22\n#ListenAddress ::\n", KeyFormat.SPACE, NONE, "Port", "2222"));
        assertEquals("; x = 1\nx = 2\ny = 1\n", set("; x = 1\ny = 1\n", KeyFormat.EQUALS, NONE, "x", "2"));
    }

    @Test
    void aNewKeyLooksLikeItsNeighbours() {
        assertEquals("a = 1\nb = 2\n", set("a = 1\n", KeyFormat.EQUALS, NONE, "b", "2"));
        assertEquals("Host x\n    User a\n    Port 1\n", set("Host x\n    User a\n", KeyFormat.SPACE, Optional.of("Host x"), "Port", "1"));
        assertEquals("a=1\nb=2\n", set("a=1", KeyFormat.EQUALS, NONE, "b", "2"));
    }

    @Test
    void sectionsAreKeptApart() {
        String text = "[Unit]\nA=1\n\n[Service]\nA=2\n";
        assertEquals("[Unit]\nA=1\n\n[Service]\nA=3\n", set(text, KeyFormat.INI, Optional.of("Service"), "A", "3"));
        assertEquals("[Unit]\nA=1\nB=1\n\n[Service]\nA=2\n", set(text, KeyFormat.INI, Optional.of("Unit"), "B", "1"));
        assertEquals(text + "\n[Install]\nX=1\n", set(text, KeyFormat.INI, Optional.of("Install"), "X", "1"));
    }

    @Test
    void aGlobalKeyStaysBeforeTheFirstMatch() {
        assertEquals("Port 22\nX11Forwarding no\n\nMatch User git\n  X11Forwarding yes\n",
            set("Port 22\n\nMatch User git\n  X11Forwarding yes\n", KeyFormat.SPACE, NONE, "X11Forwarding", "no"));
        assertEquals("X no\nMatch all\n", set("Match all\n", KeyFormat.SPACE, NONE, "X", "no"));
    }

    @Test
    void aContinuedValueIsOneValue() {
        String text = "[Service]\nExecStart=/bin/a \\\n  --b \\\n  --c\nType=simple\n";
        assertEquals("[Service]\nExecStart=/bin/x\nType=simple\n", set(text, KeyFormat.INI, Optional.of("Service"), "ExecStart", "/bin/x"));
        assertEquals("[Service]\nType=simple\n", removed(text, KeyFormat.INI, Optional.of("Service"), "ExecStart"));
    }

    @Test
    void kernelValuesAreFoundInEitherSpelling() {
        String text = "-net/ipv4/conf/eth0.1/forwarding = 1\n";
        assertEquals("-net/ipv4/conf/eth0.1/forwarding = 0\n", set(text, KeyFormat.SYSCTL, NONE, "net.ipv4.conf.eth0/1.forwarding", "0"));
    }

    @Test
    void putBackLeavesEverythingElseAlone() {
        KeyFile now = file("a=10\nc=3\n\n[New]\nx=1\n", KeyFormat.INI);
        KeyFile before = file("a=1\n", KeyFormat.INI);
        now.putBack(NONE, "a", before);
        now.putBack(Optional.of("New"), "x", before);
        assertEquals("a=1\nc=3\n", new String(now.toBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void bytesThatAreNoTextStay() {
        byte[] bytes = {'a', '=', (byte) 0xff, (byte) 0xfe, '\n', 'b', '=', '1', '\n'};
        KeyFile file = KeyFile.parse(bytes, KeyFormat.EQUALS);
        assertArrayEquals(bytes, file.toBytes());
        file.set(NONE, "b", "中文");
        assertEquals(Optional.of("中文"), file.get(NONE, "b"));
        assertEquals((byte) 0xff, file.toBytes()[2]);
    }

    @Test
    void theFormatIsFoundOut() {
        assertEquals(KeyFormat.INI, KeyFile.guess("# x\n[a]\nb=c\n".getBytes()));
        assertEquals(KeyFormat.EQUALS, KeyFile.guess("# x y\nb=c d\n".getBytes()));
        assertEquals(KeyFormat.SPACE, KeyFile.guess("# x=y\nPort 22\nUsePAM yes\n".getBytes()));
    }

    /** Setting a key to what it is, and putting back what was set, leave any file as it was; hostile lines take no time. */
    @Test
    void anyFileStaysAsItWas() {
        long seed = Long.getLong("anole.seed", System.nanoTime());
        System.out.println("KeyFileTest seed " + seed);
        Random random = new Random(seed);
        String alphabet = "ab=# ;[]\n\n\t\\-./MatchHost 1";
        for (int round = 0; round < 5000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (KeyFormat format : KeyFormat.values()) {
                KeyFile before = file(text.toString(), format);
                assertEquals(text.toString(), new String(before.toBytes(), StandardCharsets.UTF_8));
                Optional<String> section = format == KeyFormat.INI && random.nextBoolean() ? Optional.of("a") : NONE;
                KeyFile edited = file(text.toString(), format);
                edited.set(section, "a", "value");
                assertEquals(Optional.of("value"), edited.get(section, "a"), format + " " + text);
                KeyFile read = KeyFile.parse(edited.toBytes(), format);
                assertEquals(Optional.of("value"), read.get(section, "a"), format + " " + text);
                List<String> lines = new ArrayList<>(before.lines(section, "a"));
                read.putBack(section, "a", before);
                assertEquals(lines, read.lines(section, "a"), format + " " + text);
            }
        }
        String hostile = " ".repeat(1 << 20) + "=" + " ".repeat(1 << 20) + "\n" + "a".repeat(1 << 20) + "\n";
        assertTimeout(Duration.ofSeconds(5), () -> {
            for (KeyFormat format : KeyFormat.values()) {
                file(hostile, format).set(NONE, "a", "1");
            }
        });
    }
}
