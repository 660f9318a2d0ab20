package dev.anole.ops.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Columns of every shape come back as they were, and damaged ones end in a {@link DamageException}. */
class CodecFuzzTest {
    private static final int ROUNDS = 4000;

    private final long seed = Long.getLong("anole.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void integersOfEveryShapeComeBack() {
        System.out.println("integersOfEveryShapeComeBack: -Danole.seed=" + seed);
        var column = new IntegerColumn();
        for (int round = 0; round < ROUNDS; round++) {
            long[] values = integers(1 + random.nextInt(400));
            var out = new PackWriter(16);
            column.write(out, values, values.length);
            var in = new PackReader(out.array(), 0, out.size(), "integers");
            var read = new long[values.length];
            column.read(in, read, read.length);
            assertArrayEquals(values, read, "round " + round);
            assertEquals(0, in.remaining(), "all bytes are read, none beyond");
        }
    }

    @Test
    void doublesOfEveryShapeComeBackBitForBit() {
        System.out.println("doublesOfEveryShapeComeBackBitForBit: -Danole.seed=" + seed);
        var column = new ValueColumn();
        for (int round = 0; round < ROUNDS; round++) {
            double[] low = doubles(1 + random.nextInt(400));
            double[] high = doubles(low.length);
            for (int i = 0; i < low.length; i++) {
                high[i] = Math.max(low[i], high[i]);
            }
            var out = new PackWriter(16);
            column.write(out, low, low.length);
            column.writePair(out, low, high, low.length);
            var in = new PackReader(out.array(), 0, out.size(), "doubles");
            var read = new double[low.length];
            column.read(in, read, read.length);
            assertArrayEquals(bits(low), bits(read), "round " + round);
            var readHigh = new double[low.length];
            column.readPair(in, read, readHigh, read.length);
            assertArrayEquals(bits(low), bits(read), "round " + round);
            assertArrayEquals(bits(high), bits(readHigh), "round " + round);
            assertEquals(0, in.remaining(), "all bytes are read, none beyond");
        }
    }

    @Test
    void summariesKeepExtremesExactAndMeansWithinTheirBand() {
        System.out.println("summariesKeepExtremesExactAndMeansWithinTheirBand: -Danole.seed=" + seed);
        var chunk = new Chunk();
        var read = new Rows();
        for (int round = 0; round < ROUNDS; round++) {
            var rows = new Rows();
            rows.clear(1 + random.nextInt(400));
            var samples = new int[rows.size];
            double[] low = doubles(rows.size);
            double[] high = doubles(rows.size);
            int gapsInTen = random.nextInt(10);
            for (int i = 0; i < rows.size; i++) {
                samples[i] = 1 + random.nextInt(60);
                if (random.nextInt(10) >= gapsInTen || i == 0) {
                    rows.min[i] = Math.min(low[i], high[i]);
                    rows.max[i] = Math.max(low[i], high[i]);
                    double part = random.nextDouble();
                    rows.mean[i] = rows.min[i] * (1 - part) + rows.max[i] * part;
                    rows.count[i] = random.nextInt(5) > 0 ? samples[i] : 1 + random.nextInt(samples[i]);
                }
            }
            var out = new PackWriter(16);
            chunk.write(out, true, rows, samples);
            chunk.read(PackReader.checked(out.array(), 0, out.size(), "chunk"), true, read, samples, rows.size);
            for (int i = 0; i < rows.size; i++) {
                assertEquals(rows.count[i], read.count[i], "round " + round + ", row " + i);
                if (!rows.isGap(i)) {
                    assertEquals(rows.min[i], read.min[i]);
                    assertEquals(rows.max[i], read.max[i]);
                    double band = rows.max[i] / 2 - rows.min[i] / 2;
                    assertTrue(Math.abs(rows.mean[i] / 2 - read.mean[i] / 2) <= band / Chunk.MEAN_ERROR_PARTS * 1.0001,
                        () -> "a mean is off by more than its share of the band");
                }
            }
        }
    }

    @Test
    void damagedColumnsAreFoundOutOrReadAsSomethingElseButNeverLoop() {
        System.out.println("damagedColumnsAreFoundOutOrReadAsSomethingElseButNeverLoop: -Danole.seed=" + seed);
        var chunk = new Chunk();
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var rows = new Rows();
            rows.clear(1 + random.nextInt(100));
            double[] values = doubles(rows.size);
            for (int i = 0; i < rows.size; i++) {
                if (i == 0 || random.nextInt(4) > 0) {
                    rows.sample(i, values[i]);
                }
            }
            var samples = new int[rows.size];
            Arrays.fill(samples, 1);
            var out = new PackWriter(16);
            chunk.write(out, false, rows, samples);
            byte[] damaged = Arrays.copyOf(out.array(), 1 + random.nextInt(out.size()));
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                // Past the checksum, as if that had been forged too: the decoder itself has to hold.
                chunk.read(new PackReader(damaged, 0, damaged.length, "chunk"), random.nextBoolean(), new Rows(), samples, rows.size);
            } catch (DamageException e) {
                found++;
            }
        }
        assertTrue(found > ROUNDS / 4, "most damage shows even without the checksum, here only " + found);
    }

    private long[] integers(int size) {
        var values = new long[size];
        long scale = 1L << random.nextInt(53);
        long step = 1 + random.nextLong(scale);
        int shape = random.nextInt(6);
        long level = random.nextLong(-scale, scale);
        for (int i = 0; i < size; i++) {
            values[i] = switch (shape) {
                case 0 -> level;
                case 1 -> level + random.nextLong(scale);
                case 2 -> random.nextInt(10) == 0 ? random.nextLong(scale) : 0;
                case 3 -> i == 0 ? level : values[i - 1] + random.nextLong(-3, 4) * (step / 400 + 1);
                case 4 -> i == 0 ? 0 : values[i - 1] + step / size;
                default -> random.nextBoolean() ? IntegerColumn.MAX : -IntegerColumn.MAX;
            };
            values[i] = Math.clamp(values[i], -IntegerColumn.MAX, IntegerColumn.MAX);
        }
        return values;
    }

    private double[] doubles(int size) {
        int decimals = random.nextInt(8);
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.stream(integers(size)).mapToDouble(value -> value).toArray();
            case 1 -> DoubleStream.generate(() -> Decimals.round(random.nextGaussian() * 1000, decimals) + 0.0).limit(size).toArray();
            case 2 -> DoubleStream.generate(random::nextDouble).limit(size).toArray();
            case 3 -> DoubleStream.generate(() -> Double.longBitsToDouble(random.nextLong())).filter(Double::isFinite).map(value -> value + 0.0)
                .limit(size).toArray();
            default -> DoubleStream.generate(() -> random.nextInt(20) == 0 ? random.nextDouble() : random.nextInt(3)).limit(size).toArray();
        };
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
