package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.UnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What another process leaves behind when it is killed, and what an ordinary user is told. */
class RightsKernelTest {
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final int NOBODY = 65534;

    @TempDir
    static Path scratch;

    /** What the other process runs: loads and attaches, says so, and waits to be killed. */
    static final class Child {
        public static void main(String[] arguments) throws Exception {
            try (LoadedObject loaded = BpfObject.resource(BpfObject.class, "switches.bpf.o").load();
                 BpfLinks links = loaded.attach()) {
                System.out.println("attached " + loaded.program("on_switch").id() + " by " + links.all().size());
                System.in.read();
            } catch (UnavailableException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static List<String> java(List<String> before, String classPath) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:+UseSerialGC", "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED", "-cp", classPath, Child.class.getName()));
        return command;
    }

    @Test
    void afterKillNothingStaysLoaded() throws IOException, InterruptedException {
        Kernels.assumeProgram("tp_btf/sched_switch");
        Process child = new ProcessBuilder(java(List.of(), System.getProperty("java.class.path"))).redirectErrorStream(true).start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(child.getInputStream()))) {
            String line = said.readLine();
            assertTrue(line.startsWith("attached "), line);
            int id = Integer.parseInt(line.split(" ")[1]);
            assertTrue(BpfInventory.programs().stream().anyMatch(each -> each.id() == id && each.name().equals("on_switch")
                    && each.pids().contains((int) child.pid())), "the program is listed with its process");
            assertTrue(BpfInventory.maps().stream().anyMatch(each -> each.name().equals("events")
                    && each.pids().contains((int) child.pid())));
            child.destroyForcibly();
            assertTrue(child.waitFor(20, TimeUnit.SECONDS));
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (BpfInventory.programs().stream().anyMatch(each -> each.id() == id)) {
                assertTrue(System.nanoTime() < end, "program " + id + " is still there");
                Thread.sleep(50);
            }
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void anOrdinaryUserIsToldWhatIsMissing() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv (util-linux) is not installed");
        assumeTrue(ProcessHandle.current().info().user().filter("root"::equals).isPresent(), "only root can become somebody else");
        String classPath = copied();
        Process child = new ProcessBuilder(java(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups",
                "--inh-caps=-all", "--bounding-set=-all"), classPath)).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes()).strip();
        assertEquals(0, child.waitFor());
        assertFalse(said.contains("\n"), said);
        assertTrue(said.contains("CAP_BPF") && said.contains("run as root"), said);
    }

    /** The classes where everybody can read them. */
    private static String copied() throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            if (Files.isDirectory(Path.of(entry))) {
                Path copy = scratch.resolve("classes" + copies.size());
                Clang.run(scratch, List.of("cp", "-r", entry, copy.toString()));
                Clang.run(scratch, List.of("chmod", "-R", "a+rX", copy.toString()));
                copies.add(copy.toString());
            }
        }
        return String.join(":", copies);
    }
}
