package dev.anole.security.shangmi;

import dev.anole.kernel.linux.UnavailableException;
import dev.anole.kernel.machine.Assembler;
import dev.anole.kernel.machine.ExecutablePages;
import dev.anole.kernel.machine.Label;
import dev.anole.kernel.machine.ProcessorFeature;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * SM3's emitted functions, where the processor and the host allow them and their answers are those of plain Java. Tiers
 * above plain Java use them; pinning the tier {@code scalar} keeps them away.
 */
final class EmittedSm3 {
    /** Blocks of one message a call: 8 KiB, some 20 microseconds. */
    static final int STREAM_BLOCKS_MAX = 128;
    /** Blocks of each lane a call: 16 times 8 KiB, some 40 microseconds. */
    static final int LANE_BLOCKS_MAX = 128;

    static final boolean STREAM;
    static final boolean LANES;

    private static final Set<ProcessorFeature> STREAM_NEEDS = EnumSet.of(ProcessorFeature.BMI1, ProcessorFeature.BMI2);
    private static final Set<ProcessorFeature> LANES_NEEDS =
            EnumSet.of(ProcessorFeature.AVX512F, ProcessorFeature.AVX512BW, ProcessorFeature.AVX512VL);
    private static final MethodHandle STREAM_FUNCTION;
    private static final MethodHandle LANES_FUNCTION;

    static {
        Tier tier = Engines.ENGINE.tier();
        boolean emitted = tier == Tier.AVX512 || tier == Tier.AVX2;
        MethodHandle stream = null;
        MethodHandle lanes = null;
        if (emitted) {
            Set<ProcessorFeature> there = ProcessorFeature.available();
            try {
                stream = there.containsAll(STREAM_NEEDS) ? stream() : null;
                lanes = tier == Tier.AVX512 && there.containsAll(LANES_NEEDS) ? lanes() : null;
            } catch (UnavailableException refused) {
                // The engine's own pages were granted a moment ago; where these are not, Java does the work.
                stream = null;
            }
        }
        STREAM_FUNCTION = stream;
        LANES_FUNCTION = lanes;
        STREAM = stream != null && streamAnswersAsJavaDoes();
        LANES = lanes != null && lanesAnswerAsJavaDoes();
    }

    private EmittedSm3() {
    }

    private static MethodHandle stream() {
        Assembler a = new Assembler();
        Label entry = new Sm3StreamCode(a).emit();
        return ExecutablePages.seal(a.finish()).function(entry.position(),
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG));
    }

    private static MethodHandle lanes() {
        Assembler a = new Assembler();
        Label entry = new Sm3LaneCode(a).emit();
        return ExecutablePages.seal(a.finish()).function(entry.position(),
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    }

    /** As {@link Sm3Compression#compress}; at least one block. */
    static void compress(int[] state, byte[] in, int at, int blocks) {
        for (int done = 0; done < blocks; done += STREAM_BLOCKS_MAX) {
            callStream(state, in, at + done * Sm3.BLOCK_BYTES, Math.min(STREAM_BLOCKS_MAX, blocks - done));
        }
    }

    private static void callStream(int[] state, byte[] in, int at, int blocks) {
        try {
            STREAM_FUNCTION.invokeExact(MemorySegment.ofArray(state), MemorySegment.ofArray(in), (long) at, (long) blocks);
        } catch (Throwable impossible) {
            throw new AssertionError("emitted code throws nothing", impossible);
        }
    }

    /** See {@link Sm3LaneCode}; at least one block. */
    static void lanes(int[] state, byte[] data, byte[] tails, int[] places, int blocks) {
        try {
            LANES_FUNCTION.invokeExact(MemorySegment.ofArray(state), MemorySegment.ofArray(data),
                    MemorySegment.ofArray(tails), MemorySegment.ofArray(places), (long) blocks);
        } catch (Throwable impossible) {
            throw new AssertionError("emitted code throws nothing", impossible);
        }
    }

    private static byte[] sample(int blocks) {
        byte[] sample = new byte[blocks * Sm3.BLOCK_BYTES];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = (byte) (i * 197 + (i >> 7));
        }
        return sample;
    }

    private static boolean streamAnswersAsJavaDoes() {
        byte[] sample = sample(3);
        int[] expected = new int[Sm3Compression.STATE_WORDS];
        Sm3Compression.begin(expected);
        int[] answer = expected.clone();
        Sm3Compression.compressInJava(expected, sample, 0, 3);
        callStream(answer, sample, 0, 3);
        return Arrays.equals(expected, answer);
    }

    private static boolean lanesAnswerAsJavaDoes() {
        byte[] sample = sample(Sm3LaneCode.LANES + 2);
        int[] states = new int[Sm3Compression.STATE_WORDS * Sm3LaneCode.LANES];
        int[] places = new int[Sm3LaneCode.LANES];
        for (int lane = 0; lane < Sm3LaneCode.LANES; lane++) {
            Sm3Batch.begin(states, lane);
            places[lane] = lane * Sm3.BLOCK_BYTES | (lane & 1) << 31;
        }
        lanes(states, sample, sample, places, 2);
        for (int lane = 0; lane < Sm3LaneCode.LANES; lane++) {
            int[] expected = new int[Sm3Compression.STATE_WORDS];
            Sm3Compression.begin(expected);
            Sm3Compression.compressInJava(expected, sample, lane * Sm3.BLOCK_BYTES, 2);
            for (int i = 0; i < expected.length; i++) {
                if (states[i * Sm3LaneCode.LANES + lane] != expected[i]) {
                    return false;
                }
            }
        }
        return true;
    }
}
