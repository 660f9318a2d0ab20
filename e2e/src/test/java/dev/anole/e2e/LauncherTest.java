package dev.anole.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./anole} up to the point where it becomes Java. */
class LauncherTest {

    private static final Set<String> NOT_SOURCE = Set.of("target", ".git", "dist");
    private static Tree tree;

    @BeforeAll
    static void build() throws Exception {
        tree = Tree.own().built();
    }

    /** A copy of the sources alone, as a fresh clone has them. */
    private static Tree clone(Path directory) throws IOException {
        Path from = Tree.own().root();
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes) throws IOException {
                if (NOT_SOURCE.contains(source.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(directory.resolve(from.relativize(source).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
                Files.copy(source, directory.resolve(from.relativize(source).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        return new Tree(directory);
    }

    @Test
    @Tag("slow")
    void aFreshCloneWithSpacesInItsPathBuildsOnceThenStartsAtOnceAndShowsWhatFailsToCompile(@TempDir Path directory) throws Exception {
        Tree fresh = clone(directory.resolve("a tree with spaces"));
        Ran first = fresh.anole("--help");
        assertEquals(0, first.code(), first.err());
        assertTrue(first.err().contains("first build"), first.err());
        assertTrue(first.out().contains("host"), first.out());

        Ran second = fresh.anole("--help");
        assertEquals(new Ran(0, first.out(), "", second.took()), second, "a settled tree says nothing of building");

        Path source = fresh.root().resolve("cli/src/main/java/dev/anole/cli/Main.java");
        String good = Files.readString(source);
        Files.writeString(source, good + "\nclass { broken");
        Ran broken = fresh.anole("--help");
        assertEquals(4, broken.code());
        assertTrue(broken.err().contains("Main.java"), broken.err());
        assertTrue(broken.err().contains("the whole log: " + fresh.root().resolve("target/anole/build.log")), broken.err());
        assertFalse(broken.err().contains("Re-run Maven"), broken.err());

        String image = fresh.image().toString();
        Files.writeString(source, good);
        Ran mended = fresh.anole("--help");
        assertEquals(0, mended.code(), mended.err());
        assertTrue(mended.err().contains("the sources have changed"), mended.err());
        assertEquals(image, fresh.image().toString(), "the same sources give the same image");

        Files.writeString(source, good.replaceFirst("(?s)\\}\\s*$", "\n    static final int GROWN = 1;\n}\n"));
        assertEquals(0, fresh.anole("--help").code());
        assertNotEquals(image, fresh.image().toString());
        assertFalse(Files.exists(Path.of(image)), "an image that nobody uses is removed");
    }

    @Test
    void noJdkIsOneLineThatSaysWhatToInstall() throws Exception {
        var nothing = new Hidden(List.of(Path.of("/usr/lib/jvm"), Path.of("/opt"), Path.of("/usr/java"), Path.of("/usr/local")));
        Ran ran = nothing.run(tree.root(), Map.of("JAVA_HOME", "", "SDKMAN_DIR", "", "HOME", "/nonexistent", "PATH", "/usr/bin:/bin"), List.of("./anole", "--help"));
        assertEquals(4, ran.code(), ran.err());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().startsWith("anole: no JDK 25 or newer found"), ran.err());
        assertTrue(ran.err().contains("install"), ran.err());
    }

    @Test
    void aJavaHomeThatIsTooOldIsPassedOverWithAWord(@TempDir Path directory) throws Exception {
        Path old = directory.resolve("jdk-17");
        Files.createDirectories(old.resolve("bin"));
        for (String tool : List.of("java", "javac")) {
            Files.writeString(old.resolve("bin").resolve(tool), "#!/bin/sh\nexit 1\n");
            Files.setPosixFilePermissions(old.resolve("bin").resolve(tool), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Tree fresh = clone(directory.resolve("tree"));
        // The build itself is another test's matter: without a Maven it ends right after the JDK was chosen.
        Ran ran = new Hidden(List.of(Path.of("/usr/share/maven"), Path.of("/opt/maven"))).run(fresh.root(),
                Map.of("JAVA_HOME", old.toString(), "MVNW_REPOURL", "", "HOME", "/nonexistent", "MAVEN_HOME", "", "PATH", "/usr/bin:/bin"), List.of("./anole", "--help"));
        assertEquals(4, ran.code());
        assertTrue(ran.err().contains("JAVA_HOME=" + old + " is Java 17, Anole needs 25 or newer; looking elsewhere"), ran.err());
        assertTrue(ran.err().contains("first build, with " + tree.javaHome()), ran.err());
        assertTrue(ran.err().contains("apt install maven"), ran.err());
    }

    @Test
    void aRefusedStartUpCacheIsSaidAndTheAnswerIsTheSame() throws Exception {
        Ran fast = tree.anole("capabilities", "--json");
        Ran refused = tree.anole(Map.of("ANOLE_JAVA_OPTIONS", "-XX:+UseCompactObjectHeaders"), "capabilities", "--json");
        assertEquals(0, refused.code(), refused.err());
        assertTrue(refused.err().contains("refused the start-up cache " + tree.image().resolve("cli.aot")), refused.err());
        assertTrue(refused.out().startsWith("{"), "standard output holds the answer alone: " + refused.out());
        assertEquals("", fast.err(), "a cache that was taken is not mentioned");
        assertTrue(fast.out().startsWith("{"), fast.out());
    }

    @Test
    void theLauncherWorksThroughASymbolicLinkAndFromAnotherDirectory(@TempDir Path directory) throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("anole"), tree.root().resolve("anole"));
        Ran ran = Ran.in(directory, Map.of(), List.of(link.toString(), "--help"));
        assertEquals(0, ran.code(), ran.err());
        assertEquals("", ran.err());
        assertEquals(0, Ran.in(directory, Map.of("PATH", directory + ":" + System.getenv("PATH")), List.of("sh", "-c", "anole --help")).code());
    }

    @Test
    void anotherUserRunsABuiltTreeWithoutWritingToIt(@TempDir Path directory) throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can become another user");
        Ran ran = Ran.in(tree.root(), Map.of("HOME", directory.toString()), List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "./anole", "--help"));
        assumeTrue(!ran.err().contains("Permission denied"), "this tree lies where another user cannot enter");
        assertEquals(0, ran.code(), ran.err());
    }
}
