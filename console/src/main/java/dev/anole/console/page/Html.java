package dev.anole.console.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A piece of a page, built from elements and words. Every word and every attribute's value is escaped where it is
 * written, so text of the host (process names, log lines) stays text. Markup that is not escaped can only come from this
 * package's own constants.
 *
 * <p>Beyond what HTML asks for, control characters are shown as {@code \x1b}, and the marks that turn the direction of writing as a sign:
 * a process may call itself anything, and should not be able to look like another.
 */
public sealed interface Html extends Part {
    /** Elements of HTML that have no content. */
    Set<String> VOID = Set.of("input", "br", "hr", "meta", "link");

    /** Elements of a drawing; these close themselves, as those of HTML must not. */
    Set<String> DRAWN = Set.of("rect", "path", "line");

    /** Appends this piece to a page. */
    void writeTo(StringBuilder page);

    /** Words, escaped. */
    record Words(String text) implements Html {
        public Words {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public void writeTo(StringBuilder page) {
            escape(page, text);
        }
    }

    /** An element with its attributes and its content. */
    record Element(String name, List<Attribute> attributes, List<Html> content) implements Html {
        public Element {
            attributes = List.copyOf(attributes);
            content = List.copyOf(content);
            if ((VOID.contains(name) || DRAWN.contains(name)) && !content.isEmpty()) {
                throw new IllegalArgumentException(name + " has no content");
            }
        }

        @Override
        public void writeTo(StringBuilder page) {
            page.append('<').append(name);
            for (Attribute a : attributes) {
                page.append(' ').append(a.name());
                if (!a.value().isEmpty()) {
                    page.append("=\"");
                    escape(page, a.value());
                    page.append('"');
                }
            }
            if (DRAWN.contains(name)) {
                page.append("/>");
                return;
            }
            page.append('>');
            if (!VOID.contains(name)) {
                content.forEach(c -> c.writeTo(page));
                page.append("</").append(name).append('>');
            }
        }
    }

    /** Pieces one after the other. */
    record Sequence(List<Html> pieces) implements Html {
        public Sequence {
            pieces = List.copyOf(pieces);
        }

        @Override
        public void writeTo(StringBuilder page) {
            pieces.forEach(p -> p.writeTo(page));
        }
    }

    /** Markup of ours, written as it is. */
    final class Constant implements Html {
        private final String markup;

        private Constant(String markup) {
            this.markup = markup;
        }

        @Override
        public void writeTo(StringBuilder page) {
            page.append(markup);
        }

        /** For the constants of this package: icons and the document's type. Never for anything that was computed. */
        static Constant of(String markup) {
            return new Constant(markup);
        }
    }

    /** The whole as a string. */
    default String render() {
        StringBuilder page = new StringBuilder(16_384);
        writeTo(page);
        return page.toString();
    }

    static Html text(String words) {
        return new Words(words);
    }

    /** Nothing, where an alternative has nothing to show. */
    static Html none() {
        return new Sequence(List.of());
    }

    static Html all(Html... pieces) {
        return new Sequence(List.of(pieces));
    }

    static Html all(Collection<? extends Html> pieces) {
        return new Sequence(List.copyOf(pieces));
    }

    static Html all(Stream<? extends Html> pieces) {
        return new Sequence(pieces.<Html>map(p -> p).toList());
    }

    /** The part, or nothing. */
    static Part when(boolean shown, Part part) {
        return shown ? part : none();
    }

    /** An element from its attributes and its content, in any order. */
    static Element el(String name, Part... parts) {
        List<Attribute> attributes = new ArrayList<>();
        List<Html> content = new ArrayList<>(parts.length);
        for (Part part : parts) {
            switch (part) {
                case Attribute a -> attributes.add(a);
                case Sequence(List<Html> pieces) when pieces.isEmpty() -> { }
                case Html h -> content.add(h);
            }
        }
        return new Element(name, attributes, content);
    }

    /** An element that holds only words. */
    static Element el(String name, String words) {
        return new Element(name, List.of(), List.of(text(words)));
    }

    /** An element of a class that holds only words. */
    static Element el(String name, Attribute attribute, String words) {
        return new Element(name, List.of(attribute), List.of(text(words)));
    }

    static Attribute at(String name, String value) {
        return new Attribute(name, value);
    }

    /** An attribute without a value, such as {@code disabled}. */
    static Attribute at(String name) {
        return new Attribute(name, "");
    }

    static Attribute cls(String classes) {
        return new Attribute("class", classes);
    }

    static Attribute href(String address) {
        return new Attribute("href", address);
    }

    /** Escapes for content and for a quoted attribute alike. */
    static void escape(StringBuilder page, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                case '\n', '\t' -> page.append(c);
                default -> {
                    if (Character.isISOControl(c)) {
                        page.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                    } else if (turnsDirection(c) || Character.isSurrogate(c) && !paired(text, i)) {
                        page.append('\ufffd');
                    } else {
                        page.append(c);
                    }
                }
            }
        }
    }

    /** Marks of Unicode's bidirectional algorithm (UAX 9) that could make one name read as another. */
    private static boolean turnsDirection(char c) {
        return c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0x200e || c == 0x200f;
    }

    private static boolean paired(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c) ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
            : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
