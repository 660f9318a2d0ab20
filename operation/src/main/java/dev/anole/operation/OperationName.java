package dev.anole.operation;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of an operation: the command's words, the path of its endpoint, the title of its page.
 *
 * @param words one to four words of lower-case letters, digits and inner hyphens, the room's noun first:
 *              {@code image mount}, {@code host show}
 */
public record OperationName(List<String> words) implements Comparable<OperationName> {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int WORDS_MAX = 4;

    public OperationName {
        words = List.copyOf(words);
        if (words.isEmpty() || words.size() > WORDS_MAX || !words.stream().allMatch(w -> WORD.matcher(w).matches())) {
            throw new IllegalArgumentException("not an operation's name: " + String.join(" ", words));
        }
    }

    /** Reads {@code "host show"}. */
    public static OperationName of(String spaced) {
        return new OperationName(List.of(spaced.strip().split("\\s+")));
    }

    /** Reads {@code "host/show"}. */
    public static OperationName ofPath(String path) {
        return new OperationName(List.of(path.split("/", -1)));
    }

    /** {@code "host/show"}, as in {@code /api/v1/operations/host/show}. */
    public String path() {
        return String.join("/", words);
    }

    /** {@code "host_show"}, as assistants call it. */
    public String tool() {
        return String.join("_", words).replace('-', '_');
    }

    @Override
    public int compareTo(OperationName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
