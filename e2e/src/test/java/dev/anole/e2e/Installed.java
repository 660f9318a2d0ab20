package dev.anole.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What {@code ./anole dist} makes, and a bare system with systemd on which its package is installed. Made once for all
 * tests of a run, and removed when the run ends.
 *
 * @param root    the bare system's root directory
 * @param archive the tar.gz
 * @param deb     the package
 */
record Installed(Path root, Path archive, Path deb) {

    /** Mounts and processes of its own, the bare system as root directory; loopback is shared, so that a page can be fetched. */
    private static final String ENTER = """
            set -e
            mount --bind "$1" "$1"; mount -t proc proc "$1/proc"; mount -t sysfs -o ro sysfs "$1/sys"; mount -t tmpfs tmpfs "$1/tmp"
            mount --rbind /dev "$1/dev"
            root=$1; shift
            exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"
            """;

    private static Optional<Installed> made = Optional.empty();

    /** The one of this run; a test that asks first waits until it is made, or gives up with the reason. */
    static synchronized Installed once() throws IOException, InterruptedException {
        if (made.isEmpty()) {
            Path work = Files.createTempDirectory("anole-installed-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(work)));
            Path root = work.resolve("root");
            List<Path> files;
            try (var aside = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<List<Path>> dist = aside.submit(() -> distributed(work.resolve("dist")));
                Debian.bareSystem(root, "systemd", "systemd-sysv");
                files = dist.get();
            } catch (ExecutionException e) {
                throw new IOException("./anole dist: " + e.getCause().getMessage(), e);
            }
            Installed installed = new Installed(root,
                files.stream().filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow(),
                files.stream().filter(file -> file.toString().endsWith(".deb")).findFirst().orElseThrow());
            Files.copy(installed.deb, root.resolve("root").resolve(installed.deb.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            Ran dpkg = installed.in("dpkg", "-i", "/root/" + installed.deb.getFileName());
            assertEquals(0, dpkg.code(), dpkg.out() + dpkg.err());
            made = Optional.of(installed);
        }
        return made.get();
    }

    private static List<Path> distributed(Path target) throws IOException, InterruptedException {
        Ran dist = Tree.own().built().anole("dist", target.toString());
        assertEquals(0, dist.code(), dist.err());
        return dist.out().lines().map(Path::of).toList();
    }

    private static void remove(Path work) {
        try {
            Ran.in(Path.of("/"), Map.of(), List.of("rm", "-rf", "--one-file-system", work.toString()));
        } catch (IOException | InterruptedException e) {
            System.err.println("not removed: " + work);
        }
    }

    /** The words that run {@code command} on the bare system. */
    List<String> enter(String... command) {
        var words = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, "sh", root.toString()));
        words.addAll(List.of(command));
        return words;
    }

    /** Runs a command on the bare system. */
    Ran in(String... command) throws IOException, InterruptedException {
        return Ran.in(Path.of("/"), Map.of(), enter(command));
    }
}
