package dev.anole.operation;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/** A picture of an output that every door can draw: a terminal, a page, plain text. */
public sealed interface View {
    /** One sentence that says the main thing. */
    record Sentence(Text text) implements View {
        public Sentence {
            Objects.requireNonNull(text, "text");
        }
    }

    /** Labels with values, in order. */
    record Facts(List<Fact> facts) implements View {
        public Facts {
            facts = List.copyOf(facts);
        }
    }

    /** One label with its value; the value is data and is escaped. */
    record Fact(Text label, String value) {
        public Fact {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(value, "value");
        }
    }

    /** Records as rows; columns, units and alignment follow from the shape. */
    record Rows<T extends Record>(Shape<T> shape, List<T> rows) implements View {
        public Rows {
            Objects.requireNonNull(shape, "shape");
            rows = List.copyOf(rows);
        }
    }

    /** A tree of names with values. */
    record Tree(Node root) implements View {
        public Tree {
            Objects.requireNonNull(root, "root");
        }
    }

    /** One node of a tree. */
    record Node(String name, List<Fact> facts, List<Node> children) {
        public Node {
            Objects.requireNonNull(name, "name");
            facts = List.copyOf(facts);
            children = List.copyOf(children);
        }
    }

    /** Lines of text as they are: a log. */
    record Lines(List<String> lines) implements View {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /** What differs, file by file or value by value. */
    record Diff(List<FileDiff> files) implements View {
        public Diff {
            files = List.copyOf(files);
        }
    }

    /**
     * One target of a diff.
     *
     * @param target what differs: a path, the name of a kernel value
     * @param notes  what else differs or stays: owner, mode, attributes
     * @param lines  the lines with their neighbours, in order
     */
    record FileDiff(String target, List<Text> notes, List<DiffLine> lines) {
        public FileDiff {
            Objects.requireNonNull(target, "target");
            notes = List.copyOf(notes);
            lines = List.copyOf(lines);
        }
    }

    /** One line of a diff with its number on each side; a skipped stretch has neither number. */
    record DiffLine(Mark mark, OptionalInt before, OptionalInt after, String text) {
        public DiffLine {
            Objects.requireNonNull(mark, "mark");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(text, "text");
        }
    }

    /** What a line of a diff is. */
    enum Mark { SAME, REMOVED, ADDED, SKIPPED }

    /** Three states side by side, where an undo met a foreign change. */
    record Conflict(String target, String before, String ours, String now) implements View {
        public Conflict {
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(ours, "ours");
            Objects.requireNonNull(now, "now");
        }
    }

    /** Views under headings. */
    record Group(List<Section> sections) implements View {
        public Group {
            sections = List.copyOf(sections);
        }
    }

    /** A heading, which may be empty, and what stands under it. */
    record Section(Text title, View view) {
        public Section {
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(view, "view");
        }
    }
}
