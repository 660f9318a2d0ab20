package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Blocks in a row that stand in a blob already.
 *
 * @param startBlock in the address space of all devices
 */
record ForeignData(long size, long startBlock) implements FileData {
    @Override
    public void commit(long start, ByteBuffer raw, Optional<ByteBuffer> encoded) {
        throw new IllegalStateException("nothing is written to a foreign blob");
    }

    @Override
    public void finish() {
        // It was there before.
    }
}
