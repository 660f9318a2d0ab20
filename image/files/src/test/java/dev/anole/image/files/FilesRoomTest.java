package dev.anole.image.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Asked;
import dev.anole.operation.OperationException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations as a door calls them. */
class FilesRoomTest {
    @TempDir
    Path work;

    private Asked asked;
    private String tree;
    private String image;

    @BeforeEach
    void makeTree() throws Exception {
        Path root = Files.createDirectories(work.resolve("tree/etc"));
        Files.writeString(root.resolve("passwd"), "root:x:0:0\n");
        Files.setPosixFilePermissions(root.resolve("passwd"), PosixFilePermissions.fromString("rw-r-----"));
        Files.writeString(root.resolve("large"), "a line that comes again and again\n".repeat(20_000));
        Files.createSymbolicLink(root.resolve("link"), Path.of("passwd"));
        asked = new Asked(work);
        tree = work.resolve("tree").toString();
        image = work.resolve("image.erofs").toString();
    }

    @AfterEach
    void end() {
        asked.close();
    }

    private List<ImageList.Row> listed(String... more) throws InterruptedException {
        List<String> typed = new ArrayList<>(List.of("image=" + image));
        typed.addAll(List.of(more));
        List<ImageList.Row> rows = new ArrayList<>();
        asked.run(new ImageList(), typed.toArray(String[]::new)).source().produce(rows::add);
        return rows;
    }

    @Test
    void aDirectoryBecomesAnImageThatHoldsTheSame() throws Exception {
        assertFalse(asked.preview(new ImageBuild(), "source=" + tree, "target=" + image).built());
        assertFalse(Files.exists(Path.of(image)), "a preview makes nothing");
        ImageBuild.Built built = asked.run(new ImageBuild(), "source=" + tree, "target=" + image);
        assertEquals(5, built.inodes());
        assertTrue(built.bytes() < 100_000, built.toString());
        assertEquals(built.uuid(), asked.run(new ImageInspect(), "image=" + image).uuid());
        assertEquals(List.of(), asked.run(new ImageChecked(), "image=" + image).faults());
        assertEquals(List.of(), asked.run(new ImageDiff(), "one=" + image, "other=" + tree).rows());
        Files.writeString(work.resolve("tree/etc/passwd"), "changed\n");
        assertEquals(List.of("/etc/passwd"), asked.run(new ImageDiff(), "one=" + image, "other=" + tree).rows().stream().map(ImageDiff.Row::path).distinct().toList());
    }

    @Test
    void filesOfAnImageAreListedAndRead() throws Exception {
        asked.run(new ImageBuild(), "source=" + tree, "target=" + image, "compression=lz4", "kernel=5.15");
        assertEquals(List.of("/etc"), listed().stream().map(ImageList.Row::name).toList());
        assertEquals(List.of("/etc", "/etc/large", "/etc/link -> passwd", "/etc/passwd"), listed("recursive=true").stream().map(ImageList.Row::name).sorted().toList());
        assertEquals("-rw-r-----", listed("path=/etc/passwd").getFirst().mode());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        asked.run(new ImageCat(), "image=" + image, "path=/etc/link").source().writeTo(out);
        assertEquals("root:x:0:0\n", out.toString(StandardCharsets.UTF_8), "links are followed");
    }

    @Test
    void anArchiveBecomesAnImageAndADirectoryAgain() throws Exception {
        String archive = work.resolve("tree.tar.gz").toString();
        assertEquals(0, new ProcessBuilder("tar", "-czf", archive, "-C", tree, ".").inheritIO().start().waitFor());
        asked.run(new ImageBuild(), "source=" + archive, "target=" + image);
        String target = work.resolve("out").toString();
        asked.run(new ImageExtract(), "image=" + image, "target=" + target);
        assertEquals(List.of(), asked.run(new ImageDiff(), "one=" + image, "other=" + target).rows());
        assertEquals("root:x:0:0\n", Files.readString(work.resolve("out/etc/passwd")));
        assertTrue(asked.refused(new ImageExtract(), "image=" + image, "target=" + target).problem().en().contains("exists"));
    }

    @Test
    void nothingIsWrittenOverAndWhatAKernelCannotMountIsRefused() throws Exception {
        Files.writeString(Path.of(image), "somebody's");
        assertEquals(OperationException.Kind.CONFLICT, asked.refused(new ImageBuild(), "source=" + tree, "target=" + image).kind());
        assertEquals("somebody's", Files.readString(Path.of(image)));
        assertTrue(asked.refused(new ImageBuild(), "source=" + tree, "target=" + image + "2", "compression=zstd", "kernel=5.15").problem().en().contains("5.15"));
        assertTrue(asked.refused(new ImageBuild(), "source=" + tree, "target=" + image + "2", "kernel=2.4").problem().en().contains("2.4"));
        assertTrue(asked.refused(new ImageBuild(), "source=" + tree, "target=" + image + "2", "level=99").problem().en().contains("level 99"));
        assertFalse(Files.exists(Path.of(image + "2")));
    }

    @Test
    void aDamagedImageIsToldByStructureAndPlace() throws Exception {
        asked.run(new ImageBuild(), "source=" + tree, "target=" + image);
        byte[] bytes = Files.readAllBytes(Path.of(image));
        bytes[1100] ^= 1;   // within the superblock, which has a checksum
        Files.write(Path.of(image), bytes);
        assertTrue(asked.refused(new ImageInspect(), "image=" + image).problem().en().contains("superblock"));
        Files.writeString(work.resolve("text"), "no image");
        assertTrue(asked.refused(new ImageChecked(), "image=" + work.resolve("text")).problem().en().contains("superblock"));
        assertEquals(OperationException.Kind.NOT_FOUND, asked.refused(new ImageInspect(), "image=" + work.resolve("nowhere")).kind());
        assertTrue(asked.refused(new ImageInspect(), "image=" + work).problem().en().contains("is a directory"));
    }
}
