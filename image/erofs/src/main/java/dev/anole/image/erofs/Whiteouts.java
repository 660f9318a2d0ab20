package dev.anole.image.erofs;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an archive's names that begin with ".wh." are taken for.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts">OCI image layers</a>
 */
public enum Whiteouts {
    /** Files like others. */
    PLAIN,
    /** Marks of a layer that stays one: overlayfs' device 0:0 and attribute of an opaque directory. */
    OVERLAY;

    static final String OVERLAY_OPAQUE = "trusted.overlay.opaque";
    static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);

    private static final String PREFIX = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    /** What a marking name says. */
    sealed interface Mark permits Removed, Opaque, Internal {
    }

    /** What lower layers have under the path is gone. */
    record Removed(String path) implements Mark {
    }

    /** What lower layers have in the directory is gone. */
    record Opaque(String directory) implements Mark {
    }

    /** Something of AUFS' own. */
    record Internal() implements Mark {
    }

    static Optional<Mark> mark(FileEntry entry) {
        String name = entry.name();
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int slash = entry.path().lastIndexOf('/');
        String parent = slash < 0 ? "" : entry.path().substring(0, slash);
        if (name.equals(OPAQUE)) {
            return Optional.of(new Opaque(parent));
        }
        if (name.startsWith(PREFIX + PREFIX) || name.length() == PREFIX.length()) {
            return Optional.of(new Internal());
        }
        String hidden = name.substring(PREFIX.length());
        return Optional.of(new Removed(parent.isEmpty() ? hidden : parent + "/" + hidden));
    }
}
