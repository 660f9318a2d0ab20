package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long texts come from files and from standard input. */
@Timeout(60)
class TextInputTest {
    @TempDir
    Path scratch;

    private CommandRunner.Result write(String input, String content, String... more) {
        String[] words = new String[5 + more.length];
        System.arraycopy(new String[] {"file", "write", target().toString(), "--content", content}, 0, words, 0, 5);
        System.arraycopy(more, 0, words, 5, more.length);
        return new CommandRunner(scratch.resolve("data")).typing(input).run(words);
    }

    private Path target() {
        return scratch.resolve("target.conf");
    }

    @Test
    void anAtSignNamesAFileWhoseEveryByteIsTaken() throws IOException {
        Path source = Files.writeString(scratch.resolve("a source"), "工人 = 4\n\n# end without a line break");
        CommandRunner.Result result = write("", "@" + source, "--yes");
        assertEquals(0, result.code(), result.err());
        assertEquals(Files.readString(source), Files.readString(target()));
    }

    @Test
    void aDashBehindItIsStandardInput() throws IOException {
        assertEquals(0, write("one\ntwo\n", "@-", "--yes").code());
        assertEquals("one\ntwo\n", Files.readString(target()));
    }

    @Test
    void twoAtSignsAreOne() throws IOException {
        assertEquals(0, write("", "@@reboot root /bin/true", "--yes").code());
        assertEquals("@reboot root /bin/true", Files.readString(target()));
    }

    @Test
    void aFileThatCannotBeReadIsUsageAndNothingIsWritten() throws IOException {
        CommandRunner.Result absent = write("", "@" + scratch.resolve("absent"), "--yes");
        assertEquals(2, absent.code());
        assertTrue(absent.err().contains("--content: " + scratch.resolve("absent") + " cannot be read (NoSuchFileException)") && absent.err().contains("@@"), absent.err());
        assertEquals(2, write("", "@" + scratch, "--yes").code(), "a directory");
        Path bytes = Files.write(scratch.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});
        CommandRunner.Result binary = write("", "@" + bytes, "--yes");
        assertEquals(2, binary.code());
        assertTrue(binary.err().contains("is not UTF-8") && binary.err().contains("Base64"), binary.err());
        Path large = Files.write(scratch.resolve("large"), new byte[TextInput.BYTES_MAX + 1]);
        assertTrue(write("", "@" + large, "--yes").err().contains("more than 1048576 bytes"));
        assertFalse(Files.exists(target()));
    }

    @Test
    void standardInputHoldsOneValue() {
        CommandRunner.Result result = write("x", "@-", "--secret-stdin", "--yes");
        assertEquals(2, result.code());
        assertTrue(result.err().contains("standard input is that of --secret-stdin already"), result.err());
    }

    @Test
    void helpSaysSoWhereItHoldsAndOnlyThere() {
        String help = new CommandRunner(scratch).run("file", "write", "--help").out();
        assertTrue(help.lines().anyMatch(l -> l.contains("--content") && l.contains("@FILE")), help);
        assertFalse(new CommandRunner(scratch).run("host", "services", "--help").out().contains("@FILE"));
    }
}
