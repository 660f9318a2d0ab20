package dev.anole.ops.collect;

import dev.anole.operation.Described;
import java.util.Optional;

/**
 * A JVM. Figures of its heap and threads come from its own counters, hsperfdata; a JVM that runs with
 * {@code -XX:-UsePerfData}, or whose files this user may not read, has none.
 */
public record JvmInventory(
    @Described(en = "PID", zh = "进程号") int pid,
    @Described(en = "main class or jar", zh = "主类或 jar") String main,
    @Described(en = "version", zh = "版本") String version,
    @Described(en = "collector", zh = "垃圾收集器") String collector,
    @Described(en = "heap used", zh = "堆已用", unit = "B") Optional<Long> heapUsedBytes,
    @Described(en = "heap taken", zh = "堆已提交", unit = "B") Optional<Long> heapBytes,
    @Described(en = "heap at most", zh = "堆上限", unit = "B") Optional<Long> heapMaxBytes,
    @Described(en = "GC pauses", zh = "GC 停顿", unit = "ms") Optional<Double> pauseMs,
    @Described(en = "collections", zh = "GC 次数") Optional<Long> collections,
    @Described(en = "platform threads", zh = "平台线程") Optional<Long> threads,
    @Described(en = "most threads so far", zh = "线程峰值") Optional<Long> threadsPeak,
    @Described(en = "classes loaded", zh = "已加载类") Optional<Long> classes,
    @Described(en = "user", zh = "用户") String user,
    @Described(en = "container or unit", zh = "容器或单元") String owner,
    @Described(en = "options", zh = "启动选项") String options,
    @Described(en = "what is missing", zh = "缺少的数据") String note) {
}
