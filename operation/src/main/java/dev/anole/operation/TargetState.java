package dev.anole.operation;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** How a {@link Target} was, is or shall be: all that is needed to make it so again. */
public sealed interface TargetState {
    /** Nothing stands there. */
    record Absent() implements TargetState {
    }

    /**
     * A regular file.
     *
     * @param sha256     of its content, lower-case hexadecimal; {@link Contents} has the bytes
     * @param sizeBytes  of its content
     * @param attributes mode, owner, extended attributes
     * @param modified   last change of the content
     * @param accessed   last read; put back, never compared
     */
    record Regular(String sha256, long sizeBytes, FileAttributes attributes, Instant modified, Instant accessed)
            implements TargetState {
        private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

        public Regular {
            if (!DIGEST.matcher(sha256).matches()) {
                throw new IllegalArgumentException("not a SHA-256 digest: " + sha256);
            }
            Objects.requireNonNull(attributes, "attributes");
            Objects.requireNonNull(modified, "modified");
            Objects.requireNonNull(accessed, "accessed");
        }
    }

    /**
     * A symbolic link.
     *
     * @param pointsTo   its text, which need not lead anywhere
     * @param attributes owner and extended attributes; a link's mode is always 0777
     * @param modified   when it was made
     */
    record Link(String pointsTo, FileAttributes attributes, Instant modified) implements TargetState {
        public Link {
            Objects.requireNonNull(pointsTo, "pointsTo");
            Objects.requireNonNull(attributes, "attributes");
            Objects.requireNonNull(modified, "modified");
        }
    }

    /** A directory; what it holds are targets of their own. */
    record Folder(FileAttributes attributes) implements TargetState {
        public Folder {
            Objects.requireNonNull(attributes, "attributes");
        }
    }

    /**
     * Mode, owner and extended attributes of something whose content is not looked at.
     *
     * @param folder whether it is a directory; else it is a regular file
     */
    record Attributes(boolean folder, FileAttributes attributes) implements TargetState {
        public Attributes {
            Objects.requireNonNull(attributes, "attributes");
        }
    }

    /** Kernel values by name: the one that was asked for, and the one that the kernel changes along with it. */
    record Values(Map<String, String> values) implements TargetState {
        public Values {
            values = Collections.unmodifiableMap(new TreeMap<>(values));
        }
    }

    /** Whether a unit is active. */
    record Running(boolean active) implements TargetState {
    }

    /** Something that no change makes or replaces: a device, a socket, a file that is too large. */
    record Other(String description) implements TargetState {
        public Other {
            Objects.requireNonNull(description, "description");
        }
    }
}
