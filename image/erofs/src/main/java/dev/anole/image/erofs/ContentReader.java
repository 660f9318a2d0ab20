package dev.anole.image.erofs;

import java.util.Optional;

/**
 * Reads the data of one inode at any place. It keeps the extent that was last met and, if that was compressed, its
 * decoded bytes: at most {@link Compression#DECODED_BYTES_MAX} and {@link Compression#ENCODED_BYTES_MAX}. Not for several
 * threads.
 */
final class ContentReader {
    private static final byte[] NOTHING = {};

    private final ErofsImage image;
    private final Inode inode;
    private final Mapping mapping;
    private Optional<Extent> current = Optional.empty();
    private byte[] encoded = NOTHING;
    private byte[] decoded = NOTHING;
    private boolean isDecoded;
    private Optional<ContentReader> packed = Optional.empty();

    ContentReader(ErofsImage image, Inode inode) {
        if (!inode.type().hasData()) {
            throw new IllegalArgumentException(inode + " has no data");
        }
        this.image = image;
        this.inode = inode;
        mapping = Mapping.of(inode, image.superblock());
    }

    Inode inode() {
        return inode;
    }

    /** The extent around a byte of the file. */
    Extent extent(long position) {
        if (current.isEmpty() || position < current.get().start() || position >= current.get().end()) {
            current = Optional.of(mapping.at(position));
            isDecoded = false;
        }
        return current.get();
    }

    /**
     * Reads up to the end of the file.
     *
     * @return how many bytes; 0 at the end or beyond
     */
    int read(long position, byte[] into, int offset, int length) {
        int wanted = (int) Math.min(length, Math.max(0, inode.size() - position));
        int done = 0;
        while (done < wanted) {
            Extent extent = extent(position + done);
            long within = position + done - extent.start();
            int part = (int) Math.min(wanted - done, extent.length() - within);
            readPart(extent, within, into, offset + done, part);
            done += part;
        }
        return wanted;
    }

    private void readPart(Extent extent, long within, byte[] into, int offset, int length) {
        switch (extent.source()) {
            case Extent.Hole() -> java.util.Arrays.fill(into, offset, offset + length, (byte) 0);
            case Extent.Stored(int device, long address) ->
                    image.devices().read(device, address + within, into, offset, length);
            case Extent.Inline(long address) -> metadata(address + within, into, offset, length);
            case Extent.Shifted shifted -> {
                if (within + length > shifted.bytes()) {
                    throw inode.fault("byte " + (extent.start() + shifted.bytes()) + " of it is not stored: its extent "
                            + "of " + extent.length() + " bytes has " + shifted.bytes());
                }
                if (shifted.inline()) {
                    metadata(shifted.address() + within, into, offset, length);
                } else {
                    image.devices().read(0, shifted.address() + within, into, offset, length);
                }
            }
            case Extent.Interlaced(long address, int bytes) ->
                    interlaced(extent, address, bytes, within, into, offset, length);
            case Extent.Fragment(long start) -> fragment(start, within, into, offset, length);
            case Extent.Encoded encodedExtent -> {
                if (within == 0 && length == extent.length()) {
                    decode(extent, encodedExtent, into, offset);
                } else {
                    keep(extent, encodedExtent);
                    System.arraycopy(decoded, (int) within, into, offset, length);
                }
            }
        }
    }

    private void metadata(long address, byte[] into, int offset, int length) {
        inode.space().medium().read(address, into, offset, length);
    }

    /** The block is turned round: the byte that stands first in it in the file may stand anywhere in the image. */
    private void interlaced(Extent extent, long address, int bytes, long within, byte[] into, int offset, int length) {
        if (extent.length() > bytes) {
            throw inode.fault(extent.length() + " bytes are said to stand in a block of " + bytes);
        }
        int from = (int) (extent.start() + within & bytes - 1);
        int right = Math.min(length, bytes - from);
        image.devices().read(0, address + from, into, offset, right);
        image.devices().read(0, address, into, offset + right, length - right);
    }

    private void fragment(long start, long within, byte[] into, int offset, int length) {
        if (packed.isEmpty()) {
            packed = Optional.of(image.packedContent(inode));
        }
        ContentReader whole = packed.get();
        long from = start + within;
        if (from < 0 || length > whole.inode.size() - from) {
            throw inode.fault("its fragment of " + length + " bytes from " + from + " is not in the packed inode of "
                    + whole.inode.size());
        }
        whole.read(from, into, offset, length);
    }

    private void keep(Extent extent, Extent.Encoded source) {
        if (!isDecoded) {
            if (decoded.length < extent.length()) {
                decoded = new byte[(int) extent.length()];
            }
            decode(extent, source, decoded, 0);
            isDecoded = true;
        }
    }

    private void decode(Extent extent, Extent.Encoded source, byte[] into, int offset) {
        if (encoded.length < source.bytes()) {
            encoded = new byte[source.bytes()];
        }
        if (source.inline()) {
            metadata(source.address(), encoded, 0, source.bytes());
        } else {
            image.devices().read(0, source.address(), encoded, 0, source.bytes());
        }
        // Encoded data stands at the end of its blocks, and none begins with a zero. The first images had LZ4 at the
        // start of a block, without a word where it ends.
        boolean padded = image.superblock().has(Feature.ZERO_PADDING);
        int start = 0;
        while (padded && start < source.bytes() && encoded[start] == 0) {
            start++;
        }
        Optional<String> trouble = start == source.bytes() ? Optional.of("there are only zeros")
                : Decoder.of(source.compression()).decode(encoded, start, source.bytes() - start, into, offset,
                        (int) extent.length(), source.partial() || !padded);
        if (trouble.isPresent()) {
            throw new ErofsException(source.compression() + " data of " + inode.title(), source.address() + start,
                    trouble.get());
        }
    }
}
