package dev.anole.kernel.machine;

import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.MapFlag;
import dev.anole.kernel.linux.MemoryMap;
import dev.anole.kernel.linux.Protection;
import dev.anole.kernel.linux.UnavailableException;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.EnumSet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * Pages that hold machine code. They are written first and sealed then: at no moment are they writable and executable
 * at once, so hosts with that rule (SELinux without {@code execmem}, W^X seccomp filters) need no exception beyond
 * memory that may become executable. Hosts that refuse that too answer with an {@link UnavailableException}, and the
 * caller goes on with what it can do in Java.
 *
 * <p>The pages stay mapped until {@link #close}; nobody may be inside the code then. Code that lives as long as the
 * process is simply never closed.
 */
public final class ExecutablePages implements AutoCloseable {
    /** More than this is not code that somebody emitted, but a mistake. */
    public static final int CODE_BYTES_MAX = 1 << 20;

    private final MemoryMap map;
    private final int length;

    private ExecutablePages(MemoryMap map, int length) {
        this.map = map;
        this.length = length;
    }

    /**
     * Copies code to pages of its own and seals them: readable and executable, no longer writable.
     *
     * @param code position-independent, with its constants, 1 to {@value #CODE_BYTES_MAX} bytes
     * @throws UnavailableException if the host refuses executable memory
     */
    public static ExecutablePages seal(byte[] code) {
        return seal(code, EnumSet.of(Protection.PROT_READ, Protection.PROT_EXEC));
    }

    static ExecutablePages seal(byte[] code, EnumSet<Protection> sealed) {
        if (code.length == 0 || code.length > CODE_BYTES_MAX) {
            throw new IllegalArgumentException("code of " + code.length + " bytes: 1 to " + CODE_BYTES_MAX + " are possible");
        }
        MemoryMap map;
        try {
            map = MemoryMap.anonymous(code.length, EnumSet.of(Protection.PROT_READ, Protection.PROT_WRITE),
                    MapFlag.MAP_PRIVATE);
        } catch (ErrnoException refused) {
            throw unavailable(refused);
        }
        try {
            MemorySegment.copy(code, 0, map.memory(), JAVA_BYTE, 0, code.length);
            map.protect(sealed);
            return new ExecutablePages(map, code.length);
        } catch (ErrnoException refused) {
            map.close();
            throw unavailable(refused);
        }
    }

    /**
     * A handle on the function at an offset, for short calls that may be given heap arrays. While such a call runs, this
     * thread holds off the collector and other safepoints: the caller bounds each call to some ten microseconds.
     *
     * @param offset in bytes from the start of the code
     * @param function arguments that are arrays are {@code ADDRESS}
     */
    public MethodHandle function(int offset, FunctionDescriptor function) {
        if (offset < 0 || offset >= length) {
            throw new IndexOutOfBoundsException("no function at " + offset + " in " + length + " bytes of code");
        }
        return Linker.nativeLinker().downcallHandle(map.memory().asSlice(offset), function,
                Linker.Option.critical(true));
    }

    /** What is sealed, to read. */
    public MemorySegment code() {
        return map.memory().asReadOnly();
    }

    /** Unmaps the pages. No thread may be in the code, or enter it afterwards. */
    @Override
    public void close() {
        map.close();
    }

    private static UnavailableException unavailable(ErrnoException refused) {
        return new UnavailableException("executable memory", refused.getMessage(),
                "allow this process to make memory executable (SELinux: execmem; systemd: MemoryDenyWriteExecute=no)");
    }
}
