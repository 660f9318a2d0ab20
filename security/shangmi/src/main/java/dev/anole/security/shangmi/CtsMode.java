package dev.anole.security.shangmi;

import java.security.InvalidKeyException;
import java.util.Arrays;

/**
 * CBC with ciphertext stealing: NIST SP 800-38A addendum, variant CS3, the one of Kerberos (RFC 3962) and of the JDK's own
 * providers. The last two blocks change places, also when the last is whole; a single block is plain CBC.
 */
final class CtsMode extends BlockMode {
    private final CbcMode cbc;
    private final byte[] work = new byte[2 * BLOCK_BYTES];
    private boolean encrypt;

    CtsMode(Engine engine) {
        super(engine);
        cbc = new CbcMode(engine);
    }

    @Override
    boolean anyLength() {
        return true;
    }

    @Override
    int keptMin() {
        return BLOCK_BYTES + 1;
    }

    @Override
    void key(byte[] key) throws InvalidKeyException {
        cbc.key(key);
    }

    @Override
    void begin(boolean encrypting, byte[] iv) {
        encrypt = encrypting;
        cbc.begin(encrypting, iv);
    }

    @Override
    void process(byte[] in, int inAt, byte[] out, int outAt, int bytes) {
        cbc.process(in, inAt, out, outAt, bytes);
    }

    @Override
    void last(byte[] in, byte[] out, int outAt, int bytes) {
        if (bytes == BLOCK_BYTES) {
            cbc.process(in, 0, out, outAt, BLOCK_BYTES);
            return;
        }
        int rest = bytes - BLOCK_BYTES;
        Arrays.fill(work, (byte) 0);
        if (encrypt) {
            System.arraycopy(in, 0, work, 0, bytes);
            cbc.process(work, 0, work, 0, 2 * BLOCK_BYTES);
            System.arraycopy(work, BLOCK_BYTES, out, outAt, BLOCK_BYTES);
            System.arraycopy(work, 0, out, outAt + BLOCK_BYTES, rest);
        } else {
            // The first block here is the last that was made: decrypted, it is the padded rest XOR the block before, whose
            // missing end it therefore shows, since the padding is zero.
            engine.ecb(cbc.backward(), in, 0, work, BLOCK_BYTES, 1);
            System.arraycopy(work, BLOCK_BYTES, work, 0, BLOCK_BYTES);
            System.arraycopy(in, BLOCK_BYTES, work, 0, rest);
            for (int i = 0; i < BLOCK_BYTES; i++) {
                work[BLOCK_BYTES + i] ^= work[i];
            }
            cbc.process(work, 0, work, 0, BLOCK_BYTES);
            System.arraycopy(work, 0, out, outAt, bytes);
        }
        Arrays.fill(work, (byte) 0);
    }

    @Override
    void wipe() {
        cbc.wipe();
        Arrays.fill(work, (byte) 0);
    }
}
