package dev.anole.security.shangmi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * SM4 with the Vector API: 16 blocks as four vectors of 16 words, two such sets side by side. The S-box is four vectors of
 * 64 bytes in registers, chosen from by VPERMI2B: no address depends on a secret. Modes are those of plain Java over this
 * core.
 *
 * <p>How it is written follows what C2 needs to keep vectors in registers: one round an iteration, words stored to an array
 * between rounds, and no vector that crosses a call or lives in a field that is not constant.
 *
 * <p>This class is loaded only where the module {@code jdk.incubator.vector} is there.
 */
final class VectorEngine extends ScalarEngine {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    private static final int LANES = 16;
    private static final int SETS = 2;
    private static final int SET_WORDS = 4 * LANES;
    private static final int BATCH = SETS * LANES;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] BOX = box();

    /** Whether vectors are wide enough here for this way to be fast. */
    static boolean isWideEnough() {
        return VectorSpecies.ofPreferred(byte.class).vectorBitSize() >= BYTES.vectorBitSize();
    }

    @Override
    public Tier tier() {
        return Tier.VECTOR;
    }

    private static byte[] box() {
        byte[] box = new byte[256];
        long[] planes = new long[Byte.SIZE];
        for (int x = 0; x < 256; x++) {
            for (int p = 0; p < Byte.SIZE; p++) {
                planes[p] = (x ^ SlicedSubstitution.INPUT_CONSTANT) >>> p & 1;
            }
            SlicedSubstitution.apply(planes);
            int y = SlicedSubstitution.OUTPUT_CONSTANT;
            for (int p = 0; p < Byte.SIZE; p++) {
                y ^= (int) (planes[p] & 1) << p;
            }
            box[x] = (byte) y;
        }
        return box;
    }

    @Override
    public long[] prepare(int[] roundKeys) {
        long[] keys = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            keys[i] = roundKeys[i];
        }
        return keys;
    }

    @Override
    public void ecb(long[] keys, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        int[] words = new int[SETS * SET_WORDS];
        for (int done = 0; done < blocks; done += BATCH) {
            int batch = Math.min(BATCH, blocks - done);
            slice(words, in, inAt + done * BLOCK_BYTES, batch);
            if (batch > LANES) {
                twoSets(words, keys);
            } else {
                oneSet(words, keys);
            }
            unslice(words, out, outAt + done * BLOCK_BYTES, batch);
        }
    }

    @Override
    public void counter(long[] keys, byte[] counter, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        int[] words = new int[SETS * SET_WORDS];
        int low = (int) INT.get(counter, 12);
        for (int done = 0; done < blocks; done += BATCH) {
            int batch = Math.min(BATCH, blocks - done);
            for (int set = 0; set < SETS; set++) {
                for (int word = 0; word < 3; word++) {
                    int from = set * SET_WORDS + word * LANES;
                    Arrays.fill(words, from, from + LANES, (int) INT.get(counter, word * Integer.BYTES));
                }
                for (int lane = 0; lane < LANES; lane++) {
                    words[set * SET_WORDS + 3 * LANES + lane] = low + done + set * LANES + lane;
                }
            }
            if (batch > LANES) {
                twoSets(words, keys);
            } else {
                oneSet(words, keys);
            }
            for (int block = 0; block < batch; block++) {
                int word = block / LANES * SET_WORDS + block % LANES;
                int from = inAt + (done + block) * BLOCK_BYTES;
                int to = outAt + (done + block) * BLOCK_BYTES;
                INT.set(out, to, words[word + 3 * LANES] ^ (int) INT.get(in, from));
                INT.set(out, to + 4, words[word + 2 * LANES] ^ (int) INT.get(in, from + 4));
                INT.set(out, to + 8, words[word + LANES] ^ (int) INT.get(in, from + 8));
                INT.set(out, to + 12, words[word] ^ (int) INT.get(in, from + 12));
            }
        }
    }

    private static void slice(int[] words, byte[] in, int at, int blocks) {
        for (int block = 0; block < blocks; block++) {
            int to = (block / LANES) * SET_WORDS + block % LANES;
            int from = at + block * BLOCK_BYTES;
            words[to] = (int) INT.get(in, from);
            words[to + LANES] = (int) INT.get(in, from + 4);
            words[to + 2 * LANES] = (int) INT.get(in, from + 8);
            words[to + 3 * LANES] = (int) INT.get(in, from + 12);
        }
    }

    private static void unslice(int[] words, byte[] out, int at, int blocks) {
        for (int block = 0; block < blocks; block++) {
            int from = (block / LANES) * SET_WORDS + block % LANES;
            int to = at + block * BLOCK_BYTES;
            INT.set(out, to, words[from + 3 * LANES]);
            INT.set(out, to + 4, words[from + 2 * LANES]);
            INT.set(out, to + 8, words[from + LANES]);
            INT.set(out, to + 12, words[from]);
        }
    }

    private static void oneSet(int[] words, long[] keys) {
        ByteVector box0 = ByteVector.fromArray(BYTES, BOX, 0);
        ByteVector box1 = ByteVector.fromArray(BYTES, BOX, 64);
        ByteVector box2 = ByteVector.fromArray(BYTES, BOX, 128);
        ByteVector box3 = ByteVector.fromArray(BYTES, BOX, 192);
        for (int round = 0; round < ROUNDS; round++) {
            int to = (round & 3) * LANES;
            ByteVector x = IntVector.fromArray(INTS, words, (round + 1 & 3) * LANES)
                    .lanewise(VectorOperators.XOR, IntVector.fromArray(INTS, words, (round + 2 & 3) * LANES))
                    .lanewise(VectorOperators.XOR, IntVector.fromArray(INTS, words, (round + 3 & 3) * LANES))
                    .lanewise(VectorOperators.XOR, IntVector.broadcast(INTS, (int) keys[round])).reinterpretAsBytes();
            IntVector s = x.selectFrom(box0, box1).blend(x.selectFrom(box2, box3), x.compare(VectorOperators.LT, (byte) 0))
                    .reinterpretAsInts();
            IntVector.fromArray(INTS, words, to).lanewise(VectorOperators.XOR, s)
                    .lanewise(VectorOperators.XOR, s.lanewise(VectorOperators.ROL, 2))
                    .lanewise(VectorOperators.XOR, s.lanewise(VectorOperators.ROL, 10))
                    .lanewise(VectorOperators.XOR, s.lanewise(VectorOperators.ROL, 18))
                    .lanewise(VectorOperators.XOR, s.lanewise(VectorOperators.ROL, 24)).intoArray(words, to);
        }
    }

    private static void twoSets(int[] words, long[] keys) {
        ByteVector box0 = ByteVector.fromArray(BYTES, BOX, 0);
        ByteVector box1 = ByteVector.fromArray(BYTES, BOX, 64);
        ByteVector box2 = ByteVector.fromArray(BYTES, BOX, 128);
        ByteVector box3 = ByteVector.fromArray(BYTES, BOX, 192);
        for (int round = 0; round < ROUNDS; round++) {
            int to = (round & 3) * LANES;
            int a = (round + 1 & 3) * LANES;
            int b = (round + 2 & 3) * LANES;
            int c = (round + 3 & 3) * LANES;
            IntVector key = IntVector.broadcast(INTS, (int) keys[round]);
            ByteVector x = IntVector.fromArray(INTS, words, a)
                    .lanewise(VectorOperators.XOR, IntVector.fromArray(INTS, words, b))
                    .lanewise(VectorOperators.XOR, IntVector.fromArray(INTS, words, c))
                    .lanewise(VectorOperators.XOR, key).reinterpretAsBytes();
            ByteVector y = IntVector.fromArray(INTS, words, a + SET_WORDS)
                    .lanewise(VectorOperators.XOR, IntVector.fromArray(INTS, words, b + SET_WORDS))
                    .lanewise(VectorOperators.XOR, IntVector.fromArray(INTS, words, c + SET_WORDS))
                    .lanewise(VectorOperators.XOR, key).reinterpretAsBytes();
            IntVector s = x.selectFrom(box0, box1).blend(x.selectFrom(box2, box3), x.compare(VectorOperators.LT, (byte) 0))
                    .reinterpretAsInts();
            IntVector t = y.selectFrom(box0, box1).blend(y.selectFrom(box2, box3), y.compare(VectorOperators.LT, (byte) 0))
                    .reinterpretAsInts();
            IntVector.fromArray(INTS, words, to).lanewise(VectorOperators.XOR, s)
                    .lanewise(VectorOperators.XOR, s.lanewise(VectorOperators.ROL, 2))
                    .lanewise(VectorOperators.XOR, s.lanewise(VectorOperators.ROL, 10))
                    .lanewise(VectorOperators.XOR, s.lanewise(VectorOperators.ROL, 18))
                    .lanewise(VectorOperators.XOR, s.lanewise(VectorOperators.ROL, 24)).intoArray(words, to);
            IntVector.fromArray(INTS, words, to + SET_WORDS).lanewise(VectorOperators.XOR, t)
                    .lanewise(VectorOperators.XOR, t.lanewise(VectorOperators.ROL, 2))
                    .lanewise(VectorOperators.XOR, t.lanewise(VectorOperators.ROL, 10))
                    .lanewise(VectorOperators.XOR, t.lanewise(VectorOperators.ROL, 18))
                    .lanewise(VectorOperators.XOR, t.lanewise(VectorOperators.ROL, 24)).intoArray(words, to + SET_WORDS);
        }
    }
}
