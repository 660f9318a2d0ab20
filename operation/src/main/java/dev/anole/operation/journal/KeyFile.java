package dev.anole.operation.journal;

import dev.anole.operation.KeyFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A configuration file as lines, of which single keys are read and changed. Everything else stays byte for byte: comments,
 * order, blanks, line ends, and bytes that are no text (each byte is held as the character of the same number).
 *
 * <p>A new key goes behind the line that comments it out, as in {@code #Port 22}, or to the end of its section.
 */
final class KeyFile {
    private static final String EXPORT = "export ";
    private static final String CONTINUES = "\\";

    /** One or, where it is continued, several lines. */
    private record Entry(String text, Optional<String> header, Optional<Assignment> assignment) {
        static Entry plain(String text) {
            return new Entry(text, Optional.empty(), Optional.empty());
        }

        boolean isBlank() {
            return text.isBlank();
        }
    }

    /** What an assignment's line consists of. */
    private record Assignment(String indent, String key, String separator, String value, String rest) {
        String text(String newValue) {
            return indent + key + separator + newValue + rest;
        }
    }

    private final KeyFormat format;
    private final List<Entry> entries;
    private final String lineEnd;

    private KeyFile(KeyFormat format, List<Entry> entries, String lineEnd) {
        this.format = format;
        this.entries = entries;
        this.lineEnd = lineEnd;
    }

    static KeyFile parse(byte[] bytes, KeyFormat format) {
        List<String> lines = lines(new String(bytes, StandardCharsets.ISO_8859_1));
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            StringBuilder text = new StringBuilder(lines.get(i));
            if (isContinued(format) && assignment(format, lines.get(i)).isPresent()) {
                while (continues(lines.get(i)) && i + 1 < lines.size()) {
                    text.append(lines.get(++i));
                }
            }
            entries.add(entry(format, text.toString()));
        }
        return new KeyFile(format, entries, !lines.isEmpty() && lines.getFirst().endsWith("\r\n") ? "\r\n" : "\n");
    }

    /** What a file's lines look like: sections make it INI, else the commoner of the two ways to assign counts. */
    static KeyFormat guess(byte[] bytes) {
        int equals = 0;
        int spaced = 0;
        for (String line : lines(new String(bytes, StandardCharsets.ISO_8859_1))) {
            if (entry(KeyFormat.INI, line).header().isPresent()) {
                return KeyFormat.INI;
            }
            if (assignment(KeyFormat.EQUALS, line).isPresent()) {
                equals++;
            } else if (assignment(KeyFormat.SPACE, line).isPresent()) {
                spaced++;
            }
        }
        return spaced > equals ? KeyFormat.SPACE : KeyFormat.EQUALS;
    }

    private static boolean isContinued(KeyFormat format) {
        return format == KeyFormat.INI || format == KeyFormat.EQUALS;
    }

    /** Whether the next line belongs to this one. */
    private static boolean continues(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
            end--;
        }
        return line.startsWith(CONTINUES, end - 1);
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n', start)) {
            lines.add(text.substring(start, newline + 1));
            start = newline + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    private static Entry entry(KeyFormat format, String text) {
        String bare = text.strip();
        Optional<String> header = switch (format) {
            case INI -> bare.startsWith("[") && bare.endsWith("]")
                ? Optional.of(header(bare.substring(1, bare.length() - 1))) : Optional.empty();
            case SPACE -> bare.regionMatches(true, 0, "match ", 0, 6) || bare.regionMatches(true, 0, "host ", 0, 5)
                ? Optional.of(header(bare)) : Optional.empty();
            case EQUALS, SYSCTL -> Optional.empty();
        };
        return new Entry(text, header, header.isPresent() ? Optional.empty() : assignment(format, text));
    }

    /** How a section's header is compared: blanks count once. */
    private static String header(String text) {
        return text.strip().replaceAll("[ \t]++", " ");
    }

    /** Takes a line apart; by hand, because files are hostile and patterns that step back are slow on long lines. */
    private static Optional<Assignment> assignment(KeyFormat format, String text) {
        int start = skipBlanks(text, 0);
        if (format == KeyFormat.EQUALS && text.startsWith(EXPORT, start)) {
            start = skipBlanks(text, start + EXPORT.length());
        }
        if (start == text.length() || "#;[=".indexOf(text.charAt(start)) >= 0) {
            return Optional.empty();
        }
        int keyEnd;
        int valueStart;
        if (format == KeyFormat.SPACE) {
            keyEnd = start;
            while (keyEnd < text.length() && !isBlank(text.charAt(keyEnd)) && text.charAt(keyEnd) != '=') {
                keyEnd++;
            }
            valueStart = skipBlanks(text, keyEnd);
            if (valueStart < text.length() && text.charAt(valueStart) == '=') {
                valueStart = skipBlanks(text, valueStart + 1);
            }
        } else {
            int equals = text.indexOf('=', start);
            if (equals < 0) {
                return Optional.empty();
            }
            keyEnd = equals;
            while (isBlank(text.charAt(keyEnd - 1))) {
                keyEnd--;
            }
            valueStart = skipBlanks(text, equals + 1);
        }
        int valueEnd = text.length();
        while (valueEnd > valueStart && Character.isWhitespace(text.charAt(valueEnd - 1))) {
            valueEnd--;
        }
        if (format == KeyFormat.SPACE && (valueStart == keyEnd || valueEnd == valueStart)) {
            return Optional.empty();   // a word alone assigns nothing
        }
        return Optional.of(new Assignment(text.substring(0, start), text.substring(start, keyEnd),
            text.substring(keyEnd, valueStart), text.substring(valueStart, valueEnd), text.substring(valueEnd)));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** How two spellings of one key are compared. */
    private String normal(String key) {
        return switch (format) {
            case INI, EQUALS -> key;
            case SPACE -> key.toLowerCase(Locale.ROOT);
            case SYSCTL -> KernelValue.canonical(key.startsWith("-") ? key.substring(1).strip() : key);
        };
    }

    /** Where the lines of a section lie. Several parts of one name count as one. */
    private List<Integer> within(Optional<String> section) {
        List<Integer> found = new ArrayList<>();
        Optional<String> current = Optional.empty();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).header().isPresent()) {
                current = entries.get(i).header();
            } else if (current.equals(section.map(KeyFile::raw).map(KeyFile::header))) {
                found.add(i);
            }
        }
        return found;
    }

    private List<Integer> occurrences(Optional<String> section, String key) {
        String wanted = normal(raw(key));
        return within(section).stream().filter(i -> entries.get(i).assignment()
            .filter(a -> normal(a.key()).equals(wanted)).isPresent()).toList();
    }

    /** The one that counts. */
    private Optional<Integer> effective(Optional<String> section, String key) {
        List<Integer> all = occurrences(section, key);
        return all.isEmpty() ? Optional.empty() : Optional.of(format == KeyFormat.SPACE ? all.getFirst() : all.getLast());
    }

    /** Text that was typed, as the file's bytes. */
    private static String raw(String typed) {
        return new String(typed.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String typed(String raw) {
        return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    boolean hasSection(String section) {
        return entries.stream().anyMatch(e -> e.header().equals(Optional.of(header(raw(section)))));
    }

    /** The value that counts; one that is continued over several lines with its line ends. */
    Optional<String> get(Optional<String> section, String key) {
        return effective(section, key).flatMap(i -> entries.get(i).assignment()).map(a -> typed(a.value()));
    }

    /** All values of a key, in order: of keys that collect them. */
    List<String> values(Optional<String> section, String key) {
        return occurrences(section, key).stream().flatMap(i -> entries.get(i).assignment().stream()).map(a -> typed(a.value())).toList();
    }

    /** The first line that is neither blank, a comment, a section's header nor an assignment in a section. */
    Optional<String> stray() {
        boolean inSection = false;
        for (Entry entry : entries) {
            inSection |= entry.header().isPresent();
            int start = skipBlanks(entry.text(), 0);
            boolean comment = start < entry.text().length() && "#;".indexOf(entry.text().charAt(start)) >= 0;
            if (!entry.isBlank() && !comment && entry.header().isEmpty() && (entry.assignment().isEmpty() || !inSection)) {
                return Optional.of(typed(entry.text()));
            }
        }
        return Optional.empty();
    }

    /** All lines that assign a key, as they are. */
    List<String> lines(Optional<String> section, String key) {
        return occurrences(section, key).stream().map(i -> entries.get(i).text().stripTrailing()).toList();
    }

    /** Gives a key a value. */
    void set(Optional<String> section, String key, String value) {
        Optional<Integer> at = effective(section, key);
        if (at.isPresent()) {
            Assignment old = entries.get(at.get()).assignment().orElseThrow();
            if (!old.value().equals(raw(value))) {
                entries.set(at.get(), entry(format, old.text(raw(value))));
            }
        } else {
            insert(place(section, key), indent(section) + raw(key) + separator() + raw(value));
        }
    }

    /** Removes all lines that assign a key. */
    void remove(Optional<String> section, String key) {
        occurrences(section, key).reversed().forEach(i -> entries.remove((int) i));
    }

    /** Makes a key's lines as they are in another version of the file, and nothing else. */
    void putBack(Optional<String> section, String key, KeyFile wanted) {
        List<String> texts = wanted.occurrences(section, key).stream().map(i -> wanted.entries.get(i).text()).toList();
        List<Integer> here = occurrences(section, key);
        if (texts.size() == here.size()) {
            for (int i = 0; i < texts.size(); i++) {
                entries.set(here.get(i), entry(format, texts.get(i)));
            }
            return;
        }
        int at = here.isEmpty() ? place(section, key) : here.getFirst();
        remove(section, key);
        for (String text : texts.reversed()) {
            insert(at, text.stripTrailing());
        }
        if (texts.isEmpty() && section.isPresent() && !wanted.hasSection(section.get())) {
            dropEmpty(section.get());
        }
    }

    /** A section that was made for a key goes with it, unless it has got others. */
    private void dropEmpty(String section) {
        if (within(Optional.of(section)).stream().allMatch(i -> entries.get(i).isBlank())) {
            String name = header(raw(section));
            int header = 0;
            while (!entries.get(header).header().equals(Optional.of(name))) {
                header++;
            }
            entries.remove(header);
            if (header > 0 && entries.get(header - 1).isBlank()) {
                entries.remove(header - 1);
            }
        }
    }

    /** Where a key that is not there belongs; makes its section. */
    private int place(Optional<String> section, String key) {
        if (section.isPresent() && !hasSection(section.get())) {
            if (!entries.isEmpty() && !entries.getLast().isBlank()) {
                insert(entries.size(), "");
            }
            insert(entries.size(), format == KeyFormat.INI ? "[" + raw(section.get()) + "]" : raw(section.get()));
            return entries.size();
        }
        List<Integer> within = within(section);
        Optional<Integer> comment = within.stream().filter(i -> commentsOut(entries.get(i).text(), key)).findFirst();
        if (comment.isPresent()) {
            return comment.get() + 1;
        }
        Optional<Integer> last = within.reversed().stream().filter(i -> !entries.get(i).isBlank()).findFirst();
        return last.map(i -> i + 1).orElseGet(() -> section.isEmpty() ? 0 : headerOf(section.get()) + 1);
    }

    private boolean commentsOut(String line, String key) {
        int start = skipBlanks(line, 0);
        if (start == line.length() || "#;".indexOf(line.charAt(start)) < 0) {
            return false;
        }
        return assignment(format, line.substring(start + 1)).filter(a -> normal(a.key()).equals(normal(raw(key)))).isPresent();
    }

    private int headerOf(String section) {
        int found = -1;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).header().equals(Optional.of(header(raw(section))))) {
                found = i;
            }
        }
        return found;
    }

    private void insert(int at, String text) {
        if (at > 0) {
            String previous = entries.get(at - 1).text();
            String ended = previous.endsWith("\n") ? previous : previous + lineEnd;
            // A last line that says it goes on would swallow the new one.
            boolean open = isContinued(format) && continues(previous) && entries.get(at - 1).assignment().isPresent();
            entries.set(at - 1, entry(format, open ? ended + lineEnd : ended));
        }
        entries.add(at, entry(format, text + lineEnd));
    }

    /** New lines look like the ones that are there. */
    private String indent(Optional<String> section) {
        return within(section).stream().flatMap(i -> entries.get(i).assignment().stream()).findFirst()
            .map(Assignment::indent).map(i -> i.replaceAll("[^ \t]", "")).orElse("");
    }

    private String separator() {
        return entries.stream().flatMap(e -> e.assignment().stream()).findFirst().map(Assignment::separator).orElse(switch (format) {
            case INI, EQUALS -> "=";
            case SPACE -> " ";
            case SYSCTL -> " = ";
        });
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder();
        entries.forEach(e -> text.append(e.text()));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
