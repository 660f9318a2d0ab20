package dev.anole.security.shangmi;

/** Output feedback, with whole blocks fed back. */
final class OfbMode extends StreamMode {
    OfbMode(Engine engine) {
        super(engine);
    }

    @Override
    void blocks(byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        for (int i = 0; i < blocks; i++) {
            next();
            ScalarEngine.xor(stream, 0, in, inAt + i * BLOCK_BYTES, out, outAt + i * BLOCK_BYTES, 2);
        }
    }

    @Override
    void next() {
        engine.ecb(slot.key().forward(), register, 0, register, 0, 1);
        System.arraycopy(register, 0, stream, 0, BLOCK_BYTES);
    }
}
