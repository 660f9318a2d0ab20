package dev.anole.console;

import dev.anole.operation.Actor;
import dev.anole.operation.Agent;
import dev.anole.operation.Catalog;
import dev.anole.operation.Host;
import dev.anole.operation.Mode;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskLog;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Tasks;
import dev.anole.operation.Text;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A console with an agent in this process, on a free port, in a directory of its own. */
final class House implements AutoCloseable {
    static final String HOST = "testhost";

    final TestOperations.Counting counting = new TestOperations.Counting();
    final TestOperations.Quiet quiet = new TestOperations.Quiet();
    final TestOperations.Change change = new TestOperations.Change();
    final TestOperations.Disrupt disrupt = new TestOperations.Disrupt();
    final TestOperations.Samples samples = new TestOperations.Samples();
    final Catalog catalog = TestOperations.catalog(new TestOperations.Greet(), new TestOperations.Secretive(), counting, quiet,
        new TestOperations.Download(), change, disrupt, new TestOperations.Reveal(), new TestOperations.Slow(), samples);
    final Interrupted agent;
    final Console console;
    final Clock clock;

    House(Path directory) {
        this(directory, Clock.systemUTC(), UnaryOperator.identity());
    }

    House(Path directory, Clock clock, UnaryOperator<Map<String, List<String>>> options) {
        this.clock = clock;
        this.agent = new Interrupted(new Tasks("test", new Host(HOST, Path.of("/"), 0), catalog, () -> {
            throw new IllegalStateException("no journal");
        }, TaskLog.inMemory(), clock));
        console = new Console(catalog, agent, directory.resolve("console"), "test", clock);
        Map<String, List<String>> given = new java.util.HashMap<>(Map.of("port", List.of("0")));
        console.start(console.configuration().parse(options.apply(given)));
    }

    /** A configuration with nothing but defaults, or with this store. */
    static ConsoleConfiguration configured(Map<String, List<String>> more) {
        return dev.anole.operation.Shape.of(ConsoleConfiguration.class).parse(more);
    }

    /** A browser that has come in by a login link. */
    Browser admin() {
        Browser browser = new Browser(console.address());
        browser.comeIn(console.loginLink());
        return browser;
    }

    @Override
    public void close() {
        console.close();
        agent.close();
    }

    /** An agent that can be lost and found. */
    static final class Interrupted implements Agent {
        private final Agent real;
        private volatile boolean lost;

        Interrupted(Agent real) {
            this.real = real;
        }

        void lose() {
            lost = true;
        }

        void find() {
            lost = false;
        }

        private Agent there() {
            if (lost) {
                throw new OperationException(OperationException.Kind.UNAVAILABLE, Text.of("no agent answers at /x (gone)", "代理没有应答"),
                    Text.of("start one with anole up", "请用 anole up 启动"));
            }
            return real;
        }

        @Override
        public Greeting greeting() {
            return there().greeting();
        }

        @Override
        public List<Probed> probes() {
            return there().probes();
        }

        @Override
        public TaskId start(OperationName operation, Record input, Actor actor, Mode mode) {
            return there().start(operation, input, actor, mode);
        }

        @Override
        public void follow(TaskId task, Consumer<? super TaskEvent> reader) throws InterruptedException {
            there().follow(task, event -> {
                there();
                reader.accept(event);
            });
        }

        @Override
        public List<TaskSummary> tasks(long afterSequence, int limit) {
            return there().tasks(afterSequence, limit);
        }

        @Override
        public Optional<TaskSummary> task(TaskId id) {
            return there().task(id);
        }

        @Override
        public void stop(TaskId task, Actor actor) {
            there().stop(task, actor);
        }

        @Override
        public void approve(TaskId task, Actor actor) {
            there().approve(task, actor);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
