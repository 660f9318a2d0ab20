package dev.anole.security.shangmi.sm2;

import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.custom.gm.SM2P256V1Curve;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every way to multiply, compared with BouncyCastle's, at all scalars where formulas meet their exceptions. */
class MultiplicationPeerTest {
    private static final BigInteger N = Order.N;
    private final SM2P256V1Curve peer = new SM2P256V1Curve();
    private final ECPoint generator = peer.createPoint(AffinePoint.GENERATOR.affineX(), AffinePoint.GENERATOR.affineY());
    private final Random random = new Random(5);

    /** Around 0, n, 2^256, each power of two, and the scalars that end a window with the same point on both sides. */
    private List<BigInteger> scalars() {
        List<BigInteger> all = new ArrayList<>(List.of(BigInteger.ZERO, N, BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)));
        for (int i = 1; i <= 70; i++) {
            BigInteger small = BigInteger.valueOf(i);
            all.addAll(List.of(small, N.subtract(small), N.add(small)));
        }
        for (int i = 0; i < 256; i += 3) {
            BigInteger power = BigInteger.ONE.shiftLeft(i);
            all.addAll(List.of(power, power.subtract(BigInteger.ONE).max(BigInteger.ZERO), N.subtract(power).max(BigInteger.ONE)));
        }
        for (int i = 0; i < 60; i++) {
            all.add(new BigInteger(256, random));
        }
        return all;
    }

    private void assertSame(ECPoint expected, Accumulator actual, String what) {
        assertEquals(expected.isInfinity(), actual.infinity != 0, what);
        if (!expected.isInfinity()) {
            ECPoint normal = expected.normalize();
            AffinePoint affine = actual.toAffine();
            assertEquals(normal.getAffineXCoord().toBigInteger(), affine.affineX(), what);
            assertEquals(normal.getAffineYCoord().toBigInteger(), affine.affineY(), what);
            assertTrue(actual.hasX(affine.affineX()), what);
        }
    }

    @Test
    void everyMultiplicationGivesThePeersPoint() throws Exception {
        AffinePoint point = Sm2PrivateKey.of(BigInteger.valueOf(0x123456789L)).publicKey().point();
        ECPoint peerPoint = generator.multiply(BigInteger.valueOf(0x123456789L)).normalize();
        CombTable table = new CombTable(point, 5);
        CombTable plain = new CombTable(point, 5, false);
        CombTable.Room room = new CombTable.Room();
        Accumulator sum = new Accumulator();
        for (BigInteger k : scalars()) {
            long[] scalar = Limbs.of(k);
            long[] blind = Field.of(new BigInteger(250, random).add(BigInteger.ONE));
            String what = "k = " + k.toString(16);
            ECPoint expected = peerPoint.multiply(k.mod(N));
            PointMultiplication.multiply(sum, scalar, point, blind);
            assertSame(expected, sum, what);
            PointMultiplication.multiplyPlain(sum, scalar, point, blind);
            assertSame(expected, sum, what + " in plain Java");
            table.multiply(sum, scalar, blind, room);
            assertSame(expected, sum, what + " with the key's table");
            plain.multiply(sum, scalar, blind, room);
            assertSame(expected, sum, what + " with the key's table in plain Java");
            PointMultiplication.Generator.TABLE.multiply(sum, scalar, blind, room);
            assertSame(generator.multiply(k.mod(N)), sum, what + " of the generator");
        }
    }

    @Test
    void sumsOfTwoProductsAreThePeersAlsoWherePointsMeet() throws Exception {
        Accumulator sum = new Accumulator();
        CombTable.Room room = new CombTable.Room();
        CombTable plainGenerator = new CombTable(AffinePoint.GENERATOR, 6, false);
        List<BigInteger> few = new ArrayList<>(List.of(BigInteger.ONE, BigInteger.TWO, BigInteger.valueOf(3), BigInteger.valueOf(31),
                N.subtract(BigInteger.ONE), N.subtract(BigInteger.TWO), new BigInteger(255, random), new BigInteger(255, random)));
        for (BigInteger d : few) {
            ECPoint peerPoint = generator.multiply(d).normalize();
            AffinePoint point = AffinePoint.of(peerPoint.getAffineXCoord().toBigInteger(), peerPoint.getAffineYCoord().toBigInteger());
            CombTable table = new CombTable(point, 5);
            CombTable plain = new CombTable(point, 5, false);
            for (BigInteger j : few) {
                for (BigInteger k : few) {
                    ECPoint expected = generator.multiply(j).add(peerPoint.multiply(k));
                    String what = "d " + d.toString(16) + " j " + j.toString(16) + " k " + k.toString(16);
                    PointMultiplication.sumPublic(sum, Limbs.of(j), Limbs.of(k), point);
                    assertSame(expected, sum, what);
                    PointMultiplication.sumPublic(sum, Limbs.of(j), Limbs.of(k), point, false);
                    assertSame(expected, sum, what + " in plain Java");
                    sum.infinity = -1;
                    table.addMultiplePublic(sum, Limbs.of(k), room);
                    PointMultiplication.Generator.TABLE.addMultiplePublic(sum, Limbs.of(j), room);
                    assertSame(expected, sum, what + " with tables");
                    sum.infinity = -1;
                    plain.addMultiplePublic(sum, Limbs.of(k), room);
                    plainGenerator.addMultiplePublic(sum, Limbs.of(j), room);
                    assertSame(expected, sum, what + " with tables in plain Java");
                }
            }
        }
    }

    @Test
    void compressedPointsComeBackWhole() throws Exception {
        for (int i = 0; i < 50; i++) {
            ECPoint peerPoint = generator.multiply(new BigInteger(255, random)).normalize();
            byte[] compressed = peerPoint.getEncoded(true);
            assertEquals(peerPoint.getAffineYCoord().toBigInteger(),
                    AffinePoint.decode(compressed, 0, compressed.length).affineY());
        }
    }
}
