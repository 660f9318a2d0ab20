package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Chunks of one size in blobs: for each its device and block. */
final class IndexedData implements FileData {
    private static final long HOLE = -1;

    private final long size;
    private final int chunkBits;
    private final LongList places = new LongList();

    IndexedData(long size, int chunkBits) {
        this.size = size;
        this.chunkBits = chunkBits;
    }

    /** The next chunk is in a blob. */
    void chunk(int device, long block) {
        places.add((long) device << 48 | block);
    }

    /** The next chunk is not stored. */
    void hole() {
        places.add(HOLE);
    }

    @Override
    public long size() {
        return size;
    }

    int chunkBits() {
        return chunkBits;
    }

    int indexBytes() {
        return places.size() * ChunkMapping.INDEX_SIZE;
    }

    byte[] index() {
        ByteBuffer index = ByteBuffer.allocate(indexBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < places.size(); i++) {
            long place = places.get(i);
            boolean hole = place == HOLE;
            // Without 48-bit addresses the high half is not read.
            index.putShort((short) (hole ? -1 : place >>> Integer.SIZE & 0xffff));
            index.putShort((short) (hole ? 0 : place >>> 48));
            index.putInt((int) place);
        }
        return index.array();
    }

    @Override
    public void commit(long start, ByteBuffer raw, Optional<ByteBuffer> encoded) {
        throw new IllegalStateException("chunks go to blobs");
    }

    @Override
    public void finish() {
        // All chunks have been told.
    }
}
