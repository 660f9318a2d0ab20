package dev.anole.security.shangmi;

import java.util.Arrays;
import java.util.Optional;

/** Compares an engine with plain Java in every routine, on as many blocks as touch all of its loops. */
final class SelfTest {
    /** More than 64, no multiple of anything: whole loops, whole sets and a rest. */
    private static final int PARALLEL_BLOCKS = 64 + 16 + 5;
    private static final int SERIAL_BLOCKS = 3;

    private SelfTest() {
    }

    /** The first routine whose answer is wrong. */
    static Optional<Routine> wrong(Engine engine) {
        Engine scalar = new ScalarEngine();
        for (Routine routine : Routine.values()) {
            if (!Arrays.equals(answer(scalar, routine), answer(engine, routine))) {
                return Optional.of(routine);
            }
        }
        return Optional.empty();
    }

    /** Output and updated state of a routine on a fixed input. */
    static byte[] answer(Engine engine, Routine routine) {
        byte[] in = new byte[PARALLEL_BLOCKS * Engine.BLOCK_BYTES];
        byte[] extra = new byte[in.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = (byte) (i * 167 + 13 + (i >> 8));
            extra[i] = (byte) (i * 59 + 7);
        }
        byte[] key = Arrays.copyOf(in, Engine.BLOCK_BYTES);
        long[] keys = engine.prepare(KeyExpansion.expand(key));
        byte[] out = new byte[in.length];
        switch (routine) {
            case ECB -> engine.ecb(keys, in, 0, out, 0, PARALLEL_BLOCKS);
            case COUNTER -> engine.counter(keys, extra, in, 0, out, 0, PARALLEL_BLOCKS);
            case CBC_ENCRYPT -> engine.cbcEncrypt(keys, extra, in, 0, out, 0, SERIAL_BLOCKS);
            case CBC_MAC -> engine.cbcMac(keys, extra, in, 0, SERIAL_BLOCKS);
            case CBC_DECRYPT -> engine.cbcDecrypt(keys, extra, in, 0, out, 0, PARALLEL_BLOCKS);
            case XEX -> engine.xex(keys, extra, in, 0, out, 0, PARALLEL_BLOCKS);
            case GHASH -> engine.hash(engine.prepareHash(key), extra, in, 0, PARALLEL_BLOCKS);
        }
        byte[] answer = Arrays.copyOf(out, out.length + Engine.BLOCK_BYTES);
        System.arraycopy(extra, 0, answer, out.length, Engine.BLOCK_BYTES);
        return answer;
    }
}
