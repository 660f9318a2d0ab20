package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Chunks with addresses, for files with holes. */
final class ChunkData implements FileData {
    /** With more, chunks grow: a table of 4 MiB. */
    private static final int CHUNKS_MAX = 1 << 20;

    private final ImageOutput output;
    private final int blockSize;
    private final long size;
    private final int chunkBits;
    /** Runs of chunks: the first, how many, their first block. */
    private final LongList runs = new LongList();

    ChunkData(ImageOutput output, int blockBits, long size) {
        this.output = output;
        this.size = size;
        blockSize = 1 << blockBits;
        int bits = blockBits;
        while (size >>> bits >= CHUNKS_MAX) {
            bits++;
        }
        chunkBits = bits;
    }

    @Override
    public long size() {
        return size;
    }

    int chunkBits() {
        return chunkBits;
    }

    int chunks() {
        return (int) (size + (1L << chunkBits) - 1 >>> chunkBits);
    }

    /** A range of pieces begins with a chunk; a piece that does not goes on with the chunk before. */
    @Override
    public void commit(long start, ByteBuffer raw, Optional<ByteBuffer> encoded) {
        if ((start & (1L << chunkBits) - 1) == 0) {
            output.align(blockSize);
            runs.add(start >>> chunkBits);
            runs.add(raw.limit() + (1L << chunkBits) - 1 >>> chunkBits);
            runs.add(output.position() / blockSize);
        }
        output.append(raw);
    }

    @Override
    public void finish() {
        // All is said by the runs.
    }

    /** The table of addresses. */
    byte[] table() {
        ByteBuffer table = ByteBuffer.allocate(chunks() * ChunkMapping.ADDRESS_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(table.array(), (byte) 0xff);
        int blocksAChunk = 1 << chunkBits - Integer.numberOfTrailingZeros(blockSize);
        for (int i = 0; i < runs.size(); i += 3) {
            for (long j = 0; j < runs.get(i + 1); j++) {
                table.putInt((int) (runs.get(i) + j) * ChunkMapping.ADDRESS_SIZE,
                        (int) (runs.get(i + 2) + j * blocksAChunk));
            }
        }
        return table.array();
    }
}
