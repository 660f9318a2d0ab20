package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * A directory, and what can be done to the names in it. Names may be paths; relative ones start here, absolute
 * ones do not care. Holding the directory open means that nobody can slip another one under a name between two
 * calls.
 */
public final class Directory extends Descriptor {
    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_SYMLINK_FOLLOW = 0x400;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_EMPTY_PATH = 0x1000;
    static final int UTIME_OMIT = 0x3ffffffe;

    /** {@code PATH_MAX} of {@code include/uapi/linux/limits.h}: no path or link target is longer. */
    static final int PATH_MAX = 4096;

    private static final Directory WORKING = new Directory(AT_FDCWD, ".");

    private Directory(int number, String subject) {
        super(number, subject);
    }

    /** Where relative paths start in this process. Never closed. */
    public static Directory working() {
        return WORKING;
    }

    /** Opens a directory by an absolute path, or one relative to the working directory. */
    public static Directory open(String path) {
        return WORKING.openDirectory(path, Symlink.FOLLOW);
    }

    /** Opens a directory below this one. */
    public Directory openDirectory(String name, Symlink last) {
        long flags = OpenFlag.O_DIRECTORY.value() | (last == Symlink.FOLLOW ? 0 : OpenFlag.O_NOFOLLOW.value());
        return new Directory(openNumber(name, flags, 0), name);
    }

    /** Opens a file that exists. To make one, {@link #create}. */
    public OpenFile open(String name, Access access, OpenFlag... flags) {
        return new OpenFile(openNumber(name, access.value() | KernelConstant.mask(flags), 0), name);
    }

