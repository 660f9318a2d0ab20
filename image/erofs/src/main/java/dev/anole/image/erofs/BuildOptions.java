package dev.anole.image.erofs;

import java.util.Optional;
import java.util.UUID;

/**
 * How an image is made.
 *
 * @param compression of data; empty for none
 * @param level as the algorithm counts: ZSTD 1 to 22, DEFLATE and LZMA 1 to 9; LZ4 1 for fast, 2 to 17 for high compression
 * @param extentBytes what is compressed at once, a power of two, 64 KiB to 1 MiB: more is smaller, less is faster to read
 *                    at random places
 * @param kernel the oldest that shall mount it
 * @param blockBits of the block size, 12; for Linux 6.18 also 9 to 11
 * @param threads that compress
 * @param uuid of the image; empty for one that follows from its content
 * @param volumeName up to 16 bytes; may be empty
 */
public record BuildOptions(Optional<Compression> compression, int level, int extentBytes, KernelAge kernel,
                           int blockBits, int threads, Optional<UUID> uuid, String volumeName) {
    public static final int EXTENT_BYTES_MIN = 64 * 1024;
    public static final int EXTENT_BYTES_MAX = Compression.ENCODED_BYTES_MAX;
    public static final int THREADS_MAX = 256;
    static final int PAGE_BITS = 12;

    private static final int EXTENT_BYTES_DEFAULT = 128 * 1024;

    public BuildOptions {
        if (Integer.bitCount(extentBytes) != 1 || extentBytes < EXTENT_BYTES_MIN || extentBytes > EXTENT_BYTES_MAX) {
            throw new RefusedException("extents of " + extentBytes + " bytes", "the kernel wants at most "
                    + EXTENT_BYTES_MAX, "choose a power of two from " + EXTENT_BYTES_MIN + " on");
        }
        if (compression.isPresent() && !kernel.compressions().contains(compression.get())) {
            throw new RefusedException(compression.get().toString(), "Linux " + kernel.version()
                    + " does not mount it as it is written here", "choose " + kernel.compressions()
                    + " or a newer kernel");
        }
        if (compression.isPresent() && (level < 1 || level > levelMax(compression.get()))) {
            throw new RefusedException("level " + level, compression.get() + " has 1 to "
                    + levelMax(compression.get()), "choose one of these");
        }
        if (blockBits < Superblock.BLOCK_BITS_MIN || blockBits > PAGE_BITS
                || blockBits != PAGE_BITS && !kernel.hasExtents()) {
            throw new RefusedException("blocks of 2^" + blockBits + " bytes", "Linux " + kernel.version()
                    + " does not mount them", "choose 12, or 9 to 11 for 6.18");
        }
        if (threads < 1 || threads > THREADS_MAX) {
            throw new RefusedException(threads + " threads", "1 to " + THREADS_MAX + " are possible",
                    "choose as many as there are processors");
        }
        if (Names.bytes(volumeName).length > Superblock.VOLUME_NAME_BYTES) {
            throw new RefusedException("volume name " + volumeName, "it has more than "
                    + Superblock.VOLUME_NAME_BYTES + " bytes", "choose a shorter one");
        }
    }

    /** ZSTD at level 3 for Linux 6.18, on all processors. */
    public static BuildOptions defaults() {
        return new BuildOptions(Optional.of(Compression.ZSTD), 3, EXTENT_BYTES_DEFAULT, KernelAge.LINUX_6_18, PAGE_BITS,
                Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors()), Optional.empty(), "");
    }

    /** The same with another algorithm, at its own level. */
    public BuildOptions with(Compression other, int itsLevel) {
        return new BuildOptions(Optional.of(other), itsLevel, extentBytes, kernel, blockBits, threads, uuid,
                volumeName);
    }

    /** The same without compression. */
    public BuildOptions withoutCompression() {
        return new BuildOptions(Optional.empty(), level, extentBytes, kernel, blockBits, threads, uuid, volumeName);
    }

    /** The same for another kernel. If it lacks the algorithm, {@link #with} comes first. */
    public BuildOptions with(KernelAge other) {
        return new BuildOptions(compression, level, extentBytes, other, blockBits, threads, uuid, volumeName);
    }

    /** The same with extents of another size. */
    public BuildOptions withExtents(int bytes) {
        return new BuildOptions(compression, level, bytes, kernel, blockBits, threads, uuid, volumeName);
    }

    /** The same with blocks of another size. */
    public BuildOptions withBlockBits(int bits) {
        return new BuildOptions(compression, level, extentBytes, kernel, bits, threads, uuid, volumeName);
    }

    /** The same with another number of threads; the bytes of the image do not depend on it. */
    public BuildOptions withThreads(int count) {
        return new BuildOptions(compression, level, extentBytes, kernel, blockBits, count, uuid, volumeName);
    }

    static int levelMax(Compression compression) {
        return switch (compression) {
            case LZ4 -> 17;
            case LZMA, DEFLATE -> 9;
            case ZSTD -> 22;
        };
    }

    int blockSize() {
        return 1 << blockBits;
    }
}
