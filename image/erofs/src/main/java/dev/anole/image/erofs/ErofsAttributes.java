package dev.anole.image.erofs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.LinkOption;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code java.nio.file} asks of a file. Users and groups are their numbers. */
record ErofsAttributes(Inode inode) implements PosixFileAttributes {
    private static final String USER = "user.";

    /** A number that stands for a user or a group. */
    private record Principal(String getName) implements GroupPrincipal {
        @Override
        public String toString() {
            return getName;
        }
    }

    @Override
    public UserPrincipal owner() {
        return new Principal(Long.toString(inode.uid()));
    }

    @Override
    public GroupPrincipal group() {
        return new Principal(Long.toString(inode.gid()));
    }

    @Override
    public Set<PosixFilePermission> permissions() {
        Set<PosixFilePermission> found = EnumSet.noneOf(PosixFilePermission.class);
        // In the order of the constants, from the owner's reading to the others' executing.
        for (PosixFilePermission each : PosixFilePermission.values()) {
            if ((inode.permissions() & 0400 >> each.ordinal()) != 0) {
                found.add(each);
            }
        }
        return found;
    }

    @Override
    public FileTime lastModifiedTime() {
        return FileTime.from(inode.modified());
    }

    @Override
    public FileTime lastAccessTime() {
        return lastModifiedTime();
    }

    @Override
    public FileTime creationTime() {
        return lastModifiedTime();
    }

    @Override
    public boolean isRegularFile() {
        return inode.type() == FileType.REGULAR;
    }

    @Override
    public boolean isDirectory() {
        return inode.type() == FileType.DIRECTORY;
    }

    @Override
    public boolean isSymbolicLink() {
        return inode.type() == FileType.SYMBOLIC_LINK;
    }

    @Override
    public boolean isOther() {
        return !inode.type().hasData();
    }

    @Override
    public long size() {
        return inode.size();
    }

    @Override
    public Object fileKey() {
        return inode.nid();
    }

    /** All by name; "unix" has what "posix" lacks. */
    Map<String, Object> named(String view) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("lastModifiedTime", lastModifiedTime());
        all.put("lastAccessTime", lastAccessTime());
        all.put("creationTime", creationTime());
        all.put("size", size());
        all.put("isRegularFile", isRegularFile());
        all.put("isDirectory", isDirectory());
        all.put("isSymbolicLink", isSymbolicLink());
        all.put("isOther", isOther());
        all.put("fileKey", fileKey());
        if (!view.equals("basic")) {
            all.put("owner", owner());
            all.put("group", group());
            all.put("permissions", permissions());
        }
        if (view.equals("unix")) {
            all.put("mode", inode.type().mode() | inode.permissions());
            all.put("uid", (int) inode.uid());
            all.put("gid", (int) inode.gid());
            all.put("nlink", (int) inode.links());
            all.put("ino", inode.nid());
            all.put("rdev", inode.device().map(each -> each.packed()).orElse(0L));
        }
        return all;
    }

    /** Of a path. */
    record View(ErofsPath path, LinkOption... options) implements PosixFileAttributeView {
        @Override
        public String name() {
            return "posix";
        }

        @Override
        public PosixFileAttributes readAttributes() throws IOException {
            return new ErofsAttributes(path.inode(options));
        }

        @Override
        public UserPrincipal getOwner() throws IOException {
            return readAttributes().owner();
        }

        @Override
        public void setPermissions(Set<PosixFilePermission> permissions) {
            throw new ReadOnlyFileSystemException();
        }

        @Override
        public void setGroup(GroupPrincipal group) {
            throw new ReadOnlyFileSystemException();
        }

        @Override
        public void setOwner(UserPrincipal owner) {
            throw new ReadOnlyFileSystemException();
        }

        @Override
        public void setTimes(FileTime modified, FileTime accessed, FileTime created) {
            throw new ReadOnlyFileSystemException();
        }
    }

    /** The attributes that begin with "user.", without that. */
    record UserView(ErofsPath path, LinkOption... options) implements UserDefinedFileAttributeView {
        @Override
        public String name() {
            return "user";
        }

        @Override
        public List<String> list() throws IOException {
            Inode inode = path.inode(options);
            return path.getFileSystem().read(image -> image.attributes(inode)).keySet().stream()
                    .filter(each -> each.startsWith(USER)).map(each -> each.substring(USER.length())).toList();
        }

        @Override
        public int size(String name) throws IOException {
            return value(name).length;
        }

        @Override
        public int read(String name, ByteBuffer into) throws IOException {
            byte[] value = value(name);
            into.put(value);
            return value.length;
        }

        private byte[] value(String name) throws IOException {
            Inode inode = path.inode(options);
            return path.getFileSystem().read(image -> image.attribute(inode, USER + name)).orElseThrow(() ->
                    new java.nio.file.FileSystemException(path.toString(), null, "no attribute user." + name));
        }

        @Override
        public int write(String name, ByteBuffer value) {
            throw new ReadOnlyFileSystemException();
        }

        @Override
        public void delete(String name) {
            throw new ReadOnlyFileSystemException();
        }
    }
}
