package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.cli.screen.Terminal;
import dev.anole.operation.Host;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MainTest {
    private static final Terminal.Ends SCREEN = new Terminal.Ends(true, true, true);

    @TempDir
    private Path data;
    private CommandRunner cli;

    @BeforeEach
    void start() {
        cli = new CommandRunner(data);
    }

    private void complains(String line, int code, String... words) {
        CommandRunner.Result result = cli.run(words);
        assertEquals("anole: " + line + "\n", result.err());
        assertEquals("", result.out());
        assertEquals(code, result.code());
    }

    @Test
    void everyKindOfValueIsReadFromTheCommandLine() {
        CommandRunner.Result result = cli.run("test", "all", "/srv", "--max-files", "7", "--colour=deep-blue", "--patience", "2m",
            "--no-loud", "--tag", "a", "--tag", "b", "--set", "x=1", "--set", "y=2", "--weight", "2.5", "--json");
        assertEquals("", result.err());
        assertEquals("{\"place\":\"/srv\",\"maxFiles\":7,\"colour\":\"deep-blue\",\"patience\":\"PT2M\",\"loud\":false,"
            + "\"tag\":[\"a\",\"b\"],\"set\":{\"x\":1,\"y\":2},\"weight\":2.5}\n", result.out());
        assertEquals(0, result.code());
    }

    @Test
    void whatIsNotGivenTakesItsDefault() {
        assertEquals("{\"place\":\"p\",\"maxFiles\":3,\"colour\":\"red\",\"patience\":\"PT1M30S\",\"loud\":true,\"tag\":[],\"set\":{}}\n",
            cli.run("--json", "test", "all", "p").out());
    }

    @Test
    void withoutJsonAPersonReadsIt() {
        assertEquals("""
            place      p
            max files  3
            colour     red
            patience   1m30s
            loud       yes
            tag
            weight     –

            set
            """.replace("tag\n", "tag        \n"), cli.run("test", "all", "p").out());
    }

    @Test
    void aMistypedCommandIsAnsweredWithTheNearestOne() {
        complains("there is no command \"test al\"; did you mean test all?", 2, "test", "al");
        complains("there is no command \"tset all\"; did you mean test all?", 2, "tset", "all");
        complains("there is no command \"frobnicate\"; see anole --help", 2, "frobnicate");
        assertTrue(cli.run("tasks").err().startsWith("anole: \"tasks\" is the beginning of 4 commands: tasks approve, "));
    }

    @Test
    void aMistypedOptionIsAnsweredWithTheNearestOne() {
        complains("\"test all\" has no option --max-flies; did you mean --max-files?", 2, "test", "all", "p", "--max-flies=3");
        complains("\"test all\" has no option --xyzzy; see anole test all --help", 2, "test", "all", "p", "--xyzzy");
        complains("\"test all\" takes no further value \"q\"; see anole test all --help", 2, "test", "all", "p", "q");
        complains("--max-files needs a value; see anole test all --help", 2, "test", "all", "p", "--max-files");
    }

    @Test
    void aValueThatIsNotAcceptedIsNamedWithItsOption() {
        complains("<place>: a value is needed; see anole test all --help", 2, "test", "all");
        complains("--max-files: 10 is not 1 to 9 files; see anole test all --help", 2, "test", "all", "p", "--max-files", "10");
        complains("--max-files: \"x\" is not a whole number; see anole test all --help", 2, "test", "all", "p", "--max-files", "x");
        complains("--colour: \"pink\" is not one of red, deep-blue; see anole test all --help", 2, "test", "all", "p", "--colour", "pink");
        complains("--patience: \"soon\" is not a length of time such as 90s or 1h30m; see anole test all --help", 2, "test", "all", "p", "--patience", "soon");
        complains("--set: \"x\" is not key=value; see anole test all --help", 2, "test", "all", "p", "--set", "x");
        complains("--loud and --no-loud exclude each other; see anole test all --help", 2, "test", "all", "p", "--loud", "--no-loud");
        complains("--max-files: one value is enough; see anole test all --help", 2, "test", "all", "p", "--max-files", "1", "--max-files", "2");
    }

    @Test
    void errorsSpeakThePersonsLanguage() {
        CommandRunner.Result zh = cli.with("LANG", "zh_CN.UTF-8").run("test", "all", "p", "--max-files", "10");
        assertEquals("anole: --max-files：10 不在范围内：1 到 9 files；参见 anole test all --help\n", zh.err());
        assertTrue(cli.run("test", "all", "p", "--max-files", "10", "--lang", "en").err().contains("is not 1 to 9"));
        assertTrue(cli.with("LC_ALL", "en_US.UTF-8").run("tset").err().contains("there is no command"));
    }

    @Test
    void anErrorIsJsonWhereTheOutputWouldBe() {
        assertEquals("{\"kind\":\"failed\",\"message\":\"it did not work\\u001B[31m\",\"remedy\":\"try again\"}\n",
            cli.run("test", "fail", "--json").err());
    }

    @Test
    void exitCodesSayWhatCameOfIt() {
        assertEquals(0, cli.run("test", "items").code());
        assertEquals(1, cli.run("test", "findings").code());
        assertEquals(2, cli.run("test").code());
        assertEquals(3, cli.run("test", "absent").code());
        assertEquals(4, cli.run("test", "fail").code());
        assertEquals(4, cli.run("test", "crash").code());
    }

    @Test
    void whatIsNotAvailableHereSaysWhyAndWhatToDo() {
        complains("this kernel has no such thing (open /dev/thing: ENOENT); boot another", 3, "test", "absent");
    }

    @Test
    void aFailureIsOneLineAndItsStackIsBehindDebug() {
        complains("it did not work\\x1b[31m; try again", 4, "test", "fail");
        String err = cli.run("test", "fail", "--debug").err();
        assertTrue(err.contains("OperationException"), err);
        assertTrue(err.lines().noneMatch(l -> l.contains("\u001b")), err);
    }

    @Test
    void hostileTextDoesNothingToATerminal() {
        String out = cli.at(SCREEN).run("test", "hostile").out();
        assertEquals("text  \\x1b[2J\\x1b]0;owned\\x07\\x9b31m\\u202eevil\n", out.replaceAll("\u001b\\[[0-9;]*m", ""));
        assertEquals("{\"text\":\"\\u001B[2J\\u001B]0;owned\\u0007\u009b31m\u202eevil\"}\n", new CommandRunner(data).run("test", "hostile", "--json").out());
    }

    @Test
    void itemsAreLinesAndWithJsonOneObjectALine() {
        assertEquals("8  item 8\n9  item 9\n10  item 10\n11  item 11\n", cli.run("test", "items").out());
        assertEquals("{\"number\":8,\"text\":\"item 8\"}", cli.run("test", "items", "--json").out().lines().findFirst().orElseThrow());
    }

    @Test
    void picturesAreDrawnOverEachOtherOnATerminalAndFollowEachOtherInAPipe() {
        assertEquals("picture 1\n\npicture 2\n\n", cli.run("test", "pictures").out());
        String screen = cli.at(SCREEN).run("test", "pictures").out();
        assertTrue(screen.startsWith("\u001b[?1049h"), screen);
        assertTrue(screen.contains("\u001b[Hpicture 2\u001b[K"), screen);
        assertTrue(screen.endsWith("\u001b[?25h\u001b[?1049l"), screen);
    }

    @Test
    void bytesGoToStandardOutputAsTheyAre() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(0, cli.run(out, OutputStream.nullOutputStream(), "test", "bytes"));
        assertEquals("[0, 1, -1, 10]", java.util.Arrays.toString(out.toByteArray()));
        CommandRunner.Result json = cli.run("test", "bytes", "--json");
        assertEquals("{\"kind\":\"usage\",\"message\":\"\\\"test bytes\\\" gives bytes, not JSON\",\"remedy\":\"leave --json out\"}\n", json.err());
        assertEquals(2, json.code());
    }

    /** A pipe whose reader goes after some bytes. */
    private static final class Broken extends OutputStream {
        private int left = 100;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int from, int length) throws IOException {
            left -= length;
            if (left < 0) {
                throw new IOException("Broken pipe");
            }
        }
    }

    @Test
    void aReaderWhoLeavesEndsTheCommandQuietly() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(0, cli.run(new Broken(), err, "test", "endless", "--json"));
        assertEquals("", err.toString());
    }

    @Test
    void aFullDiskBehindStandardOutputIsSaid() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (OutputStream full = Files.newOutputStream(Path.of("/dev/full"))) {
            assertEquals(4, cli.run(full, err, "test", "items"));
        }
        assertTrue(err.toString().startsWith("anole: standard output cannot be written: No space left"), err::toString);
    }

    @Test
    void aSecretComesFromAFileOrStandardInputAndNeverFromTheArguments() throws IOException {
        Path file = Files.writeString(data.resolve("secret"), "hunter2\n");
        assertEquals("text  ann •••••• 7\n", cli.run("test", "login", "--user", "ann", "--password-file", file.toString()).out());
        assertEquals("text  ann •••••• 7\n", cli.typing("hunter2\n").run("test", "login", "--user", "ann", "--password-stdin").out());
        CommandRunner.Result typed = cli.run("test", "login", "--user", "ann", "--password", "hunter2");
        assertEquals(2, typed.code());
        assertTrue(typed.err().contains("--password is a secret, and arguments can be read by everybody"), typed.err());
        complains("password: it is needed, and there is nobody to ask; give --password-file FILE or --password-stdin", 2, "test", "login", "--user", "ann");
        complains("--password-file: /nowhere cannot be read (NoSuchFileException); see that it exists and that you may read it", 2,
            "test", "login", "--user", "ann", "--password-file", "/nowhere");
    }

    @Test
    void aChangeIsNotMadeWhereNobodyCanBeAsked() {
        complains("\"test change\" changes this host, and there is nobody to ask; add --yes to do it, or --dry-run to see what it would do",
            2, "test", "change", "it");
        assertEquals(0, cli.room.changes.get());
        assertEquals("text  would change it\n", cli.run("test", "change", "it", "--dry-run").out());
        assertEquals(0, cli.room.changes.get());
        assertTrue(cli.run("test", "change", "it", "--yes").out().startsWith("text  changed it for "));
        assertEquals(1, cli.room.changes.get());
    }

    @Test
    void onATerminalAChangeIsShownAndThenAsked() {
        CommandRunner.Result no = cli.at(SCREEN).typing("n\n").run("test", "change", "it");
        assertTrue(no.out().contains("would change it"), no.out());
        assertEquals("Do it? [y/N] anole: nothing was changed\n", no.err());
        assertEquals(4, no.code());
        assertEquals(0, cli.room.changes.get());
        CommandRunner.Result yes = cli.typing("y\n").run("test", "change", "it");
        assertTrue(yes.out().contains("changed it for"), yes.out());
        assertEquals(0, yes.code());
    }

    @Test
    void aChangeWhosePreviewIsRefusedIsNotAskedFor() {
        CommandRunner.Result refused = cli.at(SCREEN).with("NO_COLOR", "1").typing("y\n").run("test", "change", "refused");
        assertEquals("anole: the word is refused; take another\n", refused.err());
        assertEquals(2, refused.code());
        assertEquals(0, cli.room.changes.get());
    }

    @Test
    void whatCannotBeUndoneWantsTheHostsName() {
        String host = Host.local().name();
        complains("\"test disrupt\" interrupts something or cannot be undone, and there is nobody to ask; add --confirm " + host + " to do it",
            2, "test", "disrupt", "it");
        complains("--confirm elsewhere: this host is called " + host + "; see that you are where you want to be", 2,
            "test", "disrupt", "it", "--confirm", "elsewhere");
        complains("\"test disrupt\" has no option --yes; see anole test disrupt --help", 2, "test", "disrupt", "it", "--yes");
        assertEquals(0, cli.room.changes.get());
        assertEquals("text  disrupted it 1\n", cli.run("test", "disrupt", "it", "--confirm", host).out());
        assertEquals(4, cli.at(SCREEN).typing("y\n").run("test", "disrupt", "it").code());
        assertEquals(0, cli.typing(host + "\n").run("test", "disrupt", "it").code());
        assertEquals(2, cli.room.changes.get());
    }

    @Test
    void aRecordedChangeCanBeListedAfterwards() {
        cli.run("test", "change", "it", "--yes");
        CommandRunner.Result list = cli.run("tasks", "list", "--json");
        assertTrue(list.out().contains("\"operation\":\"test change\"") && list.out().contains("\"state\":\"done\""), list.out() + list.err());
    }

    @Test
    void coloursAreForTerminalsOnly() {
        assertFalse(cli.run("test", "items").out().contains("\u001b"));
        assertTrue(cli.at(SCREEN).run("--help").out().contains("\u001b[1m"));
        assertFalse(cli.run("--help", "--no-color").out().contains("\u001b"));
        assertFalse(cli.with("NO_COLOR", "1").run("--help").out().contains("\u001b"));
    }

    @Test
    void progressIsDrawnOnATerminalAndNowhereElse() {
        assertEquals("", cli.run("test", "slow").err());
        String err = cli.at(SCREEN).with("COLUMNS", "70").run("test", "slow").err();
        assertTrue(err.contains("reading\\x1b[31m blocks  3 files / 10 files ██████░░░░░░░░░░░░░░"), err);
        assertTrue(err.endsWith("\r\u001b[K"), err);
    }

    @Test
    void jsonOnATerminalIsIndented() {
        assertEquals("{\n  \"problems\" : 2\n}\n", cli.at(SCREEN).run("test", "findings", "--json").out());
    }

    @Test
    void helpIsGroupedByRoomAndKnowsEveryCommand() {
        String help = cli.run("--help").out();
        for (String part : new String[] {"For the test\n", "○ test all", "◐ test change", "◆ test disrupt", "Summary of test all", "Anole itself\n",
            "completion"}) {
            assertTrue(help.contains(part), () -> part + " is missing in\n" + help);
        }
        assertEquals(help, cli.run().out());
        assertEquals(help, cli.run("help").out());
        assertTrue(cli.run("--help", "--lang", "zh").out().contains("test all 的摘要"));
    }

    @Test
    void theHelpOfACommandSaysWhatItTakes() {
        String help = cli.run("test", "all", "--help").out();
        for (String part : new String[] {"Usage  anole test all <place> [OPTIONS]\n", "  --max-files N           how many (1 to 9 files; default 3)\n",
            "--colour red|deep-blue  colour (default red)", "--no-loud", "--set KEY=N", "(may be repeated)", "<place>  where to look (needed)"}) {
            assertTrue(help.contains(part), () -> part + " is missing in\n" + help);
        }
        assertEquals(help, cli.run("help", "test", "all").out());
        assertFalse(help.contains("--yes"));
        assertTrue(cli.run("help", "test", "change").out().contains("--dry-run"));
        assertTrue(cli.run("test", "login", "--help").out().contains("--password-file FILE, --password-stdin"));
    }

    @Test
    void anArgumentThatWasDecodedWronglyIsNotActedOn() {
        complains("an argument has characters that are lost in this locale; set LC_ALL=C.UTF-8 and try again", 2, "test", "change", "\ufffd\ufffd", "--yes");
        assertEquals(0, cli.room.changes.get());
    }

    @Test
    void theLauncherMayRunSeveralCommandsInOneProcess() {
        assertEquals(0, Main.run(new String[] {"version"}));
    }

    @Test
    void pathsAreMeantFromWhereThePersonStands() {
        String whole = java.nio.file.Path.of("some/../new.conf").toAbsolutePath().normalize().toString();
        var ran = cli.run("file", "write", "some/../new.conf", "--content", "x", "--dry-run");
        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.out().contains(whole), ran.out());
    }
}
