package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.UnavailableException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * What kernels and packages are packed with. LZ4 (the old frames that kernels use) and gzip are unpacked here; for XZ and
 * Zstandard the host's {@code xz} and {@code zstd} are asked.
 */
final class Unpacking {
    private static final int LZ4_MAGIC = 0x184c2102;
    private static final int LZ4_CHUNK_BYTES_MAX = 8 << 20;
    private static final int UNPACKED_BYTES_FIRST = 1 << 20;

    private Unpacking() {
    }

    /** All of a kernel, which may be followed by its length. */
    static byte[] whole(byte[] bytes, int from, int length, String subject) throws IOException {
        int magic = bytes[from] & 0xff | (bytes[from + 1] & 0xff) << 8 | (bytes[from + 2] & 0xff) << 16 | bytes[from + 3] << 24;
        if (magic == LZ4_MAGIC) {
            return lz4(bytes, from + 4, from + length, subject);
        }
        try (InputStream in = stream(KernelPackage.bytes(bytes, from, length), subject)) {
            return in.readNBytes((int) KernelPackage.BYTES_MAX);
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            throw new FormatException(subject, from, "is damaged: " + e.getMessage());
        }
    }

    /** A stream that unpacks another, by what it begins with. */
    static InputStream stream(InputStream packed, String subject) throws IOException {
        PushbackInputStream in = new PushbackInputStream(packed, 6);
        byte[] start = in.readNBytes(6);
        in.unread(start);
        if (start.length == 6 && start[0] == 0x1f && start[1] == (byte) 0x8b) {
            return new GZIPInputStream(in, 1 << 16);
        }
        if (start.length == 6 && start[0] == (byte) 0xfd && start[1] == '7' && start[2] == 'z') {
            return through(List.of("xz", "-dc", "--single-stream"), in, subject);
        }
        if (start.length == 6 && start[0] == 0x28 && start[1] == (byte) 0xb5 && start[2] == 0x2f && start[3] == (byte) 0xfd) {
            return through(List.of("zstd", "-dc"), in, subject);
        }
        if (start.length == 6 && start[0] == 'u' || start.length == 6 && start[0] == '.') {
            return in;
        }
        throw new FormatException(subject, 0, "packed in a way that is not known here (known: lz4, gzip, xz, zstd)");
    }

    private static InputStream through(List<String> command, InputStream in, String subject) {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            throw new UnavailableException("unpacking " + subject, "the program " + command.getFirst() + " is not installed",
                    "apt install " + (command.getFirst().equals("xz") ? "xz-utils" : command.getFirst()));
        }
        // The reader may stop early and what follows a kernel is no part of it: a broken pipe is no error here.
        Thread.ofVirtual().start(() -> {
            try (OutputStream out = process.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException stopped) {
                process.destroy();
            }
        });
        return new java.io.FilterInputStream(process.getInputStream()) {
            @Override
            public void close() throws IOException {
                super.close();
                process.destroy();
            }
        };
    }

    /** Frames of the old format: chunks of up to 8 MiB, each with its packed length before it. */
    private static byte[] lz4(byte[] in, int from, int end, String subject) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(UNPACKED_BYTES_FIRST);
        byte[] chunk = new byte[(int) Math.min(LZ4_CHUNK_BYTES_MAX, 256L * (end - from))];
        int at = from;
        while (at + 4 <= end) {
            long length = Integer.toUnsignedLong(in[at] & 0xff | (in[at + 1] & 0xff) << 8 | (in[at + 2] & 0xff) << 16
                    | in[at + 3] << 24);
            // Behind the last chunk a kernel has its unpacked length.
            if (length == out.size() || length == 0) {
                break;
            }
            at += 4;
            if (length > end - at) {
                throw new FormatException(subject, at, "an LZ4 chunk of " + length + " bytes reaches beyond the end");
            }
            out.write(chunk, 0, lz4Block(in, at, at + (int) length, chunk, subject));
            at += (int) length;
        }
        return out.toByteArray();
    }

    /** One block, as <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">its format</a> says. */
    private static int lz4Block(byte[] in, int from, int end, byte[] out, String subject) {
        int at = from;
        int done = 0;
        try {
            while (at < end) {
                int token = in[at++] & 0xff;
                int literals = token >>> 4;
                if (literals == 15) {
                    int more;
                    do {
                        more = in[at++] & 0xff;
                        literals += more;
                    } while (more == 255);
                }
                System.arraycopy(in, at, out, done, literals);
                at += literals;
                done += literals;
                if (at >= end) {
                    return done;
                }
                int distance = in[at] & 0xff | (in[at + 1] & 0xff) << 8;
                at += 2;
                int length = token & 15;
                if (length == 15) {
                    int more;
                    do {
                        more = in[at++] & 0xff;
                        length += more;
                    } while (more == 255);
                }
                length += 4;
                if (distance == 0 || distance > done) {
                    throw new FormatException(subject, at, "LZ4 refers to what is not there");
                }
                for (int i = 0; i < length; i++, done++) {
                    out[done] = out[done - distance];
                }
            }
            return done;
        } catch (IndexOutOfBoundsException e) {
            throw new FormatException(subject, at, "an LZ4 block is damaged");
        }
    }
}
