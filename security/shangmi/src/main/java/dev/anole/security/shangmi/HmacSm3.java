package dev.anole.security.shangmi;

import java.util.Arrays;

/** HMAC with SM3, RFC 2104 and GB/T 15852.2. The key's blocks are digested once, however many messages follow. */
final class HmacSm3 {
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final Sm3 inner = new Sm3();
    private final Sm3 outer = new Sm3();
    private final Sm3 running = new Sm3();
    private final byte[] digest = new byte[Sm3.DIGEST_BYTES];

    /** Takes a key of any length. */
    void key(byte[] key) {
        byte[] block = new byte[Sm3.BLOCK_BYTES];
        byte[] shortened = key.length > Sm3.BLOCK_BYTES ? Sm3.digest(key) : key;
        System.arraycopy(shortened, 0, block, 0, shortened.length);
        begin(inner, block, INNER);
        begin(outer, block, OUTER);
        Arrays.fill(block, (byte) 0);
        if (shortened != key) {
            Arrays.fill(shortened, (byte) 0);
        }
        reset();
    }

    private static void begin(Sm3 sm3, byte[] key, byte pad) {
        sm3.reset();
        for (byte value : key) {
            sm3.update((byte) (value ^ pad));
        }
    }

    void update(byte input) {
        running.update(input);
    }

    void update(byte[] in, int at, int length) {
        running.update(in, at, length);
    }

    /** Writes the code, and begins the next message with the same key. */
    void finish(byte[] into, int at) {
        running.digest(digest, 0);
        running.restore(outer);
        running.update(digest, 0, digest.length);
        running.digest(into, at);
        reset();
    }

    void reset() {
        running.restore(inner);
    }

    void wipe() {
        inner.reset();
        outer.reset();
        running.reset();
        Arrays.fill(digest, (byte) 0);
    }
}
