package dev.anole.security.shangmi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** SM4's key schedule, GB/T 32907-2016 section 7.3, in constant time. */
final class KeyExpansion {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int[] FK = {0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc};

    private KeyExpansion() {
    }

    /** The round keys for encryption; decryption takes them in reverse. */
    static int[] expand(byte[] key) {
        int a = (int) INT.get(key, 0) ^ FK[0];
        int b = (int) INT.get(key, 4) ^ FK[1];
        int c = (int) INT.get(key, 8) ^ FK[2];
        int d = (int) INT.get(key, 12) ^ FK[3];
        int[] roundKeys = new int[Engine.ROUNDS];
        long[] planes = new long[Byte.SIZE];
        for (int i = 0; i < Engine.ROUNDS; i++) {
            int s = substitute(planes, b ^ c ^ d ^ constant(i));
            int next = a ^ s ^ Integer.rotateLeft(s, 13) ^ Integer.rotateLeft(s, 23);
            roundKeys[i] = next;
            a = b;
            b = c;
            c = d;
            d = next;
        }
        Arrays.fill(planes, 0);
        return roundKeys;
    }

    static int[] reverse(int[] roundKeys) {
        int[] reversed = new int[Engine.ROUNDS];
        for (int i = 0; i < Engine.ROUNDS; i++) {
            reversed[i] = roundKeys[Engine.ROUNDS - 1 - i];
        }
        return reversed;
    }

    /** CK_i: byte j is (4i + j)·7 mod 256. */
    private static int constant(int i) {
        int ck = 0;
        for (int j = 0; j < Integer.BYTES; j++) {
            ck = ck << 8 | (4 * i + j) * 7 & 0xff;
        }
        return ck;
    }

    /** The S-box on the four bytes of a word. */
    private static int substitute(long[] planes, int word) {
        int input = word ^ SlicedSubstitution.INPUT_CONSTANT * 0x01010101;
        for (int p = 0; p < Byte.SIZE; p++) {
            planes[p] = input >>> p & 0x01010101;
        }
        SlicedSubstitution.apply(planes);
        int output = 0;
        for (int p = 0; p < Byte.SIZE; p++) {
            output |= (int) planes[p] << p;
        }
        return output ^ SlicedSubstitution.OUTPUT_CONSTANT * 0x01010101;
    }
}
