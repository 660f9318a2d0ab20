package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgramTest {

    private static final FileTime THEN = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    private final Path javaHome = Path.of(System.getProperty("java.home"));
    private Path directory;
    private Path open;

    @BeforeEach
    void aDirectoryThatOthersMayEnter() throws Exception {
        directory = Files.createTempDirectory("anole-program-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        open = directory.resolve("images");
    }

    @AfterEach
    void removeIt() throws Exception {
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    private Path imageIn(String permissions) throws Exception {
        Path image = directory.resolve("tree/image/0123");
        Files.createDirectories(image.resolve("lib"));
        Files.writeString(image.resolve("run"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(image.resolve("run"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(image.resolve("lib/anole.jar"), "jar");
        Files.setLastModifiedTime(image.resolve("lib/anole.jar"), THEN);
        Files.setPosixFilePermissions(directory.resolve("tree"), PosixFilePermissions.fromString(permissions));
        return image;
    }

    @Test
    void anImageThatOthersCanReadIsUsedAsItIs() throws Exception {
        var program = new Program(javaHome, Optional.of(imageIn("rwxr-xr-x")));
        assertEquals(program, program.openToOthers(open));
    }

    @Test
    void anImageInAClosedDirectoryIsCopiedWithItsTimes() throws Exception {
        var program = new Program(javaHome, Optional.of(imageIn("rwx------")));
        Path copy = program.openToOthers(open).image().orElseThrow();
        assertEquals(open.resolve("0123"), copy);
        assertEquals(THEN, Files.getLastModifiedTime(copy.resolve("lib/anole.jar")));
        assertEquals(Optional.empty(), Program.closedAt(copy.resolve("lib/anole.jar")));
        assertEquals(copy, program.openToOthers(open).image().orElseThrow());
    }

    @Test
    void theCopyOfAFormerImageGoes() throws Exception {
        Files.createDirectories(open.resolve("former/lib"));
        new Program(javaHome, Optional.of(imageIn("rwx------"))).openToOthers(open);
        try (var left = Files.list(open)) {
            assertEquals(List.of(open.resolve("0123")), left.toList());
        }
    }

    @Test
    void aClosedRunTimeIsNamedWithTheRemedy() throws Exception {
        Path jdk = imageIn("rwx------").resolve("jdk");
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("bin/java"), "");
        var thrown = org.junit.jupiter.api.Assertions.assertThrows(java.io.IOException.class,
                () -> new Program(jdk, Optional.empty()).openToOthers(open));
        assertTrue(thrown.getMessage().contains("cannot enter " + directory.resolve("tree")));
        assertTrue(thrown.getMessage().contains("JAVA_HOME"));
    }

    @Test
    void theNextProcessGetsTheImagesScriptAndThisJava() {
        var builder = new Program(javaHome, Optional.of(Path.of("/image"))).process(List.of("setpriv", "--no-new-privs"), List.of("console"));
        assertEquals(List.of("setpriv", "--no-new-privs", "/image/run", "console"), builder.command());
        assertEquals(javaHome.resolve("bin/java").toString(), builder.environment().get("ANOLE_JAVA"));
    }
}
