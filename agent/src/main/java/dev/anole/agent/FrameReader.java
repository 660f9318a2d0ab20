package dev.anole.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes frames from a channel. What a peer declares is not believed: memory is taken as the bytes arrive, so a frame of
 * 16 MiB that never comes costs {@value #PORTION_BYTES} bytes.
 */
final class FrameReader {
    /** Bytes that are read at once; also bounds the direct buffer that the JDK keeps for each carrier thread. */
    static final int PORTION_BYTES = 64 << 10;

    private final ReadableByteChannel from;
    private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);

    FrameReader(ReadableByteChannel from) {
        this.from = from;
    }

    /** What stands before a payload. */
    record Header(Frame.Kind kind, int payloadBytes) {
    }

    /**
     * Waits for a frame to begin.
     *
     * @param lengthMax the largest length field that is accepted
     * @param begun     runs when its first byte is there
     * @return empty when the peer has closed between two frames
     * @throws WireException when the header is wrong, or the peer closed inside it
     */
    Optional<Header> header(int lengthMax, Runnable begun) throws IOException {
        header.clear();
        if (from.read(header) < 0) {
            return Optional.empty();
        }
        begun.run();
        fill(header);
        header.flip();
        int length = header.getInt();
        if (length < 1 || length > lengthMax) {
            throw new WireException("a frame of length " + Integer.toUnsignedString(length) + " where 1 to " + lengthMax + " is accepted");
        }
        return Optional.of(new Header(Frame.Kind.of(header.get()), length - 1));
    }

    /** Reads the payload that follows a header. */
    Frame payload(Header of) throws IOException {
        byte[] payload = new byte[Math.min(of.payloadBytes(), PORTION_BYTES)];
        int have = 0;
        while (have < of.payloadBytes()) {
            if (have == payload.length) {
                payload = Arrays.copyOf(payload, (int) Math.min(of.payloadBytes(), payload.length * 2L));
            }
            ByteBuffer portion = ByteBuffer.wrap(payload, have, Math.min(PORTION_BYTES, payload.length - have));
            have += portion.remaining();
            fill(portion);
        }
        return new Frame(of.kind(), payload);
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (from.read(buffer) < 0) {
                throw new WireException("the end in the middle of a frame");
            }
        }
    }
}
