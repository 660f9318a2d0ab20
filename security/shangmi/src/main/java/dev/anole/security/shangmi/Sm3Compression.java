package dev.anole.security.shangmi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The compression function of SM3, GB/T 32905-2016 section 5.3, with the standard's names. Word operations only: no
 * branch and no index depends on the message.
 */
final class Sm3Compression {
    static final int STATE_WORDS = 8;

    private static final int ROUNDS = 64;
    private static final int WORDS = 68;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int[] IV = {
        0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e};

    /** T_j, already rotated left by j mod 32. */
    static final int[] T = new int[ROUNDS];

    static {
        for (int j = 0; j < ROUNDS; j++) {
            T[j] = Integer.rotateLeft(j < 16 ? 0x79cc4519 : 0x7a879d8a, j);
        }
    }

    private Sm3Compression() {
    }

    /** Sets the initial value, section 4.1. */
    static void begin(int[] state) {
        System.arraycopy(IV, 0, state, 0, STATE_WORDS);
    }

    /** A word of the initial value. */
    static int initial(int word) {
        return IV[word];
    }

    /** Takes whole blocks into the state. */
    static void compress(int[] state, byte[] message, int offset, int blocks) {
        if (EmittedSm3.STREAM) {
            EmittedSm3.compress(state, message, offset, blocks);
        } else {
            compressInJava(state, message, offset, blocks);
        }
    }

    static void compressInJava(int[] state, byte[] message, int offset, int blocks) {
        int[] w = new int[WORDS];
        for (int i = 0; i < blocks; i++) {
            expand(w, message, offset + i * Sm3.BLOCK_BYTES);
            rounds(state, w);
        }
    }

    private static void expand(int[] w, byte[] message, int offset) {
        for (int j = 0; j < 16; j++) {
            w[j] = (int) INT.get(message, offset + j * Integer.BYTES);
        }
        for (int j = 16; j < WORDS; j++) {
            int x = w[j - 16] ^ w[j - 9] ^ Integer.rotateLeft(w[j - 3], 15);
            w[j] = p1(x) ^ Integer.rotateLeft(w[j - 13], 7) ^ w[j - 6];
        }
    }

    /** Four rounds at a time: the words' names rotate instead of their values. */
    private static void rounds(int[] v, int[] w) {
        int a = v[0];
        int b = v[1];
        int c = v[2];
        int d = v[3];
        int e = v[4];
        int f = v[5];
        int g = v[6];
        int h = v[7];
        for (int j = 0; j < 16; j += 4) {
            int r = Integer.rotateLeft(a, 12);
            int ss1 = Integer.rotateLeft(r + e + T[j], 7);
            d = (a ^ b ^ c) + d + (ss1 ^ r) + (w[j] ^ w[j + 4]);
            h = p0((e ^ f ^ g) + h + ss1 + w[j]);
            b = Integer.rotateLeft(b, 9);
            f = Integer.rotateLeft(f, 19);
            r = Integer.rotateLeft(d, 12);
            ss1 = Integer.rotateLeft(r + h + T[j + 1], 7);
            c = (d ^ a ^ b) + c + (ss1 ^ r) + (w[j + 1] ^ w[j + 5]);
            g = p0((h ^ e ^ f) + g + ss1 + w[j + 1]);
            a = Integer.rotateLeft(a, 9);
            e = Integer.rotateLeft(e, 19);
            r = Integer.rotateLeft(c, 12);
            ss1 = Integer.rotateLeft(r + g + T[j + 2], 7);
            b = (c ^ d ^ a) + b + (ss1 ^ r) + (w[j + 2] ^ w[j + 6]);
            f = p0((g ^ h ^ e) + f + ss1 + w[j + 2]);
            d = Integer.rotateLeft(d, 9);
            h = Integer.rotateLeft(h, 19);
            r = Integer.rotateLeft(b, 12);
            ss1 = Integer.rotateLeft(r + f + T[j + 3], 7);
            a = (b ^ c ^ d) + a + (ss1 ^ r) + (w[j + 3] ^ w[j + 7]);
            e = p0((f ^ g ^ h) + e + ss1 + w[j + 3]);
            c = Integer.rotateLeft(c, 9);
            g = Integer.rotateLeft(g, 19);
        }
        for (int j = 16; j < ROUNDS; j += 4) {
            int r = Integer.rotateLeft(a, 12);
            int ss1 = Integer.rotateLeft(r + e + T[j], 7);
            d = majority(a, b, c) + d + (ss1 ^ r) + (w[j] ^ w[j + 4]);
            h = p0(choose(e, f, g) + h + ss1 + w[j]);
            b = Integer.rotateLeft(b, 9);
            f = Integer.rotateLeft(f, 19);
            r = Integer.rotateLeft(d, 12);
            ss1 = Integer.rotateLeft(r + h + T[j + 1], 7);
            c = majority(d, a, b) + c + (ss1 ^ r) + (w[j + 1] ^ w[j + 5]);
            g = p0(choose(h, e, f) + g + ss1 + w[j + 1]);
            a = Integer.rotateLeft(a, 9);
            e = Integer.rotateLeft(e, 19);
            r = Integer.rotateLeft(c, 12);
            ss1 = Integer.rotateLeft(r + g + T[j + 2], 7);
            b = majority(c, d, a) + b + (ss1 ^ r) + (w[j + 2] ^ w[j + 6]);
            f = p0(choose(g, h, e) + f + ss1 + w[j + 2]);
            d = Integer.rotateLeft(d, 9);
            h = Integer.rotateLeft(h, 19);
            r = Integer.rotateLeft(b, 12);
            ss1 = Integer.rotateLeft(r + f + T[j + 3], 7);
            a = majority(b, c, d) + a + (ss1 ^ r) + (w[j + 3] ^ w[j + 7]);
            e = p0(choose(f, g, h) + e + ss1 + w[j + 3]);
            c = Integer.rotateLeft(c, 9);
            g = Integer.rotateLeft(g, 19);
        }
        v[0] ^= a;
        v[1] ^= b;
        v[2] ^= c;
        v[3] ^= d;
        v[4] ^= e;
        v[5] ^= f;
        v[6] ^= g;
        v[7] ^= h;
    }

    /** FF_j for j of 16 and more. */
    private static int majority(int x, int y, int z) {
        return x & y | (x | y) & z;
    }

    /** GG_j for j of 16 and more. */
    private static int choose(int x, int y, int z) {
        return (y ^ z) & x ^ z;
    }

    private static int p0(int x) {
        return x ^ Integer.rotateLeft(x, 9) ^ Integer.rotateLeft(x, 17);
    }

    private static int p1(int x) {
        return x ^ Integer.rotateLeft(x, 15) ^ Integer.rotateLeft(x, 23);
    }
}
