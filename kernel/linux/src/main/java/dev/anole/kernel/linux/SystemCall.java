package dev.anole.kernel.linux;

/**
 * The system calls that Anole makes, by the names of their manual pages (section 2), with their numbers on each
 * architecture: {@code arch/x86/entry/syscalls/syscall_64.tbl} and {@code include/uapi/asm-generic/unistd.h}.
 *
 * <p>{@code SystemCall.OPENAT.call(…)} is the raw door for rooms of the kernel wing that meet an interface which
 * has no typed method yet. Everywhere else the typed classes of this package are what to use.
 *
 * <p>Integers go in as {@code long}, sign-extended; pointers through {@link NativeMemory#address}. The memory
 * behind a pointer must stay allocated until the call returns: nothing here holds it, which is why the
 * typed methods own or confine what they pass.
 *
 * <p>A call occupies its carrier thread for as long as the kernel takes. What may block for long (a lock, a wait)
 * belongs on a platform thread, or behind {@link Epoll}.
 */
public enum SystemCall {
    // descriptors and their data
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    LSEEK(8, 62),
    PREAD64(17, 67),
    PWRITE64(18, 68),
    READV(19, 65),
    WRITEV(20, 66),
    OPENAT(257, 56),
    OPENAT2(437, 437),
    DUP3(292, 24),
    FCNTL(72, 25),
    IOCTL(16, 29),
    FLOCK(73, 32),
    FSYNC(74, 82),
    FDATASYNC(75, 83),
    SYNCFS(306, 267),
    SYNC_FILE_RANGE(277, 84),
    FTRUNCATE(77, 46),
    FALLOCATE(285, 47),
    SENDFILE(40, 71),
    COPY_FILE_RANGE(326, 285),
    SPLICE(275, 76),
    PIPE2(293, 59),
    GETDENTS64(217, 61),
    CLOSE_RANGE(436, 436),
    // names and what stands behind them
    RENAMEAT2(316, 276),
    LINKAT(265, 37),
    SYMLINKAT(266, 36),
    UNLINKAT(263, 35),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    READLINKAT(267, 78),
    FACCESSAT2(439, 439),
    FCHMOD(91, 52),
    FCHMODAT(268, 53),
    FCHMODAT2(452, 452),
    FCHOWN(93, 55),
    FCHOWNAT(260, 54),
    UTIMENSAT(280, 88),
    STATX(332, 291),
    STATFS(137, 43),
    FSTATFS(138, 44),
    NAME_TO_HANDLE_AT(303, 264),
    OPEN_BY_HANDLE_AT(304, 265),
    // extended attributes
    GETXATTR(191, 8),
    LGETXATTR(192, 9),
    FGETXATTR(193, 10),
    SETXATTR(188, 5),
    LSETXATTR(189, 6),
    FSETXATTR(190, 7),
    LISTXATTR(194, 11),
    LLISTXATTR(195, 12),
    FLISTXATTR(196, 13),
    REMOVEXATTR(197, 14),
    LREMOVEXATTR(198, 15),
    FREMOVEXATTR(199, 16),
    // memory
    MMAP(9, 222),
    MUNMAP(11, 215),
    MREMAP(25, 216),
    MPROTECT(10, 226),
    MSYNC(26, 227),
    MADVISE(28, 233),
    MLOCK(149, 228),
    MUNLOCK(150, 229),
    MEMFD_CREATE(319, 279),
    USERFAULTFD(323, 282),
    PROCESS_VM_READV(310, 270),
    PROCESS_MADVISE(440, 440),
    // waiting
    EPOLL_CREATE1(291, 20),
    EPOLL_CTL(233, 21),
    EPOLL_PWAIT(281, 22),
    EPOLL_PWAIT2(441, 441),
    PPOLL(271, 73),
    EVENTFD2(290, 19),
    TIMERFD_CREATE(283, 85),
    TIMERFD_SETTIME(286, 86),
    TIMERFD_GETTIME(287, 87),
    SIGNALFD4(289, 74),
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    FUTEX(202, 98),
    // processes
    GETPID(39, 172),
    GETTID(186, 178),
    GETPPID(110, 173),
    GETUID(102, 174),
    GETEUID(107, 175),
    GETGID(104, 176),
    GETEGID(108, 177),
    KILL(62, 129),
    TGKILL(234, 131),
    PIDFD_OPEN(434, 434),
    PIDFD_SEND_SIGNAL(424, 424),
    PIDFD_GETFD(438, 438),
    WAITID(247, 95),
    PRCTL(157, 167),
    CAPGET(125, 90),
    CAPSET(126, 91),
    PRLIMIT64(302, 261),
    GETPRIORITY(140, 141),
    SETPRIORITY(141, 140),
    SCHED_GETAFFINITY(204, 123),
    SCHED_SETAFFINITY(203, 122),
    SCHED_SETATTR(314, 274),
    SCHED_GETATTR(315, 275),
    IOPRIO_SET(251, 30),
    IOPRIO_GET(252, 31),
    UNSHARE(272, 97),
    SETNS(308, 268),
    UMASK(95, 166),
    CHDIR(80, 49),
    FCHDIR(81, 50),
    KCMP(312, 272),
    // mounts
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    PIVOT_ROOT(155, 41),
    CHROOT(161, 51),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    MOVE_MOUNT(429, 429),
    OPEN_TREE(428, 428),
    MOUNT_SETATTR(442, 442),
    STATMOUNT(457, 457),
    LISTMOUNT(458, 458),
    QUOTACTL_FD(443, 443),
    // watching
    INOTIFY_INIT1(294, 26),
    INOTIFY_ADD_WATCH(254, 27),
    INOTIFY_RM_WATCH(255, 28),
    FANOTIFY_INIT(300, 262),
    FANOTIFY_MARK(301, 263),
    PERF_EVENT_OPEN(298, 241),
    BPF(321, 280),
    SYSLOG(103, 116),
    // sockets
    SOCKET(41, 198),
    SOCKETPAIR(53, 199),
    BIND(49, 200),
    CONNECT(42, 203),
    SENDTO(44, 206),
    RECVFROM(45, 207),
    SENDMSG(46, 211),
    RECVMSG(47, 212),
    GETSOCKNAME(51, 204),
    GETPEERNAME(52, 205),
    SETSOCKOPT(54, 208),
    GETSOCKOPT(55, 209),
    SHUTDOWN(48, 210),
    // the host
    UNAME(63, 160),
    SYSINFO(99, 179),
    TIMES(100, 153),
    CLOCK_GETTIME(228, 113),
    CLOCK_GETRES(229, 114),
    GETRANDOM(318, 278),
    SYNC(162, 81),
    REBOOT(169, 142),
    SWAPON(167, 224),
    SWAPOFF(168, 225),
    SETHOSTNAME(170, 161),
    INIT_MODULE(175, 105),
    FINIT_MODULE(313, 273),
    DELETE_MODULE(176, 106),
    KEYCTL(250, 219),
    SECCOMP(317, 277);

