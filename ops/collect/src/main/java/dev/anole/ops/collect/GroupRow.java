package dev.anole.ops.collect;

import dev.anole.operation.Described;
import java.util.Map;

/** A control group as a row. What is not kept for it is not a number. */
public record GroupRow(
    @Described(en = "path", zh = "路径") String path,
    @Described(en = "container or unit", zh = "容器或单元") String owner,
    @Described(en = "CPU", zh = "CPU", unit = "%") double cpuPercent,
    @Described(en = "throttled", zh = "被限流", unit = "ms/s") double throttledMsPerSecond,
    @Described(en = "memory", zh = "内存", unit = "B") double memoryBytes,
    @Described(en = "memory limit", zh = "内存上限", unit = "B") double memoryLimitBytes,
    @Described(en = "tasks", zh = "任务") double tasks,
    @Described(en = "read", zh = "读", unit = "B/s") double readBytesPerSecond,
    @Described(en = "write", zh = "写", unit = "B/s") double writeBytesPerSecond,
    @Described(en = "waits for CPU", zh = "等待 CPU", unit = "%") double cpuWaitPercent,
    @Described(en = "waits for memory", zh = "等待内存", unit = "%") double memoryWaitPercent,
    @Described(en = "waits for disks", zh = "等待磁盘", unit = "%") double diskWaitPercent) {

    static GroupRow of(String path, Map<String, Double> values) {
        return new GroupRow(path, Owner.of(path).shown(), get(values, "cgroup.cpu"), get(values, "cgroup.cpu.throttled"),
            get(values, "cgroup.memory.bytes"), get(values, "cgroup.memory.limit.bytes"), get(values, "cgroup.tasks"),
            get(values, "cgroup.io.read.bytes"), get(values, "cgroup.io.write.bytes"), get(values, "cgroup.psi.cpu.some"),
            get(values, "cgroup.psi.memory.some"), get(values, "cgroup.psi.io.some"));
    }

    private static double get(Map<String, Double> values, String id) {
        return values.getOrDefault(id, Double.NaN);
    }
}
