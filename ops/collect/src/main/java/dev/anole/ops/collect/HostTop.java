package dev.anole.ops.collect;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Stream;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** {@code host top}: the host and its busiest processes, second by second. */
public final class HostTop implements Operation<HostTop.Input, Stream<HostTop.Top>> {
    private final Collector collector;

    HostTop(Collector collector) {
        this.collector = collector;
    }

    /** What is asked. */
    public record Input(
        @Described(en = "sorted by", zh = "排序", byDefault = "cpu") ProcessOrder sort,
        @Described(en = "processes shown", zh = "显示的进程数", byDefault = "20", min = 1, max = 500) int rows,
        @Described(en = "how many times; 0 until stopped", zh = "次数；0 表示直到停止", byDefault = "0", min = 0, max = 1_000_000) int count) {
    }

    /** One picture. */
    public record Top(
        @Described(en = "when", zh = "时间") Instant at,
        @Described(en = "what the host waits for", zh = "主机在等待什么") Text sentence,
        @Described(en = "CPU used", zh = "CPU 使用率", unit = "%") double cpuPercent,
        @Described(en = "load of 1 minute", zh = "1 分钟负载") double load,
        @Described(en = "memory used", zh = "已用内存", unit = "B") double memoryUsedBytes,
        @Described(en = "memory in all", zh = "总内存", unit = "B") double memoryTotalBytes,
        @Described(en = "read from disks", zh = "读盘", unit = "B/s") double diskReadBytesPerSecond,
        @Described(en = "written to disks", zh = "写盘", unit = "B/s") double diskWriteBytesPerSecond,
        @Described(en = "received", zh = "接收", unit = "B/s") double netInBytesPerSecond,
        @Described(en = "sent", zh = "发送", unit = "B/s") double netOutBytesPerSecond,
        @Described(en = "processes", zh = "进程") List<ProcessSample> processes) implements Viewed {
        public Top {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(sentence, "sentence");
            processes = List.copyOf(processes);
        }

        @Override
        public View view() {
            return new View.Group(List.of(
                new View.Section(Text.same(""), new View.Sentence(sentence)),
                new View.Section(Text.same(""), new View.Facts(List.of(
                    new View.Fact(Text.of("CPU", "CPU"), Quantity.number(cpuPercent) + " %"),
                    new View.Fact(Text.of("load", "负载"), Quantity.number(load)),
                    new View.Fact(Text.of("memory", "内存"), Quantity.bytes(memoryUsedBytes) + " / " + Quantity.bytes(memoryTotalBytes)),
                    new View.Fact(Text.of("disks", "磁盘"), rate(diskReadBytesPerSecond) + " in, " + rate(diskWriteBytesPerSecond) + " out"),
                    new View.Fact(Text.of("network", "网络"), rate(netInBytesPerSecond) + " in, " + rate(netOutBytesPerSecond) + " out")))),
                new View.Section(Text.same(""), new View.Rows<>(Shape.of(ProcessRow.class),
                    processes.stream().map(ProcessRow::of).toList()))));
        }

        private static String rate(double bytes) {
            return Double.isNaN(bytes) ? "?" : Quantity.bytes(bytes) + "/s";
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("host top");
    }

    @Override
    public Text summary() {
        return Text.of("The busiest processes, live", "实时查看最忙的进程");
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Output<Stream<Top>> output() {
        return Output.items(Top.class);
    }

    @Override
    public Stream<Top> run(Input input, Context context) {
        return new Stream<>(reader -> Live.follow(collector, input.count, (sample, processes, means) -> {
            List<ProcessSample> chosen = processes.stream().filter(p -> !HostProcesses.isKernelThread(p))
                .sorted(input.sort.comparator()).limit(input.rows).toList();
            Text sentence = new WaitJudge(means.means(), sample, processes, means.span()).judge().sentence();
            reader.accept(new Top(sample.at(), sentence, sample.value("cpu.used"), sample.value("load.1"),
                sample.value("memory.used"), sample.value("memory.total"), sample.value("disk.read.bytes"),
                sample.value("disk.write.bytes"), sample.value("net.in.bytes"), sample.value("net.out.bytes"), chosen));
        }));
    }
}
