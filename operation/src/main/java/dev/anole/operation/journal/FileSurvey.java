package dev.anole.operation.journal;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FileStatus;
import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.OpenFlag;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.Change;
import dev.anole.operation.Contents;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.util.Optional;

/** How a name in a directory is: all that is needed to make it so again. */
final class FileSurvey {
    /** A file that changes while it is read is read again, so often. */
    private static final int TRIES_MAX = 3;

    /**
     * What was found.
     *
     * @param state  to be recorded
     * @param status of the inode, empty where nothing is there
     */
    record Found(TargetState state, Optional<FileStatus> status) {
    }

    private FileSurvey() {
    }

    /** What a name in a directory stands for; the last link is not followed. Content is kept in {@code into}. */
    static Found find(Directory directory, String name, Contents into) {
        OpenFile entry;
        try {
            entry = directory.open(name, Access.O_PATH, OpenFlag.O_NOFOLLOW);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return new Found(new TargetState.Absent(), Optional.empty());
            }
            throw e;
        }
        try (entry) {
            FileStatus status = entry.status();
            return switch (status.type()) {
                case REGULAR -> regular(entry, into);
                case SYMBOLIC_LINK -> new Found(new TargetState.Link(directory.readLink(name),
                    AttributeAccess.read(directory.extendedAttributes(name, Symlink.NO_FOLLOW), status, name),
                    status.modified()), Optional.of(status));
                case DIRECTORY -> new Found(new TargetState.Folder(AttributeAccess.read(entry, status)), Optional.of(status));
                case FIFO -> other("a FIFO", status);
                case CHARACTER_DEVICE, BLOCK_DEVICE -> other("a device", status);
                case SOCKET -> other("a socket", status);
                case UNKNOWN -> other("of a kind that the file system does not name", status);
            };
        }
    }

    private static Found other(String description, FileStatus status) {
        return new Found(new TargetState.Other(description), Optional.of(status));
    }

    private static Found regular(OpenFile entry, Contents into) {
        for (int i = 0; i < TRIES_MAX; i++) {
            FileStatus before = entry.status();
            if (before.size() > Change.FILE_BYTES_MAX) {
                return other("a file of " + before.size() + " bytes", before);
            }
            byte[] content = content(entry);
            TargetState state = new TargetState.Regular(into.put(content), content.length,
                AttributeAccess.read(entry, before), before.modified(), before.accessed());
            if (entry.status().changed().equals(before.changed()) && content.length == before.size()) {
                return new Found(state, Optional.of(before));
            }
        }
        throw Refusal.conflict(
            Text.of(Refusal.printable(entry.subject()) + " changes while it is read", "读取 " + Refusal.printable(entry.subject()) + " 时它仍在变化"),
            Text.of("stop what writes it (fuser " + Refusal.printable(entry.subject()) + "), then try again",
                "请停止正在写入它的程序（fuser " + Refusal.printable(entry.subject()) + "），然后重试"));
    }

    private static byte[] content(OpenFile entry) {
        try (OpenFile file = openQuietly(entry)) {
            return file.readAll(Change.FILE_BYTES_MAX);
        } catch (FormatException e) {
            throw new ErrnoException("read", Errno.EFBIG, entry.subject());
        }
    }

    /** Opens for reading without a trace in the access time, where the kernel allows that: to owner and root. */
    private static OpenFile openQuietly(OpenFile entry) {
        try {
            return Directory.working().open(entry.procPath(), Access.O_RDONLY, OpenFlag.O_NOATIME, OpenFlag.O_NONBLOCK);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EPERM) {
                return Directory.working().open(entry.procPath(), Access.O_RDONLY, OpenFlag.O_NONBLOCK);
            }
            throw e;
        }
    }
}
