package dev.anole.console.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.anole.operation.Effect;
import dev.anole.operation.Json;
import dev.anole.operation.Kind;
import dev.anole.operation.OperationException;
import dev.anole.operation.Problem;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskLog;
import dev.anole.operation.TaskState;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The agent's tasks as this console has seen them, whatever door they came through. What is seen of a task and what the
 * audit log says of it are written in one transaction, with the number up to which the agent's log has been read: after
 * {@code kill -9} nothing is told twice and nothing is left out.
 */
public final class SeenTasks {
    /** Ended tasks that are kept; the oldest give way. */
    public static final int KEPT_MAX = 10_000;
    /** Plain reads among them that are kept once they are done: they leave nothing behind, and programs make many. */
    public static final int READS_MAX = 2_000;
    /** Tasks of one page at most. */
    public static final int PAGE_MAX = 200;
    /** Which tasks are wanted. */
    public enum Which {
        /** All of them. */
        ALL(""),
        /** What a person looks for: what changes, what did not end well, what is under way, what somebody ran by a form. */
        NOTABLE(" AND (effect <> 'READS' OR door = 'CONSOLE' OR state <> 'DONE')"),
        /** What only reads. */
        READS(" AND effect = 'READS'"),
        /** What explains a change of the host's charts: changes, and what failed. */
        EVENTS(" AND (effect IN ('CHANGES', 'DISRUPTS') OR state IN ('FAILED', 'INTERRUPTED'))");

        private final String sql;

        Which(String sql) {
            this.sql = sql;
        }
    }

    private static final String READ_UP_TO = "tasks.read-up-to";
    private static final int TRIM_EVERY = 100;

    private final Store store;
    private final AuditLog audit;
    private final int readsMax;
    private int sinceTrim;

    public SeenTasks(Store store, AuditLog audit) {
        this(store, audit, READS_MAX);
    }

    /** @param readsMax plain reads that are kept, as {@link #READS_MAX} */
    SeenTasks(Store store, AuditLog audit, int readsMax) {
        this.store = store;
        this.audit = audit;
        this.readsMax = readsMax;
    }

    /** The agent's sequence number up to which its log has been read. */
    public long readUpTo() {
        return new Settings(store).get(READ_UP_TO).map(Long::parseLong).orElse(0L);
    }

    /** The agent's log has begun anew: its numbers start from 1 again. */
    public void startOver() {
        new Settings(store).set(READ_UP_TO, "0");
    }

    /** Takes what the agent has told, oldest first. */
    public void take(List<TaskSummary> told) {
        if (told.isEmpty()) {
            return;
        }
        store.write(c -> {
            for (TaskSummary task : told) {
                Optional<TaskSummary> before = find(c, task.id());
                put(c, task);
                for (AuditEvent event : events(before, task)) {
                    audit.append(c, event);
                }
            }
            Settings.set(c, READ_UP_TO, Long.toString(told.getLast().sequence()));
            sinceTrim += told.size();
            if (sinceTrim >= TRIM_EVERY) {
                sinceTrim = 0;
                trim(c);
            }
            return true;
        });
    }

    /** A task that was under way and that the agent does not know any more: nobody will tell how it ended. */
    public void interrupted(TaskSummary task, Instant now) {
        take(List.of(new TaskSummary(readUpTo(), task.id(), task.operation(), task.input(), task.actor(), task.effect(),
            TaskState.INTERRUPTED, task.started(), Optional.of(now), task.decidedBy(),
            Optional.of(new Problem(OperationException.Kind.FAILED,
                Text.of("the agent that ran it does not know it any more", "运行它的代理已不再知道它"),
                Text.of("see the changes for what it had changed, then run it again", "先查看变更，再重新运行"))), Optional.empty())));
    }

    private static List<AuditEvent> events(Optional<TaskSummary> before, TaskSummary now) {
        List<AuditEvent> events = new ArrayList<>();
        if (before.isEmpty()) {
            boolean proposed = now.state() == TaskState.PROPOSED || (now.state() != TaskState.RUNNING && now.state() != TaskState.DONE
                && now.decidedBy().isPresent() && now.actor().door() == dev.anole.operation.Door.ASSISTANT && now.effect().needsApproval());
            events.add(event(proposed ? AuditEvent.Kind.TASK_PROPOSED : AuditEvent.Kind.TASK_STARTED, now.actor().name(), now, ""));
        }
        boolean wasProposed = before.isPresent() && before.get().state() == TaskState.PROPOSED;
        if (wasProposed && now.state() != TaskState.PROPOSED && now.state() != TaskState.STOPPED && now.decidedBy().isPresent()) {
            events.add(event(AuditEvent.Kind.TASK_APPROVED, now.decidedBy().get(), now, ""));
        }
        if (now.state().ended() && before.filter(b -> b.state().ended()).isEmpty()) {
            AuditEvent.Kind kind = now.operation().path().equals("changes/undo") ? AuditEvent.Kind.UNDO
                : now.effect() == Effect.CHANGES || now.effect() == Effect.DISRUPTS ? AuditEvent.Kind.CHANGE
                : AuditEvent.Kind.TASK_ENDED;
            String actor = now.state() == TaskState.STOPPED ? now.decidedBy().orElse(now.actor().name()) : now.actor().name();
            events.add(event(kind, actor, now, Kind.Choice.nameOf(now.state())
                + now.problem().map(p -> ": " + p.message().en()).orElse("")));
        }
        return events;
    }

