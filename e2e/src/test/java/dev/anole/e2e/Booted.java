package dev.anole.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The bare system with its own systemd as process 1: in namespaces and a cgroup of its own, with a network that has
 * loopback alone, and without a way to change a value of the kernel.
 */
final class Booted {

    /** See https://systemd.io/CONTAINER_INTERFACE. */
    private static final String BOOT = """
            set -e
            echo $$ >"$2/cgroup.procs"
            exec unshare --mount --pid --uts --ipc --net --cgroup --fork --kill-child sh -ec '
              mount --bind "$1" "$1"; cd "$1"
              mount -t proc proc proc; mount --bind proc/sys proc/sys; mount -o remount,ro,bind proc/sys
              mount -t sysfs -o ro sysfs sys; mount -t cgroup2 cgroup2 sys/fs/cgroup
              mount -t tmpfs -o mode=755 tmpfs run; mount -t tmpfs tmpfs tmp; mount -t tmpfs -o mode=755 tmpfs dev
              for name in null zero full random urandom tty; do touch dev/$name; mount --bind /dev/$name dev/$name; done
              ln -s /proc/self/fd dev/fd; mkdir dev/pts dev/shm; mount -t tmpfs tmpfs dev/shm
              mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts; ln -s pts/ptmx dev/ptmx
              mkdir -p mnt/former; pivot_root . mnt/former; umount -l /mnt/former
              exec env -i container=anole-test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=null --show-status=0
            ' sh "$1"
            """;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path cgroup;
    private final long init;

    private Booted(Process process, Path cgroup, long init) {
        this.process = process;
        this.cgroup = cgroup;
        this.init = init;
    }

    /** Starts a system, and waits until systemd has done what a start asks for. */
    static Booted start(Path root) throws IOException, InterruptedException {
        Optional<Path> hierarchy = Files.readAllLines(Path.of("/proc/self/mounts")).stream().map(line -> line.split(" "))
            .filter(words -> words[2].equals("cgroup2")).map(words -> Path.of(words[1])).findFirst();
        assumeTrue(hierarchy.isPresent(), "no cgroup2 hierarchy is mounted, which systemd needs");
        Path cgroup = Files.createDirectory(hierarchy.get().resolve("anole-test-" + ProcessHandle.current().pid()));
        Process process = new ProcessBuilder("sh", "-c", BOOT, "sh", root.toString(), cgroup.toString())
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            Booted booted = new Booted(process, cgroup, init(process));
            booted.await(ran -> List.of("running", "degraded").contains(ran.out().strip()), "systemctl", "is-system-running");
            return booted;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            clear(process, cgroup);
            throw e;
        }
    }

    /** The number of its process 1 outside. */
    private static long init(Process unshare) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && unshare.isAlive()) {
            Optional<ProcessHandle> child = unshare.children().findFirst();
            if (child.isPresent() && Files.readString(Path.of("/proc", Long.toString(child.get().pid()), "comm")).startsWith("systemd")) {
                return child.get().pid();
            }
            Thread.sleep(100);
        }
        throw new IOException("systemd did not start");
    }

    /** Runs a command there. */
    Ran in(String... command) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("nsenter", "-a", "-t", Long.toString(init), "/usr/bin/env", "-i",
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8"));
        words.addAll(List.of(command));
        return Ran.in(Path.of("/"), Map.of(), words);
    }

    /** Runs a command again and again until it is as wished. */
    Ran await(Predicate<Ran> wished, String... command) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Ran ran = in(command);
            if (wished.test(ran)) {
                return ran;
            }
            if (System.nanoTime() > end) {
                throw new IOException(String.join(" ", command) + " did not come to what was awaited: " + ran);
            }
            Thread.sleep(200);
        }
    }

    /** Kills what is there, and removes its cgroup. */
    void end() throws IOException, InterruptedException {
        clear(process, cgroup);
    }

    private static void clear(Process process, Path cgroup) throws IOException, InterruptedException {
        Files.writeString(cgroup.resolve("cgroup.kill"), "1");
        process.waitFor(10, TimeUnit.SECONDS);
        for (int i = 0; i < 50 && Files.readString(cgroup.resolve("cgroup.events")).contains("populated 1"); i++) {
            Thread.sleep(100);
        }
        List<Path> groups;
        try (var below = Files.walk(cgroup)) {
            groups = below.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
        }
        for (Path group : groups) {
            Files.delete(group);
        }
    }
}
