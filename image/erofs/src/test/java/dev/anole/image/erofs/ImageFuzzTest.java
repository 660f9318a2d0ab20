package dev.anole.image.erofs;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Broken images: an exception that names the place, or an image that still reads; never anything else. */
class ImageFuzzTest {
    private static final long SEED = Long.getLong("anole.seed", 20261120);
    private static final Duration EACH_MAX = Duration.ofSeconds(20);

    private static Scratch scratch;
    private static final List<byte[]> IMAGES = new ArrayList<>();

    @BeforeAll
    static void imagesAreThere() throws Exception {
        SampleTree.assumeRoot();
        System.out.println("ImageFuzzTest: -Danole.seed=" + SEED);
        scratch = new Scratch();
        Path tree = Files.createDirectory(scratch.path("tree"));
        SampleTree.make(tree, SEED, 40, true);
        byte[] text = new byte[300_000];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ('a' + (i / 100 * 7 + i) % 5);
        }
        Files.write(tree.resolve("text"), text);
        BuildOptions options = BuildOptions.defaults().withThreads(1);
        for (BuildOptions each : List.of(options, options.with(Compression.LZ4, 1), options.with(Compression.DEFLATE, 1),
                options.with(Compression.LZMA, 1), options.withoutCompression(),
                options.with(Compression.LZ4, 1).with(KernelAge.LINUX_5_15))) {
            Path image = scratch.path("image");
            try (FileTree source = DirectoryTree.open(tree)) {
                ErofsWriter.write(source, image, each);
            }
            IMAGES.add(Files.readAllBytes(image));
        }
        if (Scratch.hasCommand("mkfs.erofs")) {
            for (String each : List.of("-zlz4", "-zlz4,-Elegacy-compress", "-zlz4,-Eztailpacking,-C16384",
                    "-zlz4,-Efragments,dedupe", "--chunksize=4096", "-x1")) {
                Path image = scratch.path("peer");
                List<Object> words = new ArrayList<>(List.of("mkfs.erofs"));
                words.addAll(List.of(each.replace("Efragments,dedupe", "Efragments").split(",")));
                words.addAll(List.of(image, tree));
                Scratch.run(words.toArray());
                IMAGES.add(Files.readAllBytes(image));
            }
        }
    }

    @AfterAll
    static void theyGo() {
        if (scratch != null) {
            scratch.close();
        }
    }

    @Test
    void brokenImagesNameThePlace() {
        run(SEED, 400);
    }

    @Test
    @Tag("slow")
    void manyBrokenImagesNameThePlace() {
        for (int i = 1; i <= 10; i++) {
            run(SEED + i, 400);
        }
    }

    private static void run(long seed, int rounds) {
        Random random = new Random(seed);
        int faults = 0;
        for (int i = 0; i < rounds; i++) {
            byte[] image = IMAGES.get(i % IMAGES.size()).clone();
            byte[] broken = damage(image, random);
            int[] seen = {0};
            int round = i;
            assertTimeoutPreemptively(EACH_MAX, () -> seen[0] = look(broken), () -> "round " + round + " of seed "
                    + seed + " does not end");
            faults += seen[0];
        }
        assertTrue(faults > rounds / 4, "only " + faults + " faults were noticed in " + rounds + " rounds");
    }

    /** Most of an image is data; most of what can go wrong is in the metadata, which comes last. */
    private static byte[] damage(byte[] image, Random random) {
        if (random.nextInt(12) == 0) {
            return Arrays.copyOf(image, random.nextInt(image.length));
        }
        int changes = 1 + random.nextInt(12);
        for (int i = 0; i < changes; i++) {
            int at = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(image.length);
                case 1 -> SuperblockLayout.PLACE + random.nextInt(200);
                default -> Math.max(0, image.length - 1 - random.nextInt(Math.min(image.length, 60_000)));
            };
            switch (random.nextInt(4)) {
                case 0 -> image[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> image[at] = (byte) random.nextInt();
                case 2 -> image[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                default -> {
                    int from = random.nextInt(image.length - 8);
                    System.arraycopy(image, from, image, Math.min(at, image.length - 8), 8);
                }
            }
        }
        if (random.nextInt(4) != 0) {
            seal(image);
        }
        return image;
    }

    /** Gives the superblock the checksum that it should have now, so that what follows is reached. */
    static void seal(byte[] image) {
        int bits = Math.clamp(image[SuperblockLayout.PLACE + SuperblockLayout.BLKSZBITS], 9, 16);
        int length = Superblock.checkedBytes(bits);
        if (image.length >= SuperblockLayout.PLACE + length) {
            byte[] block = Arrays.copyOfRange(image, SuperblockLayout.PLACE, SuperblockLayout.PLACE + length);
            ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(SuperblockLayout.PLACE + SuperblockLayout.CHECKSUM, Superblock.checksum(block));
        }
    }

    private static int look(byte[] broken) throws InterruptedException {
        int[] faults = {0};
        try (ErofsImage image = ErofsImage.open(Medium.of("image", broken), List.of())) {
            ImageCheck.check(image, 1, each -> faults[0]++);
            walk(image);
        } catch (ErofsException e) {
            assertTrue(!e.structure().isEmpty() && !e.reason().isEmpty());
            return 1;
        } catch (UncheckedIOException e) {
            throw new AssertionError("an array cannot fail", e);
        }
        return faults[0] > 0 ? 1 : 0;
    }

    /** The other doors: extents, paths, trees. */
    private static void walk(ErofsImage image) {
        image.find("/text").ifPresent(each -> {
            if (each.type() == FileType.REGULAR && each.size() < 1 << 20) {
                image.extents(each).forEach(Extent::source);
            }
        });
        ImageTree tree = new ImageTree(image);
        List<FileEntry> directories = new ArrayList<>(List.of(tree.root()));
        while (!directories.isEmpty()) {
            for (FileEntry each : tree.children(directories.removeLast())) {
                if (each.type() == FileType.DIRECTORY) {
                    directories.add(each);
                }
            }
        }
    }
}
