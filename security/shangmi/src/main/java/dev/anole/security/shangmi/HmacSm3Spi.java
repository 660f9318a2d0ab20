package dev.anole.security.shangmi;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.MacSpi;

/** {@code Mac.getInstance("HmacSM3", "ShangMi")}. */
public final class HmacSm3Spi extends MacSpi {
    private final HmacSm3 hmac = new HmacSm3();
    private boolean keyed;

    @Override
    protected int engineGetMacLength() {
        return Sm3.DIGEST_BYTES;
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec parameters)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (parameters != null) {
            throw new InvalidAlgorithmParameterException("HMAC takes no parameters");
        }
        byte[] raw = Sm4Key.bytes(key);
        hmac.key(raw);
        Arrays.fill(raw, (byte) 0);
        keyed = true;
    }

    @Override
    protected void engineUpdate(byte input) {
        hmac.update(input);
    }

    @Override
    protected void engineUpdate(byte[] in, int at, int length) {
        hmac.update(in, at, length);
    }

    @Override
    protected byte[] engineDoFinal() {
        byte[] code = new byte[Sm3.DIGEST_BYTES];
        hmac.finish(code, 0);
        return code;
    }

    @Override
    protected void engineReset() {
        if (keyed) {
            hmac.reset();
        }
    }
}
