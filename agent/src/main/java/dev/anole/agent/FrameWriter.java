package dev.anole.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Puts frames on a channel; blocks while the peer is slow. One thread at a time. */
final class FrameWriter {
    private final WritableByteChannel to;
    private final ByteBuffer portion = ByteBuffer.allocate(8 << 10);

    FrameWriter(WritableByteChannel to) {
        this.to = to;
    }

    void write(Frame frame) throws IOException {
        byte[] payload = frame.payload();
        portion.clear();
        portion.putInt(payload.length + 1).put(frame.kind().code());
        int first = Math.min(portion.remaining(), payload.length);
        portion.put(payload, 0, first).flip();
        drain(portion);
        for (int at = first; at < payload.length; at += FrameReader.PORTION_BYTES) {
            drain(ByteBuffer.wrap(payload, at, Math.min(FrameReader.PORTION_BYTES, payload.length - at)));
        }
    }

    private void drain(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }
}
