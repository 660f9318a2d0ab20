package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * Memory that is mapped, and unmapped when this closes. Afterwards its segments answer with an exception instead of
 * touching what is no longer there. A mapped file that somebody cuts shorter makes reads beyond its new end fail with
 * an InternalError, as everywhere in the JVM.
 */
public final class MemoryMap implements AutoCloseable {
    static final int MS_ASYNC = 1;
    static final int MS_SYNC = 4;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final String subject;

    private MemoryMap(long address, long length, String subject) {
        this.memory = MemorySegment.ofAddress(address)
                .reinterpret(length, arena, gone -> SystemCall.MUNMAP.call(gone.address(), length));
        this.subject = subject;
    }

    /**
     * Maps a piece of a file.
     *
     * @param position in bytes, a multiple of the page size
     * @param length in bytes, more than 0
     * @param flags one of {@code MAP_SHARED} and {@code MAP_PRIVATE}, and others
     */
    public static MemoryMap of(Descriptor file, long position, long length, Set<Protection> protection,
                               MapFlag... flags) {
        return map(0, length, protection, KernelConstant.mask(flags), file.number(), position, file.subject());
    }

    /** Maps memory without a file, private to this process unless {@code MAP_SHARED} says otherwise. */
    public static MemoryMap anonymous(long length, Set<Protection> protection, MapFlag... flags) {
        long mask = KernelConstant.mask(flags) | MapFlag.MAP_ANONYMOUS.value();
        long kind = (mask & MapFlag.MAP_SHARED.value()) != 0 ? 0 : MapFlag.MAP_PRIVATE.value();
        return map(0, length, protection, mask | kind, -1, 0, length + " bytes without a file");
    }

    /** The memory, for as long as this is open. Any thread may use it. */
    public MemorySegment memory() {
        return memory;
    }

    /** Waits until what was changed in a shared mapping is on stable storage. */
    public void sync() {
        ErrnoException.check(SystemCall.MSYNC.call(NativeMemory.address(memory), memory.byteSize(), MS_SYNC), "msync", subject);
    }

    /** Tells the kernel what is planned for a piece of it; position and length in whole pages. */
    public void advise(long position, long length, MemoryAdvice advice) {
        MemorySegment piece = memory.asSlice(position, length);
        ErrnoException.check(SystemCall.MADVISE.call(NativeMemory.address(piece), length, advice.value()), "madvise", subject);
    }

    /** Changes what may be done with all of it. */
    public void protect(Set<Protection> protection) {
        ErrnoException.check(SystemCall.MPROTECT.call(NativeMemory.address(memory), memory.byteSize(),
                KernelConstant.mask(protection)), "mprotect", subject);
    }

    /** Keeps all of it in memory until it is unmapped. */
    public void lock() {
        ErrnoException.check(SystemCall.MLOCK.call(NativeMemory.address(memory), memory.byteSize()), "mlock", subject);
    }

    /** Unmaps it. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private static MemoryMap map(long wish, long length, Set<Protection> protection, long flags, int file,
                                 long position, String subject) {
        if (length <= 0) {
            throw new IllegalArgumentException("cannot map " + length + " bytes");
        }
        long address = ErrnoException.check(SystemCall.MMAP.call(wish, length, KernelConstant.mask(protection), flags,
                file, position), "mmap", subject);
        return new MemoryMap(address, length, subject);
    }
}
