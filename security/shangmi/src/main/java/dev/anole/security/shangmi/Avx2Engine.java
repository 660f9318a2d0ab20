package dev.anole.security.shangmi;

import dev.anole.kernel.machine.ProcessorFeature;

import java.lang.invoke.MethodHandle;
import static java.lang.foreign.MemorySegment.ofArray;

/** {@link Avx2Code} at work. */
final class Avx2Engine extends EmittedEngine {
    private static final Program PROGRAM =
            new Program(new Avx2Code(ProcessorFeature.available().contains(ProcessorFeature.VAES)));
    private static final MethodHandle DOOR = PROGRAM.door();

    @Override
    public Tier tier() {
        return Tier.AVX2;
    }

    @Override
    long entry(Routine routine) {
        return PROGRAM.entry(routine);
    }

    @Override
    void enter(long[] keys, byte[] in, long inAt, byte[] out, long outAt, long blocks, byte[] extra, long entry) throws Throwable {
        DOOR.invokeExact(ofArray(keys), ofArray(in), inAt, ofArray(out), outAt, blocks, ofArray(extra), entry);
    }
}
