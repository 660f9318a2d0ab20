package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.operation.Change;
import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.Host;
import dev.anole.operation.Journal;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernel values of a network namespace that is the test's own. */
class SysctlKernelTest {
    @TempDir
    Path base;

    /** Runs in its own namespace; says what it reads. */
    static final class InNamespace {
        public static void main(String[] arguments) throws Exception {
            Bench bench = new Bench(Path.of(arguments[0]), Host.local(), Clock.systemUTC());
            try (FileJournal journal = bench.journal()) {
                for (String value : List.of("1", "4096 65536 4194304")) {
                    String name = value.length() == 1 ? "net.ipv4.ip_forward" : "net.ipv4.tcp_wmem";
                    System.out.println(name + " was " + read(name));
                    ChangeId id = journal.apply(change(name, value), bench.context(journal)).orElseThrow().id();
                    System.out.println(name + " is " + read(name));
                    journal.reverse(id, ChangeRun.Kind.UNDO, Journal.Foreign.STOP, bench.context(journal));
                    System.out.println(name + " is again " + read(name));
                }
                for (String wrong : List.of("no number", "99999999999999999999")) {
                    try {
                        journal.apply(change("net.ipv4.ip_forward", wrong), bench.context(journal));
                        System.out.println("taken: " + wrong);
                    } catch (OperationException e) {
                        System.out.println("refused: " + e.getMessage());
                    }
                }
            }
        }

        private static Change change(String name, String value) {
            return new Change(Text.same("set"), List.of(KernelValue.step(KernelValue.target(name), value)));
        }

        private static String read(String name) throws Exception {
            return Host.local().read("/proc/sys/" + name.replace('.', '/')).orElseThrow().replace('\t', ' ');
        }
    }

    @Test
    void aValueOfTheRealKernelIsSetReadBackAndUndone() throws Exception {
        assumeTrue(Host.local().isRoot(), "only root may make a network namespace");
        Process process = new ProcessBuilder("unshare", "--net", "--", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp", System.getProperty("java.class.path"),
            InNamespace.class.getName(), base.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(process.waitFor() == 0, "unshare --net does not work here: " + output);
        List<String> lines = output.lines().toList();
        assertEquals("net.ipv4.ip_forward was 0", lines.get(0));
        assertEquals("net.ipv4.ip_forward is 1", lines.get(1));
        assertEquals("net.ipv4.ip_forward is again 0", lines.get(2));
        assertEquals("net.ipv4.tcp_wmem is 4096 65536 4194304", lines.get(4));
        assertEquals(lines.get(3).replace(" was ", " is again "), lines.get(5));
        assertEquals("refused: the kernel does not take \"no number\" for net.ipv4.ip_forward; see the bounds of net.ipv4.ip_forward"
            + " in the kernel's documentation (admin-guide/sysctl)", lines.get(6));
        assertEquals(true, lines.get(7).startsWith("refused: "), lines.get(7));
    }
}
