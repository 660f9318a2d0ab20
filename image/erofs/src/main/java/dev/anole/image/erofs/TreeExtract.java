package dev.anole.image.erofs;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.Symlink;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Writes a tree into a new directory: with owners, modes, times, attributes, hard links, devices and holes.
 *
 * <p>Nothing can get out of the target. Every name is used alone, in a directory that was just made and is held open; no link
 * is ever followed, and an image's names hold no slash. The target appears under its name when it is whole.
 */
public final class TreeExtract {
    /** A level of directories takes an open file. */
    static final int DEPTH_MAX = 512;

    private static final int CHUNK_BYTES = 1 << 20;

    /** What a file keeps. */
    public enum Keep {
        /** Owner and group: needs root. */
        OWNERS,
        /** Attributes; those of "trusted" and "security" need root. */
        ATTRIBUTES,
        /** Device nodes: need root. Without, they are left out. */
        DEVICES
    }

    private final FileTree tree;
    private final Directory top;
    private final Set<Keep> keep;
    private final Map<FileKey, String> paths = new HashMap<>();
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    private long bytesLeft;

    private TreeExtract(FileTree tree, Directory top, Set<Keep> keep, long bytesMax) {
        this.tree = tree;
        this.top = top;
        this.keep = keep;
        bytesLeft = bytesMax;
    }

    /**
     * Extracts a tree.
     *
     * @param target a directory that does not exist yet; the one above it does
     * @param bytesMax stored bytes that are written at most, so that a small image cannot fill a disk
     * @throws RefusedException when the target exists, or there is more than that
     * @throws ErrnoException when the kernel refuses a file
     */
    public static void extract(FileTree tree, Path target, Set<Keep> keep, long bytesMax) throws IOException {
        if (Files.exists(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException(target.toString(), "it exists", "extract to a name that is free");
        }
        Path parent = target.toAbsolutePath().getParent();
        Path partial = Files.createTempDirectory(parent, "." + target.getFileName() + ".");
        boolean whole = false;
        try (Directory top = Directory.open(partial.toString())) {
            TreeExtract extract = new TreeExtract(tree, top, keep, bytesMax);
            FileEntry root = tree.root();
            extract.children(root, top, 0);
            try (Directory above = Directory.open(parent.toString())) {
                extract.describe(root, above, partial.getFileName().toString());
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            whole = true;
        } finally {
            if (!whole) {
                try (Directory above = Directory.open(parent.toString())) {
                    remove(above, partial.getFileName().toString());
                }
            }
        }
    }

    private void children(FileEntry directory, Directory into, int depth) {
        if (depth > DEPTH_MAX) {
            throw new RefusedException(directory.path(), "it lies more than " + DEPTH_MAX + " directories deep",
                    "extract a part of the tree");
        }
        for (FileEntry each : tree.children(directory)) {
            if (!Names.isPlain(Names.bytes(each.name()))) {
                throw new RefusedException(each.path(), "no file can have this name", "check the image");
            }
            one(each, into, depth);
        }
    }

    private void one(FileEntry entry, Directory into, int depth) {
        String name = entry.name();
        if (entry.links() > 1 && entry.type() != FileType.DIRECTORY) {
            String first = paths.putIfAbsent(entry.key(), entry.path());
            if (first != null) {
                top.link(first, into, name);
                return;
            }
        }
        switch (entry.type()) {
            case DIRECTORY -> {
                into.makeDirectory(name, 0700);
                try (Directory made = into.openDirectory(name, Symlink.NO_FOLLOW)) {
                    children(entry, made, depth + 1);
                }
            }
            case REGULAR -> regular(entry, into);
            case SYMBOLIC_LINK -> into.symlink(name, entry.target().orElseThrow());
            case CHARACTER_DEVICE, BLOCK_DEVICE -> {
                if (!keep.contains(Keep.DEVICES)) {
                    paths.remove(entry.key());
                    return;
                }
                into.makeNode(name, type(entry), 0600, entry.device());
            }
            case FIFO, SOCKET -> into.makeNode(name, type(entry), 0600, Optional.empty());
        }
        describe(entry, into, name);
    }

    /** The mode after the owner, which clears bits of it; the time last. */
    private void describe(FileEntry entry, Directory into, String name) {
        if (keep.contains(Keep.OWNERS)) {
            into.setOwner(name, entry.uid(), entry.gid(), Symlink.NO_FOLLOW);
        }
        if (keep.contains(Keep.ATTRIBUTES)) {
            var attributes = into.extendedAttributes(name, Symlink.NO_FOLLOW);
            entry.attributes().forEach(attributes::set);
        }
        if (entry.type() != FileType.SYMBOLIC_LINK) {
            into.setMode(name, entry.permissions(), Symlink.NO_FOLLOW);
        }
        into.setTimes(name, Optional.of(entry.modified()), Optional.of(entry.modified()), Symlink.NO_FOLLOW);
    }

    private void regular(FileEntry entry, Directory into) {
        try (OpenFile file = into.create(entry.name(), 0600); FileContent content = tree.open(entry)) {
            file.truncate(entry.size());
            long position = 0;
            while (true) {
                OptionalLong data = content.nextData(position);
                if (data.isEmpty()) {
                    break;
                }
                long end = content.nextHole(data.getAsLong());
                copy(entry, content, file, data.getAsLong(), end);
                position = end;
            }
        }
    }

    private void copy(FileEntry entry, FileContent content, OpenFile file, long from, long to) {
        for (long at = from; at < to; ) {
            chunk.clear().limit((int) Math.min(CHUNK_BYTES, to - at));
            int read = content.read(at, chunk);
            bytesLeft -= read;
            if (bytesLeft < 0) {
                throw new RefusedException(entry.path(), "the tree has more data than was allowed",
                        "allow more if you trust where it comes from");
            }
            chunk.flip();
            while (chunk.hasRemaining()) {
                long written = file.write(MemorySegment.ofBuffer(chunk), at + chunk.position());
                chunk.position(chunk.position() + (int) written);
            }
            at += read;
        }
    }

    private static dev.anole.kernel.linux.FileType type(FileEntry entry) {
        return switch (entry.type()) {
            case CHARACTER_DEVICE -> dev.anole.kernel.linux.FileType.CHARACTER_DEVICE;
            case BLOCK_DEVICE -> dev.anole.kernel.linux.FileType.BLOCK_DEVICE;
            case FIFO -> dev.anole.kernel.linux.FileType.FIFO;
            case SOCKET -> dev.anole.kernel.linux.FileType.SOCKET;
            case REGULAR, DIRECTORY, SYMBOLIC_LINK -> throw new IllegalArgumentException("no node: " + entry.path());
        };
    }

    /** What was begun goes again. */
    private static void remove(Directory above, String name) {
        if (above.status(name, Symlink.NO_FOLLOW).type() != dev.anole.kernel.linux.FileType.DIRECTORY) {
            above.unlink(name);
            return;
        }
        try (var reader = new dev.anole.kernel.linux.DirectoryReader(above.openDirectory(name, Symlink.NO_FOLLOW));
             Directory inside = reader.directory().duplicate()) {
            java.util.List<String> names = new java.util.ArrayList<>();
            while (reader.next()) {
                names.add(reader.name());
            }
            names.forEach(each -> remove(inside, each));
        }
        above.removeDirectory(name);
    }
}
