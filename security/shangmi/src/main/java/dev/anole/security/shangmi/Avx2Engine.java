package dev.anole.security.shangmi;

import dev.anole.kernel.machine.ProcessorFeature;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.EnumSet;
import java.util.Set;

/** {@link Avx2Code} at work. */
final class Avx2Engine extends EmittedEngine {
    static final Set<ProcessorFeature> NEEDS =
            EnumSet.of(ProcessorFeature.AVX2, ProcessorFeature.AES, ProcessorFeature.PCLMULQDQ);

    private static final Program PROGRAM =
            new Program(new Avx2Code(ProcessorFeature.available().contains(ProcessorFeature.VAES)));
    private static final MethodHandle ECB = PROGRAM.handle(Routine.ECB);
    private static final MethodHandle COUNTER = PROGRAM.handle(Routine.COUNTER);
    private static final MethodHandle CBC_ENCRYPT = PROGRAM.handle(Routine.CBC_ENCRYPT);
    private static final MethodHandle CBC_MAC = PROGRAM.handle(Routine.CBC_MAC);
    private static final MethodHandle CBC_DECRYPT = PROGRAM.handle(Routine.CBC_DECRYPT);
    private static final MethodHandle XEX = PROGRAM.handle(Routine.XEX);
    private static final MethodHandle GHASH = PROGRAM.handle(Routine.GHASH);

    @Override
    public Tier tier() {
        return Tier.AVX2;
    }

    @Override
    void call(Routine routine, long[] keys, byte[] in, int inAt, byte[] out, int outAt, int blocks, byte[] extra) {
        MemorySegment k = MemorySegment.ofArray(keys);
        MemorySegment i = MemorySegment.ofArray(in);
        MemorySegment o = MemorySegment.ofArray(out);
        MemorySegment e = MemorySegment.ofArray(extra);
        try {
            switch (routine) {
                case ECB -> ECB.invokeExact(k, i, (long) inAt, o, (long) outAt, (long) blocks, e);
                case COUNTER -> COUNTER.invokeExact(k, i, (long) inAt, o, (long) outAt, (long) blocks, e);
                case CBC_ENCRYPT -> CBC_ENCRYPT.invokeExact(k, i, (long) inAt, o, (long) outAt, (long) blocks, e);
                case CBC_MAC -> CBC_MAC.invokeExact(k, i, (long) inAt, o, (long) outAt, (long) blocks, e);
                case CBC_DECRYPT -> CBC_DECRYPT.invokeExact(k, i, (long) inAt, o, (long) outAt, (long) blocks, e);
                case XEX -> XEX.invokeExact(k, i, (long) inAt, o, (long) outAt, (long) blocks, e);
                case GHASH -> GHASH.invokeExact(k, i, (long) inAt, o, (long) outAt, (long) blocks, e);
            }
        } catch (Throwable impossible) {
            throw new AssertionError("emitted code throws nothing", impossible);
        }
    }
}
