package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * The one gate to the kernel: libc's {@code syscall(2)}, linked once, with seven longs.
 *
 * <p>Why not one handle a function? The first use of each shape of call costs about 5 ms, because the linker spins
 * bytecode for it, and a command that answers in a third of a second cannot pay that dozens of times. One shape
 * costs it once. It also keeps the kernel's own structures and numbers as the only interface, so no version of
 * glibc or musl matters. The price: pointers are plain numbers here, so the linker neither checks that memory is
 * alive nor keeps it so; {@link NativeMemory#address} does the first, owners of memory the second.
 *
 * <p>{@code syscall} is variadic in C, yet it is linked as if it were not: with the linker's {@code firstVariadicArg}
 * the first call takes twice as long (measured on JDK 25), and it changes nothing here. Integers travel in the same
 * registers either way, in the System V ABI as in AAPCS64; a variadic callee on x86-64 may also look at the number of
 * vector registers in AL, but this one reads no floating-point argument.
 *
 * <p>errno is captured by the linker right after the call, before the JVM can overwrite it. It lands in a slot of a
 * small shared pool rather than in a thread-local, so that a million virtual threads do not mean a million slots.
 */
final class Gate {
    private static final int SLOTS = 64;
    private static final AtomicReferenceArray<MemorySegment> FREE_SLOTS = new AtomicReferenceArray<>(SLOTS);

    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SYSCALL = link();

    private Gate() {
    }

    /** Makes a system call; negative answers are negated errnos, as at the kernel's own interface. */
    static long call(long number, long a, long b, long c, long d, long e, long f) {
        int slot = (int) Thread.currentThread().threadId() & SLOTS - 1;
        MemorySegment capture = FREE_SLOTS.getAndSet(slot, null);
        if (capture == null) {
            capture = Arena.ofAuto().allocate(CAPTURE);
        }
        try {
            long result = (long) SYSCALL.invokeExact(capture, number, a, b, c, d, e, f);
            return result == -1 ? -capture.get(JAVA_INT, ERRNO_OFFSET) : result;
        } catch (Throwable impossible) {
            throw new AssertionError("a downcall without upcalls throws nothing", impossible);
        } finally {
            FREE_SLOTS.set(slot, capture);
        }
    }

    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        MemorySegment syscall = linker.defaultLookup().find("syscall").orElseThrow(() -> new UnavailableException(
                "system calls", "the C library of this process has no function syscall", "run on glibc or musl"));
        return linker.downcallHandle(syscall,
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG,
                        JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.captureCallState("errno"));
    }
}
