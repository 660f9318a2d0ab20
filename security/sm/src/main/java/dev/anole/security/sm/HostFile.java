package dev.anole.security.sm;

import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Progress;
import dev.anole.operation.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files of the host that a caller names. */
final class HostFile {
    /** Largest key, certificate or signature file, in bytes. */
    static final int SMALL_BYTES_MAX = 1 << 20;
    private static final int BUFFER_BYTES = 64 << 10;

    private HostFile() {
    }

    /** Where bytes of a file go, in their order. */
    interface Sink {
        void accept(byte[] bytes, int count);
    }

    /** The whole of a key's, certificate's or signature's file. */
    static byte[] small(Host host, Path path) {
        return whole(host, path, SMALL_BYTES_MAX);
    }

    /** The whole of a file that has at most so many bytes. */
    static byte[] whole(Host host, Path path, int bytesMax) {
        try (InputStream in = open(host, path)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw OperationException.usage(Text.of(shown(path) + " is larger than " + (bytesMax >> 20) + " MiB, which is the most that is read here",
                    shown(path) + " 超过此处可读的上限 " + (bytesMax >> 20) + " MiB"), Text.same(""));
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Hands a file of any size on, piece by piece, and tells how far it is. */
    static long read(Host host, Path path, Progress progress, Sink sink) throws InterruptedException {
        long done = 0;
        try (InputStream in = open(host, path)) {
            long total = Files.size(host.path(path.toString()));
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("stopped");
                }
                sink.accept(buffer, n);
                done += n;
                progress.amount(done, total, "bytes");
            }
            return done;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** A FIFO would let the caller wait for ever, and a device has no end. */
    private static InputStream open(Host host, Path path) throws IOException {
        if (!path.isAbsolute()) {
            throw OperationException.usage(Text.of("\"" + shown(path) + "\" is not a whole path", "“" + shown(path) + "”不是完整路径"),
                Text.of("give it from /", "请从 / 开始写"));
        }
        Path real = host.path(path.toString());
        if (Files.exists(real) && !Files.isRegularFile(real)) {
            throw OperationException.usage(Text.of(shown(path) + " is not a regular file", shown(path) + " 不是普通文件"), Text.same(""));
        }
        return Files.newInputStream(real);
    }

    private static OperationException unreadable(Path path, IOException e) {
        if (e instanceof NoSuchFileException) {
            return OperationException.notFound(Text.of("there is no file " + shown(path), "没有文件 " + shown(path)), Text.same(""));
        }
        String reason = e.getClass().getSimpleName().replace("Exception", "");
        return OperationException.failed(Text.of(shown(path) + " cannot be read: " + reason, "无法读取 " + shown(path) + "：" + reason), Text.same(""), e);
    }

    /** A path as it may stand in a sentence. */
    static String shown(Path path) {
        return shown(path.toString());
    }

    /** Other people's text as it may stand in a sentence. */
    static String shown(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
