package dev.anole.security.shangmi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Counter mode; the counter is one number of 128 bits. */
final class CtrMode extends StreamMode {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LOW = 12;

    CtrMode(Engine engine) {
        super(engine);
    }

    @Override
    void blocks(byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        int done = 0;
        while (done < blocks) {
            // An engine counts in 32 bits; where they end, the rest of the counter moves on.
            long room = (1L << 32) - ((int) INT.get(register, LOW) & 0xffffffffL);
            int piece = (int) Math.min(room, blocks - done);
            engine.counter(slot.key().forward(), register, in, inAt + done * BLOCK_BYTES, out, outAt + done * BLOCK_BYTES, piece);
            advance(piece);
            done += piece;
        }
    }

    @Override
    void next() {
        engine.ecb(slot.key().forward(), register, 0, stream, 0, 1);
        advance(1);
    }

    private void advance(int blocks) {
        long sum = ((int) INT.get(register, LOW) & 0xffffffffL) + blocks;
        INT.set(register, LOW, (int) sum);
        for (int at = LOW - Integer.BYTES; at >= 0 && sum >>> 32 != 0; at -= Integer.BYTES) {
            sum = ((int) INT.get(register, at) & 0xffffffffL) + 1;
            INT.set(register, at, (int) sum);
        }
    }
}
