package dev.anole.ops.collect;

import dev.anole.operation.Described;
import java.util.List;

/** A disk with what it does. A disk without requests in the last second has no latency. */
public record DiskRow(
    @Described(en = "name", zh = "名称") String name,
    @Described(en = "kind", zh = "类型") DiskInventory.Kind kind,
    @Described(en = "size", zh = "容量", unit = "B") long sizeBytes,
    @Described(en = "read", zh = "读", unit = "B/s") double readBytesPerSecond,
    @Described(en = "write", zh = "写", unit = "B/s") double writeBytesPerSecond,
    @Described(en = "a read takes", zh = "读延迟", unit = "ms") double readLatencyMs,
    @Described(en = "a write takes", zh = "写延迟", unit = "ms") double writeLatencyMs,
    @Described(en = "queue", zh = "队列深度") double queue,
    @Described(en = "busy", zh = "繁忙", unit = "%") double busyPercent,
    @Described(en = "scheduler", zh = "调度器") String scheduler,
    @Described(en = "model", zh = "型号") String model,
    @Described(en = "mounted at", zh = "挂载点") List<String> mounts) {

    public DiskRow {
        mounts = List.copyOf(mounts);
    }

    static DiskRow of(DiskInventory disk, Sample sample) {
        String of = "{" + disk.name() + "}";
        return new DiskRow(disk.name(), disk.kind(), disk.sizeBytes(), sample.value("disk.read.bytes" + of),
            sample.value("disk.write.bytes" + of), sample.value("disk.read.latency" + of), sample.value("disk.write.latency" + of),
            sample.value("disk.queue" + of), sample.value("disk.busy" + of), disk.scheduler(), disk.model(), disk.mounts());
    }
}
