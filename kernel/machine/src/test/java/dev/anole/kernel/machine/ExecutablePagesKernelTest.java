package dev.anole.kernel.machine;

import dev.anole.kernel.linux.Architecture;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ExecutablePagesKernelTest {
    /** mov rax, [rdi]; add rax, rsi; ret. */
    private static final byte[] ADD = {0x48, (byte) 0x8b, 0x07, 0x48, 0x01, (byte) 0xf0, (byte) 0xc3};

    @Test
    void sealedCodeRunsOnAHeapArray() throws Throwable {
        assumeTrue(Architecture.current() == Architecture.X86_64, "the code is for x86-64");
        try (ExecutablePages pages = ExecutablePages.seal(ADD)) {
            MethodHandle add = pages.function(0, FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG));
            assertEquals(42, (long) add.invokeExact(MemorySegment.ofArray(new long[] {40}), 2L));
        }
    }

    @Test
    void sealedPagesAreExecutableAndNotWritable() throws IOException {
        try (ExecutablePages pages = ExecutablePages.seal(ADD)) {
            String start = Long.toHexString(pages.code().address());
            String line = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                    .filter(l -> l.startsWith(start + "-")).findFirst().orElseThrow();
            assertTrue(line.contains(" r-xp "), line);
        }
    }

    @Test
    void emptyAndImmenseCodeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ExecutablePages.seal(new byte[0]));
        assertThrows(IllegalArgumentException.class,
                () -> ExecutablePages.seal(new byte[ExecutablePages.CODE_BYTES_MAX + 1]));
    }
}
