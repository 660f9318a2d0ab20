package dev.anole.image.erofs;

/** How data is compressed, {@code Z_EROFS_COMPRESSION_*}; the ordinal is the number on disk. */
public enum Compression {
    /** Blocks of LZ4. Every kernel. */
    LZ4,
    /** MicroLZMA: LZMA without end marker, whose first byte is the complement of its properties. Linux 5.16. */
    LZMA,
    /** Raw DEFLATE, RFC 1951. Linux 6.6. */
    DEFLATE,
    /** One frame, RFC 8878, with a window of at most 1 MiB. Linux 6.10. */
    ZSTD;

    int bit() {
        return 1 << ordinal();
    }

    static final int ALL_BITS = (1 << 4) - 1;

    /** {@code Z_EROFS_PCLUSTER_MAX_SIZE}: encoded bytes of one extent. */
    static final int ENCODED_BYTES_MAX = 1 << 20;

    /** {@code Z_EROFS_PCLUSTER_MAX_DSIZE}: decoded bytes of one extent. */
    static final int DECODED_BYTES_MAX = 12 << 20;
}
