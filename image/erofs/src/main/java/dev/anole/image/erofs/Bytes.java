package dev.anole.image.erofs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A piece of an image with its name and place, read as little-endian numbers. Offsets are bytes from its start; reading
 * beyond its end is a fault of the image.
 */
final class Bytes {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private final String structure;
    private final long place;
    private final byte[] array;
    private final int start;
    private final int length;

    Bytes(String structure, long place, byte[] array, int start, int length) {
        this.structure = structure;
        this.place = place;
        this.array = array;
        this.start = start;
        this.length = length;
    }

    int length() {
        return length;
    }

    /** Where its byte 0 lies. */
    long place() {
        return place;
    }

    int u8(int offset) {
        return array[at(offset, 1)] & 0xff;
    }

    int u16(int offset) {
        return (short) SHORT.get(array, at(offset, Short.BYTES)) & 0xffff;
    }

    int i32(int offset) {
        return (int) INT.get(array, at(offset, Integer.BYTES));
    }

    long u32(int offset) {
        return i32(offset) & 0xffffffffL;
    }

    long i64(int offset) {
        return (long) LONG.get(array, at(offset, Long.BYTES));
    }

    byte[] copy(int offset, int size) {
        int from = at(offset, size);
        return Arrays.copyOfRange(array, from, from + size);
    }

    /** A fault at an offset of this piece. */
    ErofsException fault(int offset, String reason) {
        return new ErofsException(structure, place + offset, reason);
    }

    private int at(int offset, int size) {
        if (offset < 0 || size < 0 || offset > length - size) {
            throw fault(offset, size + " bytes are wanted, and the structure has " + length);
        }
        return start + offset;
    }

    private static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
    }
}
