package dev.anole.cli;

import dev.anole.operation.Component;
import dev.anole.operation.Effect;
import dev.anole.operation.Kind;
import dev.anole.operation.Language;
import dev.anole.operation.OperationException;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The options of one command, made from the shape of its input: {@code maxFiles} is {@code --max-files N}, a flag has its
 * {@code --no-…}, a secret comes from {@code --…-file} or {@code --…-stdin}. Only the command that was asked for is made.
 *
 * <p>Values stay strings here; the shape reads and checks them, as it does for forms.
 */
final class CommandForm {
    private final String command;
    private final Shape<?> shape;
    private final Effect effect;
    private final CommandSpec spec;

    CommandForm(String command, Shape<?> shape, Effect effect) {
        this.command = command;
        this.shape = shape;
        this.effect = effect;
        this.spec = CommandSpec.create().name("anole " + command);
        for (GlobalOption option : GlobalOption.values()) {
            if (option.fits(effect)) {
                add(option.parameter().isPresent() ? valued(option.names()) : flag(option.names()));
            }
        }
        int position = 0;
        for (Component c : shape.components()) {
            if (c.positional()) {
                boolean many = c.kind() instanceof Kind.Many;
                spec.addPositional(PositionalParamSpec.builder().index(many ? position + "..*" : Integer.toString(position))
                    .arity(many ? "0..*" : "0..1").paramLabel("<" + c.option() + ">").type(List.class).auxiliaryTypes(String.class).build());
                position++;
            } else {
                addOptions(c);
            }
        }
    }

    /**
     * What was typed.
     *
     * @param globals what every command has
     * @param help    the help was asked for
     * @param version the version was asked for
     * @param values  by component
     * @param files   by component: the file that holds a secret
     * @param stdin   the secret that standard input holds
     */
    record Typed(Globals globals, boolean help, boolean version, Map<String, List<String>> values, Map<String, Path> files,
                 Optional<String> stdin) {
    }

    private void addOptions(Component c) {
        String name = "--" + c.option();
        if (c.secret()) {
            add(valued(List.of(name + "-file")));
            add(flag(List.of(name + "-stdin")));
        } else if (isFlag(c.kind())) {
            add(flag(List.of(name)));
            add(flag(List.of("--no-" + c.option())));
        } else {
            add(valued(List.of(name)));
        }
    }

    /** A component whose option clashes with one that every command has is a mistake of the one who wrote it. */
    private void add(OptionSpec option) {
        spec.addOption(option);
    }

    static boolean isFlag(Kind kind) {
        return kind instanceof Kind.Flag || kind instanceof Kind.Maybe(Kind.Flag _);
    }

    private static OptionSpec flag(List<String> names) {
        return OptionSpec.builder(names.toArray(String[]::new)).arity("0").type(boolean.class).build();
    }

    private static OptionSpec valued(List<String> names) {
        return OptionSpec.builder(names.toArray(String[]::new)).arity("1").type(List.class).auxiliaryTypes(String.class).build();
    }

    /** All options by name, for completion and suggestions. */
    Set<String> optionNames() {
        Set<String> names = new LinkedHashSet<>();
        spec.options().forEach(o -> names.addAll(List.of(o.names())));
        return names;
    }

    /**
     * Takes the arguments apart.
     *
     * @param usual the language and data directory where none is typed
     * @throws OperationException of kind USAGE, naming what was typed
     */
    Typed parse(List<String> arguments, Language usual) {
        CommandLine line = new CommandLine(spec);
        line.setExpandAtFiles(false);
        line.setOverwrittenOptionsAllowed(true);
        line.getCommandSpec().parser().toggleBooleanFlags(false);
        CommandLine.ParseResult result;
        try {
            result = line.parseArgs(arguments.toArray(String[]::new));
        } catch (CommandLine.UnmatchedArgumentException e) {
            throw unmatched(e.getUnmatched().getFirst());
        } catch (CommandLine.MissingParameterException e) {
            String option = e.getMissing().isEmpty() ? "" : ((OptionSpec) e.getMissing().getFirst()).longestName();
            throw usage(Text.of(option + " needs a value", option + " 缺少值"));
        } catch (CommandLine.ParameterException e) {
            throw usage(Text.same(e.getMessage().lines().findFirst().orElse("")));
        }
        return typed(result, usual);
    }

    private OperationException unmatched(String word) {
        if (word.startsWith("-") && word.length() > 1) {
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            boolean secret = shape.components().stream().anyMatch(c -> c.secret() && name.equals("--" + c.option()));
            if (secret) {
                return usage(Text.of(name + " is a secret, and arguments can be read by everybody: use " + name + "-file FILE or " + name + "-stdin",
                    name + " 是机密，而命令行参数人人可见：请使用 " + name + "-file FILE 或 " + name + "-stdin"));
            }
            return OperationException.usage(Text.of("\"" + command + "\" has no option " + name, "“" + command + "”没有选项 " + name),
                or(Suggestions.of(name, new TreeSet<>(optionNames())), seeHelp()));
        }
        return usage(Text.of("\"" + command + "\" takes no " + (spec.positionalParameters().isEmpty() ? "" : "further ") + "value \"" + word + "\"",
            "“" + command + "”不接受值“" + word + "”"));
    }

