package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.kernel.linux.TrainedJava;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs {@link CrashStory} under strace(1), to kill it at a system call or to learn which ones it makes. */
final class Straced {
    /** System calls that change something, or that say which descriptor stands for what. */
    private static final String TRACED = "openat,close,fcntl,write,pwrite64,fsync,fdatasync,ftruncate,fallocate,renameat2,linkat,"
        + "symlinkat,unlinkat,mkdirat,fchmod,fchmodat,fchown,fchownat,utimensat,setxattr,lsetxattr,fsetxattr,removexattr,"
        + "lremovexattr,fremovexattr";
    private static final Pattern CALL = Pattern.compile("([a-z0-9_]+)\\((.*)\\)\\s+= (-?\\d+|\\?)(?: .*)?");
    private static final long SECONDS_MAX = 60;

    private Straced() {
    }

    /** One call of the thread that does the work: its arguments as strace prints them, strings in hexadecimal. */
    record Call(String name, String arguments, long result) {
        /** Whether something is different after it. */
        boolean changes() {
            return switch (name) {
                case "openat" -> result >= 0 && arguments.contains("O_CREAT");
                case "close", "fcntl" -> false;
                default -> true;
            };
        }
    }

    /** How a process ended. */
    record End(int status, String output) {
        boolean killed() {
            return status == 128 + 9;
        }
    }

    static void assumeInstalled() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed (apt install strace)");
    }

    /** Tells the story once, so that it begins faster when it is told again. */
    static TrainedJava story() throws IOException, InterruptedException {
        Path base = MemoryDirectory.make();
        try {
            return TrainedJava.of(CrashStory.class, base.toString(), "prepare", "apply", "undo", "recover");
        } finally {
            MemoryDirectory.delete(base);
        }
    }

    /** The command that tells the story, in a JVM like any other. */
    static List<String> plain(Path base, String... steps) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx64m",
            "-cp", System.getProperty("java.class.path"), CrashStory.class.getName(), base.toString()));
        command.addAll(List.of(steps));
        return command;
    }

    /** The same in a JVM that starts faster, for which {@link #story} was told once. */
    static List<String> trained(TrainedJava story, Path base, String... steps) {
        return story.command(Stream.concat(Stream.of(base.toString()), Stream.of(steps)).toArray(String[]::new));
    }

    private static End run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("no end within " + SECONDS_MAX + " s: " + command + "\n" + output);
        }
        return new End(process.exitValue(), output);
    }

    /** Runs a command and kills its process before it makes a call for the nth time. (With --seccomp-bpf strace 6.1 injects nothing.) */
    static End killedAt(String call, int nth, List<String> java) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call,
            "-e", "inject=" + call + ":signal=KILL:when=" + nth));
        command.addAll(java);
        return run(command);
    }

    /** Runs a command to its end, and gives the calls of the thread that writes the journal. */
    static List<Call> recorded(List<String> java) throws IOException, InterruptedException {
        Path traces = Files.createTempDirectory("anole-strace-");
        try {
            List<String> command = new ArrayList<>(List.of("strace", "-ff", "-qq", "--seccomp-bpf", "-xx", "-v", "-s", "10000000",
                "-o", traces.resolve("t").toString(), "-e", "trace=" + TRACED));
            command.addAll(java);
            End end = run(command);
            if (end.status() != 0) {
                throw new AssertionError(end.toString());
            }
            try (Stream<Path> files = Files.list(traces)) {
                Path busiest = files.max(Comparator.comparingLong(f -> f.toFile().length())).orElseThrow();
                List<Call> calls = new ArrayList<>();
                for (String line : Files.readAllLines(busiest, StandardCharsets.ISO_8859_1)) {
                    Matcher call = CALL.matcher(line);
                    if (call.matches() && !call.group(3).equals("?")) {
                        calls.add(new Call(call.group(1), call.group(2), Long.parseLong(call.group(3))));
                    }
                }
                return calls;
            }
        } finally {
            MemoryDirectory.delete(traces);
        }
    }
}