    private final int onX86_64;
    private final int onAarch64;
    private final long number;

    SystemCall(int onX86_64, int onAarch64) {
        this.onX86_64 = onX86_64;
        this.onAarch64 = onAarch64;
        this.number = Architecture.current().choose(onX86_64, onAarch64);
    }

    /** The call's number on an architecture. */
    public int number(Architecture architecture) {
        return architecture.choose(onX86_64, onAarch64);
    }

    /** The name as its manual page has it. */
    public String manualName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * Makes the call.
     *
     * @return the kernel's own answer: zero or more when it succeeded, the negated errno when it did not.
     *         {@link ErrnoException#check} turns the latter into an exception
     */
    public long call(long a, long b, long c, long d, long e, long f) {
        return Gate.call(number, a, b, c, d, e, f);
    }

    /** The same with unused arguments left out. */
    public long call() {
        return Gate.call(number, 0, 0, 0, 0, 0, 0);
    }

    /** The same with unused arguments left out. */
    public long call(long a) {
        return Gate.call(number, a, 0, 0, 0, 0, 0);
    }

    /** The same with unused arguments left out. */
    public long call(long a, long b) {
        return Gate.call(number, a, b, 0, 0, 0, 0);
    }

    /** The same with unused arguments left out. */
    public long call(long a, long b, long c) {
        return Gate.call(number, a, b, c, 0, 0, 0);
    }

    /** The same with unused arguments left out. */
    public long call(long a, long b, long c, long d) {
        return Gate.call(number, a, b, c, d, 0, 0);
    }

    /** The same with unused arguments left out. */
    public long call(long a, long b, long c, long d, long e) {
        return Gate.call(number, a, b, c, d, e, 0);
    }
}
