package dev.anole.image.erofs;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;

import static dev.anole.image.erofs.SuperblockLayout.*;

/**
 * What an image says of itself.
 *
 * @param compatible bits of features that a reader may ignore
 * @param features what a reader must know
 * @param blockBits the block size as a power of two, 9 to 16
 * @param bytes its own length, 128 and more
 * @param rootNid where the root directory's inode is
 * @param inodes how many inodes there are
 * @param epoch seconds since 1970 from which compact inodes count their time
 * @param fixedNanos nanoseconds of all compact inodes' times
 * @param blocks of the primary device
 * @param metaBlock the block from which nids count
 * @param xattrBlock the block from which shared attributes count
 * @param algorithms a bit for each {@link Compression} in use
 * @param devices how many blobs there are beside the image
 * @param deviceSlot where their table stands, in slots of 128 bytes
 * @param prefixes how many long prefixes of attribute names there are
 * @param prefixStart where they stand, in units of 4 bytes
 * @param packedNid the inode that holds fragments; 0 for none
 * @param metaboxNid the inode that holds other inodes; 0 for none
 * @param buildSeconds seconds from the epoch to when the image was made
 */
public record Superblock(int compatible, Set<Feature> features, int blockBits, int bytes, long rootNid, long inodes,
                         long epoch, long fixedNanos, long blocks, long metaBlock, long xattrBlock, UUID uuid,
                         String volumeName, int algorithms, int devices, int deviceSlot, int prefixes,
                         long prefixStart, boolean nameFilter, long packedNid, long metaboxNid, long buildSeconds) {
    static final int BLOCK_BITS_MIN = 9;
    static final int BLOCK_BITS_MAX = 16;
    static final int VOLUME_NAME_BYTES = 16;
    static final int NANOS_MAX = 999_999_999;
    static final long INSTANT_SECONDS_MAX = Instant.MAX.getEpochSecond();

    private static final String NAME = "superblock";

    public Superblock {
        if (blockBits < BLOCK_BITS_MIN || blockBits > BLOCK_BITS_MAX) {
            throw new IllegalArgumentException("blocks of 2^" + blockBits + " bytes");
        }
        features = Set.copyOf(features);
    }

    /** Bytes of a block. */
    public int blockSize() {
        return 1 << blockBits;
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }

    boolean isCompatible(int bit) {
        return (compatible & bit) != 0;
    }

    /** The bits that choose a device by the number in a chunk's index; the rest of the number is the blob's own. */
    int deviceMask() {
        return Math.max(1, Integer.highestOneBit(devices) << 1) - 1;
    }

    /**
     * Reads and checks it, its checksum included where it has one.
     *
     * @throws ErofsException for what is no EROFS image, a damaged one, and one that needs what is not known here
     */
    static Superblock read(Metadata image) {
        Bytes sb = image.read(NAME, PLACE, SIZE);
        if (sb.i32(MAGIC) != EROFS_SUPER_MAGIC_V1) {
            throw sb.fault(MAGIC, "this is no EROFS image: the magic number is missing");
        }
        int blockBits = sb.u8(BLKSZBITS);
        if (blockBits < BLOCK_BITS_MIN || blockBits > BLOCK_BITS_MAX) {
            throw sb.fault(BLKSZBITS, "blocks of 2^" + blockBits + " bytes, where 2^9 to 2^16 are possible");
        }
        int compatible = sb.i32(FEATURE_COMPAT);
        if ((compatible & COMPAT_SB_CHKSUM) != 0) {
            verifyChecksum(image, sb, blockBits);
        }
        int incompatible = sb.i32(FEATURE_INCOMPAT);
        if (Feature.unknown(incompatible) != 0) {
            throw sb.fault(FEATURE_INCOMPAT, "features 0x" + Integer.toHexString(Feature.unknown(incompatible))
                    + " are not known");
        }
        if (sb.u8(DIRBLKBITS) != 0) {
            throw sb.fault(DIRBLKBITS, "directory blocks of another size than blocks are not known");
        }
        return decode(image, sb, compatible, Feature.ofMask(incompatible), blockBits);
    }

    private static Superblock decode(Metadata image, Bytes sb, int compatible, Set<Feature> features, int blockBits) {
        int bytes = SIZE + EXTSLOT_SIZE * sb.u8(SB_EXTSLOTS);
        image.read(NAME, PLACE, bytes);
        long root8 = sb.i64(ROOTNID_8B);
        boolean wide = features.contains(Feature.WIDE_ADDRESSES) && root8 != 0;
        long blocks = sb.u32(BLOCKS_LO) | (wide ? (long) sb.u16(ROOTNID_2B) << 32 : 0);
        boolean configured = features.contains(Feature.COMPRESSION_CONFIGS);
        boolean compressed = features.contains(Feature.ZERO_PADDING) || sb.u16(AVAILABLE_COMPR_ALGS) != 0;
        int algorithms = configured ? sb.u16(AVAILABLE_COMPR_ALGS) : compressed ? Compression.LZ4.bit() : 0;
        if ((algorithms & ~Compression.ALL_BITS) != 0) {
            throw sb.fault(AVAILABLE_COMPR_ALGS, "algorithms 0x" + Integer.toHexString(algorithms)
                    + " are not all known");
        }
        long packed = sb.i64(PACKED_NID);
        if (packed < 0) {
            throw sb.fault(PACKED_NID, "the packed inode cannot lie in the metabox");
        }
        long metabox = 0;
        if (features.contains(Feature.METABOX)) {
            Bytes long_ = image.read(NAME, PLACE, Math.max(bytes, METABOX_NID + Long.BYTES));
            metabox = long_.i64(METABOX_NID);
            if (bytes <= METABOX_NID || metabox < 0) {
                throw long_.fault(METABOX_NID, "the metabox has no inode outside itself");
            }
        }
        if (sb.u32(FIXED_NSEC) > NANOS_MAX) {
            throw sb.fault(FIXED_NSEC, sb.u32(FIXED_NSEC) + " nanoseconds are more than a second");
        }
        long epoch = sb.i64(EPOCH);
        if (Math.abs(epoch) > INSTANT_SECONDS_MAX >> 1) {
            throw sb.fault(EPOCH, "a time in a year that no calendar has");
        }
        return new Superblock(compatible, features, blockBits, bytes, wide ? root8 : sb.u16(ROOTNID_2B),
                sb.i64(INOS), epoch, sb.u32(FIXED_NSEC), blocks, sb.u32(META_BLKADDR), sb.u32(XATTR_BLKADDR),
                uuid(sb), volumeName(sb), algorithms,
                features.contains(Feature.DEVICE_TABLE) ? sb.u16(EXTRA_DEVICES) : 0, sb.u16(DEVT_SLOTOFF),
                features.contains(Feature.XATTR_PREFIXES) ? sb.u8(XATTR_PREFIX_COUNT) : 0,
                sb.u32(XATTR_PREFIX_START),
                (compatible & COMPAT_XATTR_FILTER) != 0 && sb.u8(XATTR_FILTER_RESERVED) == 0,
                features.contains(Feature.FRAGMENTS) ? packed : 0, metabox, sb.u32(BUILD_TIME));
    }

    /** Over the rest of the block that it begins in, itself taken as zero. */
    private static void verifyChecksum(Metadata image, Bytes sb, int blockBits) {
        int length = checkedBytes(blockBits);
        byte[] bytes = image.read(NAME, PLACE, length).copy(0, length);
        int computed = checksum(bytes);
        if (computed != sb.i32(CHECKSUM)) {
            throw sb.fault(CHECKSUM, String.format("its checksum is %08x, and its bytes have %08x",
                    sb.i32(CHECKSUM), computed));
        }
    }

    static int checkedBytes(int blockBits) {
        int block = 1 << blockBits;
        return block > PLACE ? block - PLACE : block;
    }

    /** CRC32C without the last complement, as the kernel has it; the field itself counts as zero. */
    static int checksum(byte[] block) {
        CRC32C crc = new CRC32C();
        crc.update(block, 0, CHECKSUM);
        crc.update(new byte[Integer.BYTES], 0, Integer.BYTES);
        crc.update(block, CHECKSUM + Integer.BYTES, block.length - CHECKSUM - Integer.BYTES);
        return (int) ~crc.getValue();
    }

    private static UUID uuid(Bytes sb) {
        return new UUID(Long.reverseBytes(sb.i64(UUID)), Long.reverseBytes(sb.i64(UUID + Long.BYTES)));
    }

    private static String volumeName(Bytes sb) {
        byte[] name = sb.copy(VOLUME_NAME, VOLUME_NAME_BYTES);
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        return Names.text(name, 0, length);
    }
}
