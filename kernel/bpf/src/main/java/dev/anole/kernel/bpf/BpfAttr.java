package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.NativeMemory;
import dev.anole.kernel.linux.SystemCall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

/**
 * One call of bpf(2) with its {@code union bpf_attr}: fields are set by their offsets ({@link BpfAttrLayout}), then
 * {@link #call} makes it. What fields point to lives as long as this does.
 */
final class BpfAttr implements AutoCloseable {
    /** The verifier answers EAGAIN when a signal came; so does libbpf count. */
    private static final int AGAIN_MAX = 5;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(BpfAttrLayout.BYTES, Long.BYTES);

    BpfAttr int32(int offset, int value) {
        memory.set(JAVA_INT_UNALIGNED, offset, value);
        return this;
    }

    BpfAttr int64(int offset, long value) {
        memory.set(JAVA_LONG_UNALIGNED, offset, value);
        return this;
    }

    BpfAttr pointer(int offset, MemorySegment target) {
        return int64(offset, NativeMemory.address(target));
    }

    /** A pointer to a copy of these bytes, or none when there are none. */
    BpfAttr bytes(int offset, byte[] bytes) {
        return bytes.length == 0 ? this : pointer(offset, arena.allocateFrom(JAVA_BYTE, bytes));
    }

    BpfAttr string(int offset, String text) {
        return pointer(offset, NativeMemory.cString(arena, text));
    }

    /** A name in place, cut to 15 bytes; the kernel takes letters, digits, '_' and '.'. */
    BpfAttr name(int offset, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < Math.min(bytes.length, MapDefinition.NAME_BYTES_MAX); i++) {
            byte b = bytes[i];
            boolean allowed = b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b == '.';
            memory.set(JAVA_BYTE, offset + i, allowed ? b : (byte) '_');
        }
        return this;
    }

    MemorySegment allocate(long bytes) {
        return arena.allocate(Math.max(bytes, 1), Long.BYTES);
    }

    int int32(int offset) {
        return memory.get(JAVA_INT_UNALIGNED, offset);
    }

    /** Makes the call: zero or more, or a negated errno. */
    long tryCall(BpfCommand command) {
        long result;
        int tries = 0;
        do {
            result = SystemCall.BPF.call(command.value(), memory.address(), BpfAttrLayout.BYTES);
        } while (Errno.EINTR.is(result) || Errno.EAGAIN.is(result) && command == BpfCommand.BPF_PROG_LOAD
                && ++tries < AGAIN_MAX);
        return result;
    }

    /** Makes the call, or throws what it says. */
    long call(BpfCommand command, String subject) {
        return ErrnoException.check(tryCall(command), "bpf " + command.name().substring(4).toLowerCase(Locale.ROOT), subject);
    }

    @Override
    public void close() {
        arena.close();
    }
}
