package dev.anole.security.shangmi;

import java.security.InvalidKeyException;

/** Electronic codebook: each block by itself. */
final class EcbMode extends BlockMode {
    private final KeySlot slot;
    private boolean encrypt;

    EcbMode(Engine engine) {
        super(engine);
        slot = new KeySlot(engine);
    }

    @Override
    int ivBytes() {
        return 0;
    }

    @Override
    void key(byte[] key) throws InvalidKeyException {
        slot.take(key);
    }

    @Override
    void begin(boolean encrypting, byte[] iv) {
        encrypt = encrypting;
    }

    @Override
    void process(byte[] in, int inAt, byte[] out, int outAt, int bytes) {
        engine.ecb(encrypt ? slot.key().forward() : slot.key().backward(), in, inAt, out, outAt, bytes / BLOCK_BYTES);
    }

    @Override
    void wipe() {
        slot.wipe();
    }
}
