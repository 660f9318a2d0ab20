package dev.anole.console.http;

import dev.anole.operation.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads the bodies of requests within bounds of size, time and number. */
final class Bodies {
    /** How long the whole body may take. */
    static final int SECONDS_MAX = 30;
    /** Large bodies that are read at the same time; so many times {@link Route#INPUT_BYTES_MAX} is in memory at most. */
    static final int LARGE_MAX = 8;

    private final Semaphore large = new Semaphore(LARGE_MAX);

    byte[] read(Request request, int max) {
        long length = request.getLength();
        if (length > max) {
            throw tooLarge(max);
        }
        if (max <= Route.FORM_BYTES_MAX) {
            return readWithin(request, max);
        }
        try {
            if (!large.tryAcquire(SECONDS_MAX, TimeUnit.SECONDS)) {
                throw Refusal.of(503, Text.of("too many large inputs at the same time", "同时上传的大输入过多"),
                    Text.of("try again in a moment", "请稍后重试")).with("Retry-After", "5");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.badRequest("stopped", "已停止");
        }
        try {
            return readWithin(request, max);
        } finally {
            large.release();
        }
    }

    private static byte[] readWithin(Request request, int max) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        ByteArrayOutputStream body = new ByteArrayOutputStream(Math.clamp(request.getLength(), 32, max + 32));
        byte[] buffer = new byte[8192];
        try (InputStream in = Content.Source.asInputStream(request)) {
            int n;
            while ((n = in.read(buffer)) >= 0) {
                body.write(buffer, 0, n);
                if (body.size() > max) {
                    throw tooLarge(max);
                }
                if (System.nanoTime() - until > 0) {
                    throw Refusal.of(408, Text.of("the request's body took longer than " + SECONDS_MAX + " s", "请求体耗时超过 " + SECONDS_MAX + " 秒"),
                        Text.same("")).with("Connection", "close");
                }
            }
        } catch (IOException e) {
            throw Refusal.badRequest("the request's body did not arrive whole", "请求体不完整");
        }
        return body.toByteArray();
    }

    private static Refusal tooLarge(int max) {
        return Refusal.of(413, Text.of("the request's body is larger than " + max + " bytes", "请求体超过 " + max + " 字节"),
            Text.same(""));
    }
}
