package dev.anole.ops.series;

import java.io.IOException;

/**
 * Writes one block, front to back: rows, then chunks in the order of their names, then the index, and last the header.
 * A chunk leaves memory as soon as it is coded; what stays is the index.
 */
final class BlockWriter {
    /** Where a block's bytes go. The header comes last, for it is the one that says where everything is. */
    interface Sink {
        void append(PackWriter bytes) throws IOException;

        /** Completes the block, as durable as this sink makes it. */
        Block.Content finish(PackWriter header) throws IOException;
    }

    private final Sink sink;
    private final Chunk chunks = new Chunk();
    private final PackWriter buffer = new PackWriter(4096);
    private final BlockIndex.Writer index = new BlockIndex.Writer();
    private boolean summaries;
    private int[] rowSamples = {};
    private int rows;
    private int rowChunkBytes;
    private long points;
    private long offset;

    BlockWriter(Sink sink) {
        this.sink = sink;
    }

    /** Begins with the rows: their times, and the samples that each stands for. */
    void rows(boolean summaries, long[] times, int[] rowSamples, int size) throws IOException {
        this.summaries = summaries;
        this.rowSamples = rowSamples;
        this.rows = size;
        var integers = new IntegerColumn();
        buffer.clear();
        integers.write(buffer, times, size);
        if (summaries) {
            var numbers = new long[size];
            for (int i = 0; i < size; i++) {
                numbers[i] = rowSamples[i];
            }
            integers.write(buffer, numbers, size);
        }
        buffer.crc(0);
        rowChunkBytes = buffer.size();
        offset = BlockHeader.BYTES + rowChunkBytes;
        sink.append(buffer);
    }

    /** Adds a series; names come in the order of their bytes. One that has gaps only is left out: it has gone. */
    void series(byte[] name, Rows column) throws IOException {
        int present = column.present();
        if (present == 0) {
            return;
        }
        buffer.clear();
        chunks.write(buffer, summaries, column, rowSamples);
        index.add(name, rows - present, buffer.size());
        points += present;
        offset += buffer.size();
        sink.append(buffer);
    }

    boolean isEmpty() {
        return index.series() == 0;
    }

    Block finish(long stepMillis, long firstSequence, long lastSequence, long firstMillis, long lastMillis) throws IOException {
        int series = index.series();
        var written = index.finish();
        sink.append(written);
        var header = new BlockHeader(summaries, rows, series, rowChunkBytes, stepMillis, firstSequence, lastSequence, firstMillis,
            lastMillis, points, offset, written.size());
        buffer.clear();
        header.write(buffer);
        return new Block(header, sink.finish(buffer));
    }
}
