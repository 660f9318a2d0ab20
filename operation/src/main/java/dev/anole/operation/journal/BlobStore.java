package dev.anole.operation.journal;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.OpenFlag;
import dev.anole.kernel.linux.RenameFlag;
import dev.anole.operation.Change;
import dev.anole.operation.Contents;
import dev.anole.operation.Text;
import java.util.Set;

/**
 * The content of files before and after changes: one file a content, named by its SHA-256, in {@code blobs/} of the
 * journal's directory. A name appears when its content is on disk whole; {@link #sync} puts the names on disk.
 */
final class BlobStore implements Contents {
    static final String DIRECTORY = "blobs";
    private static final int MODE = 0600;
    private static final String NEW = "new-";
    private static final int NAME_CHARS = 64;

    private final String path;

    BlobStore(String journal) {
        this.path = journal + "/" + DIRECTORY;
    }

    @Override
    public byte[] get(String sha256) {
        byte[] bytes = read(sha256);
        if (!Digest.of(bytes).equals(sha256)) {
            throw Refusal.failed(Text.of("the content " + path + "/" + sha256 + " is damaged: its digest is another",
                    "内容 " + path + "/" + sha256 + " 已损坏：摘要不符"),
                Text.of("what it belongs to cannot be put back; see the disk's health", "无法恢复它所属的内容；请检查磁盘状况"));
        }
        return bytes;
    }

    private byte[] read(String sha256) {
        try (OpenFile file = OpenFile.open(path + "/" + sha256, Access.O_RDONLY, OpenFlag.O_NOFOLLOW)) {
            return file.readAll(Change.FILE_BYTES_MAX + 1);
        } catch (ErrnoException e) {
            throw e.errno() == Errno.ENOENT ? Digest.missing(sha256) : Refusal.of(path, e);
        }
    }

    @Override
    public String put(byte[] bytes) {
        String sha256 = Digest.of(bytes);
        try (Directory directory = Directory.open(path)) {
            if (isThere(directory, sha256)) {
                return sha256;
            }
            String unfinished = NEW + sha256;
            directory.find(unfinished, dev.anole.kernel.linux.Symlink.NO_FOLLOW).ifPresent(_ -> directory.unlink(unfinished));
            try (OpenFile file = directory.create(unfinished, MODE)) {
                file.writeAll(bytes);
                file.sync();
            } catch (ErrnoException e) {
                directory.unlink(unfinished);   // half a content must not take the room that is missing
                throw e;
            }
            directory.rename(unfinished, directory, sha256);
        }
        return sha256;
    }

    /** Whether it is there and sound; what is damaged is written anew. */
    private static boolean isThere(Directory directory, String sha256) {
        try (OpenFile file = directory.open(sha256, Access.O_RDONLY, OpenFlag.O_NOFOLLOW)) {
            return Digest.of(file.readAll(Change.FILE_BYTES_MAX + 1)).equals(sha256);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    /** Waits until the names of all contents are on disk. */
    void sync() {
        try (Directory directory = Directory.open(path)) {
            directory.sync();
        }
    }

    /** Removes what no change names: left over by a process that died before it recorded its change. */
    void keepOnly(Set<String> named) {
        try (Directory directory = Directory.open(path)) {
            for (String name : DirectoryNames.of(directory)) {
                boolean ours = name.startsWith(NEW) || name.length() == NAME_CHARS;
                if (ours && !named.contains(name)) {
                    directory.unlink(name);
                }
            }
        }
    }

    /** How many bytes all contents together have. */
    long bytes() {
        long sum = 0;
        try (Directory directory = Directory.open(path)) {
            for (String name : DirectoryNames.of(directory)) {
                sum += directory.find(name, dev.anole.kernel.linux.Symlink.NO_FOLLOW).map(s -> s.size()).orElse(0L);
            }
        }
        return sum;
    }
}
