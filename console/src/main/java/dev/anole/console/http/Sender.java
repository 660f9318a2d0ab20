package dev.anole.console.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.Deflater;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes a reply, with the headers that every answer of the console has. */
public final class Sender {
    /** What pages may load and do: nothing but what this origin itself gives. */
    public static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final int GZIP_FROM_BYTES = 1_024;
    private static final Map<String, String> ALWAYS = Map.of(
        "Content-Security-Policy", POLICY,
        "X-Content-Type-Options", "nosniff",
        "X-Frame-Options", "DENY",
        // Not no-referrer: under it browsers send "Origin: null" with our own forms (Fetch, 3.2).
        "Referrer-Policy", "same-origin",
        "Cross-Origin-Opener-Policy", "same-origin",
        "Cross-Origin-Resource-Policy", "same-origin",
        "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

    private Sender() {
    }

    /** Puts the headers on; a reply's own win, so that an asset may be cached. */
    static void headers(Response response, Reply reply) {
        response.setStatus(reply.status());
        HttpFields.Mutable fields = response.getHeaders();
        ALWAYS.forEach(fields::put);
        fields.put(HttpHeader.CACHE_CONTROL, "no-store");
        reply.headers().forEach(fields::put);
        reply.cookies().forEach(c -> fields.add(HttpHeader.SET_COOKIE, c));
    }

    /** Sends it whole and completes the callback. A body that flows is written in this thread. */
    static void send(Request request, Response response, Callback callback, Reply reply) {
        switch (reply.body()) {
            case Reply.Body.None _ -> {
                headers(response, reply);
                response.write(true, ByteBuffer.allocate(0), callback);
            }
            case Reply.Body.Whole(String mediaType, byte[] plain) -> {
                headers(response, reply);
                byte[] bytes = compressible(request, reply, mediaType, plain) ? Assets.gzip(plain, Deflater.BEST_SPEED) : plain;
                if (bytes != plain) {
                    response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
                    response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
                }
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
                response.write(true, ByteBuffer.wrap(bytes), callback);
            }
            case Reply.Body.Flowing(String mediaType, Reply.Flow writer) -> {
                headers(response, reply);
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
                response.getHeaders().put("X-Accel-Buffering", "no");
                if (request.getMethod().equals("HEAD")) {
                    response.write(true, ByteBuffer.allocate(0), callback);
                } else {
                    flow(response, callback, writer);
                }
            }
            case Reply.Body.Socket _ -> throw new IllegalStateException("a socket is no reply to be sent");
        }
    }

    /**
     * Pages and documents that are worth it. Compression beside a secret lets an attacker who can make the browser ask
     * again and again measure it (BREACH); here a foreign page cannot, because the session's cookie is strict.
     */
    private static boolean compressible(Request request, Reply reply, String mediaType, byte[] plain) {
        String accepted = request.getHeaders().get(HttpHeader.ACCEPT_ENCODING);
        return plain.length >= GZIP_FROM_BYTES && accepted != null && accepted.contains("gzip") && !reply.headers().containsKey("Content-Encoding")
            && !reply.headers().containsKey("ETag") && (mediaType.startsWith("text/") || mediaType.startsWith("application/json"));
    }

    private static void flow(Response response, Callback callback, Reply.Flow writer) {
        OutputStream out = Content.Sink.asOutputStream(response);
        try {
            writer.writeTo(out);
            out.close();
        } catch (IOException e) {
            callback.failed(e);   // the reader has left, or was slower than the connection's idle timeout allows
            return;
        } catch (InterruptedException e) {
            callback.failed(new IOException("stopped", e));
            return;
        } catch (RuntimeException e) {
            if (!response.isCommitted()) {
                throw e;   // nothing has been said yet: it can still be told properly
            }
            System.getLogger(Sender.class.getName()).log(System.Logger.Level.WARNING, "a stream ended early", e);
            callback.failed(e);
            return;
        }
        callback.succeeded();
    }
}
