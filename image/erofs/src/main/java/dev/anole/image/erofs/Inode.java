package dev.anole.image.erofs;

import dev.anole.kernel.linux.DeviceNumber;

import java.time.Instant;
import java.util.Optional;

import static dev.anole.image.erofs.InodeLayout.*;

/**
 * A file, directory, link or device of an image: what it is, and where its data and attributes are. Two names with the
 * same {@link #nid} are hard links.
 */
public final class Inode {
    /** All bits set: no block. */
    private static final long NULL_BLOCK_32 = 0xffffffffL;
    private static final long NULL_BLOCK_48 = 0xffffffffffffL;

    private final long nid;
    private final FileType type;
    private final DataLayout layout;
    private final int permissions;
    private final long uid;
    private final long gid;
    private final long links;
    private final long size;
    private final Instant modified;
    private final int number;
    private final int union;
    private final long startBlock;
    private final Metadata space;
    private final long place;
    private final long xattrPlace;
    private final int xattrBytes;
    private final boolean extended;
    private final boolean dotOmitted;

    private Inode(long nid, Metadata space, Superblock superblock, Bytes raw, boolean extended) {
        this.nid = nid;
        this.space = space;
        this.extended = extended;
        int format = raw.u16(I_FORMAT);
        int mode = raw.u16(I_MODE);
        place = raw.place();
        layout = DataLayout.values()[format >> FORMAT_LAYOUT_SHIFT & FORMAT_LAYOUT_MASK];
        type = FileType.ofMode(mode).orElseThrow(() ->
                raw.fault(I_MODE, "mode " + Integer.toOctalString(mode) + " is of no kind of file"));
        permissions = mode & 07777;
        dotOmitted = type == FileType.DIRECTORY && (format & FORMAT_DOT_OMITTED) != 0;
        int icount = raw.u16(I_XATTR_ICOUNT);
        xattrBytes = icount == 0 ? 0 : XattrLayout.BODY_HEADER_SIZE + Integer.BYTES * (icount - 1);
        xattrPlace = place + raw.length();
        boolean singleLink = !extended && type != FileType.DIRECTORY && (format & FORMAT_NLINK_1) != 0;
        union = raw.i32(EXTENDED_U);
        int high = extended || singleLink ? raw.u16(I_NB) : 0;
        if (extended) {
            size = raw.i64(I_SIZE);
            number = raw.i32(EXTENDED_INO);
            uid = raw.u32(EXTENDED_UID);
            gid = raw.u32(EXTENDED_GID);
            links = raw.u32(EXTENDED_NLINK);
            modified = time(raw, EXTENDED_MTIME, raw.i64(EXTENDED_MTIME), raw.u32(EXTENDED_MTIME_NSEC));
        } else {
            size = raw.u32(I_SIZE);
            number = raw.i32(COMPACT_INO);
            uid = raw.u16(COMPACT_UID);
            gid = raw.u16(COMPACT_GID);
            links = singleLink ? 1 : raw.u16(I_NB);
            modified = time(raw, COMPACT_MTIME, superblock.epoch() + raw.u32(COMPACT_MTIME),
                    superblock.fixedNanos());
        }
        if (size < 0) {
            throw raw.fault(I_SIZE, "a size of more than 2^63 bytes");
        }
        long nothing = extended || singleLink ? NULL_BLOCK_48 : NULL_BLOCK_32;
        long first = (union & 0xffffffffL) | (long) high << 32;
        startBlock = layout == DataLayout.FLAT_PLAIN && first == nothing ? -1 : first;
        checkLayout(raw, superblock);
    }

