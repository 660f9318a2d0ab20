package dev.anole.image.erofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** An image as {@code java.nio.file} has it: read-only, for several threads. */
final class ErofsFileSystem extends FileSystem {
    private final ErofsFileSystemProvider provider;
    private final Path source;
    private final ErofsImage image;
    private volatile boolean open = true;

    ErofsFileSystem(ErofsFileSystemProvider provider, Path source, ErofsImage image) {
        this.provider = provider;
        this.source = source;
        this.image = image;
    }

    /** The image's file. */
    Path source() {
        return source;
    }

    /** Asks the image; at this edge its errors are java.io's. */
    <T> T read(Function<ErofsImage, T> question) throws IOException {
        if (!open) {
            throw new ClosedFileSystemException();
        }
        try {
            return question.apply(image);
        } catch (ImageException e) {
            throw new IOException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            provider.forget(this);
            image.close();
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(ErofsPath.of(this, "/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of(new ErofsFileStore(image.superblock(), image.medium().name()));
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic", "posix", "unix", "user");
    }

    @Override
    public Path getPath(String first, String... more) {
        return ErofsPath.of(this, more.length == 0 ? first : first + "/" + String.join("/", more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        int colon = syntaxAndPattern.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("no syntax: " + syntaxAndPattern);
        }
        String pattern = syntaxAndPattern.substring(colon + 1);
        return switch (syntaxAndPattern.substring(0, colon)) {
            case "regex" -> {
                Pattern compiled = Pattern.compile(pattern);
                yield path -> compiled.matcher(path.toString()).matches();
            }
            // A glob means the same for all paths with slashes; that of the host knows how.
            case "glob" -> {
                PathMatcher host = source.getFileSystem().getPathMatcher(syntaxAndPattern);
                yield path -> host.matches(source.getFileSystem().getPath(path.toString()));
            }
            default -> throw new UnsupportedOperationException("syntax of " + syntaxAndPattern);
        };
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException("an image has numbers for users, and no names");
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("nothing changes in an image");
    }
}
