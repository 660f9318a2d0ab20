package dev.anole.security.sm;

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
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** {@code sm speed}: what a CPU second gives here, for each tier and for OpenSSL, taking turns. */
public final class SmSpeed implements Operation<SmSpeed.Input, SmSpeed.Speeds> {
    private static final int BLOCK_BYTES = 16;
    private static final int MESSAGE_BYTES_MAX = 1 << 20;

    /** How much is measured. */
    public record Input(
        @Described(en = "Sizes of messages in bytes, multiples of 16; 64, 1024 and 16384 where none is given", zh = "消息字节数，16 的倍数；默认为 64、1024、16384") List<Integer> bytes,
        @Described(en = "Rounds; each engine has a turn in each", zh = "轮数，每轮各引擎依次测量", byDefault = "3", min = 1, max = 99) int rounds) {
        public Input {
            bytes = bytes.isEmpty() ? List.of(64, 1024, 16384) : List.copyOf(bytes);
            bytes.stream().filter(size -> size < BLOCK_BYTES || size > MESSAGE_BYTES_MAX || size % BLOCK_BYTES != 0).findFirst().ifPresent(size -> {
                throw OperationException.usage(Text.of("bytes: " + size + " is not a multiple of 16 up to " + MESSAGE_BYTES_MAX,
                    "bytes：" + size + " 不是 16 的倍数，或超过 " + MESSAGE_BYTES_MAX), Text.same(""));
            });
        }
    }

    /** The median of one engine over all rounds, with the least and the most that were seen. */
    public record Speed(
        @Described(en = "algorithm", zh = "算法") String algorithm,
        @Described(en = "mode", zh = "模式") String mode,
        @Described(en = "tier", zh = "层级") String tier,
        @Described(en = "message", zh = "消息", unit = "bytes") int bytes,
        @Described(en = "MB a CPU second", zh = "MB/CPU 秒") Optional<Double> mbPerCpuSecond,
        @Described(en = "operations", zh = "次/CPU 秒") Optional<Double> opsPerCpuSecond,
        @Described(en = "least", zh = "最小") double least,
        @Described(en = "most", zh = "最大") double most) {
        public Speed {
            Objects.requireNonNull(algorithm, "algorithm");
            Objects.requireNonNull(mode, "mode");
            Objects.requireNonNull(tier, "tier");
            Objects.requireNonNull(mbPerCpuSecond, "mbPerCpuSecond");
            Objects.requireNonNull(opsPerCpuSecond, "opsPerCpuSecond");
        }
    }

    /** What is answered. */
    public record Speeds(
        @Described(en = "speeds", zh = "速度") List<Speed> speeds) implements Viewed {
        public Speeds {
            speeds = List.copyOf(speeds);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(Speed.class), speeds);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm speed");
    }

    @Override
    public Text summary() {
        return Text.of("What a CPU second gives in SM2, SM3 and SM4 here, beside OpenSSL", "此处每 CPU 秒的 SM2、SM3、SM4 处理量，与 OpenSSL 对比");
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
    public Output<Speeds> output() {
        return Output.value(Speeds.class);
    }

    @Override
    public Probe probe(Host host) {
        return Files.isReadable(host.path("/proc/thread-self/schedstat")) ? Probe.available() : Probe.unavailable(
            Text.of("this kernel does not count a thread's CPU time in nanoseconds", "此内核不以纳秒统计线程 CPU 时间"), "no /proc/thread-self/schedstat",
            Text.of("use a kernel with CONFIG_SCHED_INFO", "请使用启用 CONFIG_SCHED_INFO 的内核"));
    }

    /** What is compared with each other. */
    private record Cell(String algorithm, String mode, int bytes, String engine) {
    }

    @Override
    public Speeds run(Input input, Context context) throws InterruptedException {
        Map<Cell, List<Double>> seen = new LinkedHashMap<>();
        List<SpeedEngines.Engine> engines = SpeedEngines.here();
        for (int round = 0; round < input.rounds(); round++) {
            // Every other round the other way about, so that what gets slower with time is nobody's loss.
            for (SpeedEngines.Engine engine : round % 2 == 0 ? engines : engines.reversed()) {
                context.progress().step(Text.same(engine.name()));
                context.progress().amount(round, input.rounds(), "rounds");
                for (Throughput t : engine.measure(input.bytes())) {
                    seen.computeIfAbsent(new Cell(t.algorithm(), t.mode(), t.bytes(), t.engine()),
                        _ -> new ArrayList<>()).add(t.counted() ? t.perCpuSecond() : t.perCpuSecond() / 1e6);
                }
            }
        }
        List<Speed> speeds = new ArrayList<>();
        seen.forEach((cell, values) -> speeds.add(speed(cell, values)));
        speeds.sort(java.util.Comparator.comparing(Speed::algorithm).thenComparing(Speed::mode).thenComparing(Speed::bytes));
        return new Speeds(speeds);
    }

    private static Speed speed(Cell cell, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        double median = sorted.get(sorted.size() / 2);
        boolean counted = Throughput.counted(cell.algorithm());
        return new Speed(cell.algorithm(), cell.mode(), cell.engine(), cell.bytes(), counted ? Optional.empty() : Optional.of(median),
            counted ? Optional.of(median) : Optional.empty(), sorted.getFirst(), sorted.getLast());
    }
}