    private static AuditEvent event(AuditEvent.Kind kind, String actor, TaskSummary task, String outcome) {
        StringWriter detail = new StringWriter();
        try (JsonGenerator to = Json.factory().createGenerator(detail)) {
            to.writeStartObject();
            to.writeStringField("task", task.id().value());
            to.writeStringField("effect", Kind.Choice.nameOf(task.effect()));
            to.writeStringField("asked", task.started().toString());
            if (task.ended().isPresent()) {
                to.writeStringField("ended", task.ended().get().toString());
            }
            String input = task.input();
            boolean long_ = input.length() > AuditEvent.DETAIL_MAX / 2;
            to.writeStringField("input", long_ ? input.substring(0, AuditEvent.DETAIL_MAX / 2) : input);
            if (long_) {
                to.writeStringField("inputSha256", java.util.HexFormat.of().formatHex(Token.sha256(input)));
            }
            to.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);   // a StringWriter has nothing to fail
        }
        return new AuditEvent(kind, actor, Kind.Choice.nameOf(task.actor().door()), "", task.operation().toString(), outcome,
            detail.toString());
    }

    private static void put(Connection c, TaskSummary task) throws SQLException {
        StringWriter body = new StringWriter();
        try (JsonGenerator to = Json.factory().createGenerator(body)) {
            TaskLog.write(to, task);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Both engines know this form of "insert or replace".
        try (PreparedStatement s = c.prepareStatement("INSERT INTO tasks (id, seq, operation, actor, state, started, ended, body, effect, door) "
                + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, state = excluded.state, "
                + "ended = excluded.ended, body = excluded.body")) {
            s.setString(1, task.id().value());
            s.setLong(2, task.sequence());
            s.setString(3, task.operation().toString());
            s.setString(4, task.actor().name());
            s.setString(5, task.state().name());
            s.setLong(6, task.started().toEpochMilli());
            if (task.ended().isPresent()) {
                s.setLong(7, task.ended().get().toEpochMilli());
            } else {
                s.setNull(7, java.sql.Types.BIGINT);
            }
            s.setString(8, body.toString().replace("\\u0000", "\\ufffd"));   // PostgreSQL's text holds no NUL
            s.setString(9, task.effect().name());
            s.setString(10, task.actor().door().name());
            s.executeUpdate();
        }
    }

    /** Changes are not pushed out by the reads of a program that asks every second. */
    private void trim(Connection c) throws SQLException {
        trim(c, "ended IS NOT NULL AND effect = 'READS' AND state = 'DONE'", readsMax);
        trim(c, "ended IS NOT NULL", KEPT_MAX);
    }

    private static void trim(Connection c, String which, int kept) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("DELETE FROM tasks WHERE " + which + " AND started < "
                + "COALESCE((SELECT started FROM tasks WHERE " + which + " ORDER BY started DESC LIMIT 1 OFFSET ?), 0)")) {
            s.setLong(1, kept - 1L);
            s.executeUpdate();
        }
    }

    /** How many are kept. */
    public long count() {
        return store.read(c -> People.count(c, "SELECT COUNT(*) FROM tasks"));
    }

    public Optional<TaskSummary> find(TaskId id) {
        return store.read(c -> find(c, id));
    }

    private static Optional<TaskSummary> find(Connection c, TaskId id) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT body FROM tasks WHERE id = ?")) {
            s.setString(1, id.value());
            return rows(s).stream().findFirst();
        }
    }

    /** All that had not ended when they were last seen, at most {@value #PAGE_MAX}. */
    public List<TaskSummary> open() {
        return store.read(c -> {
            try (PreparedStatement s = c.prepareStatement(
                    "SELECT body FROM tasks WHERE state IN ('RUNNING', 'PROPOSED') ORDER BY started DESC LIMIT " + PAGE_MAX)) {
                return rows(s);
            }
        });
    }

    /** The newest tasks of all kinds, those under way first. */
    public List<TaskSummary> page(Instant before, int limit) {
        return page(before, limit, Which.ALL);
    }

    /**
     * The newest tasks, those under way first.
     *
     * @param before only tasks that were asked for before this; {@link Instant#MAX} for the newest
     * @param limit  at most {@link #PAGE_MAX}
     */
    public List<TaskSummary> page(Instant before, int limit, Which which) {
        long millis = before.equals(Instant.MAX) ? Long.MAX_VALUE : before.toEpochMilli();
        return store.read(c -> {
            try (PreparedStatement s = c.prepareStatement("SELECT body FROM tasks WHERE started < ?" + which.sql + " ORDER BY "
                    + "CASE WHEN ended IS NULL THEN 0 ELSE 1 END, started DESC LIMIT ?")) {
                s.setLong(1, millis);
                s.setInt(2, Math.clamp(limit, 1, PAGE_MAX));
                return rows(s);
            }
        });
    }

    private static List<TaskSummary> rows(PreparedStatement s) throws SQLException {
        try (ResultSet rows = s.executeQuery()) {
            List<TaskSummary> tasks = new ArrayList<>();
            while (rows.next()) {
                try (JsonParser from = Json.factory().createParser(rows.getString(1))) {
                    from.nextToken();
                    tasks.add(TaskLog.read(from));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return tasks;
        }
    }
}
