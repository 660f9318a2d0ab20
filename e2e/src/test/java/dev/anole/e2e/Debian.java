package dev.anole.e2e;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What this machine's own package manager can bring for a test: a bare system, or files of another architecture. */
final class Debian {

    private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

    /** How long a bare system is used again before one with newer packages is made. */
    private static final Duration BARE_SYSTEM_KEPT = Duration.ofDays(14);

    private Debian() {}

    /** Where things that are dear to fetch are kept between runs, outside the source tree. */
    static Path cache() throws IOException {
        String home = Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).filter(value -> !value.isEmpty()).orElse(System.getProperty("user.home") + "/.cache");
        return Files.createDirectories(Path.of(home, "anole-tests"));
    }

    /** The address of the Debian archive that this machine installs from, as apt knows it. */
    static Optional<String> archive() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            return Optional.empty();
        }
        Ran ran = shell("apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(COMPONENT) $(SUITE)' 'Created-By: Packages'");
        return ran.out().lines().map(line -> line.split(" "))
                .filter(words -> words.length >= 4 && words[1].equals("Debian") && words[2].equals("main") && !words[3].contains("-"))
                .map(words -> words[0]).findFirst();
    }

    /** Code name of the release that this machine runs. */
    static String release() throws IOException, InterruptedException {
        return shell(". /etc/os-release && printf %s \"$VERSION_CODENAME\"").out();
    }

    /**
     * A bare Debian in a new directory {@code root}, with some more packages: no Java, no Maven, no compiler. The first one is
     * kept as an archive, from which later ones are unpacked in seconds.
     */
    static void bareSystem(Path root, String... more) throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can make a fresh root directory");
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/debootstrap")), "no debootstrap here");
        Path kept = cache().resolve("bare-" + release() + "-" + String.join("-", more) + ".tar");
        if (!Files.exists(kept) || Files.getLastModifiedTime(kept).toInstant().isBefore(Instant.now().minus(BARE_SYSTEM_KEPT))) {
            Path fresh = Files.createTempDirectory(root.getParent(), "debootstrap-");
            // debootstrap makes this one itself, open to all as a root directory is.
            bootstrap(fresh.resolve("root"), more);
            Path part = Files.createTempFile(kept.getParent(), kept.getFileName().toString(), ".part");
            tar("--create", part, fresh.resolve("root"));
            Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
            shell("rm -rf --one-file-system '" + fresh + "'");
        }
        Files.createDirectories(root);
        tar("--extract", kept, root);
    }

    private static void bootstrap(Path root, String... more) throws IOException, InterruptedException {
        var archive = archive();
        assumeTrue(archive.isPresent(), "apt on this machine knows no Debian archive");
        // Packages are kept as well: the next bootstrap needs the network for the index alone.
        Path archives = Files.createDirectories(cache().resolve("debootstrap"));
        Ran ran = Ran.in(Path.of("/"), Map.of(), List.of("debootstrap", "--variant=minbase", "--cache-dir=" + archives, "--include=" + String.join(",", more), release(), root.toString(), archive.get()));
        assumeTrue(ran.code() == 0, "debootstrap could not make a bare system: " + ran.out().lines().reduce("", (former, line) -> line));
    }

    private static void tar(String what, Path archive, Path directory) throws IOException, InterruptedException {
        Ran ran = Ran.in(directory, Map.of(), List.of("tar", what, "--numeric-owner", "--preserve-permissions", "--xattrs", "--xattrs-include=*", "--file", archive.toString(), "."));
        if (ran.code() != 0) {
            throw new IOException("tar " + what + " " + archive + ": " + ran.err());
        }
    }

    /**
     * A directory with {@code packages} for {@code architecture} and all they depend on, of the first of
     * {@code releases} that has them, unpacked but not configured. Kept between runs.
     */
    static Path unpacked(List<String> releases, String architecture, List<String> packages) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/apt-get")), "no apt here");
        var archive = archive();
        assumeTrue(archive.isPresent(), "apt on this machine knows no Debian archive");
        String wanted = String.join(" ", packages);
        Path home = cache().resolve(architecture);
        Path root = home.resolve("root");
        Path done = home.resolve("done");
        if (Files.exists(done) && Files.readString(done).equals(wanted)) {
            return root;
        }
        String why = "";
        for (String release : releases) {
            Ran fetched = fetch(home, archive.get(), release, architecture, wanted);
            if (fetched.code() == 0) {
                unpack(home, root);
                Files.writeString(done, wanted);
                return root;
            }
            why = fetched.err().lines().filter(line -> line.startsWith("E:")).findFirst().orElse("exit code " + fetched.code());
        }
        return abort("apt could not fetch " + wanted + " for " + architecture + " from any of " + releases + ": " + why);
    }

    /** Lets apt itself resolve and fetch, with lists, status and cache of its own, so that the machine's stay untouched. */
    private static Ran fetch(Path home, String archive, String release, String architecture, String wanted) throws IOException, InterruptedException {
        shell("rm -rf '" + home + "'");
        for (String directory : List.of("etc", "state/lists/partial", "cache/archives/partial")) {
            Files.createDirectories(home.resolve(directory));
        }
        Files.writeString(home.resolve("etc/sources.list"), "deb [arch=" + architecture + " signed-by=" + KEYRING + "] " + archive + " " + release + " main\n");
        Files.writeString(home.resolve("status"), "");
        String apt = "apt-get -q -o Dir::Etc::sourcelist=" + home + "/etc/sources.list -o Dir::Etc::sourceparts=/nonexistent -o Dir::State=" + home
                + "/state -o Dir::State::status=" + home + "/status -o Dir::Cache=" + home + "/cache -o APT::Architecture=" + architecture
                + " -o APT::Architectures=" + architecture + " -o APT::Sandbox::User=" + System.getProperty("user.name");
        return shell(apt + " update && " + apt + " install -y --no-install-recommends --download-only " + wanted);
    }

    private static void unpack(Path home, Path root) throws IOException, InterruptedException {
        // Debian's directories of programs and libraries are links since release 12.
        Ran unpacked = shell("set -e; mkdir -p '" + root + "'; cd '" + root + "'; mkdir -p usr/bin usr/lib usr/sbin proc sys dev tmp run work var/tmp root; "
                + "ln -s usr/bin bin; ln -s usr/lib lib; ln -s usr/sbin sbin; for deb in '" + home + "'/cache/archives/*.deb; do dpkg-deb -x \"$deb\" .; done; "
                + "rm -rf '" + home + "'/cache '" + home + "'/state");
        if (unpacked.code() != 0) {
            throw new IOException("packages could not be unpacked: " + unpacked.err());
        }
    }

    private static Ran shell(String script) throws IOException, InterruptedException {
        return Ran.in(Path.of("/"), Map.of("DEBIAN_FRONTEND", "noninteractive"), List.of("sh", "-c", script));
    }
}
