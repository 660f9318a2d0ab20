package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Blocks in a row, the tail beside the inode. Without data: nothing, or with 48 bits a hole. */
final class FlatData implements FileData {
    private final ImageOutput output;
    private final Spool spool;
    private final int blockSize;
    private final int tailMax;
    private final long size;
    private long startBlock = -1;
    private long tailPlace = -1;
    private int tailBytes;

    /** @param tailMax how long a tail fits beside the inode */
    FlatData(ImageOutput output, Spool spool, int blockSize, int tailMax, long size) {
        this.output = output;
        this.spool = spool;
        this.blockSize = blockSize;
        this.tailMax = tailMax;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void commit(long start, ByteBuffer raw, Optional<ByteBuffer> encoded) {
        int tail = start + raw.limit() == size ? raw.limit() % blockSize : 0;
        boolean inline = tail > 0 && tail <= tailMax;
        int blocks = inline ? raw.limit() - tail : raw.limit();
        if (blocks > 0) {
            if (startBlock < 0) {
                output.align(blockSize);
                startBlock = output.position() / blockSize;
            }
            output.append(raw.slice(0, blocks));
        }
        if (inline) {
            tailBytes = tail;
            tailPlace = spool.keep(raw.slice(blocks, tail));
        }
    }

    @Override
    public void finish() {
        // What comes next begins with a block.
    }

    /** The first block; 0 if there is none. */
    long startBlock() {
        return Math.max(0, startBlock);
    }

    boolean isHole() {
        return size > 0 && startBlock < 0 && tailBytes == 0;
    }

    int tailBytes() {
        return tailBytes;
    }

    byte[] tail() {
        return spool.get(tailPlace, tailBytes);
    }
}
