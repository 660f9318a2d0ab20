package dev.anole.console.store;

import dev.anole.operation.Text;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What was done, by whom, in a log that only grows. Each row holds the hash of its content and of the row before, so a
 * row that is changed, taken out or put in shows; the last row's hash is kept apart as well, so a cut end shows too. The
 * database refuses UPDATE and DELETE. Whoever owns the file can still write a whole new chain: to notice that, keep the
 * last hash somewhere else.
 */
public final class AuditLog {
    /** Rows of one page at most. */
    public static final int PAGE_MAX = 500;
    private static final int BATCH = 1_000;
    private static final String SELECT = "SELECT seq, at, kind, actor, door, remote, subject, outcome, detail, previous, hash FROM audit ";

    /** How the chain is. */
    public sealed interface Chain {
        /** Every row follows from the one before, up to the last one written. */
        record Whole(long rows, String head, Instant checked) implements Chain {
            public Whole {
                Objects.requireNonNull(head, "head");
                Objects.requireNonNull(checked, "checked");
            }
        }

        /** The first row that does not, and why. */
        record Broken(long seq, Text why, Instant checked) implements Chain {
            public Broken {
                Objects.requireNonNull(why, "why");
                Objects.requireNonNull(checked, "checked");
            }
        }
    }

    private record Head(long seq, String hash) {
        static final Head NONE = new Head(0, AuditEntry.GENESIS);
    }

    private final Store store;
    private final Clock clock;
    private volatile Head verified = Head.NONE;

    public AuditLog(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Writes one row; returns when it is on disk. */
    public AuditEntry append(AuditEvent event) {
        return store.write(c -> append(c, event));
    }

    /** Writes one row in the transaction of what it tells of, so that neither is there without the other. */
    AuditEntry append(Connection c, AuditEvent event) throws SQLException {
        if (store.engine() == Engine.POSTGRESQL) {
            // SQLite lets one writer in at a time; here two consoles would both continue the same row.
            try (PreparedStatement s = c.prepareStatement("LOCK TABLE audit IN EXCLUSIVE MODE")) {
                s.execute();
            }
        }
        Head head = head(c);
        AuditEntry row = AuditEntry.after(head.hash(), head.seq() + 1, Instant.ofEpochMilli(clock.millis()), event);
        try (PreparedStatement s = c.prepareStatement("INSERT INTO audit (seq, at, kind, actor, door, remote, subject, outcome, "
                + "detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            s.setLong(1, row.seq());
            s.setLong(2, row.at().toEpochMilli());
            s.setString(3, event.kind().name());
            s.setString(4, event.actor());
            s.setString(5, event.door());
            s.setString(6, event.remote());
            s.setString(7, event.subject());
            s.setString(8, event.outcome());
            s.setString(9, event.detail());
            s.setString(10, row.previous());
            s.setString(11, row.hash());
            s.executeUpdate();
        }
        String sql = head.seq() == 0 ? "INSERT INTO audit_head (seq, hash, id) VALUES (?, ?, 1)"
            : "UPDATE audit_head SET seq = ?, hash = ? WHERE id = 1";
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setLong(1, row.seq());
            s.setString(2, row.hash());
            s.executeUpdate();
        }
        return row;
    }

    private static Head head(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT seq, hash FROM audit_head WHERE id = 1"); ResultSet rows = s.executeQuery()) {
            return rows.next() ? new Head(rows.getLong(1), rows.getString(2)) : Head.NONE;
        }
    }

    /** How many rows were written. */
    public long rows() {
        return store.read(c -> head(c).seq());
    }

    /**
     * Which rows are wanted.
     *
     * @param kind  only of this kind
     * @param text  only those whose actor, subject or outcome holds this, in either case; empty for all
     * @param actor only of this person or program; empty for all
     * @param from  only those written at this time or later
     * @param to    only those written before this time
     */
    public record Filter(Optional<AuditEvent.Kind> kind, String text, String actor, Optional<Instant> from, Optional<Instant> to) {
        /** All rows. */
        public static final Filter NONE = new Filter(Optional.empty(), "", "", Optional.empty(), Optional.empty());

        public Filter {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
        }

        /** Of one kind. */
        public static Filter of(AuditEvent.Kind kind) {
            return new Filter(Optional.of(kind), "", "", Optional.empty(), Optional.empty());
        }

        private String sql() {
            return (kind.isPresent() ? " AND kind = ?" : "") + (actor.isEmpty() ? "" : " AND actor = ?") + (from.isPresent() ? " AND at >= ?" : "")
                + (to.isPresent() ? " AND at < ?" : "") + (text.isEmpty() ? ""
                : " AND (LOWER(actor) LIKE ? ESCAPE '!' OR LOWER(subject) LIKE ? ESCAPE '!' OR LOWER(outcome) LIKE ? ESCAPE '!')");
        }

