package dev.anole.ops.collect;

import dev.anole.operation.Described;

/** A JVM as a row. What is not known is not a number. */
public record JvmRow(
    @Described(en = "PID", zh = "进程号") int pid,
    @Described(en = "main", zh = "主类") String main,
    @Described(en = "version", zh = "版本") String version,
    @Described(en = "GC", zh = "GC") String collector,
    @Described(en = "heap used", zh = "堆已用", unit = "B") double heapUsedBytes,
    @Described(en = "heap", zh = "堆", unit = "B") double heapBytes,
    @Described(en = "at most", zh = "上限", unit = "B") double heapMaxBytes,
    @Described(en = "GC pauses", zh = "GC 停顿", unit = "ms") double pauseMs,
    @Described(en = "threads", zh = "线程") double threads,
    @Described(en = "user", zh = "用户") String user,
    @Described(en = "container or unit", zh = "容器或单元") String owner) {

    static JvmRow of(JvmInventory jvm) {
        return new JvmRow(jvm.pid(), jvm.main(), jvm.version(), jvm.collector(), number(jvm.heapUsedBytes()),
            number(jvm.heapBytes()), number(jvm.heapMaxBytes()), jvm.pauseMs().orElse(Double.NaN), number(jvm.threads()), jvm.user(),
            jvm.owner());
    }

    private static double number(java.util.Optional<Long> value) {
        return value.map(Long::doubleValue).orElse(Double.NaN);
    }
}
