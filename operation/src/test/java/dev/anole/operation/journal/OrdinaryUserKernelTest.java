package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A user without any privilege changes what is his own, and is told what is not. */
class OrdinaryUserKernelTest {
    private static final long NOBODY = 65534;

    /** Tries what only root may do. */
    static final class Trying {
        public static void main(String[] arguments) throws Exception {
            Bench bench = CrashStory.bench(Path.of(arguments[0]));
            try (FileJournal journal = bench.journal()) {
                for (String path : List.of("/etc/roots", "/etc/roots-own/x")) {
                    try {
                        journal.apply(new dev.anole.operation.Change(dev.anole.operation.Text.same("try"),
                            List.of(WholeFile.written(path, "x".getBytes(), bench.clock()))), bench.context(journal));
                        System.out.println("done " + path);
                    } catch (OperationException e) {
                        System.out.println(e.getMessage());
                    }
                }
            }
        }
    }

    /** The class path where everybody may read it: the local repository lies in root's home. */
    private static String readableClassPath(Path copy) throws IOException {
        List<String> all = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            Path to = copy.resolve(Integer.toString(all.size()));
            if (Files.isDirectory(from) || from.getFileName().toString().startsWith("jackson-core")) {
                try (Stream<Path> files = Files.walk(from)) {
                    for (Path file : files.toList()) {
                        Files.copy(file, to.resolve(from.relativize(file).toString()));
                    }
                }
                all.add(to.toString());
            }
        }
        return String.join(File.pathSeparator, all);
    }

    private static String runAsNobody(Path base, Class<?> program, String... arguments) throws Exception {
        Path copy = MemoryDirectory.make();
        Directory.working().setMode(copy.toString(), 0755, Symlink.FOLLOW);
        try {
            return runAsNobody(readableClassPath(copy), base, program, arguments);
        } finally {
            MemoryDirectory.delete(copy);
        }
    }

    private static String runAsNobody(String classPath, Path base, Class<?> program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--inh-caps=-all", "--no-new-privs", "--",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp", classPath, program.getName(), base.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Test
    void whatIsHisOwnIsChangedAndComesBackExactly() throws Exception {
        assumeTrue(Host.local().isRoot(), "only root may run a test as somebody else");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is not installed");
        Path base = MemoryDirectory.make();
        try {
            Directory.working().setOwner(base.toString(), NOBODY, NOBODY, Symlink.FOLLOW);
            Files.createDirectory(base.resolve("root"));
            Directory.working().setOwner(base.resolve("root").toString(), NOBODY, NOBODY, Symlink.FOLLOW);
            assertEquals("prepare\n", runAsNobody(base, CrashStory.class, "prepare"));
            Map<String, String> before = Tree.of(base.resolve("root"));
            assertEquals("apply\nundo\n", runAsNobody(base, CrashStory.class, "apply", "undo"));
            assertEquals(before, Tree.of(base.resolve("root")));
        } finally {
            MemoryDirectory.delete(base);
        }
    }

    @Test
    void whatIsRootsIsRefusedWithTheRemedy() throws Exception {
        assumeTrue(Host.local().isRoot(), "only root may run a test as somebody else");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is not installed");
        Path base = MemoryDirectory.make();
        try {
            Directory.working().setMode(base.toString(), 0755, Symlink.FOLLOW);
            Files.createDirectories(base.resolve("root/etc/roots-own"));
            Files.writeString(base.resolve("root/etc/roots"), "root's\n");
            Files.createDirectory(base.resolve("journal"));
            Directory.working().setOwner(base.resolve("journal").toString(), NOBODY, NOBODY, Symlink.FOLLOW);
            Directory.working().setMode(base.resolve("journal").toString(), 0700, Symlink.FOLLOW);
            String output = runAsNobody(base, Trying.class);
            assertEquals(2, output.lines().count(), output);
            assertTrue(output.lines().allMatch(l -> l.contains("may not be changed or read by this user") && l.contains("run Anole as root")), output);
        } finally {
            MemoryDirectory.delete(base);
        }
    }
}
