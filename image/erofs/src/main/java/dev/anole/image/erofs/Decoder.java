package dev.anole.image.erofs;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.tukaani.xz.LZMAInputStream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Turns encoded bytes into an extent's bytes. None keeps state between extents, and none takes more memory than the
 * format allows: what a hostile stream asks for beyond the given length is not produced.
 */
sealed interface Decoder permits Lz4Decoder, LzmaDecoder, DeflateDecoder, ZstdDecoder {
    /**
     * Decodes.
     *
     * @param partial whether the stream may hold more than the length; otherwise it must end there
     * @return what is wrong, if anything is
     */
    Optional<String> decode(byte[] in, int inOffset, int inLength, byte[] out, int outOffset, int outLength,
                            boolean partial);

    static Decoder of(Compression compression) {
        return switch (compression) {
            case LZ4 -> Lz4Decoder.INSTANCE;
            case LZMA -> LzmaDecoder.INSTANCE;
            case DEFLATE -> DeflateDecoder.INSTANCE;
            case ZSTD -> ZstdDecoder.INSTANCE;
        };
    }

    static Optional<String> shortBy(int made, int wanted) {
        return Optional.of("it decodes to " + made + " bytes, where " + wanted + " were to come");
    }
}

/** LZ4 blocks: whole ones by the C library, pieces of one by our own. */
enum Lz4Decoder implements Decoder {
    INSTANCE;

    private final LZ4SafeDecompressor whole = LZ4Factory.fastestInstance().safeDecompressor();

    @Override
    public Optional<String> decode(byte[] in, int inOffset, int inLength, byte[] out, int outOffset, int outLength,
                                   boolean partial) {
        if (partial) {
            int made = Lz4Prefix.decode(in, inOffset, inLength, out, outOffset, outLength);
            return made == outLength ? Optional.empty() : Decoder.shortBy(Math.max(0, made), outLength);
        }
        try {
            int made = whole.decompress(in, inOffset, inLength, out, outOffset, outLength);
            return made == outLength ? Optional.empty() : Decoder.shortBy(made, outLength);
        } catch (LZ4Exception e) {
            return Optional.of("it is no LZ4 block of " + outLength + " bytes");
        }
    }
}

/** MicroLZMA, as liblzma's {@code lzma_microlzma_decoder} reads it. */
enum LzmaDecoder implements Decoder {
    INSTANCE;

    private static final int DICTIONARY_BYTES_MAX = 8 << 20;
    private static final long UNKNOWN = -1;

    @Override
    public Optional<String> decode(byte[] in, int inOffset, int inLength, byte[] out, int outOffset, int outLength,
                                   boolean partial) {
        byte properties = (byte) ~in[inOffset];
        InputStream stream = new SequenceInputStream(new ByteArrayInputStream(new byte[1]),
                new ByteArrayInputStream(in, inOffset + 1, inLength - 1));
        int dictionary = Math.max(4096, Math.min(outLength, DICTIONARY_BYTES_MAX));
        try (LZMAInputStream lzma = new LZMAInputStream(stream, partial ? UNKNOWN : outLength, properties,
                dictionary)) {
            int made = lzma.readNBytes(out, outOffset, outLength);
            return made == outLength ? Optional.empty() : Decoder.shortBy(made, outLength);
        } catch (IOException e) {
            return Optional.of("it is no MicroLZMA of " + outLength + " bytes");
        }
    }
}

/** Raw DEFLATE by the JDK. */
enum DeflateDecoder implements Decoder {
    INSTANCE;

    @Override
    public Optional<String> decode(byte[] in, int inOffset, int inLength, byte[] out, int outOffset, int outLength,
                                   boolean partial) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(in, inOffset, inLength);
            int made = 0;
            while (made < outLength) {
                int some = inflater.inflate(out, outOffset + made, outLength - made);
                if (some == 0) {
                    return Decoder.shortBy(made, outLength);
                }
                made += some;
            }
            if (!partial && !inflater.finished() && inflater.inflate(new byte[1]) > 0) {
                return Optional.of("it decodes to more than " + outLength + " bytes");
            }
            return Optional.empty();
        } catch (DataFormatException e) {
            return Optional.of("it is no DEFLATE: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}

/** One frame of Zstandard. */
enum ZstdDecoder implements Decoder {
    INSTANCE;

    /** {@code Z_EROFS_ZSTD_MAX_DICT_SIZE}: 1 MiB. The kernel refuses wider windows too. */
    private static final int WINDOW_LOG_MAX = 20;

    @Override
    public Optional<String> decode(byte[] in, int inOffset, int inLength, byte[] out, int outOffset, int outLength,
                                   boolean partial) {
        if (partial) {
            return prefix(in, inOffset, inLength, out, outOffset, outLength);
        }
        try {
            long made = Zstd.decompressByteArray(out, outOffset, outLength, in, inOffset, inLength);
            return made == outLength ? Optional.empty() : Decoder.shortBy((int) made, outLength);
        } catch (ZstdException e) {
            return Optional.of("it is no Zstandard frame of " + outLength + " bytes: " + e.getMessage());
        }
    }

    private static Optional<String> prefix(byte[] in, int inOffset, int inLength, byte[] out, int outOffset,
                                           int outLength) {
        try (var zstd = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(in, inOffset, inLength))) {
            zstd.setLongMax(WINDOW_LOG_MAX);
            int made = zstd.readNBytes(out, outOffset, outLength);
            return made == outLength ? Optional.empty() : Decoder.shortBy(made, outLength);
        } catch (IOException e) {
            return Optional.of("it is no Zstandard frame: " + e.getMessage());
        }
    }
}
