package dev.anole.ops.trace;

import java.nio.file.Path;

/** Names that others chose, as they may stand in a sentence. */
final class Plain {
    private Plain() {
    }

    static String text(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    static String text(Path path) {
        return text(path.toString());
    }
}
