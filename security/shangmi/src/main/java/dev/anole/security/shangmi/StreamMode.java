package dev.anole.security.shangmi;

import java.security.InvalidKeyException;
import java.util.Arrays;

/** A mode that makes a stream of bytes from SM4; any number of bytes may come at a time. */
abstract sealed class StreamMode extends BlockMode permits CtrMode, CfbMode, OfbMode {
    final KeySlot slot;
    /** The counter, or what is encrypted next. */
    final byte[] register = new byte[BLOCK_BYTES];
    /** The block of the stream that is in use. */
    final byte[] stream = new byte[BLOCK_BYTES];
    /** How much of it is used up; all of it at first. */
    private int used;
    boolean encrypt;

    StreamMode(Engine engine) {
        super(engine);
        slot = new KeySlot(engine);
    }

    @Override
    boolean anyLength() {
        return true;
    }

    @Override
    void key(byte[] key) throws InvalidKeyException {
        slot.take(key);
    }

    @Override
    void begin(boolean encrypting, byte[] iv) {
        encrypt = encrypting;
        System.arraycopy(iv, 0, register, 0, BLOCK_BYTES);
        used = BLOCK_BYTES;
    }

    @Override
    final void process(byte[] in, int inAt, byte[] out, int outAt, int bytes) {
        int done = 0;
        while (used < BLOCK_BYTES && done < bytes) {
            out[outAt + done] = single(used++, in[inAt + done]);
            done++;
        }
        int whole = (bytes - done) / BLOCK_BYTES;
        if (whole > 0) {
            blocks(in, inAt + done, out, outAt + done, whole);
            done += whole * BLOCK_BYTES;
        }
        if (done < bytes) {
            next();
            used = 0;
            while (done < bytes) {
                out[outAt + done] = single(used++, in[inAt + done]);
                done++;
            }
        }
    }

    /** Whole blocks when nothing is left of the stream's block. */
    abstract void blocks(byte[] in, int inAt, byte[] out, int outAt, int blocks);

    /** Makes the stream's next block. */
    abstract void next();

    /** One byte at a place in the stream's block. */
    byte single(int at, byte input) {
        return (byte) (stream[at] ^ input);
    }

    @Override
    void wipe() {
        slot.wipe();
        Arrays.fill(register, (byte) 0);
        Arrays.fill(stream, (byte) 0);
        used = BLOCK_BYTES;
    }
}
