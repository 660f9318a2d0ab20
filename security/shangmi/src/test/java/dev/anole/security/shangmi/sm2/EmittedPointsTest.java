package dev.anole.security.shangmi.sm2;

import dev.anole.kernel.machine.ProcessorFeature;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The emitted field arithmetic; the points are compared in {@link MultiplicationPeerTest}. */
class EmittedPointsTest {
    @Test
    void itRunsWhereTheProcessorCan() {
        assumeTrue(ProcessorFeature.available().containsAll(EnumSet.of(ProcessorFeature.BMI2, ProcessorFeature.ADX)),
                "a processor without BMI2 and ADX");
        assertEquals(new Sm2Tier("adx", ""), Sm2Tier.running());
    }

    @Test
    void squaresAndCubesAreThoseOfPlainJavaAlsoWhereCarriesRunThroughAllWords() {
        assumeTrue(EmittedPoints.isAvailable(), EmittedPoints.UNAVAILABLE);
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            // Numbers with long runs of ones and zeros.
            BigInteger number = BigInteger.ONE.shiftLeft(random.nextInt(257)).subtract(BigInteger.ONE.shiftLeft(random.nextInt(257)))
                    .xor(BigInteger.ONE.shiftLeft(random.nextInt(257)).subtract(BigInteger.ONE)).add(BigInteger.valueOf(random.nextInt(5) - 2));
            if (i % 4 == 0) {
                number = new BigInteger(256, random);
            }
            BigInteger element = number.mod(Field.P);
            assertTrue(EmittedPoints.powersAreRight(i % 2 == 0 ? Field.of(element) : Limbs.of(element)), element.toString(16));
        }
    }
}
