package dev.anole.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our archives as GNU tar and dpkg read them. */
class ArchivePeerTest {

    private static final long TIME = 1_767_225_600L;
    private static final String LONG = "a-directory-whose-name-is-long/".repeat(4) + "and-a-file-in-it.txt";

    @TempDir
    Path directory;

    private List<Packed> entries() throws IOException {
        Path source = Files.write(directory.resolve("source.bin"), new byte[1500]);
        return List.of(
                new Packed("./", 0755, TIME, new Packed.Content.Directory()),
                new Packed("./bin/", 0755, TIME, new Packed.Content.Directory()),
                new Packed("./bin/tool", 0755, TIME, new Packed.Content.File(source, 1500)),
                new Packed("./bin/alias", 0777, TIME, new Packed.Content.Link("tool")),
                new Packed("./" + LONG, 0644, TIME, new Packed.Content.Bytes("deep\n".getBytes())));
    }

    private Path archive() throws IOException {
        Path archive = directory.resolve("a.tar.gz");
        try (OutputStream out = Files.newOutputStream(archive)) {
            TarArchive.writeCompressed(entries(), out);
        }
        return archive;
    }

    @Test
    void tarUnpacksWhatWePacked() throws Exception {
        assumeTrue(Ran.exists("tar"), "no tar here");
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        var ran = Ran.of("tar", "-xzf", archive().toString(), "-C", unpacked.toString());
        assertEquals(new Ran(0, ""), ran);
        assertEquals(1500, Files.size(unpacked.resolve("bin/tool")));
        assertTrue(Files.isExecutable(unpacked.resolve("bin/tool")));
        assertEquals(Path.of("tool"), Files.readSymbolicLink(unpacked.resolve("bin/alias")));
        assertEquals("deep\n", Files.readString(unpacked.resolve(LONG)));
        assertEquals(TIME, Files.getLastModifiedTime(unpacked.resolve("bin/tool")).toMillis() / 1000);
    }

    @Test
    void everythingBelongsToRoot() throws Exception {
        assumeTrue(Ran.exists("tar"), "no tar here");
        var ran = Ran.of("tar", "-tvzf", archive().toString());
        assertEquals(0, ran.code());
        assertEquals(5, ran.text().lines().filter(line -> line.contains(" root/root ")).count(), ran.text());
    }

    @Test
    void theSameEntriesGiveTheSameBytes() throws Exception {
        byte[] once = Files.readAllBytes(archive());
        assertArrayEquals(once, Files.readAllBytes(archive()));
    }

    @Test
    void aNameThatCannotBeSplitIsRefused() {
        var entry = new Packed("x".repeat(101), 0644, TIME, new Packed.Content.Bytes(new byte[0]));
        assertThrows(IOException.class, () -> TarArchive.write(List.of(entry), OutputStream.nullOutputStream()));
    }

    @Test
    void dpkgReadsOurPackageAndFindsItWhole() throws Exception {
        assumeTrue(Ran.exists("dpkg-deb"), "no dpkg-deb here");
        Path deb = directory.resolve("anole_1_all.deb");
        var control = new LinkedHashMap<String, String>();
        control.put("Package", "anole");
        control.put("Version", "1~test");
        control.put("Architecture", "all");
        control.put("Maintainer", "Anole <anole@localhost.invalid>");
        control.put("Description", "A test\n of two lines");
        DebianPackage.write(control, entries(), TIME, deb);
        assertEquals(new Ran(0, "1~test\n"), Ran.of("dpkg-deb", "-f", deb.toString(), "Version"));
        Path root = Files.createDirectory(directory.resolve("root"));
        assertEquals(0, Ran.of("dpkg-deb", "-R", deb.toString(), root.toString()).code());
        var check = Ran.of("sh", "-c", "cd '" + root + "' && md5sum -c DEBIAN/md5sums");
        assertEquals(0, check.code(), check.text());
        assertEquals(2, check.text().lines().count());
    }

    @Test
    void arListsTheThreeMembersInTheirOrder() throws Exception {
        assumeTrue(Ran.exists("ar"), "no ar here");
        Path deb = directory.resolve("a.deb");
        DebianPackage.write(new LinkedHashMap<>(), entries(), TIME, deb);
        assertEquals(new Ran(0, "debian-binary\ncontrol.tar.gz\ndata.tar.gz\n"), Ran.of("ar", "t", deb.toString()));
    }
}
