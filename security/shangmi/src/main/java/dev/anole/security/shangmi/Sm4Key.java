package dev.anole.security.shangmi;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Arrays;

/** A key of SM4, expanded for one engine. Its arrays are wiped when it is no longer needed. */
final class Sm4Key {
    static final int KEY_BYTES = 16;

    private final Engine engine;
    private final byte[] raw;
    private final long[] forward;
    private final long[] backward;

    /** @throws InvalidKeyException if it has not 16 bytes */
    Sm4Key(Engine engine, byte[] raw) throws InvalidKeyException {
        if (raw.length != KEY_BYTES) {
            throw new InvalidKeyException("an SM4 key has " + KEY_BYTES + " bytes, this one has " + raw.length);
        }
        this.engine = engine;
        this.raw = raw.clone();
        int[] roundKeys = KeyExpansion.expand(raw);
        forward = engine.prepare(roundKeys);
        int[] reversed = KeyExpansion.reverse(roundKeys);
        backward = engine.prepare(reversed);
        Arrays.fill(roundKeys, 0);
        Arrays.fill(reversed, 0);
    }

    /** The bytes of a key that came through the JCA, as a copy. */
    static byte[] bytes(Key key) throws InvalidKeyException {
        if (!"RAW".equals(key.getFormat())) {
            throw new InvalidKeyException("a secret key whose format is RAW is needed, this one is " + key.getFormat());
        }
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new InvalidKeyException("the key has no encoding");
        }
        return encoded;
    }

    Engine engine() {
        return engine;
    }

    /** For encryption. */
    long[] forward() {
        return forward;
    }

    /** For decryption. */
    long[] backward() {
        return backward;
    }

    /** Whether it is that key; in constant time. */
    boolean is(byte[] other) {
        return MessageDigest.isEqual(raw, other);
    }

    void wipe() {
        Arrays.fill(raw, (byte) 0);
        Arrays.fill(forward, 0);
        Arrays.fill(backward, 0);
    }
}
