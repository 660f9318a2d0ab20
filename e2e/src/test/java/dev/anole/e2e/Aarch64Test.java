package dev.anole.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher and the ground's tests on aarch64, under emulation: instructions are translated, system calls reach this kernel. */
@Tag("slow")
class Aarch64Test {

    /** Rooms whose tests run; they are the ones with structures and call numbers of an architecture. */
    private static final List<String> GROUND = List.of("kernel/linux", "kernel/cgroup", "kernel/netlink", "kernel/perf", "kernel/machine");
    /** How often a page is loaded again that asks for it. */
    private static final int RELOADS_MAX = 60;

    private static Emulated machine;

    /** Before each test, because Surefire drops the reason of a class that gives up as a whole. */
    @BeforeEach
    void machine() throws Exception {
        if (machine == null) {
            machine = Emulated.withJava();
        }
    }

    @Test
    void theGroundsTestsPass(@TempDir Path directory) throws Exception {
        Path jars = Files.createDirectories(directory.resolve("jars"));
        for (String entry : System.getProperty("java.class.path").split(":")) {
            if (entry.endsWith(".jar")) {
                Files.copy(Path.of(entry), jars.resolve(Path.of(entry).getFileName()));
            }
        }
        var path = new ArrayList<String>(List.of("e2e"));
        copy(Tree.own().root().resolve("e2e/target/test-classes"), directory.resolve("e2e"));
        var suites = new ArrayList<String>();
        for (String room : GROUND) {
            for (String classes : List.of("classes", "test-classes")) {
                copy(Tree.own().root().resolve(room).resolve("target").resolve(classes), directory.resolve(room).resolve(classes));
                path.add(room + "/" + classes);
            }
            suites.add(room + "/test-classes");
        }
        var command = new ArrayList<>(List.of(Emulated.javaHome() + "/bin/java", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m",
                "-Danole.root=/work", "-cp", String.join(":", path) + ":jars/*", SuiteMain.class.getName()));
        command.addAll(suites);
        Ran ran = machine.run(directory, command);

        var passed = new TreeSet<String>();
        var failed = new TreeMap<String, String>();
        for (String line : ran.out().lines().toList()) {
            String[] words = line.split(" ", 3);
            if (words.length > 1 && words[0].equals("passed")) {
                passed.add(name(words[1]));
            } else if (words.length > 1 && words[0].equals("failed")) {
                failed.put(name(words[1]), line);
            } else if (words[0].equals("skipped")) {
                System.out.println(line);
            }
        }
        System.out.println(passed.size() + " of the ground's tests passed on aarch64 in " + ran.took().toSeconds() + " s");
        assertEquals("", String.join("\n", failed.values()), "failed on aarch64");
        assertEquals(0, ran.code(), ran.err());
        assertTrue(passed.size() > 80, "few tests ran: " + passed + "\n" + ran.err());
    }

    @Test
    void theLauncherMakesItsImageAndTheFirstPageAnswers() throws Exception {
        Tree built = Tree.own().built();
        try (var scratch = Scratch.make()) {
            // As if this tree had been built on such a machine: the same sources and jars, no image for its JDK yet.
            Ran copied = Ran.in(built.root(), Map.of(), List.of("sh", "-c", "tar -c --exclude=.git --exclude=./e2e --exclude=./bench --exclude=./target/anole/image "
                    + "--exclude=./target/anole/dist --exclude=test-classes --exclude=surefire-reports . | tar -x -C '" + scratch.path() + "'"));
            assertEquals(0, copied.code(), copied.err());
            var patient = Map.of("ANOLE_TRAINING_SECONDS", Long.toString(Emulated.PATIENCE.toSeconds()));
            Ran first = machine.run(scratch.path(), patient, List.of("./anole", "version"));
            assertEquals(0, first.code(), first.err());
            assertTrue(first.err().contains("training the start-up caches of agent and console"), first.err());
            assertFalse(first.err().contains("no start-up cache"), first.err());
            System.out.println("the launcher made its image on aarch64 in " + first.took().toSeconds() + " s");

            Ran settled = machine.run(scratch.path(), List.of("./anole", "version"));
            assertEquals(new Ran(0, first.out(), "", settled.took()), settled, "settled, and the start-up cache is taken");
            Ran host = machine.run(scratch.path(), List.of("./anole", "host", "show", "--json"));
            assertEquals(0, host.code(), host.err());
            assertEquals("", host.err());
            assertTrue(host.out().contains("\"architecture\":\"aarch64\""), host.out());

            try (Up up = Up.awaited(machine.start(scratch.path(), List.of("sh", "-c", "exec ./anole up --port 0 --data /tmp/data --no-open 2>&1")), Emulated.PATIENCE)) {
                assertFirstPage(up);
                assertFalse(up.text().contains("start-up cache"), up.text());
            }
        }
    }

    /** A page says that it should be loaded again when the host takes too long to answer; then it is, as a person does it. */
    private static void assertFirstPage(Up up) throws Exception {
        try (var browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).followRedirects(HttpClient.Redirect.NORMAL).build()) {
            var page = browser.send(HttpRequest.newBuilder(up.link()).build(), HttpResponse.BodyHandlers.ofString());
            for (int again = 0; again < RELOADS_MAX && page.statusCode() != 200 && page.body().contains("load the page again"); again++) {
                Thread.sleep(1000);
                page = browser.send(HttpRequest.newBuilder(up.console()).build(), HttpResponse.BodyHandlers.ofString());
            }
            assertEquals(200, page.statusCode(), page.body());
            assertTrue(page.body().contains("aarch64"), page.body());
        }
    }

    private static String name(String word) {
        return word.replaceFirst("^dev\\.anole\\.", "").replaceFirst("\\(.*", "");
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.createDirectories(to.getParent());
        Ran ran = Ran.in(Path.of("/"), Map.of(), List.of("cp", "-a", from.toString(), to.toString()));
        assertEquals(0, ran.code(), ran.err());
    }
}
