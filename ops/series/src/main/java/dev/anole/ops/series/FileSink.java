package dev.anole.ops.series;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that exists whole or not at all: written beside its place as {@code *.tmp}, synced, renamed, and the directory
 * synced, so that neither {@code kill -9} nor a power cut leaves half of it under its name.
 */
final class FileSink implements BlockWriter.Sink, AutoCloseable {
    static final String TEMPORARY = ".tmp";
    private static final int BUFFER_BYTES = 1 << 15;

    private final Path file;
    private final Path temporary;
    private final RandomAccessFile out;
    private final PackWriter buffer = new PackWriter(BUFFER_BYTES);
    private boolean finished;

    FileSink(Path file) throws IOException {
        this.file = file;
        this.temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        this.out = new RandomAccessFile(temporary.toFile(), "rw");
        out.setLength(0);
        buffer.bytes(new byte[BlockHeader.BYTES], 0, BlockHeader.BYTES);
    }

    @Override
    public void append(PackWriter bytes) throws IOException {
        if (buffer.size() + bytes.size() > BUFFER_BYTES) {
            flush();
        }
        buffer.append(bytes);
    }

    private void flush() throws IOException {
        out.write(buffer.array(), 0, buffer.size());
        buffer.clear();
    }

    @Override
    public Block.Content finish(PackWriter header) throws IOException {
        flush();
        out.seek(0);
        out.write(header.array(), 0, header.size());
        out.getFD().sync();
        out.close();
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        finished = true;
        syncDirectory(file.getParent());
        return new Block.OnDisk(file);
    }

    /** Makes created, renamed and deleted names of a directory last. */
    static void syncDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Takes back what was not finished. */
    @Override
    public void close() throws IOException {
        if (!finished) {
            out.close();
            Files.deleteIfExists(temporary);
        }
    }
}
