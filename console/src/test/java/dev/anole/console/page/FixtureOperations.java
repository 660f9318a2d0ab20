package dev.anole.console.page;

import dev.anole.operation.Catalog;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Host;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Probe;
import dev.anole.operation.Room;
import dev.anole.operation.Secret;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Operations that exist to be drawn: each effect, each kind of input, each kind of output. */
final class FixtureOperations {
    private FixtureOperations() {
    }

    public enum Level { LOW, NORMAL, VERY_HIGH }

    public sealed interface Rule {
        record Everything() implements Rule {
        }

        record Named(@Described(en = "name", zh = "名字") String name) implements Rule {
        }
    }

    public record Window(@Described(en = "begins", zh = "开始") Instant begins, @Described(en = "lasts", zh = "持续") Duration lasts) {
    }

    /** One component of each kind. */
    public record Everything(
        @Described(en = "file to read", zh = "要读取的文件", positional = true) Path file,
        @Described(en = "how many at most", zh = "最多多少个", min = 1, max = 100, byDefault = "10") int limit,
        @Described(en = "share of the memory", zh = "内存占比", unit = "%", min = 0, max = 100) double share,
        @Described(en = "name", zh = "名字") Optional<String> name,
        @Described(en = "even when somebody works with it", zh = "即使有人在用") boolean force,
        @Described(en = "wait for it", zh = "等待完成", byDefault = "true") boolean patient,
        @Described(en = "how urgent", zh = "紧急程度", byDefault = "normal") Level level,
        @Described(en = "levels to show", zh = "要显示的级别") List<Level> levels,
        @Described(en = "gives up after", zh = "超时", byDefault = "1m30s", min = 1, max = 3600, unit = "s") Duration timeout,
        @Described(en = "not before", zh = "不早于") Optional<Instant> notBefore,
        @Described(en = "password of the registry", zh = "仓库密码") Secret password,
        @Described(en = "paths to leave out", zh = "要排除的路径") List<Path> without,
        @Described(en = "labels", zh = "标签") Map<String, String> labels,
        @Described(en = "maintenance window", zh = "维护窗口") Optional<Window> window,
        @Described(en = "rule", zh = "规则") Optional<Rule> rule,
        @Described(en = "content", zh = "内容", lines = true) Optional<String> content) {
    }

    public record Nothing() {
    }

    public record Disk(@Described(en = "name", zh = "名称") String name, @Described(en = "size", zh = "容量", unit = "B") long sizeBytes,
                       @Described(en = "rotates", zh = "机械盘") boolean rotates, @Described(en = "model", zh = "型号") Optional<String> model) {
    }

    public record Shown(
        @Described(en = "name", zh = "名称") String name, @Described(en = "system", zh = "系统") String system,
        @Described(en = "kernel started", zh = "内核启动") Instant booted, @Described(en = "up", zh = "已运行") Duration up,
        @Described(en = "memory", zh = "内存", unit = "B") long memoryBytes, @Described(en = "load", zh = "负载") double load,
        @Described(en = "swap", zh = "交换区", unit = "B") Optional<Long> swapBytes, @Described(en = "CPU features", zh = "CPU 特性") List<String> features,
        @Described(en = "kernel values", zh = "内核参数") Map<String, String> values, @Described(en = "root", zh = "root 权限") boolean root,
        @Described(en = "disks", zh = "磁盘") List<Disk> disks, @Described(en = "level", zh = "级别") Level level,
        @Described(en = "window", zh = "窗口") Window window) {
    }

