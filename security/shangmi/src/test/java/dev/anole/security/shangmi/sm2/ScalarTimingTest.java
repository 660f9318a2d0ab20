package dev.anole.security.shangmi.sm2;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Does time tell the scalar? An experiment after Reparaz, Balasch and Verbauwhede, "Dude, is my code constant time?"
 * (2017): scalars of two classes in random order, Welch's t over what remains when the slowest are cut off. Beyond 10 is a
 * leak for certain; below 4.5 there is no evidence of one. A multiplication that is allowed to leak shows that the
 * experiment would see it.
 */
@Tag("slow")
class ScalarTimingTest {
    private static final int WARM_UP = 4_000;
    private static final int MEASUREMENTS = 16_000;
    private static final int REPETITIONS_MAX = 3;
    private static final double LEAK = 10;
    private static final double KEPT = 0.8;
    private static final long SEED = Long.getLong("anole.seed", 6L);

    private final Random random = new Random(SEED);
    private final CombTable.Room room = new CombTable.Room();
    private final Accumulator sum = new Accumulator();
    /** The same array for both classes, so that its place in the cache tells nothing. */
    private final long[] scalar = new long[Field.LIMBS];
    private final long[] blind = Field.of(new BigInteger(250, random));
    private final AffinePoint point = Sm2PrivateKey.of(BigInteger.valueOf(123456789)).publicKey().point();

    ScalarTimingTest() throws Exception {
    }

    private interface Multiplication {
        void of(long[] scalar);
    }

    private long[] any() {
        return Limbs.of(new BigInteger(256, random).mod(Order.N));
    }

    /** Welch's t between a fixed scalar and random ones. */
    private double welch(Multiplication multiplication, long[] fixed) {
        for (int i = 0; i < WARM_UP; i++) {
            Field.copy(scalar, any());
            Field.select(scalar, fixed, i % 2 - 1);
            multiplication.of(scalar);
        }
        long[] nanos = new long[MEASUREMENTS];
        boolean[] isFixed = new boolean[MEASUREMENTS];
        for (int i = 0; i < MEASUREMENTS; i++) {
            isFixed[i] = random.nextBoolean();
            Field.copy(scalar, any());
            Field.select(scalar, fixed, isFixed[i] ? -1 : 0);
            long before = System.nanoTime();
            multiplication.of(scalar);
            nanos[i] = System.nanoTime() - before;
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        long cut = sorted[(int) (KEPT * MEASUREMENTS)];
        double[] count = new double[2];
        double[] mean = new double[2];
        double[] squares = new double[2];
        for (int i = 0; i < MEASUREMENTS; i++) {
            if (nanos[i] <= cut) {
                int group = isFixed[i] ? 0 : 1;
                count[group]++;
                double difference = nanos[i] - mean[group];
                mean[group] += difference / count[group];
                squares[group] += difference * (nanos[i] - mean[group]);
            }
        }
        return (mean[0] - mean[1]) / Math.sqrt(squares[0] / (count[0] - 1) / count[0] + squares[1] / (count[1] - 1) / count[1]);
    }

    /** A leak repeats itself; a neighbour on the processor does not. */
    private void assertNoLeak(String name, Multiplication multiplication, long[] fixed) {
        StringBuilder seen = new StringBuilder();
        double least = Double.MAX_VALUE;
        for (int i = 0; i < REPETITIONS_MAX && least >= LEAK; i++) {
            double t = welch(multiplication, fixed);
            seen.append(String.format(" %.2f", t));
            least = Math.min(least, Math.abs(t));
        }
        System.out.println("ScalarTimingTest: " + name + ": t =" + seen + ", seed " + SEED);
        assertTrue(least < LEAK, name + ": t =" + seen);
    }

    @Test
    void theExperimentSeesALeak() {
        double t = welch(k -> PointMultiplication.sumPublic(sum, new long[Field.LIMBS], k, point),
                Limbs.of(BigInteger.ONE.shiftLeft(200)));
        System.out.printf("ScalarTimingTest: with sparse digits, which may leak: t = %.2f%n", t);
        assertTrue(Math.abs(t) > LEAK, "t = " + t);
    }

    @Test
    void multiplesOfTheGeneratorTellNothing() {
        CombTable plain = new CombTable(AffinePoint.GENERATOR, 6, false);
        for (BigInteger fixed : new BigInteger[] {BigInteger.ONE, Order.N.subtract(BigInteger.ONE), BigInteger.ONE.shiftLeft(200)}) {
            assertNoLeak("k·G for " + fixed.toString(16), k ->
                    PointMultiplication.Generator.TABLE.multiply(sum, k, blind, room), Limbs.of(fixed));
            assertNoLeak("k·G in plain Java for " + fixed.toString(16), k -> plain.multiply(sum, k, blind, room), Limbs.of(fixed));
        }
    }

    @Test
    void multiplesOfAnyPointTellNothing() {
        for (BigInteger fixed : new BigInteger[] {BigInteger.ONE, BigInteger.ONE.shiftLeft(200)}) {
            assertNoLeak("k·P for " + fixed.toString(16), k ->
                    PointMultiplication.multiply(sum, k, point, blind), Limbs.of(fixed));
            assertNoLeak("k·P in plain Java for " + fixed.toString(16), k ->
                    PointMultiplication.multiplyPlain(sum, k, point, blind), Limbs.of(fixed));
        }
    }

    @Test
    void whatEndsASignatureTellsNothing() throws Exception {
        Sm2PrivateKey key = Sm2PrivateKey.of(new BigInteger(250, random));
        byte[] raw = new byte[Sm2Signature.RAW_BYTES];
        long[] x = any();
        assertNoLeak("s of k", k -> Sm2Signature.finish(key, new byte[32], k, x, raw), Limbs.of(BigInteger.TWO));
    }

    @Test
    void theInverseOfAKeyTellsNothing() {
        long[] z = new long[Field.LIMBS];
        assertNoLeak("1/d", k -> Order.invert(z, k), Limbs.of(BigInteger.ONE));
    }
}
