package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * The extended attributes of a file, xattr(7): {@code user.*}, {@code trusted.*}, {@code security.*}, and
 * {@code system.posix_acl_access} and {@code system.posix_acl_default}, which are its access control lists.
 */
public final class ExtendedAttributes {
    static final int XATTR_CREATE = 1;
    static final int XATTR_REPLACE = 2;

    /** {@code XATTR_SIZE_MAX} and {@code XATTR_LIST_MAX} of {@code include/uapi/linux/limits.h}. */
    static final int XATTR_SIZE_MAX = 65536;
    static final int XATTR_LIST_MAX = 65536;

    /** Nearly every value and list fits here. */
    private static final int FIRST_TRY_BYTES = 4096;

    private final SystemCall get;
    private final SystemCall set;
    private final SystemCall list;
    private final SystemCall remove;
    private final Optional<Descriptor> descriptor;
    private final String path;

    private ExtendedAttributes(SystemCall get, SystemCall set, SystemCall list, SystemCall remove,
                               Optional<Descriptor> descriptor, String path) {
        this.get = get;
        this.set = set;
        this.list = list;
        this.remove = remove;
        this.descriptor = descriptor;
        this.path = path;
    }

    /** Those of a path. */
    public static ExtendedAttributes of(String path, Symlink last) {
        return switch (last) {
            case FOLLOW -> new ExtendedAttributes(SystemCall.GETXATTR, SystemCall.SETXATTR, SystemCall.LISTXATTR,
                    SystemCall.REMOVEXATTR, Optional.empty(), path);
            case NO_FOLLOW -> new ExtendedAttributes(SystemCall.LGETXATTR, SystemCall.LSETXATTR,
                    SystemCall.LLISTXATTR, SystemCall.LREMOVEXATTR, Optional.empty(), path);
        };
    }

    /** Those of an open file, which this does not own. */
    public static ExtendedAttributes of(Descriptor file) {
        return new ExtendedAttributes(SystemCall.FGETXATTR, SystemCall.FSETXATTR, SystemCall.FLISTXATTR,
                SystemCall.FREMOVEXATTR, Optional.of(file), file.subject());
    }

    /**
     * All names that this process may see; {@code trusted.*} needs CAP_SYS_ADMIN.
     *
     * @throws ErrnoException EOPNOTSUPP where the file system has none
     */
    public List<String> names() {
        try (Arena arena = Arena.ofConfined()) {
            long file = file(arena);
            MemorySegment names = arena.allocate(FIRST_TRY_BYTES);
            long length = list.call(file, names.address(), names.byteSize());
            if (Errno.ERANGE.is(length)) {
                names = arena.allocate(XATTR_LIST_MAX);
                length = list.call(file, names.address(), names.byteSize());
            }
            ErrnoException.check(length, "listxattr", path);
            return split(names.asSlice(0, length).toArray(JAVA_BYTE));
        }
    }

    /** A value, if there is one. */
    public Optional<byte[]> get(String name) {
        try (Arena arena = Arena.ofConfined()) {
            long file = file(arena);
            long key = NativeMemory.cString(arena, name).address();
            MemorySegment value = arena.allocate(FIRST_TRY_BYTES);
            long length = get.call(file, key, value.address(), value.byteSize());
            if (Errno.ERANGE.is(length)) {
                value = arena.allocate(XATTR_SIZE_MAX);
                length = get.call(file, key, value.address(), value.byteSize());
            }
            if (Errno.ENODATA.is(length)) {
                return Optional.empty();
            }
            ErrnoException.check(length, "getxattr", path + " " + name);
            return Optional.of(value.asSlice(0, length).toArray(JAVA_BYTE));
        }
    }

    /** Sets a value, whether or not there was one. */
    public void set(String name, byte[] value) {
        set(name, value, 0);
    }

    /** Sets a value that must not exist yet: EEXIST otherwise. */
    public void create(String name, byte[] value) {
        set(name, value, XATTR_CREATE);
    }

    /** Sets a value that must exist: ENODATA otherwise. */
    public void replace(String name, byte[] value) {
        set(name, value, XATTR_REPLACE);
    }

    /**
     * Removes a value.
     *
     * @throws ErrnoException ENODATA where there is none
     */
    public void remove(String name) {
        try (Arena arena = Arena.ofConfined()) {
            ErrnoException.check(remove.call(file(arena), NativeMemory.cString(arena, name).address()),
                    "removexattr", path + " " + name);
        }
    }

    private void set(String name, byte[] value, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.max(1, value.length));
            MemorySegment.copy(value, 0, bytes, JAVA_BYTE, 0, value.length);
            ErrnoException.check(set.call(file(arena), NativeMemory.cString(arena, name).address(),
                    bytes.address(), value.length, flags), "setxattr", path + " " + name);
        }
    }

    private long file(Arena arena) {
        return descriptor.isPresent() ? descriptor.get().number() : NativeMemory.cString(arena, path).address();
    }

    private static List<String> split(byte[] names) {
        List<String> found = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < names.length; i++) {
            if (names[i] == 0) {
                found.add(NativeMemory.string(names, start, i - start));
                start = i + 1;
            }
        }
        return List.copyOf(found);
    }
}