    /** Opens a file, within limits on where its path may lead, openat2(2). */
    public OpenFile open(String name, Access access, Set<OpenFlag> flags, Set<ResolveFlag> limits) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = NativeMemory.cString(arena, name);
            MemorySegment how = arena.allocate(OpenHowLayout.SIZE, Long.BYTES);
            how.set(JAVA_LONG, OpenHowLayout.FLAGS,
                    access.value() | KernelConstant.mask(flags) | OpenFlag.O_CLOEXEC);
            how.set(JAVA_LONG, OpenHowLayout.RESOLVE, KernelConstant.mask(limits));
            return new OpenFile((int) ErrnoException.check(SystemCall.OPENAT2.call(number(), path.address(),
                    how.address(), OpenHowLayout.SIZE), "openat2", name), name);
        }
    }

    /**
     * Makes a file that must not exist yet, and opens it for reading and writing.
     *
     * @param mode its permission bits, {@code 07777}, exactly: the umask has no say, and until they are set nobody
     *             else can open it
     */
    public OpenFile create(String name, int mode, OpenFlag... flags) {
        long how = Access.O_RDWR.value() | OpenFlag.O_CREAT.value() | OpenFlag.O_EXCL.value();
        return withMode(new OpenFile(openNumber(name, how | KernelConstant.mask(flags), 0), name), mode);
    }

    /**
     * Makes a file without a name, on this directory's file system, open for reading and writing. It vanishes with
     * its last descriptor unless {@link #linkUnnamed} gives it a name.
     *
     * @param mode its permission bits, {@code 07777}, exactly
     */
    public OpenFile createUnnamed(int mode) {
        long how = Access.O_RDWR.value() | OpenFlag.O_TMPFILE.value();
        return withMode(new OpenFile(openNumber(".", how, 0), subject() + "/(unnamed)"), mode);
    }

    /** Gives a file of {@link #createUnnamed} a name here that must not exist yet; it appears whole. */
    public void linkUnnamed(OpenFile file, String name) {
        linkAt(AT_FDCWD, file.procPath(), this, name, AT_SYMLINK_FOLLOW);
    }

    /** A second name for a file. A symbolic link gets one itself; it is not followed. */
    public void link(String existing, Directory target, String name) {
        linkAt(number(), existing, target, name, 0);
    }

    /** A symbolic link. */
    public void symlink(String name, String target) {
        try (Arena arena = Arena.ofConfined()) {
            ErrnoException.check(SystemCall.SYMLINKAT.call(NativeMemory.cString(arena, target).address(), number(),
                    NativeMemory.cString(arena, name).address()), "symlink", name);
        }
    }

    /** Where a symbolic link points. */
    public String readLink(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(PATH_MAX);
            long length = ErrnoException.check(SystemCall.READLINKAT.call(number(),
                    NativeMemory.cString(arena, name).address(), target.address(), PATH_MAX), "readlink", name);
            byte[] bytes = target.asSlice(0, length).toArray(JAVA_BYTE);
            return NativeMemory.string(bytes, 0, bytes.length);
        }
    }

    /** Makes a directory with exactly these permission bits, {@code 07777}. */
    public void makeDirectory(String name, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            ErrnoException.check(SystemCall.MKDIRAT.call(number(), NativeMemory.cString(arena, name).address(),
                    mode & 0700), "mkdir", name);
        }
        try (Directory made = openDirectory(name, Symlink.NO_FOLLOW)) {
            ErrnoException.check(SystemCall.FCHMOD.call(made.number(), mode), "fchmod", name);
        }
    }

    /**
     * Makes a device node, a FIFO, a socket's name or an empty file with exactly these permission bits, mknod(2).
     *
     * @param device what a device node stands for; empty for the others
     * @throws ErrnoException EPERM for a device node without CAP_MKNOD
     */
    public void makeNode(String name, FileType type, int mode, Optional<DeviceNumber> device) {
        try (Arena arena = Arena.ofConfined()) {
            long path = NativeMemory.cString(arena, name).address();
            ErrnoException.check(SystemCall.MKNODAT.call(number(), path, type.modeBits() | mode & 0700,
                    device.map(DeviceNumber::packed).orElse(0L)), "mknod", name);
            ErrnoException.check(SystemCall.FCHMODAT.call(number(), path, mode), "chmod", name);
        }
    }

    /** Moves a name, atomically, replacing what has the new one unless a flag says otherwise. */
    public void rename(String name, Directory target, String newName, RenameFlag... flags) {
        try (Arena arena = Arena.ofConfined()) {
            ErrnoException.check(SystemCall.RENAMEAT2.call(number(), NativeMemory.cString(arena, name).address(),
                    target.number(), NativeMemory.cString(arena, newName).address(), KernelConstant.mask(flags)),
                    "rename", name + " to " + newName);
        }
    }

    /** Removes a name that is not a directory's. */
    public void unlink(String name) {
        removeAt(name, 0, "unlink");
    }

    /** Removes an empty directory. */
    public void removeDirectory(String name) {
        removeAt(name, AT_REMOVEDIR, "rmdir");
    }

    /** What stands behind a name. */
    public FileStatus status(String name, Symlink last) {
        return FileStatus.read(number(), name, last == Symlink.FOLLOW ? 0 : AT_SYMLINK_NOFOLLOW);
    }

    /** What stands behind a name, if anything does; other errors than ENOENT and ENOTDIR are thrown. */
    public Optional<FileStatus> find(String name, Symlink last) {
        try {
            return Optional.of(status(name, last));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Sets permission bits, {@code 07777}.
     *
     * @throws ErrnoException EOPNOTSUPP for a symbolic link that is not followed: it has no permissions
     */
    public void setMode(String name, int mode, Symlink last) {
        try (Arena arena = Arena.ofConfined()) {
            long path = NativeMemory.cString(arena, name).address();
            if (last == Symlink.FOLLOW) {
                ErrnoException.check(SystemCall.FCHMODAT.call(number(), path, mode), "chmod", name);
                return;
            }
            long result = SystemCall.FCHMODAT2.call(number(), path, mode, AT_SYMLINK_NOFOLLOW);
            if (Errno.ENOSYS.is(result)) {
                setModeBeforeLinux66(name, mode);
            } else {
                ErrnoException.check(result, "chmod", name);
            }
        }
    }

    /** Sets owner and group; -1 leaves one as it is. The kernel clears set-uid and set-gid when it does so. */
    public void setOwner(String name, long uid, long gid, Symlink last) {
        try (Arena arena = Arena.ofConfined()) {
            ErrnoException.check(SystemCall.FCHOWNAT.call(number(), NativeMemory.cString(arena, name).address(),
                    uid, gid, last == Symlink.FOLLOW ? 0 : AT_SYMLINK_NOFOLLOW), "chown", name);
        }
    }

    /** Sets times to the nanosecond; an empty one stays as it is. */
    public void setTimes(String name, Optional<Instant> accessed, Optional<Instant> modified, Symlink last) {
        try (Arena arena = Arena.ofConfined()) {
            ErrnoException.check(SystemCall.UTIMENSAT.call(number(), NativeMemory.cString(arena, name).address(),
                    times(arena, accessed, modified).address(),
                    last == Symlink.FOLLOW ? 0 : AT_SYMLINK_NOFOLLOW), "utimensat", name);
        }
    }

    /** The extended attributes of what stands behind a name. */
    public ExtendedAttributes extendedAttributes(String name, Symlink last) {
        boolean anywhere = this == WORKING || name.startsWith("/");
        return ExtendedAttributes.of(anywhere ? name : procPath() + "/" + name, last);
    }

    /** Waits until changes to names in this directory are on stable storage. */
    public void sync() {
        check(SystemCall.FSYNC.call(number()), "fsync");
    }

    @Override
    public Directory duplicate() {
        return this == WORKING ? open(".") : new Directory(duplicateNumber(), subject());
    }

    @Override
    public void close() {
        if (this != WORKING) {
            super.close();
        }
    }

    /** Two {@code struct timespec}, as utimensat(2) takes them: seconds and nanoseconds of access, then of change. */
    static MemorySegment times(Arena arena, Optional<Instant> accessed, Optional<Instant> modified) {
        return arena.allocateFrom(JAVA_LONG,
                accessed.map(Instant::getEpochSecond).orElse(0L), nanos(accessed),
                modified.map(Instant::getEpochSecond).orElse(0L), nanos(modified));
    }

    private static long nanos(Optional<Instant> time) {
        return time.isPresent() ? time.get().getNano() : UTIME_OMIT;
    }

    /** Opens for reading; a negated errno instead of an exception. */
    long tryOpenNumber(String name) {
        return tryOpenNumber(name, Access.O_RDONLY.value(), 0);
    }

    private int openNumber(String name, long flags, int mode) {
        return (int) ErrnoException.check(tryOpenNumber(name, flags, mode), "open", name);
    }

    private long tryOpenNumber(String name, long flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            long path = NativeMemory.cString(arena, name).address();
            long result;
            do {
                result = SystemCall.OPENAT.call(number(), path, flags | OpenFlag.O_CLOEXEC, mode);
            } while (Errno.EINTR.is(result));
            return result;
        }
    }

    private static OpenFile withMode(OpenFile made, int mode) {
        try {
            made.setMode(mode);
            return made;
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private static void linkAt(int from, String existing, Directory target, String name, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            ErrnoException.check(SystemCall.LINKAT.call(from, NativeMemory.cString(arena, existing).address(),
                    target.number(), NativeMemory.cString(arena, name).address(), flags), "link", name);
        }
    }

    private void removeAt(String name, int flags, String call) {
        try (Arena arena = Arena.ofConfined()) {
            ErrnoException.check(SystemCall.UNLINKAT.call(number(), NativeMemory.cString(arena, name).address(),
                    flags), call, name);
        }
    }

    /** fchmodat2(2) came with Linux 6.6; before, the way round goes through an O_PATH descriptor. */
    private void setModeBeforeLinux66(String name, int mode) {
        try (OpenFile itself = open(name, Access.O_PATH, OpenFlag.O_NOFOLLOW)) {
            if (itself.status().type() == FileType.SYMBOLIC_LINK) {
                throw new ErrnoException("chmod", Errno.EOPNOTSUPP, name);
            }
            WORKING.setMode(itself.procPath(), mode, Symlink.FOLLOW);
        }
    }
}