    static Shown shown() {
        return new Shown("db-hz-07", "Anolis OS 23.1", Fixtures.NOW.minus(Duration.ofDays(41)), Duration.ofDays(41), 62L << 30, 5.25, Optional.empty(),
            List.of("sse4_2", "avx", "avx2", "avx512f", "avx512_vbmi", "gfni", "vaes", "vpclmulqdq", "aes", "sha_ni", "rdrand", "rdseed", "fsgsbase", "user_shstk"),
            Map.of("vm.swappiness", "10", Fixtures.HOSTILE, Fixtures.HOSTILE), true,
            List.of(new Disk("nvme0n1", 1_825_361_100_800L, false, Optional.of("INTEL SSDPE2KX020T8")), new Disk("sda", 480_103_981_056L, true, Optional.empty())),
            Level.VERY_HIGH, new Window(Fixtures.NOW, Duration.ofMinutes(95)));
    }

    /** All views at once. */
    public record Pictured(@Described(en = "target", zh = "目标") String target) implements Viewed {
        @Override
        public View view() {
            return new View.Group(List.of(
                new View.Section(Text.same(""), new View.Sentence(Text.of("vm.swappiness becomes 10 on db-hz-07, now and after a restart.", "db-hz-07 的 vm.swappiness 改为 10，立即生效，重启后保持。"))),
                new View.Section(Text.of("Facts", "概要"), new View.Facts(List.of(new View.Fact(Text.of("Target", "目标"), target), new View.Fact(Text.of("Hostile", "恶意"), Fixtures.HOSTILE)))),
                new View.Section(Text.of("What would change", "将要改动"), diff()),
                new View.Section(Text.of("Undo meets a foreign change", "撤销遇到外部改动"), new View.Conflict("/etc/sysctl.d/60-anole.conf", "vm.swappiness = 60\n", "vm.swappiness = 10\nvm.dirty_ratio = 20\n", "vm.swappiness = 35\nvm.dirty_ratio = 20\n# by hand\n")),
                new View.Section(Text.of("Disks", "磁盘"), new View.Rows<>(Shape.of(Disk.class), shown().disks())),
                new View.Section(Text.of("Tree", "树"), new View.Tree(new View.Node("/", List.of(new View.Fact(Text.of("weight", "权重"), "100")),
                    List.of(new View.Node("system.slice", List.of(), List.of(new View.Node("orders.service", List.of(new View.Fact(Text.of("processes", "进程"), "12")), List.of()))),
                        new View.Node("user.slice", List.of(), List.of()))))),
                new View.Section(Text.of("Log", "日志"), new View.Lines(List.of("first line", Fixtures.HOSTILE, "最后一行")))));
        }
    }

    static View.Diff diff() {
        return new View.Diff(List.of(
            new View.FileDiff("/etc/systemd/system/orders.service.d/50-io.conf", List.of(Text.of("root:root, 0644, otherwise unchanged", "root:root，0644，其余不变")), List.of(
                line(View.Mark.SKIPPED, -1, -1, "12 lines"), line(View.Mark.SAME, 13, 13, "[Service]"), line(View.Mark.SAME, 14, 14, "IOAccounting=yes"),
                line(View.Mark.REMOVED, 15, -1, "IOWeight=500"), line(View.Mark.ADDED, -1, 15, "IOWeight=100"),
                line(View.Mark.ADDED, -1, 16, "IOWriteIOPSMax=/dev/nvme0n1 300 <script>"), line(View.Mark.SAME, 16, 17, "TasksMax=4096"))),
            new View.FileDiff("vm.swappiness", List.of(Text.of("60 → 10", "60 → 10")), List.of())));
    }

    private static View.DiffLine line(View.Mark mark, int before, int after, String text) {
        return new View.DiffLine(mark, before < 0 ? OptionalInt.empty() : OptionalInt.of(before), after < 0 ? OptionalInt.empty() : OptionalInt.of(after), text);
    }

    public record SysctlInput(@Described(en = "name", zh = "参数名", positional = true) String name, @Described(en = "value", zh = "值", positional = true) String value,
                              @Described(en = "keep it over a restart", zh = "重启后保持", byDefault = "true") boolean keep) {
    }

    private abstract static class Base<I extends Record, O extends Record> implements Operation<I, O> {
        private final String name;
        private final Text summary;
        private final Effect effect;
        private final Class<I> input;
        private final Output<O> output;
        private final Probe probe;

