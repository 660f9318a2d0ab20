package dev.anole.cli;

import dev.anole.operation.Described;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The commands that are the program itself and no operation on a host. */
enum Builtin {
    HELP("help", HelpOptions.class, false, Text.of("Show what a command does and takes", "显示命令的用途和参数")),
    COMPLETION("completion", CompletionOptions.class, false, Text.of("Print the completion script for a shell", "输出 shell 补全脚本")),
    VERSION("version", NoOptions.class, false, Text.of("Show the version", "显示版本"));

    /** None. */
    public record NoOptions() {
    }

    /** Which command. */
    public record HelpOptions(@Described(en = "words of a command", zh = "命令", positional = true) List<String> command) {
    }

    /** Which shell. */
    public record CompletionOptions(@Described(en = "the shell", zh = "shell", positional = true) Shell shell) {
    }

    /** The shells that are known. */
    public enum Shell { BASH, ZSH, FISH }

    private final String word;
    private final Class<? extends Record> options;
    private final boolean hidden;
    private final Text summary;

    Builtin(String word, Class<? extends Record> options, boolean hidden, Text summary) {
        this.word = word;
        this.options = options;
        this.hidden = hidden;
        this.summary = summary;
    }

    String word() {
        return word;
    }

    Shape<?> shape() {
        return Shape.of(options);
    }

    /** Whether only the program itself uses it. */
    boolean hidden() {
        return hidden;
    }

    Text summary() {
        return summary;
    }

    static Optional<Builtin> of(String word) {
        return Arrays.stream(values()).filter(b -> b.word.equals(word)).findFirst();
    }
}
