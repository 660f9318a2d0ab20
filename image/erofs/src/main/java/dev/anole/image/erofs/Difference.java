package dev.anole.image.erofs;

/** How a file differs between two trees. */
public sealed interface Difference {
    /** Where. */
    String path();

    /** It is in the first tree alone. */
    record Removed(String path) implements Difference {
        @Override
        public String toString() {
            return "- " + printable(path);
        }
    }

    /** It is in the second tree alone. */
    record Added(String path) implements Difference {
        @Override
        public String toString() {
            return "+ " + printable(path);
        }
    }

    /**
     * It is in both.
     *
     * @param what differs: "mode", "owner", "modified", "size", "content", "target", "device", "attributes", "links",
     *             "holes" or "type"
     * @param before in the first, in words
     * @param after in the second
     */
    record Changed(String path, String what, String before, String after) implements Difference {
        @Override
        public String toString() {
            return "~ " + printable(path) + ": " + what + " " + printable(before) + " -> " + printable(after);
        }
    }

    private static String printable(String path) {
        return ImageException.printable(path.isEmpty() ? "/" : path);
    }
}
