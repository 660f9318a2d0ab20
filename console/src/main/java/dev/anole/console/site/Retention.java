package dev.anole.console.site;

import dev.anole.console.live.History;
import dev.anole.console.page.SettingsPage.Kept;
import dev.anole.console.store.Records;
import dev.anole.console.store.SeenTasks;
import dev.anole.operation.Spans;
import dev.anole.operation.Text;
import dev.anole.ops.series.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** What the console keeps, for how long, and how much there is of it. */
public final class Retention {
    private final Supplier<Records> records;
    private final Supplier<Optional<History>> history;

    public Retention(Supplier<Records> records, Supplier<Optional<History>> history) {
        this.records = Objects.requireNonNull(records, "records");
        this.history = Objects.requireNonNull(history, "history");
    }

    List<Kept> kept() {
        List<Kept> kept = new ArrayList<>();
        history.get().ifPresent(h -> kept.add(metrics(h)));
        long tasks = records.get().tasks().count();
        kept.add(new Kept(Text.of("Tasks", "任务"), Text.of("the newest " + SeenTasks.KEPT_MAX + ", of plain reads " + SeenTasks.READS_MAX,
            "最新 " + SeenTasks.KEPT_MAX + " 个，其中只读 " + SeenTasks.READS_MAX + " 个"),
            Text.of(tasks + " tasks", tasks + " 个")));
        long rows = records.get().audit().rows();
        kept.add(new Kept(Text.of("Audit log", "审计日志"), Text.of("for good", "永久"), Text.of(rows + " entries", rows + " 条")));
        return kept;
    }

    private static Kept metrics(History history) {
        Text longest = days(history.kept());
        Text howLong = Text.of("every second for 1 hour, 10 s for 2 days, 1 min for " + longest.en(), "1 秒精度 1 小时，10 秒精度 2 天，1 分钟精度 " + longest.zh());
        try {
            var stats = history.stats();
            String size = String.format(java.util.Locale.ROOT, "%.1f MiB", stats.bytesOnDisk() / (double) (1 << 20));
            return new Kept(Text.of("Metrics", "指标"), howLong, Text.of(size + ", " + stats.liveSeries() + " series", size + "，" + stats.liveSeries() + " 个序列"));
        } catch (StoreException e) {
            return new Kept(Text.of("Metrics", "指标"), howLong, Text.same(e.getMessage()));
        }
    }

    private static Text days(Duration time) {
        boolean whole = time.toDays() > 0 && Duration.ofDays(time.toDays()).equals(time);
        return whole ? Text.of(time.toDays() + " days", time.toDays() + " 天") : Text.same(Spans.format(time));
    }
}
