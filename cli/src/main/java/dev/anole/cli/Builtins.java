package dev.anole.cli;

import dev.anole.agent.AgentLock;
import dev.anole.cli.screen.Look;
import dev.anole.cli.screen.Terminal;
import dev.anole.console.AuditChain;
import dev.anole.console.ConsoleConfiguration;
import dev.anole.console.LoginLink;
import dev.anole.operation.Component;
import dev.anole.operation.Effect;
import dev.anole.operation.Host;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.Json;
import dev.anole.operation.Language;
import dev.anole.operation.OperationException;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
            return version(typed);
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
            case UP -> {
                Builtin.UpOptions options = options(builtin, typed, Builtin.UpOptions.class);
                yield new Up(house, terminal, typed.globals()).run(data(typed), consoleFlags(typed), options.open());
            }
            case AGENT -> agent(data(typed), typed);
            case CONSOLE -> {
                Builtin.ConsoleOptions options = options(builtin, typed, Builtin.ConsoleOptions.class);
                yield new ConsoleLife(house, terminal).run(data(typed), consoleFlags(typed), options.supervised());
            }
            case LOGIN_LINK -> {
                URI link = LoginLink.make(data(typed).resolve("console"), console(), Clock.systemUTC());
                terminal.print(typed.globals().json() ? "{\"link\":\"" + link + "\"}\n" : link + "\n");
                yield 0;
            }
            case AUDIT_VERIFY -> {
                AuditVerdict verdict = AuditVerdict.of(AuditChain.verify(data(typed).resolve("console"), console(), Clock.systemUTC()));
                terminal.print((typed.globals().json() ? Json.write(verdict) : verdict.sentence().in(typed.globals().language())) + "\n");
                yield verdict.exitCode();
            }
            case MCP -> new McpServer(house, terminal, typed.globals().data(), options(builtin, typed, Builtin.McpOptions.class).approvalWait()).run();
            case HELP -> help(options(builtin, typed, Builtin.HelpOptions.class), typed);
            case COMPLETION -> completion(options(builtin, typed, Builtin.CompletionOptions.class));
            case VERSION -> version(typed);
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

    private Path data(CommandForm.Typed typed) {
        return DataDirectory.of(typed.globals().data(), terminal.environment(), Host.local());
    }

    /** How the console is configured: it says where its records are. */
    private ConsoleConfiguration console() {
        return Settings.load(Map.of(), terminal.environment()).get(Settings.CONSOLE, ConsoleConfiguration.class);
    }

    /** What was typed for the console, and only that: the rest is configured elsewhere. */
    private static Map<String, String> consoleFlags(CommandForm.Typed typed) {
        Map<String, String> flags = new TreeMap<>();
        for (Component c : Shape.of(ConsoleConfiguration.class).components()) {
            List<String> given = typed.values().getOrDefault(c.name(), List.of());
            if (!given.isEmpty()) {
                flags.put(c.option(), given.getLast());
            }
        }
        return flags;
    }

    /** The agent by itself: until a signal asks for the end. */
    private int agent(Path data, CommandForm.Typed typed) {
        ServiceManager manager = ServiceManager.of(terminal.environment());
        DataDirectory.make(data, Host.local());
        StepLines steps = new StepLines(terminal, terminal.errLook(typed.globals().language(), typed.globals().colours()));
        // Whoever installs or starts this service by a change of its own holds the journal until the service counts as
        // started, so it does so before it has the journal.
        AgentLife agent = AgentLife.start(house, AgentLock.take(data), Settings.load(Map.of(), terminal.environment()), steps, held -> {
            terminal.sayLine("anole: waiting: " + held.problem().en());
            manager.ready("waiting: " + held.problem().en(), List::of);
        });
        Ending ending = Ending.onExit(() -> {
            manager.stopping();
            agent.close();
        });
        manager.ready("serving " + data, agent::failures);
        ending.await();
        ending.now();
        return 0;
    }

    private int version(CommandForm.Typed typed) {
        terminal.print(typed.globals().json() ? "{\"version\":\"" + Version.TEXT + "\"}\n" : "anole " + Version.TEXT + "\n");
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
