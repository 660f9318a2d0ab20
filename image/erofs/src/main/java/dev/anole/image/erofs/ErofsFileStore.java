package dev.anole.image.erofs;

import java.nio.file.FileStore;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Set;

/** What an image is as a store: full. */
final class ErofsFileStore extends FileStore {
    private static final Set<Class<?>> VIEWS = Set.of(BasicFileAttributeView.class, PosixFileAttributeView.class,
            UserDefinedFileAttributeView.class);

    private final Superblock superblock;
    private final String name;

    ErofsFileStore(Superblock superblock, String name) {
        this.superblock = superblock;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String type() {
        return "erofs";
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public long getTotalSpace() {
        return superblock.blocks() << superblock.blockBits();
    }

    @Override
    public long getUsableSpace() {
        return 0;
    }

    @Override
    public long getUnallocatedSpace() {
        return 0;
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
        return VIEWS.contains(type);
    }

    @Override
    public boolean supportsFileAttributeView(String view) {
        return Set.of("basic", "posix", "unix", "user").contains(view);
    }

    @Override
    public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
        return null;
    }

    @Override
    public Object getAttribute(String attribute) {
        throw new UnsupportedOperationException("attribute " + attribute);
    }
}
