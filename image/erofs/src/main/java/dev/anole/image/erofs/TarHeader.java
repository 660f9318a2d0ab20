package dev.anole.image.erofs;

/** {@code ustar} of POSIX.1-2017 pax, and what GNU tar puts into its place. Offsets and lengths in bytes. */
final class TarHeader {
    static final int BLOCK = 512;

    static final int NAME = 0;
    static final int NAME_BYTES = 100;
    static final int MODE = 100;
    static final int UID = 108;
    static final int GID = 116;
    static final int SIZE = 124;
    static final int MTIME = 136;
    static final int CHECKSUM = 148;
    static final int TYPE = 156;
    static final int LINK = 157;
    static final int LINK_BYTES = 100;
    static final int MAGIC = 257;
    static final int DEVICE_MAJOR = 329;
    static final int DEVICE_MINOR = 337;
    static final int PREFIX = 345;
    static final int PREFIX_BYTES = 155;
    static final int ID_BYTES = 8;
    static final int LONG_BYTES = 12;

    /** GNU's old sparse files. */
    static final int SPARSE = 386;
    static final int SPARSE_COUNT = 4;
    static final int SPARSE_EXTENDED = 482;
    static final int SPARSE_REAL_SIZE = 483;
    static final int EXTENSION_COUNT = 21;
    static final int EXTENSION_EXTENDED = 504;

    private final byte[] block;
    private final long place;

    TarHeader(byte[] block, long place) {
        this.block = block;
        this.place = place;
    }

    /** Where it stands in the archive. */
    long place() {
        return place;
    }

    /** Whether it is all zeros, as at the end of an archive. */
    boolean isEnd() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    void verify() {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM && i < CHECKSUM + ID_BYTES;
            sum += own ? ' ' : block[i] & 0xff;
        }
        if (sum != number(CHECKSUM, ID_BYTES)) {
            throw fault(CHECKSUM, "its checksum is " + number(CHECKSUM, ID_BYTES) + ", and its bytes have " + sum);
        }
    }

    char type() {
        return (char) (block[TYPE] & 0xff);
    }

    /** The name, behind its prefix where the format has one. */
    String path() {
        String name = text(NAME, NAME_BYTES);
        boolean posix = block[MAGIC + 5] == 0 && block[MAGIC] == 'u';
        String prefix = posix ? text(PREFIX, PREFIX_BYTES) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return Names.text(block, offset, end - offset);
    }

    /** Octal digits, or with the first bit set a number of the bytes themselves. */
    long number(int offset, int length) {
        if ((block[offset] & 0x80) != 0) {
            long value = (block[offset] & 0x40) != 0 ? -1 : 0;
            for (int i = 1; i < length; i++) {
                value = value << 8 | block[offset + i] & 0xff;
            }
            return value;
        }
        long value = 0;
        boolean started = false;
        for (int i = offset; i < offset + length; i++) {
            int digit = block[i] - '0';
            if (digit < 0 || digit > 7) {
                if (started || block[i] != ' ') {
                    break;
                }
                continue;
            }
            started = true;
            value = value << 3 | digit;
        }
        return value;
    }

    boolean flag(int offset) {
        return block[offset] != 0;
    }

    ErofsException fault(int offset, String reason) {
        return new ErofsException("tar header", place + offset, reason);
    }
}