        Base(String name, String en, String zh, Effect effect, Class<I> input, Output<O> output, Probe probe) {
            this.name = name;
            this.summary = Text.of(en, zh);
            this.effect = effect;
            this.input = input;
            this.output = output;
            this.probe = probe;
        }

        @Override
        public OperationName name() {
            return OperationName.of(name);
        }

        @Override
        public Text summary() {
            return summary;
        }

        @Override
        public Effect effect() {
            return effect;
        }

        @Override
        public Shape<I> input() {
            return Shape.of(input);
        }

        @Override
        public Output<O> output() {
            return output;
        }

        @Override
        public Probe probe(Host host) {
            return probe;
        }

        @Override
        public O run(I in, Context context) {
            throw new UnsupportedOperationException("exists to be drawn");
        }
    }

    private static final class Plain<I extends Record, O extends Record> extends Base<I, O> {
        Plain(String name, String en, String zh, Effect effect, Class<I> input, Output<O> output, Probe probe) {
            super(name, en, zh, effect, input, output, probe);
        }
    }

    private static final class Shows<I extends Record, O extends Record> extends Base<I, O> implements Previewed<I, O> {
        Shows(String name, String en, String zh, Effect effect, Class<I> input, Output<O> output) {
            super(name, en, zh, effect, input, output, Probe.available(Text.of("/proc/sys is writable, sysctl.d on ext4", "/proc/sys 可写，sysctl.d 位于 ext4")));
        }

        @Override
        public O preview(I in, Context context) {
            throw new UnsupportedOperationException("exists to be drawn");
        }
    }

    static final Operation<?, ?> SHOW = new Plain<>("host show", "What this host is", "这台主机是什么", Effect.READS, Nothing.class, Output.value(Shown.class), Probe.available());
    static final Operation<?, ?> LOG = new Plain<>("host log", "The kernel's log, followed", "跟踪内核日志", Effect.READS, Nothing.class, Output.<Disk>items(Disk.class), Probe.available());
    static final Operation<?, ?> EVERYTHING = new Plain<>("example everything", "Every kind of field there is", "所有类型的字段", Effect.READS, Everything.class,
        Output.value(Shown.class), Probe.available(Text.of("by statx and openat2", "使用 statx 与 openat2")));
    static final Operation<?, ?> EXPORT = new Plain<>("example export", "A file to save", "可保存的文件", Effect.READS_SECRETS, Nothing.class, Output.bytes("text/csv"), Probe.available());
    static final Operation<?, ?> SET = new Shows<>("sysctl set", "Set a kernel value, kept over a restart", "设置内核参数，重启后保持", Effect.CHANGES, SysctlInput.class, Output.value(Pictured.class));
    static final Operation<?, ?> RESTART = new Plain<>("unit restart", "Stop a service and start it again", "停止并重新启动服务", Effect.DISRUPTS, SysctlInput.class, Output.value(Pictured.class), Probe.available());
    static final Operation<?, ?> MOUNT = new Plain<>("image mount", "Mount an image that has not arrived yet", "挂载尚未到达的镜像", Effect.CHANGES, Nothing.class, Output.value(Shown.class),
        Fixtures.absent().getFirst().probe());

    static Catalog catalog() {
        return new Catalog(List.of(new Room("ops/collect", Text.of("This host", "本机"), List.of(SHOW, LOG)),
            new Room("operation/journal", Text.of("Change", "改动"), List.of(SET, RESTART)),
            new Room("image/lazy", Text.of("Images", "镜像"), List.of(MOUNT)), new Room("example", Text.of("Examples", "示例"), List.of(EVERYTHING, EXPORT))));
    }

    static Map<OperationName, Probe> probes() {
        Map<OperationName, Probe> probes = new HashMap<>();
        catalog().operations().forEach(o -> probes.put(o.name(), o.probe(new Host("db-hz-07", Path.of("/"), 0))));
        return probes;
    }

}
