package dev.anole.security.shangmi.sm2;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Field and order against BigInteger, with limbs at the ends of what is allowed. */
class FieldTest {
    private static final int ROUNDS = 30_000;
    private static final long SIZE_MAX = (1L << 58) - 1;
    private static final BigInteger R = BigInteger.ONE.shiftLeft(Field.LIMBS * Field.LIMB_BITS);
    private static final BigInteger R_INVERSE = R.modInverse(Field.P);

    /** Any limbs below 2^58 in size, often the greatest; the last such that the value is below 1000·2^256. */
    private static long[] limbs(Random random) {
        long[] limbs = new long[Field.LIMBS];
        for (int i = 0; i < limbs.length; i++) {
            long any = switch (random.nextInt(5)) {
                case 0 -> SIZE_MAX;
                case 1 -> -SIZE_MAX;
                case 2 -> 0;
                default -> random.nextLong() >> 6;
            };
            limbs[i] = i == limbs.length - 1 ? any >> 16 : any;
        }
        return limbs;
    }

    private static void assertNormal(long[] z) {
        for (int i = 0; i < 4; i++) {
            assertTrue(z[i] >= -(1L << 8) && z[i] <= (1L << 56) + (1L << 8), "limb " + i + " is " + z[i]);
        }
    }

    @Test
    void productsAndSquaresAreRightForTheGreatestLimbs() {
        Random random = new Random(1);
        long[] z = new long[Field.LIMBS];
        for (int i = 0; i < ROUNDS; i++) {
            long[] x = limbs(random);
            long[] y = limbs(random);
            BigInteger product = Limbs.value(x).multiply(Limbs.value(y)).multiply(R_INVERSE).mod(Field.P);
            Field.multiply(z, x, y);
            assertEquals(product, Limbs.value(z).mod(Field.P));
            assertNormal(z);
            Field.canonical(z, z);
            assertEquals(product, Limbs.value(z));
            Field.square(z, x);
            assertEquals(Limbs.value(x).pow(2).multiply(R_INVERSE).mod(Field.P), Limbs.value(z).mod(Field.P));
            assertNormal(z);
            Field.subtractScaled(z, x, y, 4);
            assertEquals(Limbs.value(x).subtract(Limbs.value(y).shiftLeft(2)), Limbs.value(z));
            assertNormal(z);
        }
    }

    @Test
    void anInverseTimesItsNumberIsOne() {
        Random random = new Random(2);
        long[] z = new long[Field.LIMBS];
        for (int i = 0; i < 200; i++) {
            BigInteger number = i < 20 ? BigInteger.valueOf(i + 1) : new BigInteger(256, random);
            long[] x = Field.of(number);
            Field.invert(z, x);
            Field.multiply(z, z, x);
            Field.plain(z, z);
            assertEquals(BigInteger.ONE, Limbs.value(z));
            long[] scalar = Limbs.of(number.mod(Order.N));
            Order.invert(z, scalar);
            Order.multiply(z, z, scalar);
            assertEquals(BigInteger.ONE, Limbs.value(z));
        }
        Field.invert(z, new long[Field.LIMBS]);
        assertEquals(-1, Field.isZero(z, new long[Field.LIMBS]));
    }

    @Test
    void zeroIsSeenInEveryRepresentation() {
        long[] scratch = new long[Field.LIMBS];
        for (int i = -30; i <= 30; i++) {
            long[] multiple = Limbs.of(Field.P);
            Field.scale(multiple, multiple, i);
            Field.subtractScaled(multiple, multiple, new long[Field.LIMBS], 1);
            assertTrue(Field.mayBeZero(multiple), "a filter that misses " + i + "p");
            assertEquals(-1, Field.isZero(multiple, scratch), i + "p");
            multiple[0]++;
            assertEquals(0, Field.isZero(multiple, scratch), i + "p + 1");
        }
    }

    @Test
    void scalarsAddSubtractAndMultiplyModuloTheOrder() {
        Random random = new Random(3);
        BigInteger[] edges = {BigInteger.ZERO, BigInteger.ONE, Order.N.subtract(BigInteger.ONE), Order.N.subtract(BigInteger.TWO),
            Order.N.shiftRight(1), BigInteger.ONE.shiftLeft(224), BigInteger.ONE.shiftLeft(56)};
        long[] z = new long[Field.LIMBS];
        for (int i = 0; i < ROUNDS / 10; i++) {
            BigInteger a = i % 3 == 0 ? edges[random.nextInt(edges.length)] : new BigInteger(256, random).mod(Order.N);
            BigInteger b = i % 5 == 0 ? edges[random.nextInt(edges.length)] : new BigInteger(256, random).mod(Order.N);
            long[] x = Limbs.of(a);
            long[] y = Limbs.of(b);
            Order.add(z, x, y);
            assertEquals(a.add(b).mod(Order.N), Limbs.value(z));
            Order.subtract(z, x, y);
            assertEquals(a.subtract(b).mod(Order.N), Limbs.value(z));
            Order.multiply(z, x, y);
            assertEquals(a.multiply(b).mod(Order.N), Limbs.value(z));
        }
    }

    @Test
    void bytesComeBackAsTheyWent() {
        Random random = new Random(4);
        byte[] out = new byte[Field.BYTES];
        for (int i = 0; i < 1000; i++) {
            BigInteger number = new BigInteger(256, random).mod(Field.P);
            long[] x = Field.of(number);
            Field.encode(x, out, 0);
            assertEquals(number, new BigInteger(1, out));
            long[] y = new long[Field.LIMBS];
            Field.decode(y, out, 0);
            Field.subtract(y, y, x);
            assertEquals(-1, Field.isZero(y, new long[Field.LIMBS]));
        }
    }
}
