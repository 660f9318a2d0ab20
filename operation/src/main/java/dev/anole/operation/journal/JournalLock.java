package dev.anole.operation.journal;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.LockMode;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.OpenFlag;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.nio.charset.StandardCharsets;

/**
 * The right to write a journal: a lock on the open file {@code lock}, which the kernel lets go when its process dies, at
 * the latest. The file holds the process's number, for a person; the lock does not depend on it.
 */
final class JournalLock implements AutoCloseable {
    private static final String NAME = "lock";
    private static final int MODE = 0600;
    private static final int PID_CHARS_MAX = 20;

    private final OpenFile file;

    private JournalLock(OpenFile file) {
        this.file = file;
    }

    /**
     * Takes it.
     *
     * @throws OperationException {@link OperationException.Kind#CONFLICT} when another process has it
     */
    static JournalLock take(Directory journal) {
        OpenFile file = open(journal);
        if (!file.tryLock(LockMode.EXCLUSIVE)) {
            try (file) {
                throw held(journal.subject(), new String(file.readAll(PID_CHARS_MAX), StandardCharsets.US_ASCII).strip());
            }
        }
        file.truncate(0);
        file.writeAll((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII));
        return new JournalLock(file);
    }

    private static OpenFile open(Directory journal) {
        try {
            return journal.open(NAME, Access.O_RDWR, OpenFlag.O_NOFOLLOW);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
        try {
            return journal.create(NAME, MODE);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EEXIST) {   // another process was a moment faster
                return journal.open(NAME, Access.O_RDWR, OpenFlag.O_NOFOLLOW);
            }
            throw e;
        }
    }

    private static OperationException held(String journal, String pid) {
        boolean known = pid.matches("[1-9][0-9]*");
        return Refusal.conflict(
            Text.of("another Anole" + (known ? " (process " + pid + ")" : "") + " holds the journal " + journal,
                "另一个 Anole" + (known ? "（进程 " + pid + "）" : "") + "占用着日志 " + journal),
            Text.of("let it make the change (same --data directory), or stop it first",
                "请通过它来变更（使用相同的 --data 目录），或先停止它"));
    }

    @Override
    public void close() {
        file.close();
    }
}
