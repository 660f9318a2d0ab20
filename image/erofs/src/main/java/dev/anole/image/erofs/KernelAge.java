package dev.anole.image.erofs;

import java.util.Set;

/** The oldest kernel that shall mount an image; what it does not know is not written, and refused when asked for. */
public enum KernelAge {
    /** LZ4 with compact indexes, no blobs beside the image. */
    LINUX_5_15("5.15", false, false, Set.of(Compression.LZ4)),
    /** As before, with blobs. */
    LINUX_6_1("6.1", true, false, Set.of(Compression.LZ4)),
    /** Encoded extents at any byte, 48-bit addresses, blocks of 512 bytes and more. */
    LINUX_6_18("6.18", true, true, Set.of(Compression.LZ4, Compression.LZMA, Compression.DEFLATE, Compression.ZSTD));

    private final String version;
    private final boolean blobs;
    private final boolean extents;
    private final Set<Compression> compressions;

    KernelAge(String version, boolean blobs, boolean extents, Set<Compression> compressions) {
        this.version = version;
        this.blobs = blobs;
        this.extents = extents;
        this.compressions = compressions;
    }

    /** As people write it. */
    public String version() {
        return version;
    }

    /** What is written for it. LZMA for 6.1 could be, and is not. */
    public Set<Compression> compressions() {
        return compressions;
    }

    /** Whether data may lie in blobs. */
    public boolean hasBlobs() {
        return blobs;
    }

    /** Whether it knows encoded extents, 48-bit addresses and small blocks. */
    public boolean hasExtents() {
        return extents;
    }
}
