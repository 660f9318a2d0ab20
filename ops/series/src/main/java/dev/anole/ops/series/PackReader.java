package dev.anole.ops.series;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads what {@link PackWriter} wrote. Every read checks its bound: damaged bytes end in a {@link DamageException},
 * never in an endless loop, a wild allocation or an index out of bounds.
 */
final class PackReader {
    private final byte[] bytes;
    private final int limit;
    private final String structure;
    private int position;
    private long pending;
    private int pendingBits;

    PackReader(byte[] bytes, int offset, int length, String structure) {
        this.bytes = bytes;
        this.position = offset;
        this.limit = offset + length;
        this.structure = structure;
    }

    /** The bytes before a CRC32C that ends the range, once the checksum has been found to fit. */
    static PackReader checked(byte[] bytes, int offset, int length, String structure) {
        if (length < 4) {
            throw new DamageException(structure, "is too short for its checksum");
        }
        var crc = new CRC32C();
        crc.update(bytes, offset, length - 4);
        var stored = new PackReader(bytes, offset + length - 4, 4, structure).u32();
        if ((int) crc.getValue() != stored) {
            throw new DamageException(structure, "its checksum does not fit");
        }
        return new PackReader(bytes, offset, length - 4, structure);
    }

    int position() {
        return position;
    }

    int remaining() {
        return limit - position;
    }

    DamageException damage(String reason) {
        return new DamageException(structure, reason);
    }

    private void require(int count) {
        if (count < 0 || count > limit - position) {
            throw damage("ends too early");
        }
    }

    int u8() {
        require(1);
        return bytes[position++] & 0xff;
    }

    int u32() {
        require(4);
        int value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= u8() << shift;
        }
        return value;
    }

    long u64() {
        return u32() & 0xffffffffL | (long) u32() << 32;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw damage("a varint does not end");
    }

    /** A varint that counts something of which there are at most {@code most}. */
    int count(int most) {
        long value = varint();
        if (value < 0 || value > most) {
            throw damage("a count of " + Long.toUnsignedString(value) + " is above " + most);
        }
        return (int) value;
    }

    long signed() {
        return unzigzag(varint());
    }

    static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    void bytes(byte[] target, int offset, int length) {
        require(length);
        System.arraycopy(bytes, position, target, offset, length);
        position += length;
    }

    /** As the bytes from here on stand to others: below, at or above zero. */
    int compareTo(int length, byte[] other, int otherLength) {
        require(length);
        return Arrays.compareUnsigned(bytes, position, position + length, other, 0, otherLength);
    }

    /** The byte from here on, so many ahead, without taking it. */
    int peek(int ahead) {
        require(ahead + 1);
        return bytes[position + ahead] & 0xff;
    }

    void skip(int length) {
        require(length);
        position += length;
    }

    /** Takes as many whole bytes as there is room for; {@link #align()} gives back those that were not needed. */
    private void fill(int width) {
        if (pendingBits >= width) {
            return;
        }
        while (pendingBits <= 56 && position < limit) {
            pending |= (bytes[position++] & 0xffL) << pendingBits;
            pendingBits += 8;
        }
        if (pendingBits < width) {
            throw damage("ends too early");
        }
    }

    /** The next {@code width} bits, 0 to 56 of them. */
    long bits(int width) {
        fill(width);
        long value = pending & (1L << width) - 1;
        pending >>>= width;
        pendingBits -= width;
        return value;
    }

    /** Counts ones up to the next zero; at {@code most} ones there is no zero to be read. */
    int unary(int most) {
        int count = 0;
        while (count < most) {
            fill(1);
            while ((pending & 1) == 1 && pendingBits > 0 && count < most) {
                count++;
                pending >>>= 1;
                pendingBits--;
            }
            if (count < most && pendingBits > 0) {
                pending >>>= 1;
                pendingBits--;
                return count;
            }
        }
        return count;
    }

    /** Leaves the rest of the byte begun by {@link #bits}. */
    void align() {
        position -= pendingBits / 8;
        pending = 0;
        pendingBits = 0;
    }
}
