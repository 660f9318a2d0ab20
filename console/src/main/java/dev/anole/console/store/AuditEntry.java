package dev.anole.console.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;

/**
 * One row of the audit log.
 *
 * @param seq      counts the rows, from 1, without gaps
 * @param at       when it was written; the order is that of {@code seq}, because clocks jump
 * @param event    what happened
 * @param previous the hash of the row before; {@link #GENESIS} for the first
 * @param hash     SHA-256 over everything else of this row, in lower-case hexadecimal
 */
public record AuditEntry(long seq, Instant at, AuditEvent event, String previous, String hash) {
    /** What the first row holds in place of the hash of a row before. */
    public static final String GENESIS = "0".repeat(64);

    public AuditEntry {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(hash, "hash");
    }

    /** The row that follows a row with this hash. */
    static AuditEntry after(String previous, long seq, Instant at, AuditEvent event) {
        return new AuditEntry(seq, at, event, previous, hash(previous, seq, at, event));
    }

    /** What the hash of this row has to be. */
    String computed() {
        return hash(previous, seq, at, event);
    }

    /**
     * Every field stands behind its length, so that no two rows have the same bytes:
     * {@code <length of UTF-8>:<UTF-8>,} for previous, seq, at in milliseconds, kind, actor, door, remote, subject,
     * outcome, detail.
     */
    private static String hash(String previous, long seq, Instant at, AuditEvent e) {
        StringBuilder text = new StringBuilder(256);
        for (String field : new String[] {previous, Long.toString(seq), Long.toString(at.toEpochMilli()), e.kind().name(),
            e.actor(), e.door(), e.remote(), e.subject(), e.outcome(), e.detail()}) {
            text.append(field.getBytes(StandardCharsets.UTF_8).length).append(':').append(field).append(',');
        }
        return HexFormat.of().formatHex(Token.sha256(text.toString()));
    }
}
