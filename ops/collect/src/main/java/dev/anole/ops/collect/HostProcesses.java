package dev.anole.ops.collect;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Probe;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** {@code host processes}: what each process uses and waits for. */
public final class HostProcesses implements Operation<HostProcesses.Input, HostProcesses.Processes> {
    private final Collector collector;

    HostProcesses(Collector collector) {
        this.collector = collector;
    }

    /** What is asked. */
    public record Input(
        @Described(en = "sorted by", zh = "排序", byDefault = "cpu") ProcessOrder sort,
        @Described(en = "how many at most", zh = "最多数量", byDefault = "50", min = 1, max = ProcessSampler.PROCESSES_MAX) int limit,
        @Described(en = "only those whose name, command, user or container holds this", zh = "仅显示名称、命令、用户或容器包含此文字的进程")
        Optional<String> match,
        @Described(en = "kernel threads too", zh = "包含内核线程") boolean kernel) {
    }

    /**
     * What is answered.
     *
     * @param total how many there are in all
     * @param note  what is not told here, and what to do about it; empty when all is
     */
    public record Processes(
        @Described(en = "when", zh = "时间") Instant at,
        @Described(en = "processes in all", zh = "进程总数") int total,
        @Described(en = "processes", zh = "进程") List<ProcessSample> processes,
        @Described(en = "what is not told here", zh = "此处无法提供的信息") Text note) implements Viewed {
        public Processes {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(note, "note");
            processes = List.copyOf(processes);
        }

        @Override
        public View view() {
            View rows = new View.Rows<>(Shape.of(ProcessRow.class), processes.stream().map(ProcessRow::of).toList());
            return note.en().isEmpty() ? rows : new View.Group(List.of(new View.Section(Text.same(""), rows),
                new View.Section(Text.same(""), new View.Sentence(note))));
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("host processes");
    }

    @Override
    public Text summary() {
        return Text.of("Processes with their CPU, memory, I/O, and what they wait for", "进程的 CPU、内存、I/O 以及等待情况");
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
    public Output<Processes> output() {
        return Output.value(Processes.class);
    }

    @Override
    public Processes run(Input input, Context context) throws InterruptedException {
        Reading reading = collector.read();
        List<ProcessSample> chosen = reading.processes().stream()
            .filter(p -> input.kernel || !isKernelThread(p))
            .filter(p -> input.match.isEmpty() || matches(p, input.match.get()))
            .sorted(input.sort.comparator()).limit(input.limit).toList();
        return new Processes(reading.sample().at(), reading.processes().size(), chosen, note(reading));
    }

    static boolean isKernelThread(ProcessSample process) {
        return process.residentBytes() == 0 && (process.parent() == 2 || process.pid() == 2);
    }

    static boolean matches(ProcessSample process, String wanted) {
        String lower = wanted.toLowerCase(Locale.ROOT);
        return (process.name() + "\n" + process.command() + "\n" + process.user() + "\n" + process.owner())
            .toLowerCase(Locale.ROOT).contains(lower);
    }

    /** Why the column "disk wait" is empty, where it is. */
    static Text note(Reading reading) {
        return switch (reading.probes().getOrDefault("disk-wait", Probe.available())) {
            case Probe.Available _ -> Text.same("");
            case Probe.Unavailable(Text reason, String evidence, Text remedy) -> Text.of(
                "Disk wait: " + reason.en() + " (" + evidence + "); " + remedy.en(),
                "等待磁盘：" + reason.zh() + "（" + evidence + "）；" + remedy.zh());
        };
    }
}
