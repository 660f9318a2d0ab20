package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.FormatException;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Takes a kernel's types out of the package that it comes in, so that programs can be fitted to kernels that do not run
 * here: a {@code .deb} ({@code ar} with a {@code tar} in it), a {@code vmlinuz} or a {@code vmlinux}.
 *
 * <p>A {@code vmlinuz} of x86-64 is a program that unpacks the kernel behind it: the header of the
 * <a href="https://docs.kernel.org/arch/x86/boot.html">boot protocol</a> says where that begins ({@code payload_offset}).
 */
public final class KernelPackage {
    /** Of one package or kernel. */
    static final long BYTES_MAX = 1L << 30;
    private static final int SETUP_SECTORS = 0x1f1;
    private static final int HEADER_MAGIC = 0x202;
    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_LENGTH = 0x24c;
    private static final int TAR_BLOCK = 512;
    private static final int AR_HEADER = 60;

    private KernelPackage() {
    }

    /**
     * The types in a file, which may be raw BTF, an ELF file, a kernel image or a Debian package.
     *
     * @throws FormatException when it is none of these, or damaged
     * @throws ObjectException when it holds no types
     * @throws dev.anole.kernel.linux.UnavailableException when unpacking needs a program that is not installed
     */
    public static Btf btf(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new ObjectException(file.toString(), "the file", "is larger than " + BYTES_MAX + " bytes");
        }
        byte[] start;
        try (InputStream stream = Files.newInputStream(file)) {
            start = stream.readNBytes(8);
        }
        String subject = file.getFileName().toString();
        if (new String(start, StandardCharsets.ISO_8859_1).equals("!<arch>\n")) {
            return image(fromDeb(file, subject), subject);
        }
        boolean raw = start.length > 1 && start[0] == (byte) 0x9f && start[1] == (byte) 0xeb;
        return raw ? Btf.of(Files.readAllBytes(file), subject) : image(Files.readAllBytes(file), subject);
    }

    private static Btf image(byte[] image, String subject) throws IOException {
        byte[] kernel = isElf(image) ? image : unpacked(image, subject);
        if (!isElf(kernel)) {
            throw new FormatException(subject, 0, "what it unpacks to is no ELF file");
        }
        return Btf.of(ElfFile.of(kernel, subject).content(".BTF").orElseThrow(() -> new ObjectException(subject, ".BTF",
                "this kernel was built without types (CONFIG_DEBUG_INFO_BTF)")), subject);
    }

    private static boolean isElf(byte[] bytes) {
        return bytes.length > 4 && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[2] == 'L' && bytes[3] == 'F';
    }

    private static byte[] unpacked(byte[] image, String subject) throws IOException {
        if (image.length > PAYLOAD_LENGTH + 4 && int32(image, HEADER_MAGIC) == 0x53726448) {
            long setup = (1 + (image[SETUP_SECTORS] == 0 ? 4 : image[SETUP_SECTORS] & 0xff)) * 512L;
            long from = setup + Integer.toUnsignedLong(int32(image, PAYLOAD_OFFSET));
            long length = Integer.toUnsignedLong(int32(image, PAYLOAD_LENGTH));
            if (length < 8 || from + length > image.length) {
                throw new FormatException(subject, PAYLOAD_OFFSET, "the kernel reaches beyond the end");
            }
            return Unpacking.whole(image, (int) from, (int) length, subject);
        }
        // Arm's is the kernel itself, often packed as a whole; types are in it only when its sections are.
        return Unpacking.whole(image, 0, image.length, subject);
    }

    private static byte[] fromDeb(Path file, String subject) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            in.skipNBytes(8);
            byte[] header = new byte[AR_HEADER];
            while (true) {
                try {
                    in.readFully(header);
                } catch (EOFException end) {
                    throw new ObjectException(subject, "data.tar", "is not in it");
                }
                String name = new String(header, 0, 16, StandardCharsets.US_ASCII).strip();
                long size = number(header, 48, 10, 10, subject);
                if (name.startsWith("data.tar")) {
                    try (InputStream tar = Unpacking.stream(new Bounded(in, size), subject)) {
                        return fromTar(tar, subject);
                    }
                }
                in.skipNBytes(size + (size & 1));
            }
        }
    }

    /** The first file that is named like a kernel. */
    private static byte[] fromTar(InputStream packed, String subject) throws IOException {
        DataInputStream tar = new DataInputStream(new BufferedInputStream(packed, 1 << 16));
        byte[] header = new byte[TAR_BLOCK];
        Optional<String> longName = Optional.empty();
        for (long left = BYTES_MAX / TAR_BLOCK; left > 0; left--) {
            try {
                tar.readFully(header);
            } catch (EOFException end) {
                break;
            }
            if (header[0] == 0) {
                continue;
            }
            long size = number(header, 124, 12, 8, subject);
            String name = longName.orElse(text(header, 0, 100));
            longName = Optional.empty();
            String last = name.substring(name.lastIndexOf('/') + 1);
            boolean file = header[156] == '0' || header[156] == 0;
            if (file && (last.startsWith("vmlinuz") || last.startsWith("vmlinux")) && size > TAR_BLOCK) {
                if (size > BYTES_MAX) {
                    throw new FormatException(subject, 124, name + " is larger than " + BYTES_MAX + " bytes");
                }
                return tar.readNBytes((int) size);
            }
            long padded = (size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
            if (header[156] == 'L' && size < 4096) {
                longName = Optional.of(text(tar.readNBytes((int) padded), 0, (int) size));
            } else {
                tar.skipNBytes(padded);
            }
        }
        throw new ObjectException(subject, "vmlinuz", "is not in it: is this the package of a kernel's image?");
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static long number(byte[] bytes, int from, int length, int radix, String subject) {
        try {
            long number = Long.parseLong(text(bytes, from, length).strip(), radix);
            if (number >= 0 && number <= BYTES_MAX) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new FormatException(subject, from, "a size is no number up to " + BYTES_MAX);
    }

    private static int int32(byte[] b, int at) {
        return b[at] & 0xff | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff) << 16 | b[at + 3] << 24;
    }

    /** A member of an archive: ends where it ends. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        Bounded(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? in.read() : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int read = in.read(into, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }
    }

    static InputStream bytes(byte[] bytes, int from, int length) {
        return new ByteArrayInputStream(bytes, from, length);
    }
}