        /** @return the number of the next parameter */
        private int bind(PreparedStatement s, int first) throws SQLException {
            int i = first;
            if (kind.isPresent()) {
                s.setString(i++, kind.get().name());
            }
            if (!actor.isEmpty()) {
                s.setString(i++, actor.replace("\0", ""));
            }
            if (from.isPresent()) {
                s.setLong(i++, from.get().toEpochMilli());
            }
            if (to.isPresent()) {
                s.setLong(i++, to.get().toEpochMilli());
            }
            if (!text.isEmpty()) {
                String like = "%" + text.toLowerCase(Locale.ROOT).replace("\0", "").replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
                for (int n = 0; n < 3; n++) {
                    s.setString(i++, like);
                }
            }
            return i;
        }
    }

    /**
     * The newest rows, the newest first.
     *
     * @param before only rows below this number; {@link Long#MAX_VALUE} for the newest
     * @param limit  at most {@link #PAGE_MAX}
     */
    public List<AuditEntry> page(long before, int limit, Filter filter) {
        return store.read(c -> {
            try (PreparedStatement s = c.prepareStatement(SELECT + "WHERE seq < ?" + filter.sql() + " ORDER BY seq DESC LIMIT ?")) {
                s.setLong(1, before);
                s.setInt(filter.bind(s, 2), Math.clamp(limit, 1, PAGE_MAX));
                return rows(s);
            }
        });
    }

    private static List<AuditEntry> rows(PreparedStatement s) throws SQLException {
        try (ResultSet rows = s.executeQuery()) {
            List<AuditEntry> list = new ArrayList<>();
            while (rows.next()) {
                list.add(new AuditEntry(rows.getLong(1), Instant.ofEpochMilli(rows.getLong(2)),
                    new AuditEvent(AuditEvent.Kind.valueOf(rows.getString(3)), rows.getString(4), rows.getString(5),
                        rows.getString(6), rows.getString(7), rows.getString(8), rows.getString(9)),
                    rows.getString(10), rows.getString(11)));
            }
            return list;
        }
    }

    /** Walks the whole chain and names the first row that is not what was written. */
    public Chain verify() {
        return walk(Head.NONE);
    }

    /** The same from where the last walk of this process ended: quick enough for a page. */
    public Chain verifyNew() {
        return walk(verified);
    }

    private Chain walk(Head from) {
        Chain chain = store.readWhole(c -> {
            Instant now = clock.instant();
            Head last = from;
            try (PreparedStatement s = c.prepareStatement(SELECT + "WHERE seq > ? ORDER BY seq LIMIT " + BATCH)) {
                while (true) {
                    s.setLong(1, last.seq());
                    List<AuditEntry> batch = rows(s);
                    for (AuditEntry row : batch) {
                        Optional<Text> why = wrong(row, last);
                        if (why.isPresent()) {
                            return new Chain.Broken(last.seq() + 1, why.get(), now);
                        }
                        last = new Head(row.seq(), row.hash());
                    }
                    if (batch.size() < BATCH) {
                        break;
                    }
                }
            } catch (IllegalArgumentException e) {
                return new Chain.Broken(last.seq() + 1, Text.of("a row of a kind that is not known", "有未知种类的记录"), now);
            }
            Head head = head(c);
            if (!head.equals(last)) {
                return new Chain.Broken(last.seq() + 1,
                    Text.of("rows are missing at the end: the last one written was " + head.seq(), "末尾缺少记录：最后写入的是 " + head.seq()), now);
            }
            return new Chain.Whole(last.seq(), last.hash(), now);
        });
        switch (chain) {
            case Chain.Whole whole -> verified = new Head(whole.rows(), whole.head());
            case Chain.Broken _ -> verified = Head.NONE;
        }
        return chain;
    }

    private static Optional<Text> wrong(AuditEntry row, Head last) {
        if (row.seq() != last.seq() + 1) {
            return Optional.of(Text.of("row " + (last.seq() + 1) + " is missing", "缺少第 " + (last.seq() + 1) + " 条"));
        }
        if (!row.previous().equals(last.hash())) {
            return Optional.of(Text.of("row " + row.seq() + " does not follow from the row before", "第 " + row.seq() + " 条与前一条不衔接"));
        }
        if (!row.hash().equals(row.computed())) {
            return Optional.of(Text.of("row " + row.seq() + " is not what was written", "第 " + row.seq() + " 条内容与写入时不符"));
        }
        return Optional.empty();
    }
}
