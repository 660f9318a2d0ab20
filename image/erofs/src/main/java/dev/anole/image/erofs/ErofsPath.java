package dev.anole.image.erofs;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A path within an image: names with slashes between them, absolute with one before. */
final class ErofsPath implements Path {
    private final ErofsFileSystem fileSystem;
    private final boolean absolute;
    private final List<String> names;

    private ErofsPath(ErofsFileSystem fileSystem, boolean absolute, List<String> names) {
        this.fileSystem = fileSystem;
        this.absolute = absolute;
        this.names = List.copyOf(names);
    }

    static ErofsPath of(ErofsFileSystem fileSystem, String text) {
        List<String> names = new ArrayList<>();
        for (String each : text.split("/")) {
            if (!each.isEmpty()) {
                names.add(each);
            }
        }
        return new ErofsPath(fileSystem, text.startsWith("/"), names);
    }

    static ErofsPath of(Path path) {
        if (path instanceof ErofsPath own) {
            return own;
        }
        throw new ProviderMismatchException("not a path of an image: " + path);
    }

    /** What it leads to. */
    Inode inode(LinkOption... options) throws IOException {
        boolean follow = !List.of(options).contains(LinkOption.NOFOLLOW_LINKS);
        Optional<Inode> found = fileSystem.read(image -> follow ? image.resolve(toString()) : image.find(toString()));
        return found.orElseThrow(() -> new NoSuchFileException(toString()));
    }

    @Override
    public ErofsFileSystem getFileSystem() {
        return fileSystem;
    }

    @Override
    public boolean isAbsolute() {
        return absolute;
    }

    @Override
    public Path getRoot() {
        return absolute ? new ErofsPath(fileSystem, true, List.of()) : null;
    }

    @Override
    public Path getFileName() {
        return names.isEmpty() ? null : new ErofsPath(fileSystem, false, List.of(names.getLast()));
    }

    @Override
    public Path getParent() {
        if (names.isEmpty() || names.size() == 1 && !absolute) {
            return null;
        }
        return new ErofsPath(fileSystem, absolute, names.subList(0, names.size() - 1));
    }

    @Override
    public int getNameCount() {
        return names.size();
    }

    @Override
    public Path getName(int index) {
        return subpath(index, index + 1);
    }

    @Override
    public Path subpath(int from, int to) {
        if (from < 0 || to > names.size() || from >= to) {
            throw new IllegalArgumentException("names " + from + " to " + to + " of " + names.size());
        }
        return new ErofsPath(fileSystem, false, names.subList(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return other instanceof ErofsPath that && that.fileSystem == fileSystem && that.absolute == absolute
                && that.names.size() <= names.size() && names.subList(0, that.names.size()).equals(that.names);
    }

    @Override
    public boolean endsWith(Path other) {
        if (!(other instanceof ErofsPath that) || that.fileSystem != fileSystem) {
            return false;
        }
        int skipped = names.size() - that.names.size();
        return that.absolute ? equals(that) : skipped >= 0 && !that.names.isEmpty()
                && names.subList(skipped, names.size()).equals(that.names);
    }

    @Override
    public Path normalize() {
        Deque<String> kept = new ArrayDeque<>();
        for (String each : names) {
            boolean up = each.equals("..");
            if (up && !kept.isEmpty() && !kept.peekLast().equals("..")) {
                kept.removeLast();
            } else if (!each.equals(".") && !(up && absolute)) {
                kept.addLast(each);
            }
        }
        return new ErofsPath(fileSystem, absolute, List.copyOf(kept));
    }

    @Override
    public Path resolve(Path other) {
        ErofsPath that = of(other);
        if (that.absolute) {
            return that;
        }
        List<String> all = new ArrayList<>(names);
        all.addAll(that.names);
        return new ErofsPath(fileSystem, absolute, all);
    }

    @Override
    public Path relativize(Path other) {
        ErofsPath that = of(other);
        if (that.absolute != absolute) {
            throw new IllegalArgumentException("one of " + this + " and " + that + " is absolute");
        }
        int common = 0;
        while (common < Math.min(names.size(), that.names.size()) && names.get(common).equals(that.names.get(common))) {
            common++;
        }
        List<String> way = new ArrayList<>();
        for (int i = common; i < names.size(); i++) {
            way.add("..");
        }
        way.addAll(that.names.subList(common, that.names.size()));
        return new ErofsPath(fileSystem, false, way);
    }

    @Override
    public URI toUri() {
        try {
            String path = new URI(null, null, toAbsolutePath().toString(), null).getRawPath();
            return URI.create(ErofsFileSystemProvider.SCHEME + ":" + fileSystem.source().toUri() + "!" + path);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no URI can name " + this, e);
        }
    }

    @Override
    public Path toAbsolutePath() {
        return absolute ? this : new ErofsPath(fileSystem, true, names);
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        // Step by step, as the kernel does: a link's target begins where the link is.
        ErofsPath done = new ErofsPath(fileSystem, true, List.of());
        Deque<String> left = new ArrayDeque<>(names);
        int followed = 0;
        while (!left.isEmpty()) {
            String name = left.pop();
            if (name.equals("..")) {
                done = done.names.isEmpty() ? done : (ErofsPath) done.getParent();
                continue;
            }
            ErofsPath next = name.equals(".") ? done : (ErofsPath) done.resolve(of(fileSystem, name));
            Inode inode = next.inode(LinkOption.NOFOLLOW_LINKS);
            boolean last = left.isEmpty() && List.of(options).contains(LinkOption.NOFOLLOW_LINKS);
            if (inode.type() == FileType.SYMBOLIC_LINK && !last) {
                if (++followed > ErofsImage.LINKS_FOLLOWED_MAX) {
                    throw new java.nio.file.FileSystemLoopException(toString());
                }
                ErofsPath target = of(fileSystem, fileSystem.read(image -> image.linkTarget(inode)));
                target.names.reversed().forEach(left::push);
                done = target.absolute ? (ErofsPath) target.getRoot() : done;
            } else {
                done = next;
            }
        }
        return done;
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("nothing changes in an image");
    }

    @Override
    public int compareTo(Path other) {
        return Names.ORDER.compare(Names.bytes(toString()), Names.bytes(of(other).toString()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ErofsPath that && that.fileSystem == fileSystem && that.absolute == absolute
                && that.names.equals(names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    @Override
    public String toString() {
        return (absolute ? "/" : "") + String.join("/", names);
    }
}
