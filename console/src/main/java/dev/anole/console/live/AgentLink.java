package dev.anole.console.live;

import dev.anole.console.http.Refusal;
import dev.anole.operation.Actor;
import dev.anole.operation.Agent;
import dev.anole.operation.Door;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.Mode;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Problem;
import dev.anole.operation.Role;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskState;
import dev.anole.operation.Text;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The console's way to the agent. It tells an agent that is not there (503, since when, what to do) from an agent that
 * refuses, and remembers the host's name for the time when nobody tells it. The agent itself finds its way back: every
 * call tries anew.
 */
public final class AgentLink {
    /** Who reads for pages that refresh themselves and for the recorder; such reads leave no record. */
    public static final Actor CONSOLE = new Actor("console", Role.VIEWER, Door.SERVICE);

    private final Agent agent;
    private final Clock clock;
    private final AtomicReference<Optional<Instant>> lostSince = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Agent.Greeting>> greeted = new AtomicReference<>(Optional.empty());

    public AgentLink(Agent agent, Clock clock) {
        this.agent = Objects.requireNonNull(agent, "agent");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Since when the agent has not answered; empty while it does. */
    public Optional<Instant> lostSince() {
        return lostSince.get();
    }

    /** What the agent said of itself last; empty when it has never answered. */
    public Optional<Agent.Greeting> lastGreeting() {
        return greeted.get();
    }

    /** The host's name as far as it is known; empty text when no agent has told it yet. */
    public String host() {
        return greeted.get().map(Agent.Greeting::host).orElse("");
    }

    /** Greets the agent. */
    public Agent.Greeting greet() {
        try {
            Agent.Greeting greeting = agent.greeting();
            greeted.set(Optional.of(greeting));
            lostSince.set(Optional.empty());
            return greeting;
        } catch (RuntimeException e) {
            throw lost(e);
        }
    }

    private Refusal lost(RuntimeException e) {
        lostSince.compareAndSet(Optional.empty(), Optional.of(clock.instant()));
        Text reason = e instanceof OperationException o ? o.problem() : Text.same(String.valueOf(e.getMessage()));
        return Refusal.of(503, new Problem(OperationException.Kind.UNAVAILABLE,
            Text.of("the agent of this host does not answer: " + reason.en(), "这台主机的代理没有应答：" + reason.zh()),
            Text.of("see that it runs (anole up, or systemctl status anole-agent); the console tries again by itself",
                "请确认它在运行（anole up 或 systemctl status anole-agent）；控制台会自动重试"))).with("Retry-After", "2");
    }

    /**
     * Asks the agent.
     *
     * @throws Refusal with status 503 when it is not there
     */
    public <T> T ask(Function<Agent, T> question) {
        try {
            T answer = question.apply(agent);
            lostSince.set(Optional.empty());
            return answer;
        } catch (InvalidValue e) {
            throw e;
        } catch (OperationException e) {
            if (e.kind() == OperationException.Kind.UNAVAILABLE || e.kind() == OperationException.Kind.FAILED) {
                greet();   // an agent that greets has refused; one that does not is lost
            }
            throw e;
        } catch (RuntimeException e) {
            greet();
            throw e;
        }
    }

    public TaskId start(OperationName operation, Record input, Actor actor, Mode mode) {
        return ask(a -> a.start(operation, input, actor, mode));
    }

    /** Follows a task until its end in this thread; leaving early (an exception of the reader) stops a stream. */
    public void follow(TaskId task, Consumer<? super TaskEvent> reader) throws InterruptedException {
        boolean[] ours = new boolean[1];
        try {
            agent.follow(task, event -> {
                try {
                    reader.accept(event);
                } catch (RuntimeException e) {
                    ours[0] = true;
                    throw e;
                }
            });
        } catch (OperationException e) {
            if (!ours[0] && (e.kind() == OperationException.Kind.UNAVAILABLE || e.kind() == OperationException.Kind.FAILED)) {
                greet();
            }
            throw e;
        }
    }

    /** What a task of one value gave. */
    public record Result(TaskId task, TaskState state, Optional<Record> output) {
    }

    /**
     * Runs an operation that gives one value and waits for it.
     *
     * @throws OperationException when it was not done
     */
    public Result run(OperationName operation, Record input, Actor actor, Mode mode) throws InterruptedException {
        TaskId task = start(operation, input, actor, mode);
        return await(task);
    }

    /** Waits for a task's end. */
    public Result await(TaskId task) throws InterruptedException {
        AtomicReference<TaskEvent.Ended> end = new AtomicReference<>();
        follow(task, event -> {
            if (event instanceof TaskEvent.Ended e) {
                end.set(e);
            }
        });
        TaskEvent.Ended e = end.get();
        if (e == null) {
            throw lost(new IllegalStateException("the connection ended before the task did"));
        }
        if (e.problem().isPresent()) {
            throw e.problem().get().toException();
        }
        return new Result(task, e.state(), e.output());
    }

    /** Reads something for a page: no record is kept of it. */
    public Record read(OperationName operation, Record input) throws InterruptedException {
        return run(operation, input, CONSOLE, Mode.RUN).output().orElseThrow(() ->
            new IllegalStateException(operation + " gave nothing"));
    }
}
