package dev.anole.kernel.linux;

import org.junit.jupiter.api.Test;

/** Numbers and layouts against the C headers of this machine. */
class LayoutPeerTest {
    /** fchmodat2, statmount and listmount are younger than the headers of Debian 12. */
    private static final int CALLS_UNKNOWN_MAX = 3;

    @Test
    void systemCallNumbersAreThoseOfThisMachinesHeaders() {
        CHeaders headers = CHeaders.of("sys/syscall.h");
        for (SystemCall call : SystemCall.values()) {
            headers.constant("__NR_" + call.manualName(), call.number(Architecture.current()));
        }
        headers.compare(CALLS_UNKNOWN_MAX);
    }

    @Test
    void systemCallNumbersOfAarch64AreThoseOfTheGenericTable() {
        // What arch/arm64/include/uapi/asm/unistd.h sets before it includes the generic table.
        CHeaders headers = CHeaders.ofSource("""
                #define __ARCH_WANT_RENAMEAT
                #define __ARCH_WANT_NEW_STAT
                #define __ARCH_WANT_SET_GET_RLIMIT
                #define __ARCH_WANT_TIME32_SYSCALLS
                #define __ARCH_WANT_SYS_CLONE3
                #define __ARCH_WANT_MEMFD_SECRET
                #include <asm-generic/unistd.h>
                """);
        for (SystemCall call : SystemCall.values()) {
            headers.constant("__NR_" + call.manualName(), call.number(Architecture.AARCH64));
        }
        headers.compare(CALLS_UNKNOWN_MAX);
    }

    @Test
    void errorNumbersAreThoseOfTheHeaders() {
        CHeaders headers = CHeaders.of("errno.h");
        for (Errno errno : Errno.values()) {
            if (errno != Errno.UNNAMED && errno != Errno.ENOTSUPP) {
                headers.constant(errno.name(), errno.number());
            }
        }
        headers.compare(0);
    }

    @Test
    void fileFlagsAndStructuresAreThoseOfTheHeaders() {
        CHeaders.of("fcntl.h", "sys/file.h", "linux/falloc.h", "linux/openat2.h", "sys/stat.h", "unistd.h",
                        "linux/limits.h")
                .constants(Access.values())
                .constants(OpenFlag.values())
                .constant("O_CLOEXEC", OpenFlag.O_CLOEXEC)
                .constants(AllocateFlag.values())
                .constants(ResolveFlag.values())
                .constants(OpenFile.class, "SEEK_", "F_", "LOCK_")
                .constants(Descriptor.class, "F_")
                .constants(Directory.class, "AT_", "UTIME_", "PATH_MAX")
                .layout("struct flock", FlockLayout.class)
                .layout("struct open_how", OpenHowLayout.class)
                .compare(0);
    }

    @Test
    void statusStructuresAreThoseOfTheHeaders() {
        CHeaders.of("linux/stat.h", "linux/fs.h", "asm/statfs.h", "linux/magic.h", "linux/xattr.h", "linux/limits.h",
                        "dirent.h")
                .constants(RenameFlag.values())
                .constants(InodeAttribute.values())
                .constants(FileStatus.class, "STATX_")
                .constants(FileSystemStatus.class, "EXT4_", "TMPFS", "PROC_", "SYSFS", "CGROUP", "OVERLAY", "XFS_",
                        "BTRFS_", "EROFS_", "SQUASHFS_", "NFS_", "FUSE_")
                .constants(ExtendedAttributes.class, "XATTR_")
                .layout("struct statx", StatxLayout.class)
                .layout("struct statfs", StatfsLayout.class)
                .layout("struct dirent", DirentLayout.class)
                .compare(0);
    }

}
