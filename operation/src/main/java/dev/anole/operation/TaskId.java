package dev.anole.operation;

import java.util.regex.Pattern;

/**
 * Names a task for good: {@code t-} and twelve characters, unique without asking anybody.
 */
public record TaskId(String value) {
    private static final Pattern FORM = Pattern.compile("t-[0-9a-hjkmnp-tv-z]{12}");
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    public TaskId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a task's id: " + value);
        }
    }

    public static TaskId random() {
        long bits = KernelRandom.bits();
        StringBuilder id = new StringBuilder("t-");
        for (int i = 0; i < 12; i++, bits >>>= 5) {
            id.append(ALPHABET.charAt((int) (bits & 31)));
        }
        return new TaskId(id.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
