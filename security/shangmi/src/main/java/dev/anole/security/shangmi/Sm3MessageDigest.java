package dev.anole.security.shangmi;

import java.security.DigestException;
import java.security.MessageDigestSpi;

/** {@code MessageDigest.getInstance("SM3", "ShangMi")}. */
public final class Sm3MessageDigest extends MessageDigestSpi implements Cloneable {
    private Sm3 sm3 = new Sm3();

    @Override
    protected int engineGetDigestLength() {
        return Sm3.DIGEST_BYTES;
    }

    @Override
    protected void engineUpdate(byte input) {
        sm3.update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        sm3.update(input, offset, length);
    }

    @Override
    protected byte[] engineDigest() {
        return sm3.digest();
    }

    @Override
    protected int engineDigest(byte[] into, int offset, int length) throws DigestException {
        if (length < Sm3.DIGEST_BYTES) {
            throw new DigestException("an SM3 digest needs " + Sm3.DIGEST_BYTES + " bytes, there are " + length);
        }
        sm3.digest(into, offset);
        return Sm3.DIGEST_BYTES;
    }

    @Override
    protected void engineReset() {
        sm3.reset();
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
        Sm3MessageDigest copy = (Sm3MessageDigest) super.clone();
        copy.sm3 = sm3.clone();
        return copy;
    }
}
