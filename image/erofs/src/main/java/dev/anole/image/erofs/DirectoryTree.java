package dev.anole.image.erofs;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.DirectoryReader;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.ExtendedAttributes;
import dev.anole.kernel.linux.FileStatus;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.OpenFlag;
import dev.anole.kernel.linux.Symlink;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A directory of this host as a tree, with everything that Linux keeps of a file. Symbolic links are never followed.
 *
 * @throws ErrnoException of every method, when the kernel refuses
 */
public final class DirectoryTree implements FileTree {
    /** The unit of {@code st_blocks}. */
    private static final int SECTOR_BITS = 9;
    private static final int SECTOR = 1 << SECTOR_BITS;

    private final Directory top;
    private final String name;

    private DirectoryTree(Directory top, String name) {
        this.top = top;
        this.name = name;
    }

    /** Opens a directory. */
    public static DirectoryTree open(Path directory) {
        String name = directory.toString();
        return new DirectoryTree(Directory.open(name.isEmpty() ? "." : name), name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FileEntry root() {
        return entry("", ".");
    }

    @Override
    public List<FileEntry> children(FileEntry directory) {
        List<byte[]> names = new ArrayList<>();
        String path = directory.path().isEmpty() ? "." : directory.path();
        try (DirectoryReader reader = new DirectoryReader(top.openDirectory(path, Symlink.NO_FOLLOW))) {
            while (reader.next()) {
                names.add(Names.bytes(reader.name()));
            }
        }
        names.sort(Names.ORDER);
        List<FileEntry> children = new ArrayList<>(names.size());
        for (byte[] each : names) {
            String child = directory.child(Names.text(each, 0, each.length));
            children.add(entry(child, child));
        }
        return children;
    }

    @Override
    public FileContent open(FileEntry file) {
        return new OpenContent(top.open(file.path(), Access.O_RDONLY, OpenFlag.O_NOFOLLOW), file);
    }

    @Override
    public void close() {
        top.close();
    }

    private FileEntry entry(String path, String name) {
        FileStatus status = top.status(name, Symlink.NO_FOLLOW);
        FileType type = type(status);
        return new FileEntry(path, type, status.mode(), status.uid(), status.gid(), status.modified(),
                type == FileType.REGULAR ? status.size() : 0, status.links(),
                new FileKey(status.device().packed(), status.inode()),
                type == FileType.SYMBOLIC_LINK ? Optional.of(top.readLink(name)) : Optional.empty(),
                status.special(), attributes(name), status.blocks() < status.size() + SECTOR - 1 >>> SECTOR_BITS);
    }

    private Map<String, byte[]> attributes(String name) {
        ExtendedAttributes all = top.extendedAttributes(name, Symlink.NO_FOLLOW);
        List<String> names;
        try {
            names = all.names();
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EOPNOTSUPP) {
                return Map.of();
            }
            throw e;
        }
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, byte[]> values = new LinkedHashMap<>();
        names.stream().sorted(Comparator.comparing(Names::bytes, Names.ORDER))
                .forEach(each -> all.get(each).ifPresent(value -> values.put(each, value)));
        return values;
    }

    private static FileType type(FileStatus status) {
        return switch (status.type()) {
            case REGULAR -> FileType.REGULAR;
            case DIRECTORY -> FileType.DIRECTORY;
            case SYMBOLIC_LINK -> FileType.SYMBOLIC_LINK;
            case CHARACTER_DEVICE -> FileType.CHARACTER_DEVICE;
            case BLOCK_DEVICE -> FileType.BLOCK_DEVICE;
            case FIFO -> FileType.FIFO;
            case SOCKET -> FileType.SOCKET;
            case UNKNOWN -> throw new IllegalStateException("a file of no kind: " + status);
        };
    }

    /** A file that is open. Buffers that are off-heap are filled by the kernel directly. */
    private record OpenContent(OpenFile file, FileEntry entry) implements FileContent {
        @Override
        public int read(long position, ByteBuffer into) {
            if (!into.isDirect()) {
                ByteBuffer direct = ByteBuffer.allocateDirect(into.remaining());
                int read = read(position, direct);
                into.put(direct.flip());
                return read;
            }
            int start = into.position();
            while (into.hasRemaining()) {
                long read = file.read(MemorySegment.ofBuffer(into), position + into.position() - start);
                if (read == 0) {
                    break;
                }
                into.position(into.position() + (int) read);
            }
            return into.position() - start;
        }

        @Override
        public OptionalLong nextData(long position) {
            OptionalLong found = file.nextData(position);
            return found.isPresent() && found.getAsLong() >= entry.size() ? OptionalLong.empty() : found;
        }

        @Override
        public long nextHole(long position) {
            return Math.min(entry.size(), file.nextHole(position).orElse(entry.size()));
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
