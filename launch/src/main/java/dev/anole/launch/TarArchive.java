package dev.anole.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a tar archive in the ustar format (POSIX.1-2008, pax, "ustar Interchange Format"). Everything in it belongs
 * to root, so that unpacking as root gives files that nobody else can change. The same entries give the same bytes.
 */
final class TarArchive {

    /** Size of a header and unit of contents. */
    private static final int BLOCK = 512;
    private static final int NAME = 0;
    private static final int NAME_SIZE = 100;
    private static final int MODE = 100;
    private static final int UID = 108;
    private static final int GID = 116;
    private static final int SIZE = 124;
    private static final int MTIME = 136;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int LINK_NAME = 157;
    private static final int LINK_NAME_SIZE = 100;
    private static final int MAGIC = 257;
    private static final int OWNER = 265;
    private static final int GROUP = 297;
    private static final int PREFIX = 345;
    private static final int PREFIX_SIZE = 155;

    private TarArchive() {}

    /** Writes {@code entries} to {@code out}, compressed; leaves {@code out} open. */
    static void writeCompressed(List<Packed> entries, OutputStream out) throws IOException {
        var zipped = new GZIPOutputStream(out, 1 << 16);
        write(entries, zipped);
        zipped.finish();
    }

    /** Writes {@code entries} to {@code out}; leaves {@code out} open. */
    static void write(List<Packed> entries, OutputStream out) throws IOException {
        for (Packed entry : entries) {
            switch (entry.content()) {
                case Packed.Content.File file -> {
                    out.write(header(entry, '0', file.size(), ""));
                    long copied = Files.copy(file.source(), out);
                    if (copied != file.size()) {
                        throw new IOException(file.source() + " changed while it was packed");
                    }
                    pad(out, copied);
                }
                case Packed.Content.Bytes bytes -> {
                    out.write(header(entry, '0', bytes.bytes().length, ""));
                    out.write(bytes.bytes());
                    pad(out, bytes.bytes().length);
                }
                case Packed.Content.Directory _ -> out.write(header(entry, '5', 0, ""));
                case Packed.Content.Link link -> out.write(header(entry, '2', 0, link.target()));
            }
        }
        out.write(new byte[2 * BLOCK]); // Two zero blocks end an archive.
    }

    private static byte[] header(Packed entry, char type, long size, String linkTarget) throws IOException {
        byte[] header = new byte[BLOCK];
        name(header, entry.name());
        octal(header, MODE, 8, entry.mode());
        octal(header, UID, 8, 0);
        octal(header, GID, 8, 0);
        octal(header, SIZE, 12, size);
        octal(header, MTIME, 12, entry.time());
        header[TYPE] = (byte) type;
        text(header, LINK_NAME, LINK_NAME_SIZE, linkTarget);
        text(header, MAGIC, 8, "ustar\00000");
        text(header, OWNER, 32, "root");
        text(header, GROUP, 32, "root");
        // The checksum is the sum of all bytes, its own field taken as spaces.
        Arrays.fill(header, CHECKSUM, CHECKSUM + 8, (byte) ' ');
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        octal(header, CHECKSUM, 7, sum);
        return header;
    }

    /** A long name is split at a slash: the last part in the name field, what stands before in the prefix field. */
    private static void name(byte[] header, String name) throws IOException {
        if (bytes(name).length <= NAME_SIZE) {
            text(header, NAME, NAME_SIZE, name);
            return;
        }
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            String prefix = name.substring(0, slash);
            String rest = name.substring(slash + 1);
            if (!rest.isEmpty() && bytes(rest).length <= NAME_SIZE && bytes(prefix).length <= PREFIX_SIZE) {
                text(header, NAME, NAME_SIZE, rest);
                text(header, PREFIX, PREFIX_SIZE, prefix);
                return;
            }
        }
        throw new IOException("the name does not fit a ustar header: " + name);
    }

    private static void text(byte[] header, int offset, int size, String value) throws IOException {
        byte[] bytes = bytes(value);
        if (bytes.length > size) {
            throw new IOException("does not fit a field of " + size + " bytes: " + value);
        }
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    /** An octal number of {@code size - 1} digits and a zero byte. */
    private static void octal(byte[] header, int offset, int size, long value) throws IOException {
        String digits = Long.toOctalString(value);
        if (value < 0 || digits.length() > size - 1) {
            throw new IOException(value + " does not fit " + (size - 1) + " octal digits");
        }
        text(header, offset, size, "0".repeat(size - 1 - digits.length()) + digits + "\0");
    }

    private static void pad(OutputStream out, long written) throws IOException {
        out.write(new byte[(int) ((BLOCK - written % BLOCK) % BLOCK)]);
    }

    private static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
