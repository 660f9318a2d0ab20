package dev.anole.security.shangmi;

import java.security.InvalidKeyException;

/**
 * A mode of operation of SM4 without authentication, GB/T 17964-2021. Ranges are checked, and input and output are the
 * same bytes or disjoint.
 */
abstract sealed class BlockMode permits EcbMode, CbcMode, CtsMode, XtsMode, StreamMode {
    static final int BLOCK_BYTES = Engine.BLOCK_BYTES;

    final Engine engine;

    BlockMode(Engine engine) {
        this.engine = engine;
    }

    /** Bytes of the initial value: 0 or 16. */
    int ivBytes() {
        return BLOCK_BYTES;
    }

    /** Bytes of the key. */
    int keyBytes() {
        return Sm4Key.KEY_BYTES;
    }

    /** Whether the end may be of any length without padding: stealing modes and streams. */
    boolean anyLength() {
        return false;
    }

    /** Bytes that must be kept back for {@link #last}. */
    int keptMin() {
        return 0;
    }

    /** Takes a key; the one before is wiped unless it is the same. */
    abstract void key(byte[] key) throws InvalidKeyException;

    /** Begins a message. */
    abstract void begin(boolean encrypt, byte[] iv);

    /** Whole blocks; for a {@link StreamMode} any number of bytes. */
    abstract void process(byte[] in, int inAt, byte[] out, int outAt, int bytes);

    /** The end of a message in a mode that keeps bytes back. */
    void last(byte[] in, byte[] out, int outAt, int bytes) {
        throw new IllegalStateException("this mode keeps nothing back");
    }

    /** Forgets keys and data. */
    abstract void wipe();
}
