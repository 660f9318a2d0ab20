package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * LZ4 for kernels before 6.15: an extent is compressed into whole blocks, its bytes at their end. One that saves no block is
 * stored as it is, block by block, since before 6.6 the kernel copies at most one block of plain data at once. A file
 * that never saves any becomes a flat one: its blocks stand as they would there.
 */
final class ClusterData implements FileData {
    private final ImageOutput output;
    private final Spool spool;
    private final int blockSize;
    private final int tailMax;
    private final long size;
    /** Blocks of each extent; 0 for a plain one. */
    private final LongList blocks = new LongList();
    private final int extentBytes;
    private long startBlock = -1;
    private long allBlocks;
    private boolean saved;
    private long tailPlace = -1;

    ClusterData(ImageOutput output, Spool spool, int blockSize, int extentBytes, int tailMax, long size) {
        this.output = output;
        this.spool = spool;
        this.blockSize = blockSize;
        this.extentBytes = extentBytes;
        this.tailMax = tailMax;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void commit(long start, ByteBuffer raw, Optional<ByteBuffer> encoded) {
        int clusters = blocks(raw.limit());
        int encodedBlocks = encoded.map(each -> blocks(each.limit())).orElse(clusters);
        boolean whole = start == 0 && raw.limit() == size;
        if (whole && size <= tailMax) {
            tailPlace = spool.keep(raw);
            return;
        }
        if (startBlock < 0) {
            output.align(blockSize);
            startBlock = output.position() / blockSize;
        }
        if (encodedBlocks < clusters) {
            ByteBuffer bytes = encoded.orElseThrow();
            output.padTo(output.position() + (long) encodedBlocks * blockSize - bytes.limit());
            output.append(bytes);
            blocks.add(encodedBlocks);
            allBlocks += encodedBlocks;
            saved = true;
        } else {
            output.append(raw);
            output.align(blockSize);
            blocks.add(0);
            allBlocks += clusters;
        }
    }

    @Override
    public void finish() {
        // The last block has been filled.
    }

    private int blocks(int bytes) {
        return (bytes + blockSize - 1) / blockSize;
    }

    boolean isInline() {
        return tailPlace >= 0;
    }

    /** Whether any block was saved; otherwise it is flat. */
    boolean isCompressed() {
        return saved;
    }

    byte[] tail() {
        return spool.get(tailPlace, (int) size);
    }

    long startBlock() {
        return Math.max(0, startBlock);
    }

    long allBlocks() {
        return allBlocks;
    }

    int extentBytes() {
        return extentBytes;
    }

    /** Blocks of the extent of a number; 0 for a plain one. */
    int extentBlocks(int extent) {
        return (int) blocks.get(extent);
    }
}
