package dev.anole.kernel.bpf;

import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/** Numbers of any width at any bit, as little-endian C has them. */
final class BtfBits {
    private BtfBits() {
    }

    /** @param bits 1 to 64 */
    static long read(MemorySegment memory, long bitOffset, int bits, boolean signed) {
        long value = 0;
        long first = bitOffset >> 3;
        int shift = (int) (bitOffset & 7);
        int bytes = shift + bits + 7 >> 3;
        for (int i = Math.min(bytes, 8) - 1; i >= 0; i--) {
            value = value << 8 | memory.get(JAVA_BYTE, first + i) & 0xff;
        }
        value >>>= shift;
        if (bytes > 8) {
            value |= (long) (memory.get(JAVA_BYTE, first + 8) & 0xff) << 64 - shift;
        }
        int rest = 64 - bits;
        return signed ? value << rest >> rest : value << rest >>> rest;
    }

    static void write(MemorySegment memory, long bitOffset, int bits, long value) {
        for (int i = 0; i < bits; ) {
            long at = bitOffset + i;
            int shift = (int) (at & 7);
            int count = Math.min(8 - shift, bits - i);
            int mask = (1 << count) - 1 << shift;
            int old = memory.get(JAVA_BYTE, at >> 3);
            memory.set(JAVA_BYTE, at >> 3, (byte) (old & ~mask | (int) (value >>> i) << shift & mask));
            i += count;
        }
    }
}
