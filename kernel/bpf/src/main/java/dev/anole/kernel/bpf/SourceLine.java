package dev.anole.kernel.bpf;

/**
 * A line of C that an instruction comes from.
 *
 * @param line from 1
 * @param text as written, without the blanks around it
 */
public record SourceLine(String file, int line, int column, String text) {
    /** {@code tool.bpf.c:12: "…"}. */
    @Override
    public String toString() {
        return file.substring(file.lastIndexOf('/') + 1) + ":" + line + ": \"" + text + "\"";
    }
}
