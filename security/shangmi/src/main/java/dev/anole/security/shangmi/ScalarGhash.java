package dev.anole.security.shangmi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * GHASH in plain Java and constant time: carry-less products from integer products whose factors have three zero bits
 * between any two that may be set, so that no carry reaches a bit that is looked at. The method is BearSSL's
 * (<a href="https://bearssl.org/constanttime.html#ghash-for-gcm">Thomas Pornin</a>).
 */
final class ScalarGhash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long M0 = 0x1111111111111111L;
    private static final long M1 = 0x2222222222222222L;
    private static final long M2 = 0x4444444444444444L;
    private static final long M3 = 0x8888888888888888L;

    private ScalarGhash() {
    }

    static long[] key(byte[] h) {
        return new long[] {(long) LONG.get(h, 0), (long) LONG.get(h, 8)};
    }

    static void hash(long[] key, byte[] state, byte[] in, int inAt, int blocks) {
        long h1 = key[0];
        long h0 = key[1];
        long h0r = Long.reverse(h0);
        long h1r = Long.reverse(h1);
        long h2 = h0 ^ h1;
        long h2r = h0r ^ h1r;
        long y1 = (long) LONG.get(state, 0);
        long y0 = (long) LONG.get(state, 8);
        for (int i = 0; i < blocks; i++) {
            y1 ^= (long) LONG.get(in, inAt + i * Engine.BLOCK_BYTES);
            y0 ^= (long) LONG.get(in, inAt + i * Engine.BLOCK_BYTES + 8);
            long y0r = Long.reverse(y0);
            long y1r = Long.reverse(y1);
            long y2 = y0 ^ y1;
            long y2r = y0r ^ y1r;
            // Low halves directly, high halves as the low halves of the bit-reversed product; Karatsuba in between.
            long z0 = product(y0, h0);
            long z1 = product(y1, h1);
            long z2 = product(y2, h2) ^ z0 ^ z1;
            long z0h = product(y0r, h0r);
            long z1h = product(y1r, h1r);
            long z2h = product(y2r, h2r) ^ z0h ^ z1h;
            z0h = Long.reverse(z0h) >>> 1;
            z1h = Long.reverse(z1h) >>> 1;
            z2h = Long.reverse(z2h) >>> 1;
            long v0 = z0;
            long v1 = z0h ^ z2;
            long v2 = z1 ^ z2h;
            long v3 = z1h;
            // GCM's bits are reflected, so the product of 255 bits moves up by one.
            v3 = v3 << 1 | v2 >>> 63;
            v2 = v2 << 1 | v1 >>> 63;
            v1 = v1 << 1 | v0 >>> 63;
            v0 <<= 1;
            v2 ^= v0 ^ v0 >>> 1 ^ v0 >>> 2 ^ v0 >>> 7;
            v1 ^= v0 << 63 ^ v0 << 62 ^ v0 << 57;
            v3 ^= v1 ^ v1 >>> 1 ^ v1 >>> 2 ^ v1 >>> 7;
            v2 ^= v1 << 63 ^ v1 << 62 ^ v1 << 57;
            y0 = v2;
            y1 = v3;
        }
        LONG.set(state, 0, y1);
        LONG.set(state, 8, y0);
    }

    /** The lower 64 bits of a carry-less product. */
    private static long product(long x, long y) {
        long x0 = x & M0;
        long x1 = x & M1;
        long x2 = x & M2;
        long x3 = x & M3;
        long y0 = y & M0;
        long y1 = y & M1;
        long y2 = y & M2;
        long y3 = y & M3;
        long z0 = x0 * y0 ^ x1 * y3 ^ x2 * y2 ^ x3 * y1;
        long z1 = x0 * y1 ^ x1 * y0 ^ x2 * y3 ^ x3 * y2;
        long z2 = x0 * y2 ^ x1 * y1 ^ x2 * y0 ^ x3 * y3;
        long z3 = x0 * y3 ^ x1 * y2 ^ x2 * y1 ^ x3 * y0;
        return z0 & M0 | z1 & M1 | z2 & M2 | z3 & M3;
    }
}
