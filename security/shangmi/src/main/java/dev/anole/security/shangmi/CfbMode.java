package dev.anole.security.shangmi;

import java.util.Arrays;

/** Cipher feedback, with whole blocks of ciphertext fed back. */
final class CfbMode extends StreamMode {
    /** Blocks that are decrypted side by side. */
    private static final int BATCH = 128;

    private final byte[] work = new byte[BATCH * BLOCK_BYTES];

    CfbMode(Engine engine) {
        super(engine);
    }

    @Override
    void blocks(byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        if (encrypt) {
            for (int i = 0; i < blocks; i++) {
                next();
                ScalarEngine.xor(stream, 0, in, inAt + i * BLOCK_BYTES, out, outAt + i * BLOCK_BYTES, 2);
                System.arraycopy(out, outAt + i * BLOCK_BYTES, register, 0, BLOCK_BYTES);
            }
            return;
        }
        // The ciphertext is known whole, so all blocks of the stream are made at once.
        for (int done = 0; done < blocks; done += BATCH) {
            int batch = Math.min(BATCH, blocks - done);
            int at = inAt + done * BLOCK_BYTES;
            System.arraycopy(register, 0, work, 0, BLOCK_BYTES);
            System.arraycopy(in, at, work, BLOCK_BYTES, (batch - 1) * BLOCK_BYTES);
            System.arraycopy(in, at + (batch - 1) * BLOCK_BYTES, register, 0, BLOCK_BYTES);
            engine.ecb(slot.key().forward(), work, 0, work, 0, batch);
            ScalarEngine.xor(work, 0, in, at, out, outAt + done * BLOCK_BYTES, 2 * batch);
        }
    }

    @Override
    void next() {
        engine.ecb(slot.key().forward(), register, 0, stream, 0, 1);
    }

    @Override
    byte single(int at, byte input) {
        byte output = (byte) (stream[at] ^ input);
        register[at] = encrypt ? output : input;
        return output;
    }

    @Override
    void wipe() {
        super.wipe();
        Arrays.fill(work, (byte) 0);
    }
}
