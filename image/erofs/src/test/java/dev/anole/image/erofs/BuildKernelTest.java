package dev.anole.image.erofs;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static dev.anole.image.erofs.KernelAge.LINUX_5_15;
import static dev.anole.image.erofs.KernelAge.LINUX_6_1;
import static dev.anole.image.erofs.KernelAge.LINUX_6_18;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Images that are made here, mounted by the kernel: every file of a random tree is as it was. */
class BuildKernelTest {
    private static final long SEED = Long.getLong("anole.seed", 20261120);

    private static Scratch scratch;
    private static Path tree;

    @BeforeAll
    static void aTreeIsThere() throws Exception {
        Mounted.assumePossible();
        System.out.println("BuildKernelTest: -Danole.seed=" + SEED);
        scratch = new Scratch();
        tree = Files.createDirectory(scratch.path("tree"));
        SampleTree.make(tree, SEED, 250, true);
        byte[] text = new byte[700_000];
        Random random = new Random(SEED);
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ('a' + random.nextInt(i / 50_000 % 9 + 1));
        }
        Files.write(tree.resolve("long"), text);
    }

    @AfterAll
    static void itGoes() {
        if (scratch != null) {
            scratch.close();
        }
    }

    static Stream<BuildOptions> allKinds() {
        BuildOptions newest = BuildOptions.defaults();
        return Stream.of(
                newest,
                newest.withExtents(1 << 20),
                newest.with(Compression.ZSTD, 9).withExtents(64 * 1024).withBlockBits(10),
                newest.with(Compression.LZ4, 1),
                newest.with(Compression.LZ4, 9).withExtents(1 << 20),
                newest.with(Compression.DEFLATE, 6),
                newest.with(Compression.LZMA, 1),
                newest.withoutCompression(),
                newest.withoutCompression().withBlockBits(9),
                newest.with(Compression.LZ4, 1).with(LINUX_6_1),
                newest.with(Compression.LZ4, 9).with(LINUX_5_15).withExtents(1 << 20),
                newest.with(Compression.LZ4, 1).with(LINUX_5_15).withExtents(64 * 1024),
                newest.withoutCompression().with(LINUX_5_15));
    }

    @ParameterizedTest
    @MethodSource("allKinds")
    void theKernelShowsTheTreeAsItWas(BuildOptions options) throws Exception {
        Path image = scratch.path("image.erofs");
        build(image, options);
        Mounted.look(image, List.of(), mount -> assertEquals(List.of(), differences(DirectoryTree.open(mount))));
        try (ErofsImage opened = ErofsImage.open(image)) {
            assertEquals(List.of(), differences(new ImageTree(opened)));
        }
    }

    static Stream<BuildOptions> olderKinds() {
        // erofs-utils 1.5 knows no 48-bit layout.
        return allKinds().filter(each -> each.kernel() != LINUX_6_18);
    }

    @ParameterizedTest
    @MethodSource("olderKinds")
    void fsckFindsNothingInWhatItKnows(BuildOptions options) throws Exception {
        assumeTrue(Scratch.hasCommand("fsck.erofs"), "fsck.erofs is missing: apt install erofs-utils");
        // It extracts files with holes as if these were not there (erofs-utils 1.5), so there are none in its tree.
        Path dense = Files.createDirectories(scratch.path("dense"));
        if (dense.toFile().list().length == 0) {
            SampleTree.make(dense, SEED, 200, false);
        }
        Path image = scratch.path("judged.erofs");
        try (FileTree source = DirectoryTree.open(dense)) {
            ErofsWriter.write(source, image, options);
        }
        Path target = scratch.path("extracted");
        Scratch.run("fsck.erofs", "--extract=" + target, "--overwrite", image);
        List<Difference> found = new ArrayList<>();
        try (FileTree source = DirectoryTree.open(dense); FileTree extracted = DirectoryTree.open(target)) {
            TreeDiff.compare(source, extracted, found::add, TreeDiff.Ignore.HOLES, TreeDiff.Ignore.MODIFIED);
        }
        // It makes neither sockets' owners nor attributes nor hard links; content, links and modes are its judgement.
        found.removeIf(each -> each instanceof Difference.Changed(var path, var what, var before, var after)
                && List.of("attributes", "links", "owner", "mode").contains(what));
        assertEquals(List.of(), found);
        Scratch.run("rm", "-rf", target);
    }

    @Test
    @Tag("slow")
    void aTreeOfTenThousandFilesIsShownAsItWas() throws Exception {
        Path large = Files.createDirectory(scratch.path("large"));
        SampleTree.make(large, SEED + 1, 10_000, true);
        for (BuildOptions options : List.of(BuildOptions.defaults(),
                BuildOptions.defaults().with(Compression.LZ4, 1).with(LINUX_5_15))) {
            Path image = scratch.path("large.erofs");
            try (FileTree source = DirectoryTree.open(large)) {
                ErofsWriter.write(source, image, options);
            }
            Mounted.look(image, List.of(), mount -> {
                List<Difference> found = new ArrayList<>();
                try (FileTree source = DirectoryTree.open(large); FileTree shown = DirectoryTree.open(mount)) {
                    TreeDiff.compare(source, shown, found::add, TreeDiff.Ignore.HOLES);
                }
                assertEquals(List.of(), found);
            });
        }
    }

    @Test
    void twoBuildsGiveTheSameBytesWhateverTheThreads() throws Exception {
        Path one = scratch.path("one.erofs");
        Path other = scratch.path("other.erofs");
        for (Compression each : List.of(Compression.ZSTD, Compression.LZ4)) {
            build(one, BuildOptions.defaults().with(each, 3).withThreads(1));
            build(other, BuildOptions.defaults().with(each, 3).withThreads(4));
            assertEquals(-1, Files.mismatch(one, other));
        }
    }

    @Test
    void theKernelsKindsOfHolesAreWhereTheyWere() throws Exception {
        Path sparse = Files.createDirectory(scratch.path("sparse"));
        Scratch.run("sh", "-c", "cd " + sparse + " && truncate -s 5000000000 big && printf x | dd of=big bs=1 "
                + "seek=4999999000 conv=notrunc status=none && truncate -s 100000 nothing && : > empty");
        for (BuildOptions options : List.of(BuildOptions.defaults(), BuildOptions.defaults().withoutCompression(),
                BuildOptions.defaults().withoutCompression().with(LINUX_5_15))) {
            Path image = scratch.path("sparse.erofs");
            try (FileTree source = DirectoryTree.open(sparse)) {
                ErofsWriter.write(source, image, options);
            }
            assertTrue(Files.size(image) < 8_000_000, Files.size(image) + " bytes");
            Mounted.look(image, List.of(), mount -> {
                try (FileTree shown = DirectoryTree.open(mount); FileTree source = DirectoryTree.open(sparse);
                     FileContent content = shown.open(shown.children(shown.root()).getFirst())) {
                    List<Difference> found = new ArrayList<>();
                    TreeDiff.compare(source, shown, found::add, TreeDiff.Ignore.HOLES);
                    assertEquals(List.of(), found);
                    assertTrue(content.nextData(0).orElseThrow() >= 4_990_000_000L);
                }
            });
        }
    }

    private static void build(Path image, BuildOptions options) throws Exception {
        try (FileTree source = DirectoryTree.open(tree)) {
            Superblock superblock = ErofsWriter.write(source, image, options);
            assertEquals(superblock.blocks() << superblock.blockBits(), Files.size(image));
        }
    }

    private static List<Difference> differences(FileTree shown) {
        List<Difference> found = new ArrayList<>();
        try (FileTree source = DirectoryTree.open(tree); shown) {
            TreeDiff.compare(source, shown, found::add, TreeDiff.Ignore.HOLES);
        }
        return found;
    }
}
