package dev.anole.cli;

import java.util.Arrays;
import java.util.Optional;

/** Versions of the Model Context Protocol that are spoken, the newest first. */
enum McpVersion {
    /** <a href="https://modelcontextprotocol.io/specification/2025-06-18">2025-06-18</a>: results have a structure. */
    V2025_06_18("2025-06-18"),
    /** <a href="https://modelcontextprotocol.io/specification/2025-03-26">2025-03-26</a>: results are text. */
    V2025_03_26("2025-03-26");

    private final String text;

    McpVersion(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** The version that a client asks for, or the newest one that is spoken here. */
    static McpVersion agreed(Optional<String> asked) {
        return Arrays.stream(values()).filter(v -> asked.equals(Optional.of(v.text))).findFirst().orElse(values()[0]);
    }

    boolean structured() {
        return this == V2025_06_18;
    }
}
