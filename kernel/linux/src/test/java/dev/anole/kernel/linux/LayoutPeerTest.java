package dev.anole.kernel.linux;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

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


    @Test
    void memoryFlagsAreThoseOfTheHeaders() {
        CHeaders.of("sys/mman.h", "linux/memfd.h", "linux/fcntl.h")
                .constants(Protection.values())
                .constants(MapFlag.values())
                .constants(MemoryAdvice.values())
                .constants(Seal.values())
                .constants(MemoryMap.class, "MS_")
                .constants(MemoryFile.class, "MFD_", "F_")
                .compare(0);
    }

    @Test
    void waitingStructuresAreThoseOfTheHeaders() {
        CHeaders.of("sys/epoll.h", "sys/eventfd.h", "sys/timerfd.h", "time.h", "poll.h", "signal.h", "sys/wait.h")
                .enumerators(EpollFlag.values())
                .constants(TimerClock.values())
                .constants(Signal.values())
                .constants(Epoll.class, "EPOLL_CTL")
                .enumerators(Epoll.class, "EPOLL_CLOEXEC")
                .enumerators(EventDescriptor.class, "EFD_")
                .enumerators(TimerDescriptor.class, "TFD_")
                .constants(ProcessDescriptor.class, "WNO", "WEX", "POLLIN")
                .enumerators(ProcessDescriptor.class, "P_", "CLD_")
                .constant("sizeof(struct itimerspec)", 4L * Long.BYTES)
                .layout("struct epoll_event", EpollEventLayout.class)
                .layout("struct pollfd", PollfdLayout.class)
                .layout("siginfo_t", SiginfoLayout.class)
                .compare(0);
    }

    @Test
    void mountFlagsAreThoseOfTheHeaders() {
        CHeaders.of("linux/mount.h", "linux/fcntl.h", "linux/sched.h")
                .constants(MountFlag.values())
                .constants(MountAttribute.values())
                .constants(FileSystemContext.class, "FSOPEN", "FSMOUNT")
                .enumerators(FileSystemContext.class, "FSCONFIG")
                .constants(DetachedMount.class, "MOVE_MOUNT", "OPEN_TREE_CLONE", "AT_")
                .constants(NamespaceKind.values())
                .constants(Namespaces.class, "CLONE_")
                .layout("struct mount_attr", MountAttrLayout.class)
                .compare(0);
        CHeaders.of("sys/mount.h", "fcntl.h").enumerators(UnmountFlag.values())
                .enumerators(DetachedMount.class, "OPEN_TREE_CLOEXEC").compare(0);
    }

    @Test
    void rightsAndIdentityAreThoseOfTheHeaders() {
        CHeaders.of("linux/capability.h", "linux/prctl.h", "linux/auxvec.h", "linux/utsname.h")
                .constants(Capability.values())
                .constant("CAP_LAST_CAP", Capability.values().length - 1)
                .constants(CapabilitySets.class, "_LINUX")
                .constants(ProcessControl.class, "PR_")
                .constants(AuxiliaryVector.class, "AT_")
                .constant("sizeof(struct new_utsname)", 6L * KernelIdentity.FIELD_BYTES)
                .compare(0);
    }

    @Test
    void socketStructuresAreThoseOfTheHeaders() {
        CHeaders.of("sys/socket.h", "sys/un.h")
                .constants(KernelSocket.class, "AF_", "SOL_", "SO_")
                .enumerators(KernelSocket.class, "SOCK_", "MSG_", "SCM_RIGHTS")
                .layout("struct msghdr", MsghdrLayout.class)
                .layout("struct cmsghdr", CmsghdrLayout.class)
                .layout("struct sockaddr_un", SockaddrUnLayout.class)
                .compare(0);
    }

    @Test
    void valuesOfAarch64AreThoseOfItsOwnHeaders() {
        Path cross = Path.of("/usr/aarch64-linux-gnu/include");
        assumeTrue(Files.isDirectory(cross), "no headers of aarch64: install linux-libc-dev-arm64-cross");
        CHeaders calls = CHeaders.of("asm/unistd.h").compiledWith("-isystem", cross.toString());
        for (SystemCall call : SystemCall.values()) {
            calls.constant("__NR_" + call.manualName(), call.number(Architecture.AARCH64));
        }
        calls.compare(CALLS_UNKNOWN_MAX);
        CHeaders flags = CHeaders.of("asm/fcntl.h", "asm/statfs.h").compiledWith("-isystem", cross.toString());
        for (OpenFlag flag : OpenFlag.values()) {
            flags.constant(flag.name(), flag.value(Architecture.AARCH64));
        }
        flags.layout("struct flock", FlockLayout.class).layout("struct statfs", StatfsLayout.class).compare(0);
    }

    @Test
    void terminalStructuresAreThoseOfTheHeaders() {
        CHeaders.of("asm/termbits.h", "asm/termios.h", "asm/ioctls.h")
                .constants(TerminalDevice.class, "TCGETS", "TCSETS", "TIOC", "ICANON", "ECHO", "VTIME", "VMIN")
                .layout("struct winsize", WinsizeLayout.class)
                .layout("struct termios", TermiosLayout.class)
                .compare(0);
    }
}
