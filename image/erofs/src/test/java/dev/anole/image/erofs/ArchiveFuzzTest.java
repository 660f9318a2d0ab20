package dev.anole.image.erofs;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Broken archives: an exception that names the place, or an image that is sound; and nothing half-written. */
class ArchiveFuzzTest {
    private static final long SEED = Long.getLong("anole.seed", 20261120);
    private static final Duration EACH_MAX = Duration.ofSeconds(20);
    private static final int ROUNDS = 150;

    private static Scratch scratch;
    private static final List<byte[]> ARCHIVES = new ArrayList<>();

    @BeforeAll
    static void archivesAreThere() throws Exception {
        SampleTree.assumeRoot();
        Scratch.assumeCommands("tar");
        System.out.println("ArchiveFuzzTest: -Danole.seed=" + SEED);
        scratch = new Scratch();
        Path tree = Files.createDirectory(scratch.path("tree"));
        SampleTree.make(tree, SEED, 40, true);
        Path archive = scratch.path("archive");
        for (String each : List.of("--format=pax --xattrs --sparse", "--format=gnu --sparse", "--format=ustar",
                "--format=pax --sparse --sparse-version=0.0", "--format=pax -z")) {
            // Names longer than ustar takes are left out, with a warning.
            Scratch.attempt("sh", "-c", "cd " + tree + " && tar -c " + each + " -f " + archive + " .");
            ARCHIVES.add(Files.readAllBytes(archive));
        }
    }

    @AfterAll
    static void theyGo() {
        if (scratch != null) {
            scratch.close();
        }
    }

    @Test
    void brokenArchivesNameThePlace() {
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] broken = damage(ARCHIVES.get(i % ARCHIVES.size()).clone(), random);
            int round = i;
            boolean[] failed = {false};
            assertTimeoutPreemptively(EACH_MAX, () -> failed[0] = build(broken),
                    () -> "round " + round + " of seed " + SEED + " does not end");
            refused += failed[0] ? 1 : 0;
        }
        assertTrue(refused > ROUNDS / 5, "only " + refused + " of " + ROUNDS + " were noticed");
        assertEquals(0, scratch.path("").toFile().list((directory, name) -> name.contains("partial")).length);
    }

    /** A change in a header, whose checksum is mended half of the time so that the field itself is judged. */
    private static byte[] damage(byte[] archive, Random random) {
        if (random.nextInt(6) == 0) {
            return Arrays.copyOf(archive, random.nextInt(archive.length));
        }
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
            int block = random.nextInt(archive.length / 512) * 512;
            int at = Math.min(archive.length - 1, block + random.nextInt(512));
            archive[at] = (byte) (random.nextBoolean() ? '0' + random.nextInt(10) : random.nextInt());
            boolean header = block + 512 <= archive.length && archive[block + TarHeader.MAGIC] == 'u';
            if (header && random.nextInt(4) != 0) {
                mend(archive, block);
            }
        }
        return archive;
    }

    private static void mend(byte[] archive, int block) {
        Arrays.fill(archive, block + TarHeader.CHECKSUM, block + TarHeader.CHECKSUM + TarHeader.ID_BYTES, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += archive[block + i] & 0xff;
        }
        System.arraycopy(String.format("%06o\0 ", sum).getBytes(), 0, archive, block + TarHeader.CHECKSUM, 8);
    }

    private static boolean build(byte[] archive) throws IOException, InterruptedException {
        Path image = scratch.path("image.erofs");
        Files.deleteIfExists(image);
        try (ErofsWriter writer = ErofsWriter.create(image, BuildOptions.defaults().withThreads(1));
             TarReader reader = new TarReader(new ByteArrayInputStream(archive))) {
            writer.addArchive(reader, Whiteouts.OVERLAY);
            writer.finish();
        } catch (ImageException | IOException | UncheckedIOException e) {
            // The last two are gzip's.
            assertTrue(!Files.exists(image), "half an image has its name");
            return true;
        }
        List<Fault> faults = new ArrayList<>();
        try (ErofsImage opened = ErofsImage.open(image)) {
            ImageCheck.check(opened, 1, faults::add);
        }
        assertEquals(List.of(), faults);
        return false;
    }
}
