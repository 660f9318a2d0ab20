package dev.anole.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The services that {@code anole install} makes, under a real systemd. */
@Tag("slow")
class SystemdTest {
    private static final String AGENT = "anole-agent.service";
    private static final String CONSOLE = "anole-console.service";

    private Installed installed;
    private Booted host;

    @BeforeEach
    void boot() throws Exception {
        installed = Installed.once();
        host = Booted.start(installed.root());
    }

    @AfterEach
    void end() throws Exception {
        if (host != null) {
            host.end();
        }
    }

    /** What stands where units and users are configured, by path. */
    private Map<String, String> configuration() throws Exception {
        Map<String, String> files = new TreeMap<>();
        for (String directory : List.of("etc/systemd", "etc/sysusers.d", "etc/tmpfiles.d")) {
            Path start = installed.root().resolve(directory);
            if (Files.isDirectory(start)) {
                try (var paths = Files.walk(start)) {
                    for (Path path : paths.toList()) {
                        files.put(path.toString(), Files.isSymbolicLink(path) ? "-> " + Files.readSymbolicLink(path)
                            : Files.isRegularFile(path) ? Files.readString(path).hashCode() + " " + Files.getLastModifiedTime(path) : "directory");
                    }
                }
            }
        }
        return files;
    }

    private Ran done(String... command) throws Exception {
        Ran ran = host.in(command);
        assertEquals(0, ran.code(), () -> String.join(" ", command) + ": " + ran.out() + ran.err());
        return ran;
    }

    /** What the unit says of itself. */
    private String property(String unit, String name) throws Exception {
        return done("systemctl", "show", "--value", "-p", name, unit).out().strip();
    }

    /** The answer to one request on the host's own loopback, by the shell that is there. */
    private String get(String target) throws Exception {
        return done("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8520; printf 'GET %s HTTP/1.1\\r\\nHost: 127.0.0.1:8520\\r\\nConnection: close\\r\\n\\r\\n' \"$0\" >&3; cat <&3", target).out();
    }

    @Test
    void installedServicesStartServeComeBackAndAreTakenAwayAgain() throws Exception {
        Map<String, String> before = configuration();
        assertTrue(done("anole", "install", "--dry-run").out().contains("not running → running"));
        assertEquals(before, configuration(), "a preview changes nothing");

        Ran install = done("anole", "install", "--apply", "--yes");
        assertTrue(install.out().contains("done"), install.out());
        assertEquals("active", property(AGENT, "ActiveState"));
        assertEquals("active", property(CONSOLE, "ActiveState"));
        assertEquals("enabled", property(AGENT, "UnitFileState"));
        host.await(ran -> ran.out().startsWith("serving"), "systemctl", "show", "--value", "-p", "StatusText", AGENT);
        consoleServesWithoutRights();
        whatIsKilledComesBack();
        whatTheAgentDoesIsJournaled();

        Ran refused = host.in("anole", "changes", "undo", "c-0001", "--yes");
        assertNotEquals(0, refused.code());
        assertTrue(refused.err().contains("systemctl stop " + AGENT), refused.err());
        assertEquals("active", property(CONSOLE, "ActiveState"), "nothing was changed");
        done("systemctl", "stop", CONSOLE, AGENT);
        Ran undone = done("anole", "changes", "undo", "c-0001", "--yes");
        assertTrue(undone.out().contains("undo"), undone.out());
        assertEquals(before, configuration(), "everything is as before");
        assertEquals("not-found", property(CONSOLE, "LoadState"));
    }

    @Test
    void aUnitIsInstalledRunsIsListedAndIsTakenAway() throws Exception {
        String unit = "[Unit]\nDescription=Waits\n[Service]\nExecStart=/usr/bin/sleep 1000\n[Install]\nWantedBy=multi-user.target\n";
        done("anole", "--data", "/root/anole", "unit", "install", "waits.service", "--enable", "--start", "--content", unit, "--yes");
        assertEquals("active", property("waits.service", "ActiveState"));
        assertEquals("enabled", property("waits.service", "UnitFileState"));
        String services = done("anole", "--data", "/root/anole", "host", "services", "--json").out();
        assertTrue(services.contains("waits.service") && services.contains("systemd-journald.service"), services);
        done("anole", "--data", "/root/anole", "changes", "undo", "c-0001", "--yes");
        assertEquals("not-found", property("waits.service", "LoadState"));
        assertEquals("", done("sh", "-c", "pgrep -f 'sleep 100[0]' || true").out(), "it does not run any more");
    }

    @Test
    void aUnitThatCannotStartIsTakenBackWithItsReason() throws Exception {
        Map<String, String> before = configuration();
        String unit = "[Unit]\nDescription=Fails\n[Service]\nType=oneshot\nExecStart=/usr/bin/false\n[Install]\nWantedBy=multi-user.target\n";
        Ran ran = host.in("anole", "--data", "/root/anole", "unit", "install", "fails.service", "--enable", "--start", "--content", unit, "--yes");
        assertEquals(4, ran.code(), ran.out() + ran.err());
        assertTrue(ran.err().contains("systemctl start -- fails.service failed") && ran.err().lines().count() == 1, ran.err());
        assertEquals(before, configuration(), "what was made is taken back");
        assertEquals("not-found", property("fails.service", "LoadState"));
    }

    private void consoleServesWithoutRights() throws Exception {
        String link = done("anole", "login-link").out().strip();
        String page = get(link.substring(link.indexOf("/login")));
        assertTrue(page.startsWith("HTTP/1.1 303") && page.contains("Set-Cookie"), page);
        String status = done("cat", "/proc/" + property(CONSOLE, "MainPID") + "/status").out();
        assertFalse(status.contains("Uid:\t0"), status);
        assertTrue(status.contains("CapBnd:\t0000000000000000") && status.contains("NoNewPrivs:\t1") && status.contains("Seccomp:\t2"), status);
    }

    private void whatIsKilledComesBack() throws Exception {
        for (String unit : List.of(AGENT, CONSOLE)) {
            String pid = property(unit, "MainPID");
            done("systemctl", "kill", "--signal=KILL", unit);
            host.await(ran -> !List.of("0", pid).contains(ran.out().strip()), "systemctl", "show", "--value", "-p", "MainPID", unit);
            host.await(ran -> ran.out().startsWith("serving"), "systemctl", "show", "--value", "-p", "StatusText", unit);
            assertEquals("active", property(unit, "ActiveState"));
        }
    }

    private void whatTheAgentDoesIsJournaled() throws Exception {
        host.await(ran -> ran.code() == 0, "anole", "file", "write", "--content", "by the agent", "/etc/anole-test", "--yes");
        assertEquals("by the agent", done("cat", "/etc/anole-test").out().strip());
        done("anole", "changes", "undo", "c-0002", "--yes");
        assertNotEquals(0, host.in("test", "-e", "/etc/anole-test").code());
    }
}
