package dev.anole.cli;

import dev.anole.cli.screen.Look;
import dev.anole.cli.screen.Terminal;
import dev.anole.operation.Effect;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.Language;
import dev.anole.operation.OperationException;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.util.ArrayList;
import java.util.List;

/** Runs the commands that are the program itself. */
final class Builtins {
    private final House house;
    private final Terminal terminal;

    Builtins(House house, Terminal terminal) {
        this.house = house;
        this.terminal = terminal;
    }

    /** Options without a command: the help of all, or the version. */
    int nothing(List<String> rest, Language language) {
        CommandForm.Typed typed = new CommandForm("", Shape.of(Builtin.NoOptions.class), Effect.READS).parse(rest, language);
        if (typed.version()) {
            return version();
        }
        terminal.printLines(new Help(house, look(typed)).all());
        return 0;
    }

    /** @return the exit code */
    int run(Builtin builtin, List<String> rest, Language language) {
        CommandForm.Typed typed = new CommandForm(builtin.word(), builtin.shape(), Effect.READS).parse(rest, language);
        if (typed.help()) {
            terminal.printLines(new Help(house, look(typed)).builtin(builtin));
            return 0;
        }
        return switch (builtin) {
            case HELP -> help(options(builtin, typed, Builtin.HelpOptions.class), typed);
            case COMPLETION -> completion(options(builtin, typed, Builtin.CompletionOptions.class));
            case VERSION -> version();
        };
    }

    private <R extends Record> R options(Builtin builtin, CommandForm.Typed typed, Class<R> type) {
        try {
            return type.cast(builtin.shape().parse(typed.values()));
        } catch (InvalidValue e) {
            String at = e.where().isEmpty() ? "" : CommandForm.typedName(builtin.shape(), e.where()) + ": ";
            throw OperationException.usage(Text.of(at + e.reason().en(), at + e.reason().zh()),
                Text.of("see anole " + builtin.word() + " --help", "参见 anole " + builtin.word() + " --help"));
        }
    }

    private Look look(CommandForm.Typed typed) {
        return terminal.outLook(typed.globals().language(), typed.globals().colours());
    }

    private int version() {
        terminal.print("anole " + Version.TEXT + "\n");
        return 0;
    }

    private int help(Builtin.HelpOptions options, CommandForm.Typed typed) {
        if (options.command().isEmpty()) {
            terminal.printLines(new Help(house, look(typed)).all());
            return 0;
        }
        List<String> asked = new ArrayList<>(options.command());
        asked.addAll(List.of("--help", "--lang", typed.globals().language().tag()));
        return new Main(house, terminal).run(asked);
    }

    private int completion(Builtin.CompletionOptions options) {
        terminal.print(new Completion(house.catalog()).script(options.shell()));
        return 0;
    }
}