    private static Text or(Text first, Text second) {
        return first.en().isEmpty() ? second : first;
    }

    private Text seeHelp() {
        return Text.of("see anole " + command + " --help", "参见 anole " + command + " --help");
    }

    private OperationException usage(Text problem) {
        return OperationException.usage(problem, seeHelp());
    }

    private Typed typed(CommandLine.ParseResult result, Language usual) {
        Map<String, List<String>> values = new HashMap<>();
        Map<String, Path> files = new HashMap<>();
        Optional<String> stdin = Optional.empty();
        int position = 0;
        for (Component c : shape.components()) {
            String name = "--" + c.option();
            if (c.positional()) {
                List<String> given = result.matchedPositionalValue(position, List.of());
                position++;
                if (!given.isEmpty()) {
                    values.put(c.name(), whole(c, given));
                }
            } else if (c.secret()) {
                last(result, name + "-file").ifPresent(file -> files.put(c.name(), path(name + "-file", file)));
                if (given(result, name + "-stdin")) {
                    if (stdin.isPresent()) {
                        throw usage(Text.of("standard input holds one secret, not two", "标准输入只能提供一个机密"));
                    }
                    stdin = Optional.of(c.name());
                }
            } else if (isFlag(c.kind())) {
                flagValue(result, c).ifPresent(value -> values.put(c.name(), List.of(value)));
            } else if (result.hasMatchedOption(name)) {
                values.put(c.name(), whole(c, result.matchedOptionValue(name, List.of())));
            }
        }
        return new Typed(globals(result, usual), is(result, GlobalOption.HELP), is(result, GlobalOption.VERSION), values, files, stdin);
    }

    /** Paths are meant from where the person stands; whoever carries the command out stands somewhere else. */
    private List<String> whole(Component c, List<String> given) {
        return isLocation(c.kind()) ? given.stream().map(text -> text.isEmpty() ? text
            : path("--" + c.option(), text).toAbsolutePath().normalize().toString()).toList() : given;
    }

    private static boolean isLocation(Kind kind) {
        return switch (kind) {
            case Kind.Location _ -> true;
            case Kind.Maybe(Kind value) -> isLocation(value);
            case Kind.Many(Kind element) -> isLocation(element);
            case Kind.Flag _, Kind.Whole _, Kind.Real _, Kind.Words _, Kind.Choice _, Kind.Span _, Kind.Moment _, Kind.Hidden _,
                 Kind.Nested _, Kind.Keyed _, Kind.OneOf _ -> false;
        };
    }

    private Optional<String> flagValue(CommandLine.ParseResult result, Component c) {
        boolean yes = given(result, "--" + c.option());
        boolean no = given(result, "--no-" + c.option());
        if (yes && no) {
            throw usage(Text.of("--" + c.option() + " and --no-" + c.option() + " exclude each other",
                "--" + c.option() + " 与 --no-" + c.option() + " 不能同时使用"));
        }
        return yes ? Optional.of("true") : no ? Optional.of("false") : Optional.empty();
    }

    private static boolean given(CommandLine.ParseResult result, String name) {
        return result.hasMatchedOption(name);
    }

    private boolean is(CommandLine.ParseResult result, GlobalOption option) {
        return option.fits(effect) && result.hasMatchedOption(option.shown());
    }

    /** Of an option that is given more than once the last one counts, as everywhere. */
    private static Optional<String> last(CommandLine.ParseResult result, String name) {
        List<String> given = result.matchedOptionValue(name, List.of());
        return given.isEmpty() ? Optional.empty() : Optional.of(given.getLast());
    }

    private Path path(String option, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw usage(Text.of(option + ": not a path", option + "：不是路径"));
        }
    }

    private Globals globals(CommandLine.ParseResult result, Language usual) {
        Language language = last(result, GlobalOption.LANG.shown()).map(this::language).orElse(usual);
        return new Globals(is(result, GlobalOption.JSON), is(result, GlobalOption.DEBUG), language,
            last(result, GlobalOption.DATA.shown()).map(d -> path("--data", d)), !is(result, GlobalOption.NO_COLOR),
            is(result, GlobalOption.DRY_RUN), is(result, GlobalOption.YES),
            GlobalOption.CONFIRM.fits(effect) ? last(result, GlobalOption.CONFIRM.shown()) : Optional.empty());
    }

    private Language language(String text) {
        return switch (text) {
            case "en" -> Language.ENGLISH;
            case "zh" -> Language.CHINESE;
            default -> throw usage(Text.of("--lang: \"" + text + "\" is not one of en, zh", "--lang：“" + text + "”不是 en 或 zh"));
        };
    }

    /** The component as it is typed, for errors: {@code --max-files} or {@code <path>}. */
    static String typedName(Shape<?> shape, String where) {
        String first = where.contains(".") ? where.substring(0, where.indexOf('.')) : where;
        return shape.component(first).map(c -> c.positional() ? "<" + c.option() + ">"
            : c.secret() ? "--" + c.option() + "-file" : "--" + c.option()).orElse(where);
    }

}
