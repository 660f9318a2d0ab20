package dev.anole.ops.series;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A growing run of bytes, written as whole bytes, as LEB128 varints, or bit by bit (lowest bit first).
 * Between bits and bytes stands {@link #align()}. One writer is reused for many chunks: {@link #clear()} keeps its array.
 */
final class PackWriter {
    private byte[] bytes;
    private int size;
    private long pending;
    private int pendingBits;

    PackWriter(int capacity) {
        bytes = new byte[capacity];
    }

    void clear() {
        size = 0;
        pending = 0;
        pendingBits = 0;
    }

    /** Bytes written so far; bits not yet aligned count as the byte they will take. */
    int size() {
        return size + (pendingBits + 7) / 8;
    }

    byte[] array() {
        return bytes;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    void u8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    void u32(int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            u8(value >>> shift);
        }
    }

    void u64(long value) {
        for (int shift = 0; shift < 64; shift += 8) {
            u8((int) (value >>> shift));
        }
    }

    /** An unsigned number in 1 to 10 bytes, seven bits a byte, lowest first. */
    void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            u8((int) rest | 0x80);
            rest >>>= 7;
        }
        u8((int) rest);
    }

    /** A signed number whose size counts, not its sign. */
    void signed(long value) {
        varint(zigzag(value));
    }

    static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    void bytes(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    void append(PackWriter other) {
        bytes(other.bytes, 0, other.size);
    }

    /** The lowest {@code width} bits of a value, 0 to 56 of them. */
    void bits(long value, int width) {
        pending |= (value & (1L << width) - 1) << pendingBits;
        pendingBits += width;
        while (pendingBits >= 8) {
            u8((int) pending);
            pending >>>= 8;
            pendingBits -= 8;
        }
    }

    /** {@code count} ones (at most 56) and a zero. */
    void unary(int count) {
        bits((1L << count) - 1, count);
        bits(0, 1);
    }

    /** Fills the last byte begun by {@link #bits} with zeros. */
    void align() {
        if (pendingBits > 0) {
            u8((int) pending);
            pending = 0;
            pendingBits = 0;
        }
    }

    /** Writes the CRC32C of everything from {@code start} to here. */
    void crc(int start) {
        var crc = new CRC32C();
        crc.update(bytes, start, size - start);
        u32((int) crc.getValue());
    }
}
