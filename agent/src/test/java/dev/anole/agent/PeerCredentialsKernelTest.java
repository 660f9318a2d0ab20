package dev.anole.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.operation.Door;
import dev.anole.operation.OperationException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other users' processes at the agent's socket; a second JVM is started as that user by setpriv(1). */
@Timeout(60)
class PeerCredentialsKernelTest {
    private static final int CONSOLE_UID = 61801;
    private static final int STRANGER_UID = 61802;
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    @TempDir
    private static Path library;
    private static StringBuilder classPath;

    private Fixture fixture;

    /** What the other JVM runs. */
    public static final class Caller {
        private Caller() {
        }

        /** @param args the data directory and the door */
        public static void main(String[] args) {
            dev.anole.operation.Catalog none = new dev.anole.operation.Catalog(java.util.List.of());
            try (RemoteAgent agent = RemoteAgent.at(Path.of(args[0]), none, Door.valueOf(args[1]))) {
                System.out.println("greeted " + agent.greeting().version());
            } catch (OperationException e) {
                System.out.println(e.kind() + " " + e.getMessage());
            }
        }
    }

    /** The class path where everybody can read it: a build's own may lie in a home directory. */
    @BeforeAll
    static void copyClassPath() throws IOException {
        Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwxr-xr-x"));
        classPath = new StringBuilder();
        int n = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                Path to = library.resolve(n++ + "-" + from.getFileName());
                copy(from, to);
                classPath.append(classPath.isEmpty() ? "" : File.pathSeparator).append(to);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = file.equals(from) ? to : to.resolve(from.relativize(file).toString());
                Files.copy(file, copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        assumeTrue((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0, "only root can become another user");
        assumeTrue(Files.isExecutable(SETPRIV), "setpriv of util-linux is not installed");
        fixture = new Fixture();
        Files.setPosixFilePermissions(fixture.data, PosixFilePermissions.fromString("rwx--x--x"));
        Path console = Files.createDirectory(fixture.data.resolve("console"));
        Files.setOwner(console, FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("" + CONSOLE_UID));
        fixture.started();
    }

    @AfterEach
    void clean() {
        if (fixture != null) {
            fixture.close();
        }
    }

    private String callAs(int uid, Door door) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(SETPRIV.toString(), "--reuid=" + uid, "--regid=" + uid, "--clear-groups",
            "--inh-caps=-all", "--no-new-privs", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp", classPath.toString(),
            Caller.class.getName(), fixture.data.toString(), door.name())
            .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return said;
    }

    @Test
    void aStrangerGetsOneLineAndIsClosed() throws Exception {
        assertEquals("FORBIDDEN user " + STRANGER_UID + " may not speak with the agent at " + AgentServer.socket(fixture.data)
            + "; run the command with sudo, or use the console", callAs(STRANGER_UID, Door.CONSOLE));
    }

    @Test
    void theConsolesUserIsLetInAsTheConsole() throws Exception {
        assertEquals("greeted test", callAs(CONSOLE_UID, Door.CONSOLE));
    }

    @Test
    void theConsolesUserIsNoCommandLine() throws Exception {
        assertEquals("FORBIDDEN the console's user may not come in as CLI", callAs(CONSOLE_UID, Door.CLI));
    }
}
