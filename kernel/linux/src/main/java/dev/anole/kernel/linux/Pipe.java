package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.JAVA_INT;

/** A pipe, pipe(7): what goes in at the writer comes out at the reader. */
public record Pipe(OpenFile reader, OpenFile writer) implements AutoCloseable {
    /** A new pipe, with {@code O_NONBLOCK} or {@code O_DIRECT} (packets) if asked. */
    public static Pipe open(OpenFlag... flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            ErrnoException.check(SystemCall.PIPE2.call(ends.address(), KernelConstant.mask(flags) | OpenFlag.O_CLOEXEC),
                    "pipe2", "");
            return new Pipe(new OpenFile(ends.getAtIndex(JAVA_INT, 0), "pipe's reader"),
                    new OpenFile(ends.getAtIndex(JAVA_INT, 1), "pipe's writer"));
        }
    }

    /** Closes both ends. */
    @Override
    public void close() {
        try {
            writer.close();
        } finally {
            reader.close();
        }
    }
}
