package dev.anole.ops.collect;

import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import java.util.List;

/** The kernel's tables that can run full: open files, inodes, tracked connections; and its entropy. */
final class KernelSampler implements Sampler {
    private static final String FILE_NR = "/proc/sys/fs/file-nr";
    private static final String INODE_NR = "/proc/sys/fs/inode-nr";
    private static final String ENTROPY = "/proc/sys/kernel/random/entropy_avail";
    private static final String CONNTRACK = "/proc/sys/net/netfilter/nf_conntrack_count";
    private static final String CONNTRACK_MAX = "/proc/sys/net/netfilter/nf_conntrack_max";
    private static final String PID_MAX = "/proc/sys/kernel/pid_max";
    private static final String THREADS_MAX = "/proc/sys/kernel/threads-max";

    private static final Metric FILES = Metric.level("kernel.files", Unit.COUNT, FILE_NR, "files that are open", "打开的文件");
    private static final Metric FILES_MAX = Metric.level("kernel.files.max", Unit.COUNT, FILE_NR,
        "files that may be open", "可打开的文件上限");
    private static final Metric INODES = Metric.level("kernel.inodes", Unit.COUNT, INODE_NR, "inodes in memory", "内存中的 inode");
    private static final Metric ENTROPY_BITS = Metric.level("kernel.entropy", Unit.COUNT, ENTROPY, "bits of entropy", "可用熵（位）");
    private static final Metric TRACKED = Metric.level("kernel.conntrack", Unit.COUNT, CONNTRACK,
        "connections that the firewall tracks", "防火墙跟踪的连接");
    private static final Metric TRACKED_MAX = Metric.level("kernel.conntrack.max", Unit.COUNT, CONNTRACK_MAX,
        "connections that it can track", "可跟踪的连接上限");
    private static final Metric PIDS_MAX = Metric.level("process.pids.max", Unit.COUNT, PID_MAX, "process ids that there are", "进程号上限");
    private static final Metric TASKS_MAX = Metric.level("process.tasks.max", Unit.COUNT, THREADS_MAX,
        "threads that there may be", "线程数上限");

    private final Board board;
    private final SourceFile[] files;
    private final int[] slots;
    private final int filesMax;

    KernelSampler(Host host, Board board, ReadBuffer buffer) {
        this.board = board;
        String[] paths = {FILE_NR, INODE_NR, ENTROPY, CONNTRACK, CONNTRACK_MAX, PID_MAX, THREADS_MAX};
        Metric[] metrics = {FILES, INODES, ENTROPY_BITS, TRACKED, TRACKED_MAX, PIDS_MAX, TASKS_MAX};
        files = new SourceFile[paths.length];
        slots = new int[paths.length];
        for (int i = 0; i < paths.length; i++) {
            files[i] = new SourceFile(host, paths[i], buffer);
            slots[i] = board.claim(metrics[i]);
        }
        filesMax = board.claim(FILES_MAX);
    }

    static List<Metric> metrics() {
        return List.of(FILES, FILES_MAX, INODES, ENTROPY_BITS, TRACKED, TRACKED_MAX, PIDS_MAX, TASKS_MAX);
    }

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public Probe probe() {
        return files[0].probe();
    }

    @Override
    public void sample(Tick tick) {
        for (int i = 0; i < files.length; i++) {
            if (files[i].read(tick)) {
                board.level(slots[i], files[i].text().number());
                if (i == 0) {
                    // "allocated free maximum"; the second has been 0 since Linux 2.6.
                    board.level(filesMax, files[i].text().skipWords(1).number());
                }
            }
        }
    }

    @Override
    public void close() {
        for (SourceFile file : files) {
            file.close();
        }
    }
}
