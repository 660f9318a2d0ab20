package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.agent.AgentServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code anole up} as processes. */
@Timeout(120)
class UpKernelTest {
    private static final int SOMEBODY = 61803;
    /** What the API answers to whom it does not know: it is there. */
    private static final int SERVED = 401;

    @TempDir
    private static Path library;
    private static String classPath;

    @TempDir
    private Path scratch;
    private Path data;

    @BeforeAll
    static void copy() throws IOException {
        classPath = Started.classPath(library);
    }

    @BeforeEach
    void openTheWay() throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = scratch.resolve("data");
    }

    private static boolean root() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    private Started up(String... more) throws IOException {
        List<String> words = new java.util.ArrayList<>(List.of("up", "--no-open", "--data", data.toString()));
        words.addAll(more.length == 0 ? List.of("--port", "0") : List.of(more));
        return Started.run(classPath, scratch, List.of(), words.toArray(String[]::new));
    }

    private static int status(URI address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private static int uid(ProcessHandle process) throws IOException {
        return (int) Files.getAttribute(Path.of("/proc", Long.toString(process.pid())), "unix:uid");
    }

    private static void awaitEnd(ProcessHandle process) throws Exception {
        process.onExit().get(20, TimeUnit.SECONDS);
    }

    @Test
    void oneCommandServesThisHostAndASignalEndsAllOfIt() throws Exception {
        try (Started up = up()) {
            URI login = URI.create(up.line().strip());
            assertTrue(login.getPath().equals("/login") && login.getQuery().startsWith("token="), () -> login.toString());
            assertEquals(SERVED, status(login.resolve("/api")));
            ProcessHandle console = up.child();
            if (root()) {
                assertNotEquals(0, uid(console));
                assertEquals(uid(console), Files.getAttribute(data.resolve("console"), "unix:uid"));
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("console"))));
                String status = Files.readString(Path.of("/proc", Long.toString(console.pid()), "status"));
                assertTrue(status.contains("CapPrm:\t0000000000000000") && status.contains("NoNewPrivs:\t1"), status);
            }
            try (Started second = up()) {
                assertEquals(4, second.end());
                assertTrue(second.err().contains("another agent (process " + up.handle().pid() + ") serves " + data + " already, with its console at "
                    + login.resolve("/") + "; use that one, stop it, or give another --data directory"), second.err());
            }
            try (Started list = Started.run(classPath, scratch, List.of(), "tasks", "list", "--json", "--data", data.toString())) {
                assertTrue(list.line().startsWith("{\"tasks\":["));
                assertEquals(0, list.end());
            }
            assertEquals(143, up.terminate());
            awaitEnd(console);
            assertFalse(Files.exists(AgentServer.socket(data)));
            assertFalse(Files.exists(data.resolve("run/console.url")));
        }
    }

    @Test
    void aConsoleThatIsKilledComesBackWhereItWas() throws Exception {
        try (Started up = up()) {
            URI login = URI.create(up.line().strip());
            ProcessHandle console = up.child();
            console.destroyForcibly();
            awaitEnd(console);
            boolean back = false;
            for (int i = 0; i < 200 && !back; i++) {
                Thread.sleep(100);
                try {
                    back = status(login.resolve("/api")) == SERVED;
                } catch (IOException e) {
                    // not yet
                }
            }
            assertTrue(back, up.err());
            assertTrue(up.err().contains("the console ended (signal 9); it is started again in 1 s"), up.err());
            assertEquals(143, up.terminate());
        }
    }

    @Test
    void aConsoleDoesNotOutliveItsParentHoweverThatDies() throws Exception {
        try (Started up = up()) {
            up.line();
            ProcessHandle console = up.child();
            up.handle().destroyForcibly();
            awaitEnd(console);
            try (Started again = up()) {
                assertTrue(again.line().contains("/login?token="), again.err());
                assertEquals(143, again.terminate());
            }
        }
    }

    @Test
    void aPortThatIsTakenIsSaidInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
             Started up = up("--port", Integer.toString(taken.getLocalPort()))) {
            assertEquals("", up.line());
            int code = up.end();
            String err = up.err();
            assertTrue(code == 2 || code == 4, () -> code + " " + err);
            assertEquals(1, err.lines().filter(l -> l.startsWith("anole: ")).count(), err);
            assertTrue(err.contains(Integer.toString(taken.getLocalPort())), err);
        }
    }

    @Test
    void anOrdinaryUserHasAnAgentWithTheirOwnRights() throws Exception {
        assumeTrue(root(), "only root can become another user");
        Files.setAttribute(scratch, "unix:uid", SOMEBODY);
        List<String> become = List.of("/usr/bin/setpriv", "--reuid=" + SOMEBODY, "--regid=" + SOMEBODY, "--clear-groups");
        assumeTrue(Files.isExecutable(Path.of(become.getFirst())), "setpriv of util-linux is not installed");
        try (Started up = Started.run(classPath, scratch, become, "up", "--port", "0", "--no-open", "--data", data.toString())) {
            URI login = URI.create(up.line().strip());
            assertEquals(SERVED, status(login.resolve("/api")), up.err());
            assertTrue(up.err().contains("with this user's rights"), up.err());
            assertEquals(SOMEBODY, uid(up.child()));
            assertEquals(143, up.terminate());
        }
    }

    @Test
    void aDirectoryThatTheConsolesUserCannotEnterIsSaid() throws Exception {
        assumeTrue(root(), "only root runs the console as another user");
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwx------"));
        try (Started up = up()) {
            assertEquals("", up.line());
            assertEquals(2, up.end());
            assertTrue(up.err().contains("anole: the console runs as another user, who cannot enter " + scratch.toRealPath()
                + "; give a --data directory that others may pass through"), up.err());
        }
    }
}
