package dev.anole.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Random bits straight from the kernel, random(4): what {@code SecureRandom} hands out as well, without the security
 * providers that it loads first, which a short command would pay for with each name that it gives.
 */
public final class KernelRandom {
    private static final Path SOURCE = Path.of("/dev/urandom");

    private KernelRandom() {
    }

    /** Sixty-four random bits. */
    public static long bits() {
        try (InputStream from = Files.newInputStream(SOURCE)) {
            return ByteBuffer.wrap(from.readNBytes(Long.BYTES)).getLong();
        } catch (IOException | java.nio.BufferUnderflowException e) {
            throw OperationException.failed(Text.of(SOURCE + " cannot be read: " + e.getMessage(), "无法读取 " + SOURCE + "：" + e.getMessage()),
                Text.of("give this process a /dev", "请为此进程提供 /dev"), e);
        }
    }
}
