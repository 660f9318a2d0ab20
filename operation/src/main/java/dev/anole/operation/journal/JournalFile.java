package dev.anole.operation.journal;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.AllocateFlag;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.OpenFlag;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.util.Arrays;
import java.util.List;

/**
 * The file {@code journal.jsonl}: a first line that names format and version, then {@link JournalLine}s. It only grows at
 * its end, each line on disk before {@link #append} returns; to let lines go it is written anew beside itself and renamed.
 *
 * <p>Room for the outcome of a run is reserved before its beginning is written, so a disk that fills up meanwhile cannot
 * keep the journal from saying how the run ended.
 */
final class JournalFile implements AutoCloseable {
    /** The version that this class writes. It reads {@value #OLDEST} to this one. */
    static final int VERSION = 1;
    private static final int OLDEST = 1;
    /** Largest file that is read, in bytes. It is written anew long before ({@link FileJournal#JOURNAL_BYTES_KEPT}). */
    static final int BYTES_MAX = 64 << 20;
    /** Reserved behind a run's beginning for how it ends, in bytes. */
    static final int RESERVED_BYTES = 64 << 10;
    static final String NAME = "journal.jsonl";
    private static final String NEW = "journal.new";
    private static final int MODE = 0600;

    private final String path;
    private OpenFile file;
    private long size;
    private boolean broken;

    private JournalFile(String path) {
        this.path = path;
    }

    /** The bytes of the journal in a directory; none where there is no journal. */
    static byte[] bytes(String directory) {
        String path = directory + "/" + NAME;
        try (OpenFile file = OpenFile.open(path, Access.O_RDONLY)) {
            return checked(path, file.readAll(BYTES_MAX));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return new byte[0];
            }
            throw Refusal.of(path, e);
        } catch (FormatException e) {
            throw Refusal.failed(Text.of("the journal " + path + " is larger than " + (BYTES_MAX >> 20) + " MiB", "日志 " + path + " 超过 " + (BYTES_MAX >> 20) + " MiB"),
                Text.of("this is no journal of Anole's; move it away", "这不是 Anole 的日志；请移走它"), e);
        }
    }

    private static byte[] checked(String path, byte[] bytes) {
        int version = Reading.version(bytes);
        if (version > VERSION) {
            throw Refusal.conflict(
                Text.of("the journal " + path + " was written by a newer Anole (format " + version + "; this one reads up to " + VERSION + ")",
                    "日志 " + path + " 由更新版本的 Anole 写入（格式 " + version + "，此版本最多读到 " + VERSION + "）"),
                Text.of("use that Anole, or another --data directory", "请使用该版本，或换一个 --data 目录"));
        }
        if (version != 0 && version < OLDEST) {
            throw Refusal.conflict(
                Text.of("the journal " + path + " is of format " + version + ", which this Anole no longer reads",
                    "日志 " + path + " 的格式为 " + version + "，此版本的 Anole 已不再支持"),
                Text.of("open it once with the Anole before this one", "请先用上一个版本的 Anole 打开一次"));
        }
        return bytes;
    }

    /** Opens it for appending behind {@code goodBytes}, cutting what a dead process left half written; makes it if it is not there. */
    static JournalFile open(String directory, long goodBytes) {
        JournalFile journal = new JournalFile(directory);
        if (goodBytes == 0) {
            journal.rewrite(List.of());
        } else {
            journal.reopen();
            if (journal.file.status().size() > goodBytes) {
                journal.file.truncate(goodBytes);
                journal.file.sync();
            }
            journal.size = goodBytes;
        }
        return journal;
    }

    private void reopen() {
        if (file != null) {
            file.close();
        }
        file = OpenFile.open(path + "/" + NAME, Access.O_WRONLY, OpenFlag.O_APPEND, OpenFlag.O_NOFOLLOW);
        size = file.status().size();
    }

    long size() {
        return size;
    }

    /** Makes sure that this line, and an outcome after it, will have room. */
    void reserve(JournalLine line) {
        try {
            file.allocate(size, line.toBytes().length + (long) RESERVED_BYTES, AllocateFlag.FALLOC_FL_KEEP_SIZE);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EOPNOTSUPP) {   // a file system without reservations says it at the write
                throw full(e);
            }
        }
    }

    /** Writes a line, and returns when it is on disk. */
    void append(JournalLine line) {
        if (broken) {
            throw Refusal.failed(Text.of("the journal in " + path + " could not be written before", path + " 中的日志此前无法写入"),
                Text.of("see the disk's health, then start Anole again", "请检查磁盘状况，然后重新启动 Anole"));
        }
        byte[] bytes = line.toBytes();
        if (bytes.length > JournalLine.BYTES_MAX) {
            throw new IllegalArgumentException("a line of " + bytes.length + " bytes");
        }
        try {
            file.writeAll(bytes);
            file.sync();
            size += bytes.length;
        } catch (ErrnoException e) {
            cutBack();
            throw full(e);
        }
    }

    private void cutBack() {
        try {
            file.truncate(size);
            file.sync();
        } catch (ErrnoException e) {
            broken = true;   // what stands at the end is unknown now; a new opening reads and cuts it
        }
    }

    private OperationException full(ErrnoException e) {
        OperationException why = Refusal.of(path, e);
        return Refusal.failed(Text.of("the journal cannot be written, so nothing was changed: " + why.problem().en(),
            "无法写入变更日志，因此没有做任何改动：" + why.problem().zh()), why.remedy(), e);
    }

    /** Replaces the file by one with these lines, wholly or not at all. */
    void rewrite(List<JournalLine> lines) {
        try (Directory directory = Directory.open(path)) {
            if (directory.find(NEW, dev.anole.kernel.linux.Symlink.NO_FOLLOW).isPresent()) {
                directory.unlink(NEW);
            }
            try (OpenFile next = directory.create(NEW, MODE)) {
                next.writeAll(Reading.header(VERSION));
                for (JournalLine line : lines) {
                    next.writeAll(line.toBytes());
                }
                next.sync();
            }
            directory.rename(NEW, directory, NAME);
            directory.sync();
        }
        reopen();
    }

    /** Puts damaged bytes into a file of their own. */
    void setAside(String name, byte[] bytes, int from, int to) {
        try (Directory directory = Directory.open(path)) {
            if (directory.find(name, dev.anole.kernel.linux.Symlink.NO_FOLLOW).isEmpty()) {
                try (OpenFile aside = directory.create(name, MODE)) {
                    aside.writeAll(Arrays.copyOfRange(bytes, from, to));
                    aside.sync();
                }
                directory.sync();
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
