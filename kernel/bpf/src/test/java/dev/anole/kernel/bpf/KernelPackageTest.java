package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Types out of packages that are made here: a kernel is any ELF file with types, packed as kernels are. */
class KernelPackageTest {
    @TempDir
    Path scratch;

    private static byte[] kernel() throws IOException {
        try (InputStream in = BpfObject.class.getResourceAsStream("switches.bpf.o")) {
            return in.readAllBytes();
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(bytes);
        }
        return out.toByteArray();
    }

    /** One chunk that holds everything as literals, as the format allows. */
    private static byte[] lz4(byte[] bytes) {
        ByteBuffer out = ByteBuffer.allocate(bytes.length * 2 + 64).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x184c2102).putInt(0).put((byte) 0xf0);
        int rest = bytes.length - 15;
        for (; rest >= 255; rest -= 255) {
            out.put((byte) 255);
        }
        out.put((byte) rest).put(bytes);
        out.putInt(4, out.position() - 8);
        // The unpacked length follows, as the kernel's build leaves it.
        out.putInt(bytes.length);
        byte[] result = new byte[out.position()];
        out.get(0, result);
        return result;
    }

    private static byte[] vmlinuz(byte[] payload) {
        ByteBuffer image = ByteBuffer.allocate(5 * 512 + 64 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        image.put(0x1f1, (byte) 4).putInt(0x202, 0x53726448).putInt(0x248, 64).putInt(0x24c, payload.length);
        image.position(5 * 512 + 64).put(payload);
        return image.array();
    }

    private static byte[] deb(byte[] vmlinuz) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (String name : new String[] {"./boot/config-1", "./boot/vmlinuz-1"}) {
            byte[] content = name.contains("config") ? new byte[700] : vmlinuz;
            byte[] header = new byte[512];
            byte[] text = name.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, header, 0, text.length);
            byte[] size = String.format("%011o", content.length).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(size, 0, header, 124, size.length);
            header[156] = '0';
            tar.write(header);
            tar.write(content);
            tar.write(new byte[(512 - content.length % 512) % 512]);
        }
        tar.write(new byte[1024]);
        ByteArrayOutputStream ar = new ByteArrayOutputStream();
        ar.write("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
        member(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
        member(ar, "control.tar.gz", new byte[33]);
        member(ar, "data.tar.gz", gzip(tar.toByteArray()));
        return ar.toByteArray();
    }

    private static void member(ByteArrayOutputStream ar, String name, byte[] content) throws IOException {
        ar.write(String.format("%-16s%-12d%-6d%-6d%-8s%-10d`\n", name, 0, 0, 0, "100644", content.length)
                .getBytes(StandardCharsets.US_ASCII));
        ar.write(content);
        if (content.length % 2 == 1) {
            ar.write('\n');
        }
    }

    private int types(byte[] file) throws IOException {
        Path path = scratch.resolve("file");
        Files.write(path, file);
        return KernelPackage.btf(path).typeCount();
    }

    @Test
    void typesComeOutOfEveryPacking() throws IOException {
        int expected = KernelBtf.of(Files.write(scratch.resolve("elf"), kernel())).typeCount();
        byte[] raw = ElfFile.of(kernel(), "kernel").content(".BTF").orElseThrow();
        assertEquals(expected, types(raw));
        assertEquals(expected, types(kernel()));
        assertEquals(expected, types(gzip(kernel())));
        assertEquals(expected, types(vmlinuz(gzip(kernel()))));
        assertEquals(expected, types(vmlinuz(lz4(kernel()))));
        assertEquals(expected, types(deb(vmlinuz(lz4(kernel())))));
    }

    @Test
    void whatIsNoKernelIsRefused() throws IOException {
        assertThrows(FormatException.class, () -> types(new byte[4096]));
        assertThrows(RuntimeException.class, () -> types(deb(new byte[600])));
        assertTrue(assertThrows(FormatException.class, () -> types(vmlinuz("not packed at all".getBytes(StandardCharsets.US_ASCII))))
                .getMessage().contains("known: lz4, gzip, xz, zstd"));
    }

    @Test
    void brokenPackagesEndInOneException() throws IOException {
        long seed = Long.getLong("anole.seed", 20_261_120L);
        System.out.println("fuzzing packages with seed " + seed);
        byte[] whole = vmlinuz(lz4(kernel()));
        for (int round = 0; round < 200; round++) {
            Random random = new Random(seed + round);
            byte[] broken = whole.clone();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            try {
                types(broken);
            } catch (FormatException | BpfException | IOException refused) {
                assertTrue(refused.getMessage() != null);
            }
        }
    }
}
