package dev.anole.kernel.linux;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.util.Random;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ErrorTest {
    @Test
    void aHostileNameCannotBreakTheLine() {
        ErrnoException e = new ErrnoException("open", Errno.EACCES, "/tmp/\u001b[31mred\n\u202ex" + (char) 0xdcff);
        assertEquals("open /tmp/\\u001b[31mred\\u000a\\u202ex\\udcff: permission denied (EACCES)", e.getMessage());
        assertEquals("/tmp/\u001b[31mred\n\u202ex" + (char) 0xdcff, e.subject());
        String message = new ErrnoException("open", Errno.EACCES, "a".repeat(100_000)).getMessage();
        assertTrue(message.length() < 1000);
    }

    @Test
    void anUnnamedNumberIsStillTold() {
        ErrnoException e = new ErrnoException("ioctl", 600, "");
        assertEquals("ioctl: unnamed error (errno 600)", e.getMessage());
        assertEquals(Errno.UNNAMED, e.errno());
        assertEquals(600, e.number());
        assertFalse(Errno.UNNAMED.is(1));
        assertThrows(IllegalArgumentException.class, () -> new ErrnoException("x", 0, ""));
    }

    @Test
    void onlyErrnosAreErrors() {
        assertEquals(7, ErrnoException.check(7, "x", ""));
        assertEquals(-4096, ErrnoException.check(-4096, "mmap", ""));
        assertThrows(ErrnoException.class, () -> ErrnoException.check(-4095, "x", ""));
    }

    @Test
    void whatIsNotThereComesWithItsRemedy() {
        assertEquals("delay accounting is not available: a; do b",
                new UnavailableException("delay accounting", "a", "do b").getMessage());
        assertEquals(Architecture.AARCH64, Architecture.detect("aarch64"));
        assertThrows(UnavailableException.class, () -> Architecture.detect("riscv64"));
    }

    @Test
    void anyBytesAreANameAndComeBack() {
        long seed = Long.getLong("anole.seed", System.nanoTime());
        System.out.println("ErrorTest -Danole.seed=" + seed);
        Random random = new Random(seed);
        byte[][] pieces = {"é".getBytes(UTF_8), {(byte) 0xff}, {(byte) 0xe2, (byte) 0x82}, "𝄞".getBytes(UTF_8),
            {(byte) 0xf0, (byte) 0x9d}, {'a'}, {(byte) 0xed, (byte) 0xb2, (byte) 0x80}, "\ufffd".getBytes(UTF_8)};
        for (int i = 0; i < 20_000; i++) {
            var out = new ByteArrayOutputStream();
            for (int n = random.nextInt(8); n > 0; n--) {
                out.writeBytes(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = out.toByteArray();
            assertArrayEquals(bytes, NativeMemory.bytes(NativeMemory.string(bytes, 0, bytes.length)));
        }
    }

    @Test
    void aLoneSurrogateOutsideTheEscapesIsNoName() {
        assertThrows(IllegalArgumentException.class, () -> NativeMemory.bytes("a" + (char) 0xd800));
        assertThrows(IllegalArgumentException.class, () -> NativeMemory.bytes("a" + (char) 0xdc7f));
    }
}
