package dev.anole.image.erofs;

/**
 * A piece of a file and where it comes from.
 *
 * @param start bytes from the file's start
 * @param length bytes, at least 1
 */
public record Extent(long start, long length, Source source) {
    public Extent {
        if (start < 0 || length <= 0) {
            throw new IllegalArgumentException("no extent: " + length + " bytes from " + start);
        }
    }

    long end() {
        return start + length;
    }

    /** Where bytes come from. */
    public sealed interface Source permits Hole, Stored, Inline, Encoded, Shifted, Interlaced, Fragment {
    }

    /** Nothing is stored: zeros. */
    public record Hole() implements Source {
    }

    /**
     * As they are.
     *
     * @param device 0 for the address space of all devices, otherwise the number of a blob from 1
     * @param address bytes from its start
     */
    public record Stored(int device, long address) implements Source {
    }

    /** Beside the inode, in the metadata. */
    public record Inline(long address) implements Source {
    }

    /**
     * Compressed.
     *
     * @param address bytes in the address space of all devices, or of the metadata if inline
     * @param bytes encoded, 1 to 1 MiB
     * @param partial whether decoding gives more than the extent's length
     */
    public record Encoded(Compression compression, long address, int bytes, boolean partial, boolean inline)
            implements Source {
    }

    /** In a compressed file, yet stored as they are, from the address on. */
    public record Shifted(long address, int bytes, boolean inline) implements Source {
    }

    /** One block stored such that each byte stands at the same place within the block as in the file's. */
    public record Interlaced(long address, int bytes) implements Source {
    }

    /** In the packed inode, from an offset on. */
    public record Fragment(long offset) implements Source {
    }
}
