package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.UUID;

import static dev.anole.image.erofs.SuperblockLayout.*;

/** Encodes the superblock with the settings of the algorithms behind it, when all of the image is known. */
final class SuperblockWriter {
    private static final int LZ4_CONFIG_BYTES = 14;
    private static final int LZMA_CONFIG_BYTES = 14;
    private static final int DEFLATE_CONFIG_BYTES = 6;
    private static final int ZSTD_CONFIG_BYTES = 6;
    private static final int LZ4_DISTANCE_MAX = 65535;
    private static final int DEFLATE_WINDOW_BITS = 15;
    private static final int ZSTD_WINDOW_LOG_MIN = 10;
    private static final int LZMA_DICTIONARY_MIN = 4096;
    /** Where the table of blobs begins, in slots: behind the superblock and the settings. */
    static final int DEVICE_SLOT = 10;
    /** Settings of all algorithms with their lengths, aligned. */
    private static final int CONFIGS_BYTES_MAX = 64;

    private final BuildOptions options;
    private final List<DeviceSlot> blobs;
    private final boolean hasChunks;
    private final int algorithms;

    /** @param algorithms a bit for each that some file needs */
    SuperblockWriter(BuildOptions options, List<DeviceSlot> blobs, boolean hasChunks, int algorithms) {
        this.options = options;
        this.blobs = blobs;
        this.hasChunks = hasChunks;
        this.algorithms = algorithms;
    }

    /** The superblock and what of its block follows: settings, then zeros up to the first data. */
    byte[] encode(MetadataWriter.Outcome outcome, long imageBytes, long crc) {
        int checked = Superblock.checkedBytes(options.blockBits());
        ByteBuffer block = ByteBuffer.allocate(checked).order(ByteOrder.LITTLE_ENDIAN);
        int features = features();
        boolean wide = (features & Feature.WIDE_ADDRESSES.mask()) != 0;
        long blocks = imageBytes >>> options.blockBits();
        block.putInt(MAGIC, EROFS_SUPER_MAGIC_V1);
        block.putInt(FEATURE_COMPAT, COMPAT_SB_CHKSUM | COMPAT_MTIME | COMPAT_XATTR_FILTER);
        block.put(BLKSZBITS, (byte) options.blockBits());
        block.putShort(ROOTNID_2B, (short) (wide ? blocks >>> Integer.SIZE : outcome.rootNid()));
        block.putLong(INOS, outcome.inodes());
        block.putLong(EPOCH, outcome.epoch());
        block.putInt(BLOCKS_LO, (int) blocks);
        block.putInt(META_BLKADDR, fits(outcome.metaBlock()));
        block.putInt(XATTR_BLKADDR, fits(outcome.xattrBlock()));
        UUID uuid = options.uuid().orElseGet(() -> uuid(imageBytes, crc));
        block.putLong(UUID, Long.reverseBytes(uuid.getMostSignificantBits()));
        block.putLong(UUID + Long.BYTES, Long.reverseBytes(uuid.getLeastSignificantBits()));
        block.put(VOLUME_NAME, Names.bytes(options.volumeName()));
        block.putInt(FEATURE_INCOMPAT, features);
        block.putShort(AVAILABLE_COMPR_ALGS, (short) algorithms);
        ByteBuffer configs = block.slice(SIZE, CONFIGS_BYTES_MAX).order(ByteOrder.LITTLE_ENDIAN);
        for (Compression each : Compression.values()) {
            if ((algorithms & each.bit()) != 0) {
                putConfig(each, configs);
            }
        }
        if (!blobs.isEmpty()) {
            block.putShort(EXTRA_DEVICES, (short) blobs.size());
            block.putShort(DEVT_SLOTOFF, (short) DEVICE_SLOT);
            for (int i = 0, at = DEVICE_SLOT * DeviceSlot.SIZE - PLACE; i < blobs.size(); i++) {
                // Those that stand in the superblock's block count for its checksum.
                byte[] slot = blobs.get(i).encode();
                int here = Math.clamp(checked - at - i * DeviceSlot.SIZE, 0, slot.length);
                if (here > 0) {
                    block.put(at + i * DeviceSlot.SIZE, slot, 0, here);
                }
            }
        }
        block.putLong(ROOTNID_8B, wide ? outcome.rootNid() : 0);
        block.putInt(CHECKSUM, Superblock.checksum(block.array()));
        return block.array();
    }

    private int features() {
        int features = 0;
        if (algorithms != 0) {
            features |= Feature.ZERO_PADDING.mask() | Feature.COMPRESSION_CONFIGS.mask();
        }
        if (!blobs.isEmpty()) {
            features |= Feature.DEVICE_TABLE.mask();
        }
        if (hasChunks) {
            features |= Feature.CHUNKED_FILE.mask();
        }
        if (options.kernel().hasExtents()) {
            features |= Feature.WIDE_ADDRESSES.mask();
        }
        return features;
    }

    /** Length and settings; the next stand at the multiple of four behind. */
    private void putConfig(Compression compression, ByteBuffer configs) {
        int start = configs.position();
        int length = switch (compression) {
            case LZ4 -> {
                configs.putShort((short) LZ4_CONFIG_BYTES).putShort((short) LZ4_DISTANCE_MAX)
                        .putShort((short) (Compression.ENCODED_BYTES_MAX >> options.blockBits()));
                yield LZ4_CONFIG_BYTES;
            }
            case LZMA -> {
                configs.putShort((short) LZMA_CONFIG_BYTES)
                        .putInt(Math.max(LZMA_DICTIONARY_MIN, options.extentBytes()));
                yield LZMA_CONFIG_BYTES;
            }
            case DEFLATE -> {
                configs.putShort((short) DEFLATE_CONFIG_BYTES).put((byte) DEFLATE_WINDOW_BITS);
                yield DEFLATE_CONFIG_BYTES;
            }
            case ZSTD -> {
                configs.putShort((short) ZSTD_CONFIG_BYTES).put((byte) 0)
                        .put((byte) (Integer.numberOfTrailingZeros(options.extentBytes()) - ZSTD_WINDOW_LOG_MIN));
                yield ZSTD_CONFIG_BYTES;
            }
        };
        configs.position(start + Short.BYTES + length + Integer.BYTES - 1 & -Integer.BYTES);
    }

    private static int fits(long block) {
        if (block > 0xffffffffL) {
            throw new RefusedException("the image", "its metadata would begin at block " + block
                    + ", and 32 bits say where", "split the tree");
        }
        return (int) block;
    }

    /** From the image's bytes, so that the same tree gives the same. */
    private static UUID uuid(long imageBytes, long crc) {
        return java.util.UUID.nameUUIDFromBytes(ByteBuffer.allocate(Long.BYTES * 2).putLong(crc).putLong(imageBytes)
                .array());
    }
}
