package dev.anole.cli;

import dev.anole.cli.screen.Terminal;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.Language;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The {@code anole} command: its words name an operation or one of the few commands that are the program itself, and the
 * rest is what that one takes. Exit codes: 0 done, 1 findings, 2 usage, 3 not available here, 4 failed.
 */
public final class Main {
    private final House house;
    private final Terminal terminal;

    Main(House house, Terminal terminal) {
        this.house = house;
        this.terminal = terminal;
    }

    public static void main(String[] args) {
        // One line a message; systemd's journal adds the time.
        System.setProperty("java.util.logging.SimpleFormatter.format", System.getProperty("java.util.logging.SimpleFormatter.format", "%4$s %5$s%6$s%n"));
        Terminal terminal = Terminal.ofProcess();
        StartUpCache.complaint().ifPresent(c -> terminal.sayLine("anole: " + c));
        boolean stays = !"cli".equals(System.getProperty("anole.role", "cli"));
        if (stays) {
            SmallHeap.keep();
        }
        int code = new Main(new House(), terminal).run(List.of(args));
        if (System.getProperty("anole.role") != null && !stays) {
            // Everything is written and closed, so nothing is left to hooks; an orderly exit would first set up logging,
            // to be able to log that it exits.
            Runtime.getRuntime().halt(code);
        }
        System.exit(code);
    }

    /** Runs one command on {@code System.out}: for the launcher's training, which runs several in one JVM. */
    public static int run(String[] args) {
        StartUpCache.complaint(); // Not of interest here; but each start asks, so the training does.
        Terminal terminal = new Terminal(System.in, System.out, System.err, Terminal.Ends.NONE, System.getenv());
        return new Main(new House(), terminal).run(List.of(args));
    }

    /** @return the exit code */
    int run(List<String> typed) {
        Language language = language(typed);
        Complaint complaint = new Complaint(terminal, language, typed.contains("--json"), typed.contains("--debug"));
        try {
            refuseLostCharacters(typed);
            return dispatch(typed, language);
        } catch (Terminal.ReaderGone e) {
            return 0;
        } catch (OperationException e) {
            return complaint.say(e);
        } catch (InvalidValue e) {
            return complaint.say(e.toException());
        } catch (RuntimeException | Error e) {
            return complaint.say(OperationException.failed(
                Text.of("this is a mistake in Anole: " + e, "这是 Anole 自身的错误：" + e),
                Text.of("run it again with --debug and report what it shows", "请加 --debug 重新运行并报告其输出"), e));
        }
    }

    /** Java puts U+FFFD for what it cannot decode in the process's locale: a file of that name would be another file. */
    private static void refuseLostCharacters(List<String> typed) {
        if (typed.stream().anyMatch(word -> word.indexOf('\ufffd') >= 0)) {
            throw OperationException.usage(
                Text.of("an argument has characters that are lost in this locale", "参数中有当前区域设置无法表示的字符"),
                Text.of("set LC_ALL=C.UTF-8 and try again", "请设置 LC_ALL=C.UTF-8 后重试"));
        }
    }

    /** The language of errors, before anything else has been understood. */
    private Language language(List<String> typed) {
        Language usual = Globals.languageOf(terminal.environment());
        for (int i = 0; i < typed.size(); i++) {
            String word = typed.get(i);
            String value = word.startsWith("--lang=") ? word.substring(7) : word.equals("--lang") && i + 1 < typed.size() ? typed.get(i + 1) : "";
            usual = switch (value) {
                case "en" -> Language.ENGLISH;
                case "zh" -> Language.CHINESE;
                default -> usual;
            };
        }
        return usual;
    }

    private int dispatch(List<String> typed, Language language) {
        Set<String> names = names();
        Words words = Words.of(typed, names);
        Optional<Builtin> builtin = Builtin.of(words.name());
        if (builtin.isPresent()) {
            return new Builtins(house, terminal).run(builtin.get(), words.rest(), language);
        }
        if (words.command().isEmpty()) {
            return new Builtins(house, terminal).nothing(words.rest(), language);
        }
        Optional<Operation<?, ?>> operation = names.contains(words.name())
            ? house.catalog().find(OperationName.of(words.name())) : Optional.empty();
        return operation.isPresent() ? operate(operation.get(), words.rest(), language) : unknown(words, names, language);
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        house.catalog().operations().forEach(o -> names.add(o.name().toString()));
        for (Builtin builtin : Builtin.values()) {
            if (!builtin.hidden()) {
                names.add(builtin.word());
            }
        }
        return names;
    }

    private int operate(Operation<?, ?> operation, List<String> rest, Language language) {
        CommandForm form = new CommandForm(operation.name().toString(), operation.input(), operation.effect());
        CommandForm.Typed typed = form.parse(rest, language);
        if (typed.help()) {
            terminal.printLines(new Help(house, terminal.outLook(typed.globals().language(), typed.globals().colours())).operation(operation));
            return 0;
        }
        if (typed.version()) {
            terminal.print("anole " + Version.TEXT + "\n");
            return 0;
        }
        return new Execution(house, terminal, typed.globals()).run(operation, input(operation, typed));
    }

    private Record input(Operation<?, ?> operation, CommandForm.Typed typed) {
        Map<String, List<String>> values = new HashMap<>(typed.values());
        new TextInput(terminal, typed.stdin().map(s -> CommandForm.typedName(operation.input(), s).replace("-file", "-stdin"))).fillIn(values, operation.input());
        new SecretInput(terminal, typed.globals().language()).addTo(values, operation.input(), typed);
        try {
            return operation.input().parse(values);
        } catch (InvalidValue e) {
            String at = e.where().isEmpty() ? "" : CommandForm.typedName(operation.input(), e.where());
            throw OperationException.usage(
                Text.of((at.isEmpty() ? "" : at + ": ") + e.reason().en(), (at.isEmpty() ? "" : at + "：") + e.reason().zh()),
                Text.of("see anole " + operation.name() + " --help", "参见 anole " + operation.name() + " --help"));
        }
    }

    private int unknown(Words words, Set<String> names, Language language) {
        String name = words.name();
        List<String> longer = names.stream().filter(n -> n.startsWith(name + " ")).toList();
        if (!longer.isEmpty()) {
            if (words.rest().contains("--help") || words.rest().contains("-h")) {
                terminal.printLines(new Help(house, terminal.outLook(language, true)).group(name, longer));
                return 0;
            }
            throw OperationException.usage(
                Text.of("\"" + name + "\" is the beginning of " + longer.size() + " commands: " + String.join(", ", longer),
                    "“" + name + "”是 " + longer.size() + " 个命令的开头：" + String.join("、", longer)),
                Text.of("type one of them", "请输入其中之一"));
        }
        Text suggestion = Suggestions.of(name, names);
        throw OperationException.usage(Text.of("there is no command \"" + name + "\"", "没有命令“" + name + "”"),
            suggestion.en().isEmpty() ? Text.of("see anole --help", "参见 anole --help") : suggestion);
    }
}
