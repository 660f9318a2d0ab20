package dev.anole.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A root directory of aarch64 programs, run through QEMU's user emulation. The kernel is told to run such files by an
 * entry of binfmt_misc, which since Linux 6.7 each user namespace has for itself: nothing of the host changes.
 *
 * @param root its directory
 */
record Emulated(Path root) {

    private static final Path EMULATOR = Path.of("/usr/bin/qemu-aarch64-static");
    /** An ELF file of 64 bits, little-endian, executable or shared, for machine 0xb7 (Linux's binfmt-misc.rst has the format). */
    private static final String BINFMT = ":qemu-aarch64:M::\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00"
            + ":\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff:" + EMULATOR + ":F";
    /**
     * The processor that is emulated. QEMU's default has all that QEMU knows, pointer authentication among it, which Debian's
     * libraries use at each call and return, and whose cipher takes most of the time then. This one is a server's, and has none.
     */
    private static final String PROCESSOR = "neoverse-n1";
    /** What takes longer than this hangs. */
    static final Duration PATIENCE = Duration.ofMinutes(15);
    /** Waits for its identity map, then sets the stage: $1 is the root, $2 the binfmt entry, $3 what appears as /work; the rest runs. */
    private static final String STAGE = """
            echo there; read -r go
            set -e
            root=$1; entry=$2; work=$3; shift 3
            mount -t binfmt_misc none /proc/sys/fs/binfmt_misc
            printf '%s' "$entry" >/proc/sys/fs/binfmt_misc/register
            mount --rbind "$root" "$root"
            for directory in proc sys dev; do mount --rbind "/$directory" "$root/$directory"; done
            mount -t tmpfs tmpfs "$root/tmp"
            mount --rbind "$work" "$root/work"
            exec chroot "$root" /usr/bin/env -i -C /work PATH=/usr/bin:/usr/sbin HOME=/root LANG=C.UTF-8 QEMU_CPU=PROCESSOR "$@"
            """.replace("PROCESSOR", PROCESSOR);

    /** One with a JDK 25 and what the launcher calls; the test is skipped, with the reason, where it cannot be had. */
    static Emulated withJava() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(EMULATOR), "no " + EMULATOR + ": apt install qemu-user-static");
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give emulated programs a root directory");
        var emulated = new Emulated(Debian.unpacked(List.of(Debian.release(), "stable", "testing"), "arm64",
                List.of("openjdk-25-jdk-headless", "dash", "coreutils", "findutils", "grep", "sed", "libc-bin", "util-linux")));
        Ran tried = emulated.run(Path.of("/mnt"), List.of("uname", "-m"));
        assumeTrue(tried.out().strip().equals("aarch64"), "programs for aarch64 cannot be run here: " + tried.err().strip());
        return emulated;
    }

    /** The JDK's directory as emulated programs see it. */
    static String javaHome() {
        return "/usr/lib/jvm/java-25-openjdk-arm64";
    }

    /** Starts {@code command} with {@code work} as its directory, there called {@code /work}; its output begins with the command's own. */
    Process start(Path work, List<String> command) throws IOException {
        var words = new ArrayList<>(List.of("unshare", "--user", "--mount", "sh", "-c", STAGE, "sh", root.toString(), BINFMT, work.toString()));
        words.addAll(command);
        Process process = new ProcessBuilder(words).start();
        // Its first line says that the namespace exists; then every user is mapped to itself.
        var first = new StringBuilder();
        for (int read; (read = process.getInputStream().read()) >= 0 && read != '\n'; ) {
            first.append((char) read);
        }
        if (first.toString().equals("there")) {
            for (String map : List.of("uid_map", "gid_map")) {
                Files.writeString(Path.of("/proc", Long.toString(process.pid()), map), "0 0 4294967295\n");
            }
            try (var out = process.getOutputStream()) {
                out.write("go\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        return process;
    }

    /** Runs {@code command} with {@code work} as its directory to its end. */
    Ran run(Path work, List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = start(work, command);
        // By its handle: the process's own method closes the stream that is still to be read.
        var watchdog = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(PATIENCE);
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.toHandle().destroyForcibly();
            } catch (InterruptedException ended) {
                // In time.
            }
        });
        var err = CompletableFuture.supplyAsync(() -> Ran.text(process.getErrorStream()));
        String out = Ran.text(process.getInputStream());
        int code = process.waitFor();
        watchdog.interrupt();
        return new Ran(code, out, err.join(), Duration.ofNanos(System.nanoTime() - start));
    }

    /** The environment has no other names than those that the stage sets. */
    Ran run(Path work, Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(command);
        return run(work, words);
    }
}
