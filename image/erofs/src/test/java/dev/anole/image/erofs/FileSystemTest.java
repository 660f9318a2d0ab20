package dev.anole.image.erofs;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An image through java.nio.file. */
class FileSystemTest {
    private static Scratch scratch;
    private static Path image;

    @BeforeAll
    static void anImageIsThere() throws Exception {
        Scratch.assumeCommands("setfattr");
        scratch = new Scratch();
        Path tree = Files.createDirectories(scratch.path("tree"));
        Scratch.run("sh", "-c", "cd " + tree + " && mkdir -p a/b && seq 1 100000 > a/b/numbers && ln -s ../a/b link && ln "
                + "-s numbers a/b/again && chmod 640 a/b/numbers && touch -d @1.5 a/b/numbers "
                + "&& setfattr -n user.kind -v count a/b/numbers; echo x > 'odd name%?'");
        image = scratch.path("image.erofs");
        try (FileTree source = DirectoryTree.open(tree)) {
            ErofsWriter.write(source, image, BuildOptions.defaults());
        }
    }

    @AfterAll
    static void itGoes() {
        if (scratch != null) {
            scratch.close();
        }
    }

    @Test
    void filesAreReadByTheOrdinaryMethods() throws Exception {
        try (FileSystem files = FileSystems.newFileSystem(image)) {
            List<String> lines = Files.readAllLines(files.getPath("/a/b/numbers"));
            assertEquals(100000, lines.size());
            assertEquals("100000", lines.getLast());
            assertEquals(lines, Files.readAllLines(files.getPath("link", "again")));
            try (Stream<Path> all = Files.walk(files.getPath("/"))) {
                assertEquals(List.of("/", "/a", "/a/b", "/a/b/again", "/a/b/numbers", "/link", "/odd name%?"),
                        all.map(Path::toString).toList());
            }
            try (Stream<Path> found = Files.find(files.getPath("/"), 9, (path, each) -> each.isSymbolicLink())) {
                assertEquals(2, found.count());
            }
            assertEquals("/a/b/numbers", files.getPath("/link/../b/again").toRealPath().toString());
            assertEquals(files.getPath("../a/b"), Files.readSymbolicLink(files.getPath("/link")));
            assertTrue(Files.isSameFile(files.getPath("/link/again"), files.getPath("/a/b/numbers")));
            Path copy = scratch.path("copy");
            Files.copy(files.getPath("/a/b/numbers"), copy);
            assertEquals(lines, Files.readAllLines(copy));
        }
    }

    @Test
    void attributesAreThoseOfTheImage() throws Exception {
        try (FileSystem files = FileSystems.newFileSystem(image)) {
            Path numbers = files.getPath("/a/b/numbers");
            assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(numbers)));
            assertEquals(FileTime.fromMillis(1500), Files.getLastModifiedTime(numbers));
            assertEquals(0100640, Files.getAttribute(numbers, "unix:mode"));
            assertEquals(588895L, Files.size(numbers));
            assertEquals(Map.of("size", 588895L, "isDirectory", false),
                    Files.readAttributes(numbers, "size,isDirectory"));
            var user = Files.getFileAttributeView(numbers, UserDefinedFileAttributeView.class);
            assertEquals(List.of("kind"), user.list());
            ByteBuffer value = ByteBuffer.allocate(user.size("kind"));
            user.read("kind", value);
            assertEquals("count", new String(value.array()));
            assertTrue(Files.isSymbolicLink(files.getPath("/link")));
            assertTrue(Files.isDirectory(files.getPath("/link")));
            assertFalse(Files.isDirectory(files.getPath("/link"), LinkOption.NOFOLLOW_LINKS));
            assertFalse(Files.isWritable(numbers));
        }
    }

    @Test
    void pathsAreUris() throws Exception {
        URI uri = URI.create("erofs:" + image.toUri());
        try (FileSystem files = FileSystems.newFileSystem(uri, Map.of())) {
            Path odd = files.getPath("/odd name%?");
            assertEquals(odd, Path.of(odd.toUri()));
            assertEquals(files, FileSystems.getFileSystem(uri));
        }
    }

    @Test
    void whatCannotBeIsRefused() throws Exception {
        try (FileSystem files = FileSystems.newFileSystem(image)) {
            assertThrows(NoSuchFileException.class, () -> Files.size(files.getPath("/none")));
            assertThrows(ReadOnlyFileSystemException.class, () -> Files.writeString(files.getPath("/new"), "x"));
            assertThrows(ReadOnlyFileSystemException.class, () -> Files.delete(files.getPath("/a/b/numbers")));
            assertThrows(IOException.class, () -> Files.readAllBytes(files.getPath("/a")));
        }
        Path other = Files.writeString(scratch.path("other"), "no image");
        assertThrows(ProviderNotFoundException.class, () -> FileSystems.newFileSystem(other));
    }

    @Test
    void pathsBehaveAsOthersDo() throws Exception {
        try (FileSystem files = FileSystems.newFileSystem(image)) {
            for (String each : List.of("/a/b/c", "a/b", "/", "x", "../y/./z", "/a/../../b")) {
                Path path = files.getPath(each);
                Path host = Path.of(each);
                assertEquals(host.normalize().toString(), path.normalize().toString(), each);
                assertEquals(host.getNameCount(), path.getNameCount(), each);
                assertEquals(String.valueOf(host.getParent()), String.valueOf(path.getParent()), each);
                assertEquals(String.valueOf(host.getFileName()), String.valueOf(path.getFileName()), each);
                assertEquals(host.resolve("q/r").toString(), path.resolve("q/r").toString(), each);
                assertEquals(host.startsWith("/a"), path.startsWith("/a"), each);
                assertEquals(host.endsWith("b"), path.endsWith("b"), each);
            }
            assertEquals("../../x/y", files.getPath("/a/b").relativize(files.getPath("/x/y")).toString());
            assertTrue(files.getPathMatcher("glob:**/*.so").matches(files.getPath("/lib/x.so")));
        }
    }
}