    /** Reads one, and checks what can be seen without its data. */
    static Inode read(Metadata space, Superblock superblock, long nid) {
        long slot = nid & ~NID_METABOX;
        long base = nid < 0 ? 0 : superblock.metaBlock() << superblock.blockBits();
        String name = "inode " + name(nid);
        if (slot > Long.MAX_VALUE >> SLOT_BITS + 1) {
            throw new ErofsException(name, base, "its number is beyond any image");
        }
        long place = base + (slot << SLOT_BITS);
        Bytes raw = space.read(name, place, COMPACT_SIZE);
        int format = raw.u16(I_FORMAT);
        int layout = format >> FORMAT_LAYOUT_SHIFT & FORMAT_LAYOUT_MASK;
        if ((format & ~FORMAT_ALL) != 0 || layout >= DataLayout.values().length) {
            throw raw.fault(I_FORMAT, "format 0x" + Integer.toHexString(format) + " is not known");
        }
        boolean extended = (format & FORMAT_EXTENDED) != 0;
        return new Inode(nid, space, superblock, extended ? space.read(name, place, EXTENDED_SIZE) : raw, extended);
    }

    private void checkLayout(Bytes raw, Superblock superblock) {
        if (layout == DataLayout.CHUNK_BASED && (union & 0xffff & ~CHUNK_ALL) != 0) {
            throw raw.fault(EXTENDED_U, "chunk format 0x" + Integer.toHexString(union & 0xffff) + " is not known");
        }
        if (layout == DataLayout.CHUNK_BASED && !superblock.has(Feature.CHUNKED_FILE)) {
            throw raw.fault(I_FORMAT, "it is made of chunks, and the superblock does not announce any");
        }
        if (layout.isCompressed() && superblock.algorithms() == 0) {
            throw raw.fault(I_FORMAT, "it is compressed, and the superblock announces no algorithm");
        }
    }

    private static Instant time(Bytes raw, int offset, long seconds, long nanos) {
        if (Math.abs(seconds) > Superblock.INSTANT_SECONDS_MAX >> 1 || nanos > Superblock.NANOS_MAX) {
            throw raw.fault(offset, seconds + " s and " + nanos + " ns are no time");
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    private static String name(long nid) {
        return nid < 0 ? (nid & ~NID_METABOX) + " of the metabox" : Long.toString(nid);
    }

    /** Its place as the image counts inodes; negative in the metabox. */
    public long nid() {
        return nid;
    }

    public FileType type() {
        return type;
    }

    public DataLayout layout() {
        return layout;
    }

    /** Permission bits with set-uid, set-gid and sticky: {@code 07777}. */
    public int permissions() {
        return permissions;
    }

    /** Owner, 0 to 4294967295. */
    public long uid() {
        return uid;
    }

    /** Group, 0 to 4294967295. */
    public long gid() {
        return gid;
    }

    /** Hard links. */
    public long links() {
        return links;
    }

    /** Bytes of its data. */
    public long size() {
        return size;
    }

    /** When its data last changed. */
    public Instant modified() {
        return modified;
    }

    /** The number that stat(2) shows on 32-bit systems. */
    public long number() {
        return number & 0xffffffffL;
    }

    /** For a device node, the device that it stands for. */
    public Optional<DeviceNumber> device() {
        return type.isDevice() ? Optional.of(DeviceNumber.ofPacked(union & 0xffffffffL)) : Optional.empty();
    }

    /** Whether it has 64 bytes on disk and not 32. */
    boolean isExtended() {
        return extended;
    }

    /** Whether a directory may leave out the name of itself. */
    boolean omitsDot() {
        return dotOmitted;
    }

    /** The first block of flat data; -1 when all of it is a hole. */
    long startBlock() {
        return startBlock;
    }

    int chunkFormat() {
        return union & CHUNK_ALL;
    }

    /** Blocks that compressed data takes, as the inode says. */
    long compressedBlocks() {
        return union & 0xffffffffL;
    }

    /** What it lies in. */
    Metadata space() {
        return space;
    }

    long place() {
        return place;
    }

    long xattrPlace() {
        return xattrPlace;
    }

    int xattrBytes() {
        return xattrBytes;
    }

    /** Where its attributes end: inline data or indexes follow. */
    long end() {
        return xattrPlace + xattrBytes;
    }

    /** What to call it in messages. */
    String title() {
        return "inode " + name(nid);
    }

    ErofsException fault(String reason) {
        return new ErofsException(title(), place, reason);
    }

    @Override
    public String toString() {
        return title() + " (" + type + ", " + size + " bytes)";
    }
}
