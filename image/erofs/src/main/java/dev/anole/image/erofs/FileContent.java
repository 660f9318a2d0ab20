package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** The data of a regular file, and where it has holes. Not for several threads. */
public interface FileContent extends AutoCloseable {
    /**
     * Reads from a position until the buffer is full or the file ends.
     *
     * @return how many bytes; 0 at the end
     */
    int read(long position, ByteBuffer into);

    /** The first byte from a position on that is stored; empty when there is none to the end. */
    OptionalLong nextData(long position);

    /** The first byte from a position on that is not stored, at the latest the end of the file. */
    long nextHole(long position);

    @Override
    void close();
}
