package dev.anole.ops.collect;

import dev.anole.operation.Described;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One process in one sample. Rates are over the time since it was read before; in the first sample that has it, and
 * where this user or kernel does not tell, they are not numbers (null in JSON), never zero.
 */
public record ProcessSample(
    @Described(en = "PID", zh = "进程号") int pid,
    @Described(en = "name", zh = "名称") String name,
    @Described(en = "CPU", zh = "CPU", unit = "%") double cpuPercent,
    @Described(en = "memory", zh = "内存", unit = "B") long residentBytes,
    @Described(en = "read from disks", zh = "读盘", unit = "B/s") double readBytesPerSecond,
    @Described(en = "written to disks", zh = "写盘", unit = "B/s") double writeBytesPerSecond,
    @Described(en = "CPU wait", zh = "等待 CPU", unit = "ms/s") double runDelayMsPerSecond,
    @Described(en = "disk wait", zh = "等待磁盘", unit = "ms/s") double diskWaitMsPerSecond,
    @Described(en = "threads", zh = "线程") int threads,
    @Described(en = "descriptors", zh = "描述符") Optional<Integer> descriptors,
    @Described(en = "state", zh = "状态") ProcessState state,
    @Described(en = "user", zh = "用户") String user,
    @Described(en = "container or unit", zh = "容器或单元") String owner,
    @Described(en = "major faults", zh = "读盘缺页", unit = "/s") double majorFaultsPerSecond,
    @Described(en = "swapped out", zh = "已换出", unit = "B") Optional<Long> swapBytes,
    @Described(en = "parent", zh = "父进程") int parent,
    @Described(en = "started", zh = "启动时间") Instant started,
    @Described(en = "command line, cut", zh = "命令行（截断）") String command) {

    /** A command line is cut at so many characters. */
    public static final int COMMAND_CHARS_MAX = 240;

    public ProcessSample {
        if (pid <= 0) {
            throw new IllegalArgumentException("not a process id: " + pid);
        }
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(descriptors, "descriptors");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(swapBytes, "swapBytes");
        Objects.requireNonNull(started, "started");
        if (command.length() > COMMAND_CHARS_MAX + 1) {
            throw new IllegalArgumentException("a command of " + command.length() + " characters");
        }
    }
}
