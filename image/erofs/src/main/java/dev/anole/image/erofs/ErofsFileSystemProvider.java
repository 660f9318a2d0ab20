package dev.anole.image.erofs;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Images as file systems of {@code java.nio.file}: {@code FileSystems.newFileSystem(Path.of("root.erofs"))}, or by a URI
 * such as {@code erofs:file:///srv/root.erofs}. All is read-only. Attributes are those of "basic", "posix", "unix" and
 * "user".
 */
public final class ErofsFileSystemProvider extends FileSystemProvider {
    static final String SCHEME = "erofs";

    private final Map<Path, ErofsFileSystem> byUri = new ConcurrentHashMap<>();

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) throws IOException {
        Path source = source(uri);
        ErofsFileSystem made = open(source);
        if (byUri.putIfAbsent(source, made) != null) {
            made.close();
            throw new FileSystemAlreadyExistsException(uri.toString());
        }
        return made;
    }

    /** @throws UnsupportedOperationException for what is no image: another provider may know it */
    @Override
    public FileSystem newFileSystem(Path path, Map<String, ?> environment) throws IOException {
        if (!java.nio.file.Files.isRegularFile(path)) {
            throw new UnsupportedOperationException(path + " is no file");
        }
        try (Medium medium = Medium.open(path)) {
            byte[] magic = new byte[Integer.BYTES];
            if (medium.size() >= SuperblockLayout.PLACE + magic.length) {
                medium.read(SuperblockLayout.PLACE, magic, 0, magic.length);
            }
            if (new Bytes("magic", 0, magic, 0, magic.length).i32(0) != SuperblockLayout.EROFS_SUPER_MAGIC_V1) {
                throw new UnsupportedOperationException(path + " is no EROFS image");
            }
        }
        return open(path);
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        ErofsFileSystem found = byUri.get(source(uri));
        if (found == null) {
            throw new FileSystemNotFoundException(uri.toString());
        }
        return found;
    }

    @Override
    public Path getPath(URI uri) {
        String text = uri.getSchemeSpecificPart();
        int mark = text.lastIndexOf('!');
        return getFileSystem(uri).getPath(mark < 0 ? "/" : text.substring(mark + 1));
    }

    void forget(ErofsFileSystem closed) {
        byUri.values().remove(closed);
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
                                              FileAttribute<?>... attributes) throws IOException {
        for (OpenOption each : options) {
            if (each != StandardOpenOption.READ && !(each instanceof LinkOption)) {
                throw new ReadOnlyFileSystemException();
            }
        }
        ErofsPath own = ErofsPath.of(path);
        Inode inode = own.inode(options.contains(LinkOption.NOFOLLOW_LINKS)
                ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS} : new LinkOption[0]);
        if (inode.type() != FileType.REGULAR) {
            throw new FileSystemException(path.toString(), null, "it is a " + inode.type() + ", not a file with data");
        }
        return own.getFileSystem().read(image -> image.channel(inode));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        ErofsPath own = ErofsPath.of(directory);
        Inode inode = own.inode();
        if (inode.type() != FileType.DIRECTORY) {
            throw new NotDirectoryException(directory.toString());
        }
        List<Path> found = new ArrayList<>();
        own.getFileSystem().read(image -> {
            for (DirectoryEntry each : image.entries(inode)) {
                if (!each.isDots()) {
                    found.add(own.resolve(ErofsPath.of(own.getFileSystem(), each.name())));
                }
            }
            return found;
        });
        return new DirectoryStream<>() {
            private boolean taken;

            @Override
            public Iterator<Path> iterator() {
                if (taken) {
                    throw new IllegalStateException("a directory stream is gone through once");
                }
                taken = true;
                return found.stream().filter(each -> accepts(filter, each)).iterator();
            }

            @Override
            public void close() {
                taken = true;
            }
        };
    }

    private static boolean accepts(DirectoryStream.Filter<? super Path> filter, Path path) {
        try {
            return filter.accept(path);
        } catch (IOException e) {
            throw new DirectoryIteratorException(e);
        }
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        ErofsPath own = ErofsPath.of(link);
        Inode inode = own.inode(LinkOption.NOFOLLOW_LINKS);
        if (inode.type() != FileType.SYMBOLIC_LINK) {
            throw new NotLinkException(link.toString());
        }
        return ErofsPath.of(own.getFileSystem(), own.getFileSystem().read(image -> image.linkTarget(inode)));
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        if (one.equals(other)) {
            return true;
        }
        return one instanceof ErofsPath first && other instanceof ErofsPath second
                && first.getFileSystem() == second.getFileSystem() && first.inode().nid() == second.inode().nid();
    }

    @Override
    public boolean isHidden(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().startsWith(".");
    }

    @Override
    public FileStore getFileStore(Path path) {
        return ErofsPath.of(path).getFileSystem().getFileStores().iterator().next();
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        Inode inode = ErofsPath.of(path).inode();
        for (AccessMode each : modes) {
            if (each == AccessMode.WRITE || each == AccessMode.EXECUTE && (inode.permissions() & 0111) == 0) {
                throw new AccessDeniedException(path.toString(), null, each == AccessMode.WRITE
                        ? "an image is read-only" : "nobody may execute it");
            }
        }
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        ErofsPath own = ErofsPath.of(path);
        if (type == BasicFileAttributeView.class || type == PosixFileAttributeView.class) {
            return type.cast(new ErofsAttributes.View(own, options));
        }
        return type == UserDefinedFileAttributeView.class ? type.cast(new ErofsAttributes.UserView(own, options)) : null;
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        if (type != BasicFileAttributes.class && type != PosixFileAttributes.class) {
            throw new UnsupportedOperationException(type.getName());
        }
        return type.cast(new ErofsAttributes(ErofsPath.of(path).inode(options)));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
            throws IOException {
        int colon = attributes.indexOf(':');
        String view = colon < 0 ? "basic" : attributes.substring(0, colon);
        if (!Set.of("basic", "posix", "unix").contains(view)) {
            throw new UnsupportedOperationException("view " + view);
        }
        List<String> names = List.of(attributes.substring(colon + 1).split(","));
        Map<String, Object> all = new ErofsAttributes(ErofsPath.of(path).inode(options)).named(view);
        if (!names.contains("*")) {
            if (!all.keySet().containsAll(names)) {
                throw new IllegalArgumentException("attributes " + names + " of " + all.keySet());
            }
            all.keySet().retainAll(names);
        }
        return all;
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void delete(Path path) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) {
        throw new ReadOnlyFileSystemException();
    }

    private ErofsFileSystem open(Path source) throws IOException {
        try {
            return new ErofsFileSystem(this, source, ErofsImage.open(source));
        } catch (ErofsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Path source(URI uri) {
        if (!SCHEME.equals(uri.getScheme())) {
            throw new IllegalArgumentException("no URI of an image: " + uri);
        }
        String text = uri.getRawSchemeSpecificPart();
        int mark = text.lastIndexOf('!');
        return Path.of(URI.create(mark < 0 ? text : text.substring(0, mark))).toAbsolutePath().normalize();
    }
}
