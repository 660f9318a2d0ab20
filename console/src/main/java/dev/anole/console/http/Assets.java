package dev.anole.console.http;

import dev.anole.console.gate.Need;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * What pages load: style sheet, scripts, pictures. They lie in the jar, are compressed once when they are first asked for
 * and kept in memory. A name is looked up in one directory of the class path and has no slashes, so no path leads
 * elsewhere. Whoever asks with the version that pages carry may keep the answer for good.
 */
public final class Assets {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,40}(\\.[a-z0-9-]{1,20}){1,3}");
    private static final String DIRECTORY = "/dev/anole/console/static/";
    private static final String HTMX = "htmx.min.js";
    private static final String HTMX_JAR = "/META-INF/resources/webjars/htmx.org/2.0.7/dist/";
    private static final List<String> VERSIONED = List.of("style.css", "console.js", "favicon.svg", HTMX);
    /** Smaller files are not compressed: the answer would not fit in fewer packets. */
    private static final int GZIP_FROM_BYTES = 512;

    private record Asset(String mediaType, byte[] plain, Optional<byte[]> gzip, String hash) {
    }

    private final Map<String, Asset> loaded = new ConcurrentHashMap<>();
    private volatile Optional<String> version = Optional.empty();

    /** Stands in the addresses of assets; another content is another version. */
    public String version() {
        return version.orElseGet(() -> {
            MessageDigest digest = sha256();
            VERSIONED.forEach(name -> find(name).ifPresent(a -> digest.update(a.plain())));
            String made = HexFormat.of().formatHex(digest.digest(), 0, 6);
            version = Optional.of(made);
            return made;
        });
    }

    public Route route() {
        return Route.get("/static/{name}", Need.NOTHING, this::answer);
    }

    private Reply answer(Call call) {
        String name = call.variable("name");
        Asset asset = find(name).orElseThrow(() -> Refusal.notFound("/static/" + name));
        boolean kept = call.query("v").filter(version()::equals).isPresent();
        String caching = kept ? "public, max-age=31536000, immutable" : "public, no-cache";
        boolean gzip = asset.gzip().isPresent() && call.header("Accept-Encoding").filter(e -> e.contains("gzip")).isPresent();
        String tag = "\"" + asset.hash() + (gzip ? "-gzip" : "") + "\"";
        if (call.header("If-None-Match").filter(n -> n.contains(asset.hash())).isPresent()) {
            return Reply.empty(304).with("ETag", tag).with("Cache-Control", caching).with("Vary", "Accept-Encoding");
        }
        Reply reply = Reply.whole(200, asset.mediaType(), gzip ? asset.gzip().get() : asset.plain())
            .with("ETag", tag).with("Cache-Control", caching).with("Vary", "Accept-Encoding");
        return gzip ? reply.with("Content-Encoding", "gzip") : reply;
    }

    private Optional<Asset> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Asset known = loaded.get(name);
        if (known == null) {
            Optional<Asset> read = read(name);
            read.ifPresent(a -> loaded.put(name, a));   // only what is there is kept, so names cannot fill the memory
            return read;
        }
        return Optional.of(known);
    }

    private static Optional<Asset> read(String name) {
        Optional<String> mediaType = mediaType(name);
        String path = (name.equals(HTMX) ? HTMX_JAR : DIRECTORY) + name;
        try (InputStream in = Assets.class.getResourceAsStream(path)) {
            if (in == null || mediaType.isEmpty()) {
                return Optional.empty();
            }
            byte[] plain = in.readAllBytes();
            boolean text = !mediaType.get().startsWith("image/png") && plain.length >= GZIP_FROM_BYTES;
            return Optional.of(new Asset(mediaType.get(), plain, text ? Optional.of(gzip(plain, Deflater.BEST_COMPRESSION)) : Optional.empty(),
                HexFormat.of().formatHex(sha256().digest(plain), 0, 12)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> mediaType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> Optional.of("text/css; charset=utf-8");
            case "js" -> Optional.of("text/javascript; charset=utf-8");
            case "svg" -> Optional.of("image/svg+xml");
            case "png" -> Optional.of("image/png");
            case "webmanifest" -> Optional.of("application/manifest+json");
            default -> Optional.empty();
        };
    }

    static byte[] gzip(byte[] plain, int level) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 3 + 64);
        try (OutputStream zip = new GZIPOutputStream(out) {
            {
                def.setLevel(level);
            }
        }) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);   // memory has nothing to fail
        }
        return out.toByteArray();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
