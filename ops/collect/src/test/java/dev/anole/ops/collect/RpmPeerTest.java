package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages that rpm itself has built, and installed below a root of the test's own. */
class RpmPeerTest {
    @TempDir
    Path work;

    /** Where an RPM system keeps it; Debian's rpm keeps one for each user. */
    private static final String DATABASE = "/var/lib/rpm";

    private Path root;

    @BeforeEach
    void needsRpm() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/rpmbuild")), "rpm is not installed");
        root = Files.createDirectories(work.resolve("root"));
        run("rpm", "--root", root.toString(), "--dbpath", DATABASE, "--initdb");
    }

    private void run(String... command) throws Exception {
        Path said = work.resolve("said");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), () -> String.join(" ", command) + ": " + text(said));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return String.valueOf(e);
        }
    }

    /** Builds a package with one file, and installs it. */
    private void install(String name, String version, String more, int bytes) throws Exception {
        Path spec = work.resolve(name + ".spec");
        Files.writeString(spec, """
            Name: %s
            Version: %s
            Release: 1
            Summary: The package %s for a test
            License: none
            BuildArch: noarch
            %s
            %%description
            A test.
            %%install
            mkdir -p %%{buildroot}/opt/%s
            head -c %d /dev/zero >%%{buildroot}/opt/%s/file
            %%files
            /opt/%s/file
            """.formatted(name, version, name, more, name, bytes, name, name), StandardCharsets.UTF_8);
        run("rpmbuild", "--quiet", "--define", "_topdir " + work.resolve("build"), "-bb", spec.toString());
        Path built;
        try (Stream<Path> files = Files.walk(work.resolve("build/RPMS"))) {
            built = files.filter(f -> f.getFileName().toString().startsWith(name + "-")).findFirst().orElseThrow();
        }
        run("rpm", "--root", root.toString(), "--dbpath", DATABASE, "--nodeps", "--noscripts", "-i", built.toString());
    }

    @Test
    void packagesOfAnRpmHostAreListedWithVersionEpochAndSize() throws Exception {
        install("lizard", "1.2", "", 4000);
        install("anole-test", "3.0~rc1", "Epoch: 2", 123);
        Host host = new Host("test", root, 0);
        assertInstanceOf(Probe.Available.class, Packages.probe(host));
        assertEquals(List.of(
            new PackageInventory("anole-test", "2:3.0~rc1-1", "noarch", 123, "The package anole-test for a test"),
            new PackageInventory("lizard", "1.2-1", "noarch", 4000, "The package lizard for a test")), Packages.of(host));
    }

    @Test
    void anEmptyDatabaseHasNoPackages() throws Exception {
        assertEquals(List.of(), Packages.of(new Host("test", root, 0)));
    }
}
