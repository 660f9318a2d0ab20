package dev.anole.ops.collect;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Host;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Probe;
import dev.anole.operation.Shape;
import dev.anole.operation.Stream;
import dev.anole.operation.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code host log}: the kernel's log, its last messages and, if asked, those that follow. A message that came again within
 * a burst is given again with how often it came.
 */
public final class HostLog implements Operation<HostLog.Input, Stream<KernelMessage>> {
    private static final long PAUSE_MILLIS = 250;

    private final Collector collector;

    HostLog(Collector collector) {
        this.collector = collector;
    }

    /** What is asked. */
    public record Input(
        @Described(en = "last messages", zh = "最近的消息数", byDefault = "100", min = 0, max = KernelLog.MESSAGES_MAX) int lines,
        @Described(en = "go on with what comes", zh = "持续输出新消息") boolean follow,
        @Described(en = "least severity", zh = "最低级别", byDefault = "debug") KernelMessage.Severity severity) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("host log");
    }

    @Override
    public Text summary() {
        return Text.of("The kernel log, its last messages or live", "内核日志：最近的消息或实时输出");
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
    public Output<Stream<KernelMessage>> output() {
        return Output.items(KernelMessage.class);
    }

    @Override
    public Probe probe(Host host) {
        try (KernelLog log = new KernelLog(host)) {
            return log.probe();
        }
    }

    @Override
    public Stream<KernelMessage> run(Input input, Context context) {
        if (probe(context.host()) instanceof Probe.Unavailable unavailable) {
            throw OperationException.unavailable(unavailable);
        }
        return new Stream<>(reader -> {
            Optional<KernelLog> running = collector.kernelLog();
            if (running.isPresent()) {
                give(running.get(), false, input, reader);
            } else {
                try (KernelLog own = new KernelLog(context.host())) {
                    give(own, true, input, reader);
                }
            }
        });
    }

    /** @param own whether nobody else takes in what comes */
    private static void give(KernelLog log, boolean own, Input input, Consumer<? super KernelMessage> reader)
            throws InterruptedException {
        while (own && log.take(Tick.now())) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        long seen = log.revision();
        List<KernelMessage> last = log.since(0).stream().filter(m -> m.severity().compareTo(input.severity) <= 0).toList();
        last.subList(Math.max(0, last.size() - input.lines), last.size()).forEach(reader);
        while (input.follow) {
            Thread.sleep(PAUSE_MILLIS);
            if (own) {
                log.take(Tick.now());
            }
            long now = log.revision();
            if (now != seen) {
                log.since(seen).stream().filter(m -> m.severity().compareTo(input.severity) <= 0).forEach(reader);
                seen = now;
            }
        }
    }
}
