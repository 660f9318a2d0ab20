package dev.anole.ops.collect;

import dev.anole.operation.Described;

/** A process as a row that fits a terminal. */
public record ProcessRow(
    @Described(en = "PID", zh = "进程号") int pid,
    @Described(en = "user", zh = "用户") String user,
    @Described(en = "CPU", zh = "CPU", unit = "%") double cpuPercent,
    @Described(en = "memory", zh = "内存", unit = "B") long residentBytes,
    @Described(en = "read", zh = "读", unit = "B/s") double readBytesPerSecond,
    @Described(en = "write", zh = "写", unit = "B/s") double writeBytesPerSecond,
    @Described(en = "CPU wait", zh = "等 CPU", unit = "ms/s") double runDelayMsPerSecond,
    @Described(en = "disk wait", zh = "等磁盘", unit = "ms/s") double diskWaitMsPerSecond,
    @Described(en = "threads", zh = "线程") int threads,
    @Described(en = "fds", zh = "描述符") double descriptors,
    @Described(en = "name", zh = "名称") String name,
    @Described(en = "in", zh = "所属") String owner) {

    static ProcessRow of(ProcessSample p) {
        return new ProcessRow(p.pid(), p.user(), p.cpuPercent(), p.residentBytes(), p.readBytesPerSecond(), p.writeBytesPerSecond(),
            p.runDelayMsPerSecond(), p.diskWaitMsPerSecond(), p.threads(), p.descriptors().map(Integer::doubleValue).orElse(Double.NaN),
            p.name(), p.owner());
    }
}
