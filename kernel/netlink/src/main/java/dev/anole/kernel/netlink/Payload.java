package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.NativeMemory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A piece of a message from the kernel: numbers by their offset, each read checked against the piece's end. Integers
 * are in the host's byte order unless a name says otherwise. Good until the call that it was handed to returns.
 */
public final class Payload {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final String structure;
    private final byte[] bytes;
    private final int start;
    private final int end;

    /**
     * A piece of an array.
     *
     * @param structure what it should be, for errors
     */
    public Payload(String structure, byte[] bytes, int start, int end) {
        if (start < 0 || end < start || end > bytes.length) {
            throw new IllegalArgumentException("no piece " + start + " to " + end + " of " + bytes.length + " bytes");
        }
        this.structure = structure;
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /** How many bytes there are. */
    public int size() {
        return end - start;
    }

    /** What it should be, for errors. */
    public String structure() {
        return structure;
    }

    /** Whether it is long enough to hold bytes up to an offset. */
    public boolean has(int offset, int length) {
        return offset >= 0 && length >= 0 && offset <= size() - length;
    }

    /** One byte, 0 to 255. */
    public int unsignedByte(int offset) {
        return bytes[at(offset, 1)] & 0xff;
    }

    /** Two bytes, 0 to 65535. */
    public int unsignedShort(int offset) {
        return (short) SHORT.get(bytes, at(offset, Short.BYTES)) & 0xffff;
    }

    /** Two bytes in network order, such as a port. */
    public int unsignedShortBigEndian(int offset) {
        int at = at(offset, Short.BYTES);
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    /** Four bytes, with a sign. */
    public int signedInt(int offset) {
        return (int) INT.get(bytes, at(offset, Integer.BYTES));
    }

    /** Four bytes, 0 to 4294967295. */
    public long unsignedInt(int offset) {
        return Integer.toUnsignedLong(signedInt(offset));
    }

    /** Eight bytes; a counter above {@link Long#MAX_VALUE} keeps its bits. */
    public long longValue(int offset) {
        return (long) LONG.get(bytes, at(offset, Long.BYTES));
    }

    /** A copy of some bytes. */
    public byte[] copy(int offset, int length) {
        int at = at(offset, length);
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    /** The text up to a NUL or the end. */
    public String text() {
        return text(0, size());
    }

    /** The text from an offset up to a NUL, or so many bytes. */
    public String text(int offset, int lengthMax) {
        int at = at(offset, lengthMax);
        int length = 0;
        while (length < lengthMax && bytes[at + length] != 0) {
            length++;
        }
        return NativeMemory.string(bytes, at, length);
    }

    /** The rest from an offset on. */
    public Payload from(int offset) {
        return new Payload(structure, bytes, at(offset, 0), end);
    }

    /** A piece of this piece. */
    public Payload piece(String name, int offset, int length) {
        int at = at(offset, length);
        return new Payload(name, bytes, at, at + length);
    }

    /** The attributes that follow at an offset. */
    public Attributes attributes(int offset) {
        return new Attributes(from(offset));
    }

    /** All of it as an address of four or sixteen bytes. */
    public InetAddress address() {
        if (size() != 4 && size() != 16) {
            throw new FormatException(structure, 0, "an address of " + size() + " bytes");
        }
        return address(0, size());
    }

    InetAddress address(int offset, int length) {
        try {
            return InetAddress.getByAddress(copy(offset, length));
        } catch (UnknownHostException e) {
            throw new FormatException(structure, offset, "an address of " + length + " bytes");
        }
    }

    private int at(int offset, int length) {
        if (!has(offset, length)) {
            throw new FormatException(structure, offset, length + " bytes wanted, but it ends after " + size());
        }
        return start + offset;
    }
}
