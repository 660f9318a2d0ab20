package dev.anole.operation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a change on its host for good: the first is {@code c-0001}.
 *
 * @param number counts from 1, to {@value #NUMBER_MAX}
 */
public record ChangeId(long number) implements Comparable<ChangeId> {
    /** The largest number. */
    public static final long NUMBER_MAX = 999_999_999;
    private static final Pattern FORM = Pattern.compile("(?:c-)?0*([1-9][0-9]{0,8})");

    public ChangeId {
        if (number < 1 || number > NUMBER_MAX) {
            throw new IllegalArgumentException("a change's number is 1 to " + NUMBER_MAX + ": " + number);
        }
    }

    /**
     * Reads {@code c-0128}, {@code c-128} or {@code 128}.
     *
     * @throws OperationException when it is none of them
     */
    public static ChangeId of(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw OperationException.usage(Text.of("\"" + text + "\" is not a change's id", "“" + text + "”不是变更编号"),
                Text.of("ids look like c-0128, see anole changes list", "编号形如 c-0128，参见 anole changes list"));
        }
        return new ChangeId(Long.parseLong(matcher.group(1)));
    }

    @Override
    public int compareTo(ChangeId other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return String.format("c-%04d", number);
    }
}
