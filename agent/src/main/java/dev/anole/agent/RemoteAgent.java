package dev.anole.agent;

import dev.anole.operation.Actor;
import dev.anole.operation.Agent;
import dev.anole.operation.Catalog;
import dev.anole.operation.Door;
import dev.anole.operation.Json;
import dev.anole.operation.Mode;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The {@link Agent} of another process, over its socket. Every call finds the agent anew, so one that has restarted in
 * the meantime is found as well; calls that only ask share a few connections. Any number of threads may use it.
 */
public final class RemoteAgent implements Agent {
    private final Lines lines;
    private final Catalog catalog;

    private RemoteAgent(Lines lines, Catalog catalog) {
        this.lines = lines;
        this.catalog = catalog;
    }

    /**
     * An agent that is asked when it is needed, whether it answers now or not.
     *
     * @param data    the data directory that it serves
     * @param catalog the operations whose shapes this process knows
     * @param door    for whom this process speaks
     */
    public static RemoteAgent at(Path data, Catalog catalog, Door door) {
        return new RemoteAgent(new Lines(AgentSocket.in(data), Objects.requireNonNull(door, "door"), Wire.SPOKEN),
            Objects.requireNonNull(catalog, "catalog"));
    }

    /**
     * The agent of a data directory, when one answers.
     *
     * @throws OperationException when one answers and refuses
     */
    public static Optional<RemoteAgent> find(Path data, Catalog catalog, Door door) {
        Path socket = AgentSocket.in(data);
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        RemoteAgent agent = at(data, catalog, door);
        try {
            agent.lines.probe();
            return Optional.of(agent);
        } catch (Lines.NobodyThere e) {
            agent.close();
            return Optional.empty();
        } catch (RuntimeException e) {
            agent.close();
            throw e;
        }
    }

    @Override
    public Greeting greeting() {
        return lines.ask(new Call.Greet(), line -> switch (line.reply()) {
            case Reply.Greeted(Greeting greeting) -> greeting;
            case Reply other -> throw line.unexpected(other);
        });
    }

    @Override
    public List<Probed> probes() {
        return lines.ask(new Call.ListProbes(), line -> {
            List<Probed> all = new ArrayList<>();
            while (true) {
                switch (line.reply()) {
                    case Reply.Probed(Probed probed) -> all.add(probed);
                    case Reply.Done _ -> {
                        return List.copyOf(all);
                    }
                    case Reply other -> throw line.unexpected(other);
                }
            }
        });
    }

    @Override
    public TaskId start(OperationName operation, Record input, Actor actor, Mode mode) {
        return lines.act(line -> {
            line.send(Call.frame(new Call.Start(operation, actor, mode)));
            // In the clear: the peer's end is the agent that will use the secret, on a socket that checks who asks.
            line.send(Frame.record(Json.writeRevealing(input)));
            return switch (line.reply()) {
                case Reply.Started(TaskId task) -> task;
                case Reply other -> throw line.unexpected(other);
            };
        });
    }

    @Override
    public void follow(TaskId task, Consumer<? super TaskEvent> reader) throws InterruptedException {
        try (Line line = lines.open()) {
            new Followed(line, catalog, task).tell(reader);
        }
    }

    @Override
    public List<TaskSummary> tasks(long afterSequence, int limit) {
        return lines.ask(new Call.ListTasks(afterSequence, limit), RemoteAgent::summaries);
    }

    @Override
    public Optional<TaskSummary> task(TaskId id) {
        return lines.ask(new Call.FindTask(id), RemoteAgent::summaries).stream().findFirst();
    }

    private static List<TaskSummary> summaries(Line line) {
        List<TaskSummary> all = new ArrayList<>();
        while (true) {
            switch (line.reply()) {
                case Reply.Listed(TaskSummary task) -> all.add(task);
                case Reply.Done _ -> {
                    return List.copyOf(all);
                }
                case Reply other -> throw line.unexpected(other);
            }
        }
    }

    @Override
    public void stop(TaskId task, Actor actor) {
        order(new Call.Stop(task, actor));
    }

    @Override
    public void approve(TaskId task, Actor actor) {
        order(new Call.Approve(task, actor));
    }

    private void order(Call call) {
        lines.act(line -> {
            line.send(Call.frame(call));
            return switch (line.reply()) {
                case Reply.Done done -> done;
                case Reply other -> throw line.unexpected(other);
            };
        });
    }

    /** Closes the connections; tasks go on, except streams that were followed here. */
    @Override
    public void close() {
        lines.close();
    }

    /** What is said when the agent is not there. */
    static OperationException absent(Path socket, String reason) {
        return new OperationException(OperationException.Kind.UNAVAILABLE,
            Text.of("no agent answers at " + socket + " (" + reason + ")", "代理 " + socket + " 没有应答（" + reason + "）"),
            Text.of("start one with anole up", "请用 anole up 启动"));
    }
}
