package dev.anole.cli;

import dev.anole.agent.AgentLock;
import dev.anole.agent.AgentServer;
import dev.anole.operation.Configuration;
import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Recovery;
import dev.anole.operation.Service;
import dev.anole.operation.TaskLog;
import dev.anole.operation.Tasks;
import dev.anole.operation.Text;
import dev.anole.operation.journal.FileJournal;
import dev.anole.ops.collect.Collector;
import dev.anole.ops.collect.CollectorConfiguration;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** All that the agent's process holds, from its lock to its socket. Closing it leaves nothing behind. */
final class AgentLife implements AutoCloseable {
    /** How often a journal that another process holds is tried. */
    private static final Duration JOURNAL_EVERY = Duration.ofMillis(100);

    private final AgentLock lock;
    private final FileJournal journal;
    private final Collector collector;
    private final Tasks tasks;
    private final AgentServer server;

    private AgentLife(AgentLock lock, FileJournal journal, Collector collector, Tasks tasks, AgentServer server) {
        this.lock = lock;
        this.journal = journal;
        this.collector = collector;
        this.tasks = tasks;
        this.server = server;
    }

    /**
     * Starts it, step by step; the directory's lock has been taken.
     *
     * @param steps is told each step that is done
     * @param held  is told when another process holds the journal; it throws what it is told, or the journal is waited for
     */
    static AgentLife start(House house, AgentLock lock, Configuration configuration, StepLines steps, Consumer<OperationException> held) {
        Path data = lock.data();
        Host host = Host.local();
        Clock clock = Clock.systemUTC();
        List<AutoCloseable> begun = new ArrayList<>();
        try {
            FileJournal journal = FileJournal.at(data.resolve("journal"), host, clock);
            begun.add(journal);
            Recovery recovery = open(journal, held);
            steps.done(Text.of("journal", "变更日志"), recovered(recovery));
            Tasks tasks = new Tasks(Version.TEXT, host, house.catalog(), () -> journal, TaskLog.open(data.resolve("tasks")), clock);
            begun.add(tasks);
            house.serve(tasks);
            house.configured(configuration);
            AgentServer server = new AgentServer(tasks, house.catalog(), lock);
            begun.add(server);
            server.start(new AgentServer.Configuration(data));
            steps.done(Text.of("agent", "代理"), Text.of(AgentServer.socket(data) + rights(host).en(), AgentServer.socket(data) + rights(host).zh()));
            Collector collector = house.collector();
            begun.add(collector);
            collector.start(configuration.get(Settings.COLLECTOR, CollectorConfiguration.class));
            steps.done(Text.of("collector", "采集器"), Text.of("a sample every " + seconds(collector, configuration), "采样间隔 " + seconds(collector, configuration)));
            return new AgentLife(lock, journal, collector, tasks, server);
        } catch (RuntimeException e) {
            Collections.reverse(begun);
            begun.forEach(AgentLife::end);
            throw e;
        }
    }

    /** A command that makes a change in its own process holds the journal for as long as that takes. */
    private static Recovery open(FileJournal journal, Consumer<OperationException> held) {
        boolean told = false;
        while (true) {
            try {
                return journal.open();
            } catch (OperationException e) {
                if (e.kind() != OperationException.Kind.CONFLICT) {
                    throw e;
                }
                if (!told) {
                    held.accept(e);
                    told = true;
                }
                LockSupport.parkNanos(JOURNAL_EVERY.toNanos());
            }
        }
    }

    private static String seconds(Collector collector, Configuration configuration) {
        return dev.anole.operation.Spans.format(configuration.get(collector.name(), CollectorConfiguration.class).every());
    }

    private static Text rights(Host host) {
        return host.isRoot() ? Text.of(", with root's rights", "，拥有 root 权限")
            : Text.of(", with this user's rights: what needs root says so", "，仅有当前用户的权限，需要 root 的功能会说明");
    }

    private static Text recovered(Recovery recovery) {
        int n = recovery.changes().size();
        Text changes = switch (n) {
            case 0 -> Text.of("nothing was left unfinished", "没有未完成的变更");
            case 1 -> Text.of("one unfinished change settled, see anole changes list", "已处理一项未完成的变更，参见 anole changes list");
            default -> Text.of(n + " unfinished changes settled, see anole changes list", "已处理 " + n + " 项未完成的变更，参见 anole changes list");
        };
        int damaged = recovery.damage().size();
        return damaged == 0 ? changes
            : Text.of(changes.en() + "; " + damaged + " damaged lines were set aside", changes.zh() + "；已移开 " + damaged + " 处损坏");
    }

    private static void end(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.getLogger(AgentLife.class.getName()).log(System.Logger.Level.WARNING, "not closed cleanly: " + e.getMessage());
        }
    }

    /** Why it does not do what it is for; empty while it does. */
    List<Text> failures() {
        return List.<Service<?>>of(server, collector).stream().map(Service::health)
            .flatMap(h -> switch (h) {
                case Service.Health.Good _, Service.Health.Impaired _ -> java.util.stream.Stream.<Text>empty();
                case Service.Health.Failed(Text reason, var _) -> java.util.stream.Stream.of(reason);
            }).toList();
    }

    @Override
    public void close() {
        List.of(server, tasks, collector, journal, lock).forEach(AgentLife::end);
    }
}
