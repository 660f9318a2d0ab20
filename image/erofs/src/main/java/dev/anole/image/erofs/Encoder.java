package dev.anole.image.erofs;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** Compresses one extent at a time. Each is used by one thread at a time, and keeps what it needs between extents. */
sealed interface Encoder extends AutoCloseable permits Lz4Encoder, LzmaEncoder, DeflateEncoder, ZstdEncoder {
    /** How large the target must be for so many bytes. */
    int boundBytes(int rawBytes);

    /**
     * Compresses what the first buffer holds into the second, both off-heap, from their positions on; neither moves.
     *
     * @return how many bytes; 0 if there is no form that decoders find the start of
     */
    int encode(ByteBuffer raw, ByteBuffer encoded);

    @Override
    void close();

    static Encoder of(BuildOptions options) {
        return switch (options.compression().orElseThrow()) {
            case LZ4 -> new Lz4Encoder(options.level());
            case LZMA -> new LzmaEncoder(options.level(), options.extentBytes());
            case DEFLATE -> new DeflateEncoder(options.level());
            case ZSTD -> new ZstdEncoder(options.level(), options.extentBytes());
        };
    }
}

/** LZ4's own C code. */
final class Lz4Encoder implements Encoder {
    private final LZ4Compressor compressor;

    Lz4Encoder(int level) {
        LZ4Factory factory = LZ4Factory.fastestInstance();
        compressor = level == 1 ? factory.fastCompressor() : factory.highCompressor(level);
    }

    @Override
    public int boundBytes(int rawBytes) {
        return compressor.maxCompressedLength(rawBytes);
    }

    @Override
    public int encode(ByteBuffer raw, ByteBuffer encoded) {
        return compressor.compress(raw, raw.position(), raw.remaining(), encoded, encoded.position(),
                encoded.remaining());
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}

/** LZMA without header and end marker; its first byte, always zero, gives way to the properties. */
final class LzmaEncoder implements Encoder {
    private final LZMA2Options options;

    LzmaEncoder(int level, int extentBytes) {
        try {
            options = new LZMA2Options(level);
            options.setDictSize(extentBytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("level " + level + " and a dictionary of " + extentBytes, e);
        }
    }

    @Override
    public int boundBytes(int rawBytes) {
        // Coded literals take a little more than they are.
        return rawBytes + rawBytes / 8 + 1024;
    }

    @Override
    public int encode(ByteBuffer raw, ByteBuffer encoded) {
        byte[] bytes = new byte[raw.remaining()];
        raw.get(raw.position(), bytes);
        ByteArrayOutputStream stream = new ByteArrayOutputStream(boundBytes(bytes.length));
        try (LZMAOutputStream lzma = new LZMAOutputStream(stream, options, false)) {
            lzma.write(bytes, 0, bytes.length);
            lzma.finish();
            byte[] made = stream.toByteArray();
            made[0] = (byte) ~lzma.getProps();
            encoded.put(encoded.position(), made);
            return made[0] == 0 ? 0 : made.length;
        } catch (IOException e) {
            throw new IllegalStateException("an array refused bytes", e);
        }
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}

/** The JDK's zlib. */
final class DeflateEncoder implements Encoder {
    private final Deflater deflater;

    DeflateEncoder(int level) {
        deflater = new Deflater(level, true);
    }

    @Override
    public int boundBytes(int rawBytes) {
        // Stored blocks: five bytes for every 16 KiB at least.
        return rawBytes + rawBytes / 1024 + 64;
    }

    @Override
    public int encode(ByteBuffer raw, ByteBuffer encoded) {
        deflater.reset();
        deflater.setInput(raw.duplicate());
        deflater.finish();
        int length = deflater.deflate(encoded.duplicate());
        // A stored block that is not the last begins with a zero, which a decoder takes for padding.
        return deflater.finished() && encoded.get(encoded.position()) != 0 ? length : 0;
    }

    @Override
    public void close() {
        deflater.end();
    }
}

/** One frame with its size in its header, and a window no longer than the extent. */
final class ZstdEncoder implements Encoder {
    private final ZstdCompressCtx context = new ZstdCompressCtx();

    ZstdEncoder(int level, int extentBytes) {
        context.setLevel(level);
        context.setWindowLog(Integer.numberOfTrailingZeros(extentBytes));
        context.setChecksum(false);
        context.setContentSize(true);
    }

    @Override
    public int boundBytes(int rawBytes) {
        return Math.toIntExact(Zstd.compressBound(rawBytes));
    }

    @Override
    public int encode(ByteBuffer raw, ByteBuffer encoded) {
        return context.compressDirectByteBuffer(encoded, encoded.position(), encoded.remaining(), raw, raw.position(),
                raw.remaining());
    }

    @Override
    public void close() {
        context.close();
    }
}
