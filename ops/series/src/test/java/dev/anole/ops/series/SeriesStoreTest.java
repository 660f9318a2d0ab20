package dev.anole.ops.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store as its user meets it. */
class SeriesStoreTest {
    static final long START = 1_800_000_000_000L;
    private static final SeriesId CPU = SeriesId.of("cpu.user");
    private static final SeriesId DISK = SeriesId.of("disk.read.bytes", "sda");

    @TempDir
    Path directory;

    private SeriesStore open() {
        return SeriesStore.open(directory, Settings.defaults());
    }

    private static void append(SeriesStore store, long millis, double cpu) {
        store.append(millis, new Batch().add(CPU, cpu));
    }

    @Test
    void everySampleOfTheFinestTierComesBackBitForBit() {
        long seed = System.nanoTime();
        System.out.println("everySampleOfTheFinestTierComesBackBitForBit: seed " + seed);
        var random = new Random(seed);
        var ids = List.of(CPU, DISK, SeriesId.of("quotient"), SeriesId.of("wild"), SeriesId.of("rare", "a process' }{\n name"));
        int rows = 1500;
        var values = new double[ids.size()][rows];
        try (var store = open()) {
            var batch = new Batch();
            for (int row = 0; row < rows; row++) {
                values[0][row] = Decimals.round(random.nextDouble() * 100, 2);
                values[1][row] = random.nextInt(3) == 0 ? random.nextInt(1 << 30) : 0;
                values[2][row] = random.nextDouble() / 3;
                values[3][row] = random.nextInt(10) == 0 ? Double.longBitsToDouble(random.nextLong()) : Double.NaN;
                values[4][row] = row % 700 == 0 ? row : Double.NaN;
                batch.clear();
                for (int i = 0; i < ids.size(); i++) {
                    batch.add(ids.get(i), values[i][row]);
                }
                assertEquals(START + row * 1000L, store.append(START + row * 1000L, batch).epochMillis());
                if (row == 800) {
                    store.upkeep();
                }
            }
            check(store, ids, values);
        }
        try (var store = open()) {
            check(store, ids, values);
            store.upkeep();
            check(store, ids, values);
        }
    }

