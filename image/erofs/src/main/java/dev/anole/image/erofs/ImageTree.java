package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An image as a tree. A directory that is met a second time is a fault: no tree has one, and so no walk over a
 * hostile image goes on for ever.
 */
public final class ImageTree implements FileTree {
    private final ErofsImage image;
    private final String name;
    private final Set<Long> visited = new HashSet<>();

    /** The image stays the caller's, who closes it. */
    public ImageTree(ErofsImage image) {
        this.image = image;
        name = image.medium().name();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FileEntry root() {
        visited.clear();
        return entry("", image.root());
    }

    @Override
    public List<FileEntry> children(FileEntry directory) {
        Inode inode = image.inode(directory.key().inode());
        if (!visited.add(inode.nid())) {
            throw inode.fault("the directory is met a second time, as " + directory.path());
        }
        List<FileEntry> children = new ArrayList<>();
        for (DirectoryEntry each : image.entries(inode)) {
            if (!each.isDots()) {
                Inode child = image.inode(each.nid());
                if (child.type() != each.type()) {
                    throw child.fault("it is a " + child.type() + ", and its entry says " + each.type());
                }
                children.add(entry(directory.child(each.name()), child));
            }
        }
        return children;
    }

    @Override
    public FileContent open(FileEntry file) {
        return new ImageContent(new ContentReader(image, image.inode(file.key().inode())));
    }

    @Override
    public void close() {
        // The image is the caller's.
    }

    private FileEntry entry(String path, Inode inode) {
        boolean link = inode.type() == FileType.SYMBOLIC_LINK;
        return new FileEntry(path, inode.type(), inode.permissions(), inode.uid(), inode.gid(), inode.modified(),
                inode.type() == FileType.REGULAR ? inode.size() : 0, inode.links(), new FileKey(0, inode.nid()),
                link ? Optional.of(image.linkTarget(inode)) : Optional.empty(), inode.device(),
                image.attributes(inode), true);
    }

    private record ImageContent(ContentReader content) implements FileContent {
        private static final int CHUNK_BYTES = 64 * 1024;

        @Override
        public int read(long position, ByteBuffer into) {
            int done = 0;
            byte[] chunk = new byte[Math.min(into.remaining(), CHUNK_BYTES)];
            int read;
            while (into.hasRemaining() && (read = content.read(position + done, chunk, 0,
                    Math.min(chunk.length, into.remaining()))) > 0) {
                into.put(chunk, 0, read);
                done += read;
            }
            return done;
        }

        @Override
        public OptionalLong nextData(long position) {
            for (long at = position; at < content.inode().size(); ) {
                Extent extent = content.extent(at);
                if (!(extent.source() instanceof Extent.Hole)) {
                    return OptionalLong.of(at);
                }
                at = extent.end();
            }
            return OptionalLong.empty();
        }

        @Override
        public long nextHole(long position) {
            for (long at = position; at < content.inode().size(); ) {
                Extent extent = content.extent(at);
                if (extent.source() instanceof Extent.Hole) {
                    return at;
                }
                at = extent.end();
            }
            return content.inode().size();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
