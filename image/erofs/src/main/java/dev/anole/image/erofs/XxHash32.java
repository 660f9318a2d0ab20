package dev.anole.image.erofs;

/**
 * XXH32, with which the name filter of attributes picks a bit. Names are short, so this reads a byte at a time.
 *
 * @see <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">the specification</a>
 */
final class XxHash32 {
    private static final int PRIME_1 = 0x9E3779B1;
    private static final int PRIME_2 = 0x85EBCA77;
    private static final int PRIME_3 = 0xC2B2AE3D;
    private static final int PRIME_4 = 0x27D4EB2F;
    private static final int PRIME_5 = 0x165667B1;
    private static final int STRIPE = 16;

    private XxHash32() {
    }

    static int hash(byte[] bytes, int seed) {
        int at = 0;
        int hash;
        if (bytes.length >= STRIPE) {
            int[] lanes = {seed + PRIME_1 + PRIME_2, seed + PRIME_2, seed, seed - PRIME_1};
            for (; at <= bytes.length - STRIPE; at += STRIPE) {
                for (int i = 0; i < lanes.length; i++) {
                    int lane = lanes[i] + word(bytes, at + Integer.BYTES * i) * PRIME_2;
                    lanes[i] = Integer.rotateLeft(lane, 13) * PRIME_1;
                }
            }
            hash = Integer.rotateLeft(lanes[0], 1) + Integer.rotateLeft(lanes[1], 7)
                    + Integer.rotateLeft(lanes[2], 12) + Integer.rotateLeft(lanes[3], 18);
        } else {
            hash = seed + PRIME_5;
        }
        hash += bytes.length;
        for (; at <= bytes.length - Integer.BYTES; at += Integer.BYTES) {
            hash = Integer.rotateLeft(hash + word(bytes, at) * PRIME_3, 17) * PRIME_4;
        }
        for (; at < bytes.length; at++) {
            hash = Integer.rotateLeft(hash + (bytes[at] & 0xff) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 15) * PRIME_2;
        hash = (hash ^ hash >>> 13) * PRIME_3;
        return hash ^ hash >>> 16;
    }

    private static int word(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }
}
