package dev.anole.ops.collect;

import dev.anole.operation.Described;
import java.time.Duration;

/** How the collector works. */
public record CollectorConfiguration(
    @Described(en = "time between two samples", zh = "采样间隔", byDefault = "1s", min = 1, max = 60, unit = "s") Duration every,
    @Described(en = "how far back the short history in memory goes", zh = "内存中短期历史的长度", byDefault = "15m", min = 60,
        max = 3600, unit = "s") Duration history,
    @Described(en = "processes in each sample", zh = "每个样本中的进程数", byDefault = "40", min = 1, max = 500) int top,
    @Described(en = "control groups that are followed", zh = "跟踪的控制组数", byDefault = "200", min = 0, max = 1000) int groups) {

    /** What holds where nothing is configured. */
    public static CollectorConfiguration standard() {
        return new CollectorConfiguration(Duration.ofSeconds(1), Duration.ofMinutes(15), 40, 200);
    }
}
