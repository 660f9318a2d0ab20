package dev.anole.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** The ground's tests on aarch64, under emulation: instructions are translated, system calls reach this kernel. */
@Tag("slow")
class Aarch64Test {

    /** Rooms whose tests run; they are the ones with structures and call numbers of an architecture. */
    private static final List<String> GROUND = List.of("kernel/linux", "kernel/cgroup", "kernel/netlink", "kernel/perf");

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
        var command = new ArrayList<>(List.of(Emulated.javaHome() + "/bin/java", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx512m",
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

    private static String name(String word) {
        return word.replaceFirst("^dev\\.anole\\.", "").replaceFirst("\\(.*", "");
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.createDirectories(to.getParent());
        Ran ran = Ran.in(Path.of("/"), Map.of(), List.of("cp", "-a", from.toString(), to.toString()));
        assertEquals(0, ran.code(), ran.err());
    }
}
