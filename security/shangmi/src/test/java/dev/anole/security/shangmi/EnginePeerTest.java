package dev.anole.security.shangmi;

import dev.anole.kernel.machine.ProcessorFeature;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/** Each engine against the scalar one, in every routine, on random lengths, offsets and in place. */
class EnginePeerTest {
    private static final long SEED = 20261120;
    private static final int ROUNDS = 300;
    private static final int BLOCKS_MAX = 200;

    @TestFactory
    Stream<DynamicTest> everyUsableTierAnswersAsScalarDoes() {
        return Engines.usable().stream().map(engine -> dynamicTest(engine.tier().label(), () -> compare(engine)));
    }

    @Test
    void avx2WithoutVaesAnswersAsScalarDoes() {
        assumeTrue(ProcessorFeature.available().containsAll(Avx2Code.NEEDS), "the processor has no AVX2 with AES-NI");
        compare(new NarrowAvx2());
    }

    /** The code for processors without VAES, on whatever processor this is. */
    private static final class NarrowAvx2 extends EmittedEngine {
        private final Program program = new Program(new Avx2Code(false));

        @Override
        public Tier tier() {
            return Tier.AVX2;
        }

        @Override
        long entry(Routine routine) {
            return program.entry(routine);
        }

        @Override
        void enter(long[] keys, byte[] in, long inAt, byte[] out, long outAt, long blocks, byte[] extra, long entry) throws Throwable {
            program.door().invokeExact(MemorySegment.ofArray(keys), MemorySegment.ofArray(in), inAt,
                    MemorySegment.ofArray(out), outAt, blocks, MemorySegment.ofArray(extra), entry);
        }
    }

    private static void compare(Engine engine) {
        Engine scalar = new ScalarEngine();
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] key = bytes(random, 16);
            int[] forward = KeyExpansion.expand(key);
            int[] keys = random.nextBoolean() ? forward : KeyExpansion.reverse(forward);
            int blocks = random.nextInt(BLOCKS_MAX);
            int inAt = random.nextInt(40);
            int outAt = random.nextInt(40);
            byte[] in = bytes(random, inAt + blocks * 16 + random.nextInt(20));
            byte[] extra = bytes(random, BLOCKS_MAX * 16);
            extra[12] = 0;
            long[] hashTheirs = scalar.prepareHash(key);
            long[] hashOurs = engine.prepareHash(key);
            for (Routine routine : Routine.values()) {
                byte[] theirs = new byte[outAt + blocks * 16 + 7];
                byte[] ours = theirs.clone();
                byte[] theirExtra = extra.clone();
                byte[] ourExtra = extra.clone();
                run(scalar, routine, scalar.prepare(keys), hashTheirs, in, inAt, theirs, outAt, blocks, theirExtra);
                run(engine, routine, engine.prepare(keys), hashOurs, in, inAt, ours, outAt, blocks, ourExtra);
                String what = routine + ", " + blocks + " blocks, seed " + SEED + ", round " + round;
                assertArrayEquals(theirs, ours, what);
                assertArrayEquals(Arrays.copyOf(theirExtra, 16), Arrays.copyOf(ourExtra, 16), what + ", extra");
                byte[] place = in.clone();
                run(engine, routine, engine.prepare(keys), hashOurs, place, inAt, place, inAt, blocks, extra.clone());
                if (routine != Routine.CBC_MAC && routine != Routine.GHASH) {
                    assertArrayEquals(Arrays.copyOfRange(theirs, outAt, outAt + blocks * 16),
                            Arrays.copyOfRange(place, inAt, inAt + blocks * 16), what + ", in place");
                }
                assertArrayEquals(Arrays.copyOfRange(in, inAt + blocks * 16, in.length),
                        Arrays.copyOfRange(place, inAt + blocks * 16, in.length), what + ", behind");
            }
        }
    }

    private static void run(Engine engine, Routine routine, long[] keys, long[] hash, byte[] in, int inAt, byte[] out,
                            int outAt, int blocks, byte[] extra) {
        switch (routine) {
            case ECB -> engine.ecb(keys, in, inAt, out, outAt, blocks);
            case COUNTER -> engine.counter(keys, extra, in, inAt, out, outAt, blocks);
            case CBC_ENCRYPT -> engine.cbcEncrypt(keys, extra, in, inAt, out, outAt, blocks);
            case CBC_MAC -> engine.cbcMac(keys, extra, in, inAt, blocks);
            case CBC_DECRYPT -> engine.cbcDecrypt(keys, extra, in, inAt, out, outAt, blocks);
            case XEX -> engine.xex(keys, extra, in, inAt, out, outAt, blocks);
            case GHASH -> engine.hash(hash, extra, in, inAt, blocks);
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
