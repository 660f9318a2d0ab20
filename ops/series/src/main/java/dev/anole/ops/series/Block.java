package dev.anole.ops.series;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A span of time that will not change any more: rows, a column a series, an index.
 *
 * <pre>
 *   0  {@link BlockHeader}
 *  96  row chunk: integers, the time of each row in epoch ms (a summary's is the start of its bucket);
 *                 integers, the samples that each row stands for (summaries only); u32 CRC32C
 *      {@link Chunk}, one a series, in the order of the names
 *      {@link BlockIndex}
 * </pre>
 *
 * <p>Each part has its own CRC32C, so a chart reads and verifies only its own chunks, and one bad sector costs one series.
 * A block knows everything that it needs: no table of names stands beside it that could be lost or would have to be
 * cleaned of what is gone. The last minutes live in memory as blocks too, so one reader serves both.
 *
 * <p>Files are read by {@link RandomAccessFile}, not a channel, which an interrupt of the reading thread would close.
 */
record Block(BlockHeader header, Content content) {
    sealed interface Content {
    }

    record InMemory(byte[] bytes) implements Content {
    }

    record OnDisk(Path file) implements Content {
    }

    boolean overlaps(long fromMillis, long toMillis) {
        // A summary's bucket reaches beyond its last sample, and begins before its first.
        return header.firstMillis() - header.stepMillis() < toMillis && header.lastMillis() >= fromMillis;
    }

    long bytes() {
        return header.fileBytes();
    }

    /** Reads and checks the header of a file, and that the file is as long as it says. */
    static Block onDisk(Path file) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long length = in.length();
            var bytes = new byte[(int) Math.min(length, BlockHeader.BYTES)];
            in.readFully(bytes);
            var header = BlockHeader.read(bytes);
            if (header.fileBytes() != length) {
                throw new DamageException("block", "has " + length + " bytes instead of " + header.fileBytes());
            }
            return new Block(header, new OnDisk(file));
        }
    }

    Reader open() throws IOException {
        return new Reader();
    }

    /** An open block. Its index and row times are read once; it keeps one descriptor. */
    final class Reader implements AutoCloseable {
        private final RandomAccessFile file;
        private final byte[] memory;
        private final Chunk chunks = new Chunk();
        private final long[] times = new long[header.rows()];
        private final int[] rowSamples = new int[header.rows()];
        private final byte[] index;
        private byte[] scratch = {};

        private Reader() throws IOException {
            switch (content) {
                case InMemory(byte[] bytes) -> {
                    file = null;
                    memory = bytes;
                }
                case OnDisk(Path path) -> {
                    file = openFile(path);
                    memory = new byte[0];
                }
            }
            try {
                index = Arrays.copyOf(read(header.indexOffset(), header.indexBytes()), header.indexBytes());
                readRows();
            } catch (IOException | RuntimeException e) {
                close();
                throw e;
            }
        }

        private static RandomAccessFile openFile(Path path) throws IOException {
            try {
                return new RandomAccessFile(path.toFile(), "r");
            } catch (FileNotFoundException e) {
                if (Files.notExists(path)) {
                    throw new DamageException("block", "has gone");
                }
                throw e;
            }
        }

        private void readRows() throws IOException {
            int length = header.rowChunkBytes();
            var in = PackReader.checked(read(BlockHeader.BYTES, length), 0, length, "row chunk");
            var integers = new IntegerColumn();
            integers.read(in, times, times.length);
            Arrays.fill(rowSamples, 1);
            if (header.summaries()) {
                var numbers = new long[times.length];
                integers.read(in, numbers, numbers.length);
                for (int i = 0; i < numbers.length; i++) {
                    if (numbers[i] < 1 || numbers[i] > Integer.MAX_VALUE) {
                        throw in.damage("a row stands for " + numbers[i] + " samples");
                    }
                    rowSamples[i] = (int) numbers[i];
                }
            }
            for (int i = 1; i < times.length; i++) {
                if (times[i] <= times[i - 1]) {
                    throw in.damage("its rows are not in order");
                }
            }
        }

        /** Bytes of the block at the front of an array that the next call overwrites. */
        private byte[] read(long offset, int length) throws IOException {
            if (scratch.length < length) {
                scratch = new byte[Math.max(length, 2 * scratch.length)];
            }
            if (file == null) {
                System.arraycopy(memory, (int) offset, scratch, 0, length);
            } else {
                file.seek(offset);
                file.readFully(scratch, 0, length);
            }
            return scratch;
        }

        Block block() {
            return Block.this;
        }

        /** Row times in epoch ms, rising. Not to be changed. */
        long[] times() {
            return times;
        }

        /** The samples that each row stands for. Not to be changed. */
        int[] rowSamples() {
            return rowSamples;
        }

        BlockIndex index() {
            return new BlockIndex(header, index);
        }

        /** Reads the chunk at which an index stands. */
        void rows(BlockIndex at, Rows rows) throws IOException {
            int length = at.chunkBytes();
            var in = PackReader.checked(read(at.chunkOffset(), length), 0, length, "chunk");
            chunks.read(in, header.summaries(), rows, rowSamples, times.length);
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
        }
    }
}
