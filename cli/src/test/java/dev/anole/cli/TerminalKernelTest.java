package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a terminal of the kernel's, which script(1) makes; keys come through its standard input. */
@Timeout(60)
class TerminalKernelTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @TempDir
    private Path scratch;

    /** How long one command may take before it is ended. */
    private static final long PATIENCE_SECONDS = 60;

    @BeforeEach
    void needsScript() {
        assumeTrue(Files.isExecutable(SCRIPT), "script of util-linux is not installed");
    }

    /** What a command showed, and how it ended. */
    private record Session(String shown, int code) {
    }

    /** Runs a command on a terminal of 30 lines and 100 columns, and types when something is shown. */
    private Session session(String shown, String keys, String... words) throws IOException, InterruptedException {
        List<String> java = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), OnTerminal.class.getName(),
            scratch.toString());
        // The interrupt key reaches the shell as well, and not every shell waits for its child then.
        String command = "trap : INT; stty rows 30 cols 100; stty -g >" + scratch + "/before; '" + String.join("' '", java) + "' '" + String.join("' '", words)
            + "'; code=$?; stty -g >" + scratch + "/after; exit $code";
        // A suite that was started in the background ignores the interrupt key, and so would all that it starts.
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/env", "--default-signal=HUP,INT,QUIT", SCRIPT.toString(), "-qefc", command, "/dev/null").redirectErrorStream(true);
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().put("TERM", "xterm");
        builder.environment().keySet().removeAll(List.of("COLUMNS", "NO_COLOR", "LC_ALL"));
        Process process = builder.start();
        Thread patience = Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);   // ends what is read from it
                }
            } catch (InterruptedException e) {
                // It has ended by itself.
            }
        });
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            InputStream from = process.getInputStream();
            boolean typed = false;
            byte[] some = new byte[8192];
            for (int n = from.read(some); n >= 0; n = from.read(some)) {
                all.write(some, 0, n);
                if (!typed && all.toString(StandardCharsets.UTF_8).contains(shown)) {
                    typed = true;
                    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
                    process.getOutputStream().flush();
                }
            }
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            return new Session(all.toString(StandardCharsets.UTF_8), process.exitValue());
        } finally {
            patience.interrupt();
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The program with the test's room, for another process. */
    public static final class OnTerminal {
        private OnTerminal() {
        }

        /** @param args the data directory, then the command's words */
        public static void main(String[] args) {
            List<String> words = new java.util.ArrayList<>(List.of("--data"));
            words.addAll(List.of(args));
            System.exit(new Main(new House(List.of(new TestRoom().room())), dev.anole.cli.screen.Terminal.ofProcess()).run(words));
        }
    }

    private void assertTerminalAsBefore() throws IOException {
        assertEquals(Files.readString(scratch.resolve("before")), Files.readString(scratch.resolve("after")));
    }

    @Test
    void theKeyQEndsAPictureAndTheTerminalIsAsBefore() throws Exception {
        Session session = session("picture 3", "q", "test", "film");
        assertEquals(0, session.code(), session.shown());
        assertTrue(session.shown().contains("\u001b[?1049h") && session.shown().endsWith("\u001b[?25h\u001b[?1049l"), session.shown());
        assertTerminalAsBefore();
    }

    @Test
    void theInterruptKeyEndsAPictureAndTheTerminalIsAsBefore() throws Exception {
        Session session = session("picture 3", "\u0003", "test", "film");
        assertEquals(130, session.code(), session.shown());
        assertTrue(session.shown().contains("\u001b[?25h\u001b[?1049l"), session.shown());
        assertTerminalAsBefore();
    }

    @Test
    void theInterruptKeyStopsAChangeWhichIsThenTakenBack() throws Exception {
        Path mark = scratch.resolve("mark");
        Session session = session("making it", "\u0003", "test", "long", mark.toString(), "--yes");
        assertEquals(130, session.code(), session.shown());
        assertFalse(Files.exists(mark), "what was half done is still there");
        assertTrue(session.shown().contains("anole:") && session.shown().contains("stopped"), session.shown());
    }

    @Test
    void whatIsTypedAsASecretIsNotShown() throws Exception {
        Session session = session("password:", "hunter2\n", "test", "login", "--user", "ann");
        assertEquals(0, session.code(), session.shown());
        assertTrue(session.shown().contains("ann •••••• 7"), session.shown());
        assertFalse(session.shown().contains("hunter2"), session.shown());
        assertTerminalAsBefore();
    }

    @Test
    void aQuestionIsAskedAndAnswered() throws Exception {
        Session session = session("Do it? [y/N]", "y\n", "test", "change", "it");
        assertEquals(0, session.code(), session.shown());
        assertTrue(session.shown().contains("would change it") && session.shown().contains("changed it for"), session.shown());
    }
}
