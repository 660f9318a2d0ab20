package dev.anole.console;

import dev.anole.console.store.AuditLog;
import dev.anole.console.store.Records;
import dev.anole.console.store.StoreException;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The state of the chain of hashes over the audit log, after every entry was computed again.
 *
 * @param entries  how many there are; of a broken chain those before the break
 * @param head     the newest entry's hash, to be kept elsewhere; empty for a broken chain
 * @param brokenAt the first entry that does not follow from the one before it; empty while all do
 * @param why      what is wrong with that one
 */
public record AuditChain(long entries, String head, OptionalLong brokenAt, Text why) {
    public AuditChain {
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(brokenAt, "brokenAt");
        Objects.requireNonNull(why, "why");
    }

    /**
     * Verifies the log of a console, which may be running, from another process that may read its store.
     *
     * @param directory     the console's own
     * @param configuration as the console has it: it says where the records are
     * @throws OperationException when no console has run there yet, or its store cannot be read
     */
    public static AuditChain verify(Path directory, ConsoleConfiguration configuration, Clock clock) {
        try (Records records = Records.beside(directory, configuration.store(), clock).orElseThrow(() -> LoginLink.absent(directory))) {
            return switch (records.audit().verify()) {
                case AuditLog.Chain.Whole(long rows, String head, var _) -> new AuditChain(rows, head, OptionalLong.empty(), Text.same(""));
                case AuditLog.Chain.Broken(long seq, Text why, var _) -> new AuditChain(seq - 1, "", OptionalLong.of(seq), why);
            };
        } catch (StoreException e) {
            throw new OperationException(OperationException.Kind.CONFLICT, e.problem(), e.remedy(), e);
        }
    }
}
