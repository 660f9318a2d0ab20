package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * Java values as the kernel's memory and back.
 *
 * <p>Names on Linux are bytes, not text. They become Java strings as UTF-8; each byte that is not part of valid
 * UTF-8 becomes a lone surrogate U+DC80 to U+DCFF, and turns back into that byte on its way to the kernel, as
 * in <a href="https://peps.python.org/pep-0383/">PEP 383</a>. So every name survives the round trip.
 */
public final class NativeMemory {
    private static final int ESCAPE = 0xDC00;

    private NativeMemory() {
    }

    /**
     * The address of off-heap memory, to pass to {@link SystemCall#call}. The caller keeps the memory allocated
     * until the call returns.
     *
     * @throws IllegalArgumentException if the memory is on the Java heap
     * @throws IllegalStateException if it has been freed
     * @throws WrongThreadException if it is confined to another thread
     */
    public static long address(MemorySegment segment) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException("the kernel cannot see the Java heap: pass off-heap memory");
        }
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException("the memory has been freed");
        }
        if (!segment.isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException("the memory belongs to another thread");
        }
        return segment.address();
    }

    /**
     * A name or path with its terminating NUL.
     *
     * @throws IllegalArgumentException if it holds a NUL itself: the kernel would silently see a shorter name
     */
    public static MemorySegment cString(Arena arena, String name) {
        byte[] bytes = bytes(name);
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw new IllegalArgumentException("a name cannot hold a NUL: " + LinuxException.printable(name));
            }
            segment.set(JAVA_BYTE, i, bytes[i]);
        }
        segment.set(JAVA_BYTE, bytes.length, (byte) 0);
        return segment;
    }

    /** The bytes of a name, without a NUL at the end. */
    public static byte[] bytes(String name) {
        if (isWellFormed(name)) {
            return name.getBytes(StandardCharsets.UTF_8);
        }
        ByteBuffer out = ByteBuffer.allocate(name.length() * 3);
        int start = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff
                    && (i == 0 || !Character.isHighSurrogate(name.charAt(i - 1)))) {
                out.put(encode(name, start, i)).put((byte) c);
                start = i + 1;
            }
        }
        out.put(encode(name, start, name.length()));
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }

    /** The name that these bytes are. */
    public static String string(byte[] bytes, int offset, int length) {
        String plain = new String(bytes, offset, length, StandardCharsets.UTF_8);
        if (plain.indexOf('\ufffd') < 0) {
            return plain;
        }
        var decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        CharBuffer out = CharBuffer.allocate(length);
        while (true) {
            var result = decoder.decode(in, out, true);
            if (!result.isError()) {
                return out.flip().toString();
            }
            // The bytes of a malformed sequence are each escaped: none of them stands for a character.
            for (int i = result.length(); i > 0; i--) {
                out.put((char) (ESCAPE | in.get() & 0xff));
            }
            decoder.reset();
        }
    }

    /** The name up to a NUL, or up to the end of the memory. */
    public static String string(MemorySegment segment) {
        byte[] bytes = segment.toArray(JAVA_BYTE);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return string(bytes, 0, length);
    }

    private static boolean isWellFormed(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                return StandardCharsets.UTF_8.newEncoder().canEncode(name);
            }
        }
        return true;
    }

    private static ByteBuffer encode(String name, int from, int to) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name, from, to));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not a name: " + LinuxException.printable(name), e);
        }
    }
}
