package dev.anole.operation.journal;

import dev.anole.operation.Actor;
import dev.anole.operation.Context;
import dev.anole.operation.Door;
import dev.anole.operation.Host;
import dev.anole.operation.Journal;
import dev.anole.operation.Progress;
import dev.anole.operation.Role;
import dev.anole.operation.TaskId;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** A host in a temporary directory with a journal beside it. */
record Bench(Path base, Host host, Clock clock) {
    private static final Progress SILENT = new Progress() {
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

    private record BenchContext(TaskId task, Actor actor, Progress progress, Clock clock, Host host, Journal journal)
            implements Context {
    }

    static Bench in(Path base) throws IOException {
        Path root = base.resolve("root");
        Files.createDirectories(root.resolve("etc"));
        return new Bench(base, new Host("bench", root, Host.local().uid()), Clock.systemUTC());
    }

    Path journalDirectory() {
        return base.resolve("journal");
    }

    FileJournal journal() {
        return FileJournal.at(journalDirectory(), host, clock);
    }

    Context context(Journal journal) {
        return context(journal, SILENT);
    }

    Context context(Journal journal, Progress progress) {
        return new BenchContext(TaskId.random(), new Actor("tester", Role.ADMIN, Door.CLI), progress, clock, host, journal);
    }

    Path file(String absolute) {
        return host.path(absolute);
    }

    Path write(String absolute, String content) throws IOException {
        Path file = file(absolute);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
