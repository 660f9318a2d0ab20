package dev.anole.operation;

import dev.anole.operation.journal.FileJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a room's operations in its tests as a door does: input as it is typed, output through JSON and back. */
public final class Asked implements AutoCloseable {
    private final Host host = Host.local();
    private final FileJournal journal;
    private Clock clock = Clock.systemUTC();

    /** @param work a directory of the test's own; the journal lies in it */
    public Asked(Path work) {
        journal = FileJournal.at(work.resolve("journal"), host, clock);
    }

    private record Asking(Actor actor, TaskId task, Progress progress, Clock clock, Host host, Journal journal) implements Context {
    }

    /** An administrator at the command line. */
    public Context context() {
        Progress nobodyLooks = new Progress() {
            @Override
            public void step(Text name) {
            }

            @Override
            public void amount(double done, double total, String unit) {
            }

            @Override
            public void log(String line) {
            }
        };
        return new Asking(new Actor("test", Role.ADMIN, Door.CLI), TaskId.random(), nobodyLooks, clock, host, journal);
    }

    public Host host() {
        return host;
    }

    public FileJournal journal() {
        return journal;
    }

    /** What operations take for now, from now on. */
    public void at(Clock now) {
        clock = now;
    }

    /** @param typed components as {@code name=text}; a list's several times */
    public <I extends Record, O extends Record> O run(Operation<I, O> operation, String... typed) throws InterruptedException {
        O output = operation.run(input(operation, typed), context());
        return operation.output() instanceof Output.Value<O>(var shape) ? Json.read(shape, Json.write(output), Json.Unknown.REFUSE) : output;
    }

    /** The same without an effect. */
    public <I extends Record, O extends Record> O preview(Previewed<I, O> operation, String... typed) throws InterruptedException {
        return operation.preview(input(operation, typed), context());
    }

    /** What it refuses, which is one line. */
    public OperationException refused(Operation<?, ?> operation, String... typed) {
        try {
            run(operation, typed);
        } catch (OperationException e) {
            if (e.problem().en().contains("\n")) {
                throw new AssertionError("more than a line: " + e.problem().en());
            }
            return e;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError(operation.name() + " was not refused");
    }

    private static <I extends Record> I input(Operation<I, ?> operation, String... typed) {
        Map<String, List<String>> values = new HashMap<>();
        for (String one : typed) {
            int equals = one.indexOf('=');
            values.computeIfAbsent(one.substring(0, equals), _ -> new ArrayList<>()).add(one.substring(equals + 1));
        }
        return operation.input().parse(values);
    }

    @Override
    public void close() {
        journal.close();
    }
}
