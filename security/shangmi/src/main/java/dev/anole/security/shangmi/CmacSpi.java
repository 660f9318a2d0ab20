package dev.anole.security.shangmi;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.MacSpi;

/** {@code Mac.getInstance("SM4-CMAC", "ShangMi")}: NIST SP 800-38B with SM4; also MAC algorithm 5 of GB/T 15852.1. */
public final class CmacSpi extends MacSpi {
    private static final int BLOCK_BYTES = Engine.BLOCK_BYTES;
    private static final int REDUCTION = 0x87;

    private final Engine engine;
    private final KeySlot slot;
    private final byte[] chain = new byte[BLOCK_BYTES];
    private final byte[] last = new byte[BLOCK_BYTES];
    /** Subkeys for a last block that is whole, and for one that is padded. */
    private final byte[] whole = new byte[BLOCK_BYTES];
    private final byte[] padded = new byte[BLOCK_BYTES];
    private final byte[] single = new byte[1];
    private int filled;

    /** For the JCA. */
    public CmacSpi() {
        this(Engines.ENGINE);
    }

    CmacSpi(Engine engine) {
        this.engine = engine;
        this.slot = new KeySlot(engine);
    }

    @Override
    protected int engineGetMacLength() {
        return BLOCK_BYTES;
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec parameters)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (parameters != null) {
            throw new InvalidAlgorithmParameterException("CMAC takes no parameters");
        }
        byte[] raw = Sm4Key.bytes(key);
        try {
            Sm4Key taken = slot.take(raw);
            Arrays.fill(whole, (byte) 0);
            engine.ecb(taken.forward(), whole, 0, whole, 0, 1);
            timesX(whole, whole);
            timesX(whole, padded);
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
        engineReset();
    }

    private static void timesX(byte[] from, byte[] to) {
        int carry = from[0] >> 7 & REDUCTION;
        for (int i = 0; i < BLOCK_BYTES; i++) {
            to[i] = (byte) (from[i] << 1 | (i + 1 < BLOCK_BYTES ? from[i + 1] >>> 7 & 1 : 0));
        }
        to[BLOCK_BYTES - 1] ^= (byte) carry;
    }

    @Override
    protected void engineUpdate(byte input) {
        single[0] = input;
        engineUpdate(single, 0, 1);
    }

    /** The last block is held back until it is known to be the last. */
    @Override
    protected void engineUpdate(byte[] in, int at, int length) {
        long[] keys = slot.key().forward();
        int from = at;
        int left = length;
        int room = BLOCK_BYTES - filled;
        if (left > room) {
            System.arraycopy(in, from, last, filled, room);
            engine.cbcMac(keys, chain, last, 0, 1);
            from += room;
            left -= room;
            int blocks = (left - 1) / BLOCK_BYTES;
            engine.cbcMac(keys, chain, in, from, blocks);
            from += blocks * BLOCK_BYTES;
            left -= blocks * BLOCK_BYTES;
            filled = 0;
        }
        System.arraycopy(in, from, last, filled, left);
        filled += left;
    }

    @Override
    protected byte[] engineDoFinal() {
        byte[] subkey = whole;
        if (filled < BLOCK_BYTES) {
            last[filled] = (byte) 0x80;
            Arrays.fill(last, filled + 1, BLOCK_BYTES, (byte) 0);
            subkey = padded;
        }
        ScalarEngine.xor(last, 0, subkey, 0, last, 0, 2);
        engine.cbcMac(slot.key().forward(), chain, last, 0, 1);
        byte[] mac = chain.clone();
        engineReset();
        return mac;
    }

    @Override
    protected void engineReset() {
        Arrays.fill(chain, (byte) 0);
        Arrays.fill(last, (byte) 0);
        filled = 0;
    }
}
