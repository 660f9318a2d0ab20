package dev.anole.ops.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is damaged is set aside with one line, and everything else goes on. */
class DamagedStoreFuzzTest {
    private static final long START = SeriesStoreTest.START;
    private static final int ROWS = 95;
    private static final int ROUNDS = 120;
    private static final List<SeriesId> IDS = List.of(SeriesId.of("a"), SeriesId.of("b"), SeriesId.of("c", "x"));

    @TempDir
    Path directory;

    private static Settings settings() {
        return SmallTiers.settings(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
    }

    private static double value(int series, int row) {
        return series == 0 ? row : series == 1 ? new Random(row).nextDouble() : row % 7;
    }

    private static void append(SeriesStore store, int from, int to) {
        var batch = new Batch();
        for (int row = from; row < to; row++) {
            batch.clear();
            for (int i = 0; i < IDS.size(); i++) {
                batch.add(IDS.get(i), value(i, row));
            }
            store.append(START + row * 1000L, batch);
        }
    }

    private void make() {
        try (var store = SeriesStore.open(directory, settings())) {
            append(store, 0, ROWS);
            store.upkeep();
        }
    }

    private static Chart.Line line(SeriesStore store, int series, int rows) {
        return store.range(Selection.of(IDS.get(series)), START, START + rows * 1000L, 2000).lines().getFirst();
    }

    private List<Path> files(String suffix) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    @Test
    void aBadSectorInABlockCostsOneSeriesTenSeconds() throws IOException {
        make();
        Path file = files(".block").stream().filter(path -> path.getFileName().toString().startsWith("1s-000000000003")).findFirst().orElseThrow();
        byte[] bytes = Files.readAllBytes(file);
        // The first chunk, which is series a's, right behind the rows.
        var header = BlockHeader.read(bytes);
        bytes[BlockHeader.BYTES + header.rowChunkBytes() + 3] ^= 0x10;
        Files.write(file, bytes);
        try (var store = SeriesStore.open(directory, settings())) {
            for (int pass = 0; pass < 2; pass++) {
                for (int row = 0; row < ROWS; row++) {
                    assertEquals(row >= 30 && row < 40 ? Double.NaN : row, line(store, 0, ROWS).mean()[row]);
                    assertEquals(value(1, row), line(store, 1, ROWS).mean()[row]);
                }
                // The reader has noticed; now the block is mended.
                store.upkeep();
            }
            assertEquals(1, files(".damaged").size());
            assertEquals(1, store.stats().notices().size());
            String notice = store.stats().notices().getFirst().sentence();
            assertTrue(notice.contains(file.getFileName() + " is damaged (chunk: its checksum does not fit)"), notice);
            assertFalse(notice.contains("\n"));
        }
        try (var store = SeriesStore.open(directory, settings())) {
            assertEquals(List.of(), store.stats().notices(), "a mended store has nothing to say");
            assertEquals(Double.NaN, line(store, 0, ROWS).mean()[35]);
            assertEquals(35 % 7, line(store, 2, ROWS).mean()[35]);
        }
    }

    @Test
    void aTornTailOfTheLogIsCutAtTheLastWholeRow() throws IOException {
        make();
        Path log = files(".log").getFirst();
        byte[] whole = Files.readAllBytes(log);
        for (int length = whole.length - 1; length >= 0; length--) {
            Files.write(log, Arrays.copyOf(whole, length));
            try (var store = SeriesStore.open(directory, settings())) {
                assertEquals(List.of(), store.stats().notices(), "a torn tail is what a power cut leaves, no damage");
                double[] values = line(store, 1, ROWS).mean();
                int rows = 0;
                while (rows < ROWS && values[rows] == value(1, rows)) {
                    rows++;
                }
                assertTrue(rows >= 90, "sealed rows stay");
                for (int row = rows; row < ROWS; row++) {
                    assertEquals(Double.NaN, values[row], "nothing but whole rows, in order");
                }
            }
            Files.deleteIfExists(log);
        }
    }

    @Test
    void zerosBehindTheLastRowAreATornTailToo() throws IOException {
        make();
        Path log = files(".log").getFirst();
        Files.write(log, new byte[5000], StandardOpenOption.APPEND);
        try (var store = SeriesStore.open(directory, settings())) {
            assertEquals(List.of(), store.stats().notices());
            append(store, ROWS, ROWS + 3);
        }
        try (var store = SeriesStore.open(directory, settings())) {
            assertEquals(ROWS + 2, line(store, 0, ROWS + 3).mean()[ROWS + 2]);
        }
    }

    @Test
    void anyDamageLeavesAStoreThatOpensReadsAndGoesOn() throws IOException {
        long seed = Long.getLong("anole.seed", System.nanoTime());
        System.out.println("anyDamageLeavesAStoreThatOpensReadsAndGoesOn: -Danole.seed=" + seed);
        var random = new Random(seed);
        make();
        var originals = new ArrayList<byte[]>();
        var names = files("");
        for (Path file : names) {
            originals.add(Files.readAllBytes(file));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Path file : files("")) {
                Files.delete(file);
            }
            for (int i = 0; i < names.size(); i++) {
                Files.write(names.get(i), originals.get(i));
            }
            var victims = names.stream().filter(file -> file.toString().matches(".*(block|log)")).toList();
            Path victim = victims.get(random.nextInt(victims.size()));
            byte[] bytes = Files.readAllBytes(victim);
            Files.write(victim, damage(bytes, random));
            try (var store = SeriesStore.open(directory, settings())) {
                for (int pass = 0; pass < 2; pass++) {
                    for (int i = 0; i < IDS.size(); i++) {
                        checkNothingWrong(store, i, "round " + round + ", " + victim.getFileName());
                    }
                    store.ids(START, START + 100_000);
                    store.upkeep();
                }
                append(store, 100, 250);
                store.upkeep();
                double[] after = store.range(Selection.of(IDS.get(0)), START + 100_000, START + 250_000, 150).lines().getFirst().mean();
                for (int row = 100; row < 250; row++) {
                    assertEquals(row, after[row - 100], "the store goes on");
                }
                assertTrue(files(".damaged").size() <= StoreDirectory.MAX_SET_ASIDE);
            }
        }
    }

    /** Each point is a gap, or has the extremes of its samples; where the first fine block has gone a coarser tier stands in. */
    private static void checkNothingWrong(SeriesStore store, int series, String where) {
        var chart = store.range(Selection.of(IDS.get(series)), START, START + 80_000, 2000);
        int step = (int) (chart.stepMillis() / 1000);
        for (var line : chart.lines()) {
            for (int point = 0; point < chart.points(); point++) {
                double[] samples = IntStream.range(point * step, (point + 1) * step).mapToDouble(row -> value(series, row)).sorted().toArray();
                if (!Double.isNaN(line.min()[point])) {
                    assertEquals(samples[0], line.min()[point], Math.abs(samples[0]) * (step == 1 ? 0 : 1e-4), where);
                    assertEquals(samples[step - 1], line.max()[point], Math.abs(samples[step - 1]) * (step == 1 ? 0 : 1e-4), where);
                }
            }
        }
    }

    private static byte[] damage(byte[] bytes, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
            case 2 -> {
                // A sector of zeros, as some disks return what was never written.
                int from = random.nextInt(bytes.length);
                Arrays.fill(bytes, from, Math.min(bytes.length, from + 512), (byte) 0);
                yield bytes;
            }
            default -> {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                yield bytes;
            }
        };
    }
}
