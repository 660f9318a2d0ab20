package dev.anole.image.erofs;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Images by Debian's mkfs.erofs (erofs-utils 1.5), read here. */
class ReaderPeerTest {
    private static final long SEED = 20261120;

    private static Scratch scratch;
    private static Path tree;

    @BeforeAll
    static void aTreeIsThere() throws IOException {
        assumeTrue(Scratch.hasCommand("mkfs.erofs"), "mkfs.erofs is missing: apt install erofs-utils");
        SampleTree.assumeRoot();
        scratch = new Scratch();
        tree = Files.createDirectory(scratch.path("tree"));
        SampleTree.make(tree, SEED, 300, true);
        // One that is long enough for packs of sixteen index entries, and repeats itself for the deduplication.
        byte[] text = new byte[1_500_000];
        Random random = new Random(SEED);
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ('a' + random.nextInt(i / 100_000 % 7 + 1));
        }
        Files.write(tree.resolve("long"), text);
        Files.write(tree.resolve("long-again"), java.util.Arrays.copyOfRange(text, 50_000, 1_000_000));
    }

    @AfterAll
    static void itGoes() {
        if (scratch != null) {
            scratch.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "",
            "-x1",
            "-Enoinline_data",
            "-T1 -zlz4",
            "-zlz4 -Elegacy-compress",
            "-zlz4 -Eztailpacking",
            "-zlz4hc,9 -C65536",
            "-zlz4 -C16384 -Eztailpacking",
            "-zlz4 -Efragments",
            "-zlz4 -C65536 -Efragments,dedupe",
            "-zlz4 -Eall-fragments,ztailpacking",
            "--chunksize=4096",
            "--chunksize=65536",
    })
    void everyLayoutIsReadAsItWasWritten(String options) throws Exception {
        Path image = make(options);
        try (ErofsImage opened = ErofsImage.open(image); FileTree source = DirectoryTree.open(tree)) {
            List<Difference> found = new ArrayList<>();
            TreeDiff.Ignore[] ignored = options.contains("-T1")
                    ? new TreeDiff.Ignore[] {TreeDiff.Ignore.HOLES, TreeDiff.Ignore.MODIFIED}
                    : new TreeDiff.Ignore[] {TreeDiff.Ignore.HOLES};
            TreeDiff.compare(source, new ImageTree(opened), found::add, ignored);
            assertEquals(List.of(), found);
        }
        Files.delete(image);
    }

    @Test
    void chunksLieInABlobBesideTheImage() throws Exception {
        Path blob = scratch.path("blob");
        Path image = make("--chunksize=4096 --blobdev=" + blob);
        try (ErofsImage opened = ErofsImage.open(image, blob); FileTree source = DirectoryTree.open(tree)) {
            List<Difference> found = new ArrayList<>();
            TreeDiff.compare(source, new ImageTree(opened), found::add, TreeDiff.Ignore.HOLES);
            assertEquals(List.of(), found);
            assertEquals(1, opened.deviceSlots().size());
        }
        try (ErofsImage alone = ErofsImage.open(image)) {
            Inode file = alone.find("long").orElseThrow();
            IOException missing = assertThrows(IOException.class, () -> alone.stream(file).read());
            assertTrue(missing.getMessage().contains("blob 1, which was not given"), missing.getMessage());
        }
    }

    @Test
    void aFileIsReadAtAnyPlace() throws Exception {
        Path image = make("-zlz4 -C65536 -Efragments,dedupe,ztailpacking");
        byte[] expected = Files.readAllBytes(tree.resolve("long"));
        Random random = new Random(SEED);
        try (ErofsImage opened = ErofsImage.open(image)) {
            Inode file = opened.find("/long").orElseThrow();
            assertTrue(file.layout().isCompressed());
            try (SeekableByteChannel channel = opened.channel(file)) {
                for (int i = 0; i < 300; i++) {
                    int from = random.nextInt(expected.length);
                    int length = 1 + random.nextInt(Math.min(expected.length - from, 100_000));
                    ByteBuffer buffer = i % 2 == 0 ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length);
                    assertEquals(length, channel.position(from).read(buffer));
                    assertEquals(-1, buffer.flip().mismatch(ByteBuffer.wrap(expected, from, length)));
                }
                assertEquals(-1, channel.position(expected.length).read(ByteBuffer.allocate(1)));
            }
            try (InputStream stream = opened.stream(file)) {
                assertEquals(1000, stream.skip(1000));
                assertArrayEquals(java.util.Arrays.copyOfRange(expected, 1000, expected.length),
                        stream.readAllBytes());
            }
            long covered = 0;
            for (Extent extent : opened.extents(file)) {
                assertEquals(covered, extent.start());
                covered = extent.end();
            }
            assertEquals(expected.length, covered);
        }
        Files.delete(image);
    }

    @Test
    void namesAreFoundBySearching() throws Exception {
        Path image = make("");
        try (ErofsImage opened = ErofsImage.open(image)) {
            int[] names = {0};
            search(opened, opened.root(), names);
            assertTrue(names[0] > 250, names[0] + " names");
            assertFalse(opened.find("/no/such/file").isPresent());
            assertFalse(opened.entry(opened.root(), "zzzz").isPresent());
            assertFalse(opened.entry(opened.root(), "\u0001").isPresent());
            assertEquals(opened.root().nid(), opened.find("/..//./").orElseThrow().nid());
        }
        Files.delete(image);
    }

    private static void search(ErofsImage image, Inode directory, int[] names) {
        for (DirectoryEntry each : image.entries(directory)) {
            assertEquals(each, image.entry(directory, each.name()).orElseThrow());
            names[0]++;
            if (each.type() == FileType.DIRECTORY && !each.isDots()) {
                search(image, image.inode(each.nid()), names);
            }
        }
    }

    @Test
    void symbolicLinksAreFollowedWithinTheImageAndNotForEver() throws Exception {
        Path links = Files.createDirectory(scratch.path("links"));
        Files.createDirectory(links.resolve("a"));
        Files.writeString(links.resolve("a/file"), "here");
        Files.createSymbolicLink(links.resolve("up"), Path.of("/../../a"));
        Files.createSymbolicLink(links.resolve("a/again"), Path.of("../up/file"));
        Files.createSymbolicLink(links.resolve("loop"), Path.of("loop"));
        Path image = scratch.path("links.erofs");
        Scratch.run("mkfs.erofs", image, links);
        try (ErofsImage opened = ErofsImage.open(image)) {
            assertEquals("../up/file", opened.linkTarget(opened.find("/up/again").orElseThrow()));
            Inode file = opened.resolve("/up/again").orElseThrow();
            assertEquals("here", new String(opened.stream(file).readAllBytes()));
            ErofsException endless = assertThrows(ErofsException.class, () -> opened.resolve("/loop"));
            assertTrue(endless.reason().contains("40 symbolic links"), endless.getMessage());
        }
    }

    @Test
    void theSuperblockSaysWhatItIsAndItsChecksumIsVerified() throws Exception {
        Path image = make("-zlz4 -UD1E57EB5-1111-2222-3333-444455556666");
        byte[] bytes = Files.readAllBytes(image);
        try (ErofsImage opened = ErofsImage.open(Medium.of("image", bytes), List.of())) {
            Superblock superblock = opened.superblock();
            assertEquals(4096, superblock.blockSize());
            assertEquals(bytes.length / 4096, superblock.blocks());
            assertEquals("d1e57eb5-1111-2222-3333-444455556666", superblock.uuid().toString());
            assertEquals(Set.of(Feature.ZERO_PADDING), superblock.features());
        }
        bytes[SuperblockLayout.PLACE + SuperblockLayout.VOLUME_NAME] ^= 1;
        ErofsException damaged = assertThrows(ErofsException.class,
                () -> ErofsImage.open(Medium.of("image", bytes), List.of()));
        assertEquals("superblock", damaged.structure());
        assertEquals(SuperblockLayout.PLACE + SuperblockLayout.CHECKSUM, damaged.offset());
        assertTrue(damaged.reason().contains("checksum"), damaged.getMessage());
        Files.delete(image);
    }

    @Test
    void attributesAreFoundByName() throws Exception {
        Path image = make("-x1");
        try (ErofsImage opened = ErofsImage.open(image); FileTree source = DirectoryTree.open(tree)) {
            int checked = 0;
            for (FileEntry each : source.children(source.root())) {
                Inode inode = opened.find(each.path()).orElseThrow();
                for (Map.Entry<String, byte[]> attribute : each.attributes().entrySet()) {
                    assertArrayEquals(attribute.getValue(),
                            opened.attribute(inode, attribute.getKey()).orElseThrow());
                    checked++;
                }
                assertFalse(opened.attribute(inode, "user.no-such").isPresent());
            }
            assertTrue(checked > 3, checked + " attributes");
        }
        Files.delete(image);
    }

    @Test
    void theHashOfTheNameFilterIsXxh32() {
        // From the specification's own test vectors, with the seeds 0 and 0x9E3779B1.
        assertEquals(0x02CC5D05, XxHash32.hash(new byte[0], 0));
        assertEquals(0x36B78AE7, XxHash32.hash(new byte[0], 0x9E3779B1));
        assertEquals(0x32D153FF, XxHash32.hash("abc".getBytes(), 0));
        assertEquals(0xE2293B2F, XxHash32.hash("Nobody inspects the spammish repetition".getBytes(), 0));
    }

    private static Path make(String options) throws Exception {
        Path image = Files.createTempFile(scratch.path(""), "image", ".erofs");
        Files.delete(image);
        List<Object> words = new ArrayList<>(List.of("mkfs.erofs"));
        for (String each : options.split(" ")) {
            if (!each.isEmpty()) {
                words.add(each);
            }
        }
        words.add(image);
        words.add(tree);
        Scratch.run(words.toArray());
        return image;
    }
}