    private static void check(SeriesStore store, List<SeriesId> ids, double[][] values) {
        int rows = values[0].length;
        var chart = store.range(new Selection.Ids(Set.copyOf(ids)), START, START + rows * 1000L, 2000);
        assertEquals(1000, chart.stepMillis());
        assertEquals(START, chart.startMillis());
        assertEquals(ids.size(), chart.lines().size());
        for (var line : chart.lines()) {
            for (int row = 0; row < rows; row++) {
                double expected = values[ids.indexOf(line.id())][row];
                // What is not finite is a gap; minus zero is zero.
                expected = Double.isFinite(expected) ? expected + 0.0 : Double.NaN;
                assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(line.min()[row]), line.id() + " row " + row);
                assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(line.max()[row]), line.id() + " row " + row);
            }
        }
    }

    @Test
    void aGapIsNeverAZero() {
        try (var store = open()) {
            append(store, START, 5);
            append(store, START + 1000, 0);
            append(store, START + 4000, 7);
            store.append(START + 5000, new Batch().add(DISK, 1));
            var line = store.range(Selection.of(CPU), START, START + 6000, 100).lines().getFirst();
            assertEquals("[5.0, 0.0, NaN, NaN, 7.0, NaN]", Arrays.toString(line.mean()));
        }
    }

    @Test
    void aLateTimerIsNoGapButAMissedSampleIs() {
        try (var store = open()) {
            append(store, START + 990, 1);
            append(store, START + 2010, 2);
            append(store, START + 2990, 3);
            append(store, START + 5010, 4);
            var line = store.range(Selection.of(CPU), START, START + 6000, 100).lines().getFirst();
            assertEquals("[1.0, 2.5, 2.5, NaN, NaN, 4.0]", Arrays.toString(line.mean()));
        }
    }

    @Test
    void aReopenedStoreGoesOnWhereItStopped() {
        try (var store = open()) {
            append(store, START, 1);
        }
        try (var store = open()) {
            append(store, START + 1000, 2);
            assertEquals(2, store.latest().get(CPU));
        }
        try (var store = open()) {
            assertEquals(2, store.latest().get(CPU));
            var line = store.range(Selection.of(CPU), START, START + 2000, 10).lines().getFirst();
            assertEquals("[1.0, 2.0]", Arrays.toString(line.mean()));
            assertEquals(1, files(".log"), "rows of one span stay in one log across openings");
        }
    }

    @Test
    void aChartHasNoMorePointsThanAskedForAndKeepsTheSpike() {
        try (var store = open()) {
            for (int i = 0; i < 1000; i++) {
                append(store, START + i * 1000, i == 777 ? 99 : 1);
            }
            for (int points : new int[] {1, 2, 3, 7, 100, 999, 2000}) {
                var chart = store.range(Selection.of(CPU), START + 123, START + 1_000_000, points);
                var line = chart.lines().getFirst();
                assertTrue(chart.points() <= points && line.max().length == chart.points(), points + " points");
                assertEquals(99, Arrays.stream(line.max()).filter(Double::isFinite).max().orElseThrow());
                assertEquals(0, chart.startMillis() % chart.stepMillis());
            }
        }
    }

    @Test
    void namesAreSelectedByPrefixUpToABound() {
        try (var store = open()) {
            var batch = new Batch().add(CPU, 1).add(DISK, 2);
            for (int i = 0; i < 100; i++) {
                batch.add(SeriesId.of("net.rx.bytes", "veth" + i), i);
            }
            store.append(START, batch);
            assertEquals(Set.of(DISK), Set.copyOf(store.range(Selection.prefix("disk."), START, START + 1000, 1).lines().stream()
                .map(Chart.Line::id).toList()));
            var crowd = store.range(Selection.prefix("net."), START, START + 1000, 1);
            assertTrue(crowd.truncated());
            assertEquals(Chart.MAX_LINES, crowd.lines().size());
            assertEquals(102, store.ids().size());
            assertEquals(List.of(CPU, DISK), store.ids().headSet(SeriesId.of("net")).stream().toList());
        }
    }

    @Test
    void seriesBeyondTheBoundAreRefusedAndTheOthersKept() {
        try (var store = SeriesStore.open(directory, Settings.defaults().withMaxSeries(2))) {
            var appended = store.append(START, new Batch().add(CPU, 1).add(DISK, 2).add(SeriesId.of("third"), 3));
            assertEquals(new Appended(START, 2, 1), appended);
            assertEquals(Set.of(CPU, DISK), store.latest().keySet());
            assertEquals(1, store.stats().refusedValues());
            // A new span starts anew: what has gone makes room.
            store.append(START + 300_000, new Batch().add(SeriesId.of("third"), 3).add(SeriesId.of("fourth"), 4));
            assertEquals(2, store.latest().size());
        }
    }

    @Test
    void ofTwoValuesForOneSeriesTheLaterCounts() {
        try (var store = open()) {
            store.append(START, new Batch().add(CPU, 1).add(CPU, 2).add(DISK, 1.23456789, 3).add(DISK, Double.NaN));
            assertEquals(2, store.latest().get(CPU));
            assertEquals(1.235, store.latest().get(DISK));
        }
    }

    @Test
    void aRateIsRoundedToItsSignificantDigitsAndAWholeNumberIsNot() {
        try (var store = open()) {
            double[] values = {1234567, 1234567.8, 123.4567, 0.001234567, -98.76543, 0};
            double[] rounded = {1234567, 1234568, 123.46, 0.0012346, -98.765, 0};
            for (int i = 0; i < values.length; i++) {
                store.append(START + i * 1000, new Batch().addSignificant(CPU, values[i], 5));
                assertEquals(rounded[i], store.latest().get(CPU));
            }
        }
    }

    @Test
    void aSecondOpenerIsToldWhoHasTheStore() {
        try (var _ = open()) {
            var e = assertThrows(StoreException.class, this::open);
            assertEquals(StoreException.Kind.LOCKED, e.kind());
            assertTrue(e.getMessage().startsWith(directory.toAbsolutePath() + ": ") && e.getMessage().contains("this process"), e.getMessage());
        }
        open().close();
    }

    @Test
    void aClosedStoreSaysSo() {
        var store = open();
        store.close();
        store.close();
        assertEquals(StoreException.Kind.CLOSED, assertThrows(StoreException.class, () -> append(store, START, 1)).kind());
        assertEquals(StoreException.Kind.CLOSED, assertThrows(StoreException.class, store::stats).kind());
    }

    @Test
    void otherStepsAreRefusedButAnotherRetentionIsNot() {
        open().close();
        var tiers = Settings.defaults().tiers();
        var longer = tiers.stream().map(tier -> new Tier(tier.step(), tier.span(), tier.retention().multipliedBy(2))).toList();
        SeriesStore.open(directory, new Settings(longer, 100, Duration.ofSeconds(1), 1 << 20)).close();
        var e = assertThrows(StoreException.class,
            () -> SeriesStore.open(directory, new Settings(tiers.subList(0, 2), 100, Duration.ofSeconds(1), 1 << 20)));
        assertEquals(StoreException.Kind.MISMATCH, e.kind());
    }

    @Test
    void theCoarsestTierAloneIsKeptLongerWhenAskedAndNeverShorterThanTheOneBefore() {
        Settings year = Settings.defaults().withLongestRetention(Duration.ofDays(366));
        assertEquals(List.of(Duration.ofHours(1), Duration.ofDays(2), Duration.ofDays(366)), year.tiers().stream().map(Tier::retention).toList());
        assertThrows(IllegalArgumentException.class, () -> Settings.defaults().withLongestRetention(Duration.ofDays(1)));
    }

    @Test
    void whatANewerAnoleWroteIsRefusedInOneLineAndNotTouched() throws IOException {
        try (var store = open()) {
            append(store, START, 1);
            append(store, START + 300_000, 1);
            store.upkeep();
        }
        for (String suffix : List.of(".log", ".block")) {
            Path file = file(suffix);
            byte[] before = Files.readAllBytes(file);
            setVersion(file, suffix.equals(".log") ? 24 : BlockHeader.BYTES, 2);
            byte[] newer = Files.readAllBytes(file);
            var e = assertThrows(StoreException.class, this::open);
            assertEquals(StoreException.Kind.NEWER, e.kind());
            assertFalse(e.getMessage().contains("\n"));
            assertEquals(-1, Arrays.mismatch(newer, Files.readAllBytes(file)));
            Files.write(file, before);
        }
        Path description = directory.resolve("store");
        Files.writeString(description, Files.readString(description).replace("anole-series 1", "anole-series 2"));
        assertEquals(StoreException.Kind.NEWER, assertThrows(StoreException.class, this::open).kind());
        Files.writeString(description, "garbage");
        assertEquals(StoreException.Kind.DAMAGED, assertThrows(StoreException.class, this::open).kind());
        Files.delete(description);
        try (var store = open()) {
            assertEquals(2, store.stats().points());
        }
    }

    private Path file(String suffix) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
        }
    }

    /** Both headers have their version at byte 8 and end in a checksum, in every version. */
    private static void setVersion(Path file, int headerBytes, int version) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[8] = (byte) version;
        var out = new PackWriter(headerBytes);
        out.bytes(bytes, 0, headerBytes - 4);
        out.crc(0);
        System.arraycopy(out.array(), 0, bytes, 0, headerBytes);
        Files.write(file, bytes);
    }

    private long files(String suffix) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
