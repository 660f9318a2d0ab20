package dev.anole.security.shangmi;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.MacSpi;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * {@code Mac.getInstance("SM4-GMAC", "ShangMi")}: GCM without data. A nonce authenticates one message; to verify, or to
 * make another tag, init again.
 */
public final class GmacSpi extends MacSpi {
    private static final int TAG_BYTES = Engine.BLOCK_BYTES;

    private final GcmCipherSpi gcm;
    private final byte[] single = new byte[1];

    /** For the JCA. */
    public GmacSpi() {
        this(Engines.ENGINE);
    }

    GmacSpi(Engine engine) {
        gcm = new GcmCipherSpi(engine);
    }

    @Override
    protected int engineGetMacLength() {
        return TAG_BYTES;
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec parameters)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        byte[] nonce = switch (parameters) {
            case GCMParameterSpec given when given.getTLen() == TAG_BYTES * Byte.SIZE -> given.getIV();
            case IvParameterSpec given -> given.getIV();
            case null, default -> throw new InvalidAlgorithmParameterException(
                    "GMAC needs a nonce: pass an IvParameterSpec, or a GCMParameterSpec of 128 bits");
        };
        // A tag is made and verified by the same call, so the same nonce may come again: no data is encrypted with it.
        gcm.allowSameNonce();
        gcm.engineInit(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce), null);
    }

    @Override
    protected void engineUpdate(byte input) {
        single[0] = input;
        gcm.engineUpdateAAD(single, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] in, int at, int length) {
        gcm.engineUpdateAAD(in, at, length);
    }

    @Override
    protected byte[] engineDoFinal() {
        byte[] tag = new byte[TAG_BYTES];
        try {
            gcm.finish(tag, 0, 0, tag, 0);
        } catch (ShortBufferException | AEADBadTagException impossible) {
            throw new AssertionError(impossible);
        }
        return tag;
    }

    @Override
    protected void engineReset() {
        gcm.discard();
    }
}
