package dev.anole.security.shangmi;

import java.security.InvalidKeyException;
import java.util.Arrays;

/** Cipher block chaining. */
final class CbcMode extends BlockMode {
    private final KeySlot slot;
    private final byte[] chain = new byte[BLOCK_BYTES];
    private boolean encrypt;

    CbcMode(Engine engine) {
        super(engine);
        slot = new KeySlot(engine);
    }

    @Override
    void key(byte[] key) throws InvalidKeyException {
        slot.take(key);
    }

    @Override
    void begin(boolean encrypting, byte[] iv) {
        encrypt = encrypting;
        System.arraycopy(iv, 0, chain, 0, BLOCK_BYTES);
    }

    @Override
    void process(byte[] in, int inAt, byte[] out, int outAt, int bytes) {
        if (encrypt) {
            engine.cbcEncrypt(slot.key().forward(), chain, in, inAt, out, outAt, bytes / BLOCK_BYTES);
        } else {
            engine.cbcDecrypt(slot.key().backward(), chain, in, inAt, out, outAt, bytes / BLOCK_BYTES);
        }
    }

    /** Keys for decryption, for what stands on this mode. */
    long[] backward() {
        return slot.key().backward();
    }

    @Override
    void wipe() {
        slot.wipe();
        Arrays.fill(chain, (byte) 0);
    }
}
