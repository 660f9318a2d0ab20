package dev.anole.image.erofs;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a check finds, and what an extraction makes. */
class CheckTest {
    private static final long SEED = 5;

    private static Scratch scratch;
    private static Path tree;
    private static Path image;

    @BeforeAll
    static void anImageIsThere() throws Exception {
        SampleTree.assumeRoot();
        scratch = new Scratch();
        tree = Files.createDirectory(scratch.path("tree"));
        SampleTree.make(tree, SEED, 220, true);
        Files.createDirectories(tree.resolve("dir/below"));
        Files.writeString(tree.resolve("dir/file"), "some text, and more of it. ".repeat(400));
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
    void soundImagesHaveNoFaults() throws Exception {
        List<Fault> found = new ArrayList<>();
        try (ErofsImage opened = ErofsImage.open(image)) {
            ImageCheck.Summary summary = ImageCheck.check(opened, found::add);
            assertEquals(List.of(), found);
            assertEquals(opened.superblock().inodes(), summary.inodes());
            assertTrue(summary.bytes() > 500_000, summary.toString());
        }
        assumeTrue(Scratch.hasCommand("mkfs.erofs"), "mkfs.erofs is missing: apt install erofs-utils");
        for (String options : List.of("-x1", "-zlz4hc,3 -C65536 -Eztailpacking", "-zlz4 -Efragments",
                "--chunksize=4096")) {
            Path peer = scratch.path("peer.erofs");
            Scratch.run("sh", "-c", "mkfs.erofs " + options + " " + peer + " " + tree);
            try (ErofsImage opened = ErofsImage.open(peer)) {
                ImageCheck.check(opened, found::add);
                assertEquals(List.of(), found, options);
            }
        }
    }

    @Test
    void everyFaultIsNamedAndTheRestIsStillLookedAt() throws Exception {
        byte[] bytes = Files.readAllBytes(image);
        ByteBuffer raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long file;
        long below;
        long directory;
        int data;
        try (ErofsImage opened = ErofsImage.open(Medium.of("image", bytes.clone()), List.of())) {
            Inode inode = opened.find("/dir/file").orElseThrow();
            file = inode.place();
            data = (int) ((Extent.Encoded) opened.extents(inode).iterator().next().source()).address();
            below = opened.find("/dir/below").orElseThrow().place();
            directory = opened.find("/dir").orElseThrow().end();
        }
        assertEquals("dir/file: ZSTD data of inode", fault(bytes, () -> raw.putInt(data, 0)));
        assertEquals("dir/file: inode", fault(bytes, () -> raw.putShort((int) file + InodeLayout.I_MODE,
                (short) 0040755)));
        assertEquals("dir/file: inode", fault(bytes, () -> raw.putShort((int) file, (short) 0x7fff)));
        assertEquals("dir/below: inode", fault(bytes, () -> raw.putShort((int) below + InodeLayout.I_MODE, (short) 0)));
        // The first entry is ".", the next "..", then "below": it becomes the directory that it is in.
        int entry = (int) directory + 2 * DirectoryBlock.ENTRY_SIZE;
        assertEquals("dir/below: inode", fault(bytes, () -> raw.putLong(entry, raw.getLong((int) directory))));
        assertEquals("dir: block 0 of directory", fault(bytes, () -> raw.put((int) directory
                + 4 * DirectoryBlock.ENTRY_SIZE + 3, (byte) '/')));
    }

    /** The one fault that a change makes, as "path: structure" without numbers at its end. */
    private static String fault(byte[] bytes, Runnable change) throws Exception {
        byte[] before = bytes.clone();
        change.run();
        List<Fault> found = new ArrayList<>();
        long inodes;
        try (ErofsImage opened = ErofsImage.open(Medium.of("image", bytes), List.of())) {
            inodes = ImageCheck.check(opened, found::add).inodes();
        }
        assertTrue(inodes > 120, "only " + inodes + " inodes were looked at");
        System.arraycopy(before, 0, bytes, 0, bytes.length);
        assertFalse(found.isEmpty(), "nothing was found");
        Fault first = found.getFirst();
        assertFalse(first.reason().isEmpty());
        return first.path() + ": " + first.structure().replaceAll(" \\d+$", "");
    }

    @Test
    void anImageIsExtractedWhole() throws Exception {
        Path target = scratch.path("extracted");
        try (ErofsImage opened = ErofsImage.open(image); FileTree source = DirectoryTree.open(tree)) {
            TreeExtract.extract(new ImageTree(opened), target, EnumSet.allOf(TreeExtract.Keep.class), Long.MAX_VALUE);
            try (FileTree extracted = DirectoryTree.open(target)) {
                List<Difference> found = new ArrayList<>();
                TreeDiff.compare(source, extracted, found::add);
                assertEquals(List.of(), found);
            }
            assertThrows(RefusedException.class, () -> TreeExtract.extract(new ImageTree(opened), target, Set.of(),
                    Long.MAX_VALUE));
            Path small = scratch.path("small");
            RefusedException more = assertThrows(RefusedException.class, () -> TreeExtract.extract(
                    new ImageTree(opened), small, Set.of(), 100_000));
            assertTrue(more.getMessage().contains("more data than was allowed"), more.getMessage());
            assertFalse(Files.exists(small));
            assertEquals(0, scratch.path("").toFile().list((directory, name) -> name.startsWith(".small")).length);
        }
    }

    @Test
    void nothingIsWrittenOutsideTheTargetThroughALink() throws Exception {
        Path hostile = Files.createDirectory(scratch.path("hostile"));
        Path outside = Files.createDirectory(scratch.path("outside"));
        Files.createSymbolicLink(hostile.resolve("a"), outside);
        Files.createDirectory(hostile.resolve("b"));
        Files.writeString(hostile.resolve("b/evil"), "evil");
        Path made = scratch.path("hostile.erofs");
        try (FileTree source = DirectoryTree.open(hostile)) {
            ErofsWriter.write(source, made, BuildOptions.defaults());
        }
        // The directory gets the name of the link: two entries of one name.
        byte[] bytes = Files.readAllBytes(made);
        try (ErofsImage opened = ErofsImage.open(Medium.of("image", bytes.clone()), List.of())) {
            int names = (int) opened.root().end() + 4 * DirectoryBlock.ENTRY_SIZE;
            assertEquals("...ab", new String(bytes, names, 5));
            bytes[names + 4] = 'a';
        }
        try (ErofsImage opened = ErofsImage.open(Medium.of("image", bytes), List.of())) {
            assertThrows(RuntimeException.class, () -> TreeExtract.extract(new ImageTree(opened),
                    scratch.path("trapped"), Set.of(), Long.MAX_VALUE));
        }
        assertEquals(0, outside.toFile().list().length);
        assertFalse(Files.exists(scratch.path("trapped")));
    }
}
