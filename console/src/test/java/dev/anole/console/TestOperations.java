package dev.anole.console;

import dev.anole.operation.ByteStream;
import dev.anole.operation.Catalog;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Room;
import dev.anole.operation.Secret;
import dev.anole.operation.Shape;
import dev.anole.operation.Stream;
import dev.anole.operation.Text;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Operations of every effect and output, for the tests of the doors. */
public final class TestOperations {
    public record Nothing() {
    }

    public record Greeting(@Described(en = "whom", zh = "谁", byDefault = "world") String whom,
                           @Described(en = "how often", zh = "次数", byDefault = "1", min = 1, max = 5, unit = "times") int times) {
    }

    public record Said(@Described(en = "text", zh = "文本") String text) {
    }

    public record Login(@Described(en = "user", zh = "用户") String user, @Described(en = "password", zh = "密码") Secret password) {
    }

    public record Count(@Described(en = "items; 0 never ends", zh = "条数；0 表示不结束", byDefault = "3", min = 0, max = 100000) int items,
                        @Described(en = "pause between items", zh = "间隔", byDefault = "0", min = 0, max = 10000, unit = "ms") int pauseMillis) {
    }

    public record Item(long number, String name) {
    }

    public record Sample(Instant at, Map<String, Double> values, List<Item> top) {
    }

    public record Value(@Described(en = "new value", zh = "新值") String value) {
    }

    public record Changed(String before, String after, boolean preview) {
    }

    private TestOperations() {
    }

    private abstract static class Named<I extends Record, O extends Record> implements Operation<I, O> {
        private final OperationName name;
        private final Effect effect;
        private final Shape<I> input;
        private final Output<O> output;

        Named(String name, Effect effect, Class<I> input, Output<O> output) {
            this.name = OperationName.of(name);
            this.effect = effect;
            this.input = Shape.of(input);
            this.output = output;
        }

        @Override
        public OperationName name() {
            return name;
        }

        @Override
        public Text summary() {
            return Text.of("Test: " + name, "测试：" + name);
        }

        @Override
        public Effect effect() {
            return effect;
        }

        @Override
        public Shape<I> input() {
            return input;
        }

        @Override
        public Output<O> output() {
            return output;
        }
    }

    /** Says something; fails when it is asked to greet nobody. */
    public static final class Greet extends Named<Greeting, Said> {
        public Greet() {
            super("test greet", Effect.READS, Greeting.class, Output.value(Said.class));
        }

        @Override
        public Said run(Greeting input, Context context) {
            if (input.whom().equals("nobody")) {
                throw OperationException.failed(Text.of("there is nobody to greet", "没有可问候的人"), Text.of("name somebody", "请指定"), null);
            }
            return new Said(("hello " + input.whom() + " ").repeat(input.times()).strip());
        }
    }

    /** Takes a secret and says only how long it is. */
    public static final class Secretive extends Named<Login, Said> {
        public Secretive() {
            super("test secret", Effect.READS, Login.class, Output.value(Said.class));
        }

        @Override
        public Said run(Login input, Context context) {
            return new Said(input.user() + ": " + input.password().reveal().length());
        }
    }

    /** Counts, and tells whether it was left. */
    public static final class Counting extends Named<Count, Stream<Item>> {
        public final AtomicInteger stopped = new AtomicInteger();

        public Counting() {
            super("test count", Effect.READS, Count.class, Output.items(Item.class));
        }

        @Override
        public Stream<Item> run(Count input, Context context) {
            return new Stream<>(reader -> {
                try {
                    for (long i = 1; input.items() == 0 || i <= input.items(); i++) {
                        reader.accept(new Item(i, "<b>item " + i + "</b>"));
                        if (input.pauseMillis() > 0) {
                            Thread.sleep(input.pauseMillis());
                        }
                    }
                } catch (InterruptedException | RuntimeException e) {
                    stopped.incrementAndGet();
                    throw e;
                }
            });
        }
    }

    /** Never says anything until it is stopped. */
    public static final class Quiet extends Named<Nothing, Stream<Item>> {
        public final AtomicInteger stopped = new AtomicInteger();

        public Quiet() {
            super("test quiet", Effect.READS, Nothing.class, Output.items(Item.class));
        }

        @Override
        public Stream<Item> run(Nothing input, Context context) {
            return new Stream<>(_ -> {
                try {
                    Thread.sleep(600_000);
                } catch (InterruptedException e) {
                    stopped.incrementAndGet();
                    throw e;
                }
            });
        }
    }

    public static final class Download extends Named<Count, ByteStream> {
        public Download() {
            super("test download", Effect.READS, Count.class, Output.bytes("text/plain"));
        }

        @Override
        public ByteStream run(Count input, Context context) {
            if (input.items() == 99) {
                throw OperationException.failed(Text.of("nothing to download", "没有可下载的内容"), Text.same(""), null);
            }
            return new ByteStream("x.txt", out -> {
                for (int i = 1; i <= input.items(); i++) {
                    out.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
                }
            });
        }
    }

    /** Changes a value in memory. */
    public static final class Change extends Named<Value, Changed> implements Previewed<Value, Changed> {
        public final AtomicReference<String> value = new AtomicReference<>("first");

        public Change() {
            super("test change", Effect.CHANGES, Value.class, Output.value(Changed.class));
        }

        @Override
        public Changed run(Value input, Context context) {
            context.progress().step(Text.of("change", "改动"));
            return new Changed(value.getAndSet(input.value()), input.value(), false);
        }

        @Override
        public Changed preview(Value input, Context context) {
            return new Changed(value.get(), input.value(), true);
        }
    }

    public static final class Disrupt extends Named<Nothing, Said> {
        public final AtomicInteger done = new AtomicInteger();

        public Disrupt() {
            super("test disrupt", Effect.DISRUPTS, Nothing.class, Output.value(Said.class));
        }

        @Override
        public Said run(Nothing input, Context context) {
            done.incrementAndGet();
            return new Said("disrupted");
        }
    }

    public static final class Reveal extends Named<Nothing, Said> {
        public Reveal() {
            super("test reveal", Effect.READS_SECRETS, Nothing.class, Output.value(Said.class));
        }

        @Override
        public Said run(Nothing input, Context context) {
            return new Said("the environment of a process");
        }
    }

    /** Runs until it is stopped, with progress. */
    public static final class Slow extends Named<Nothing, Said> {
        public Slow() {
            super("test slow", Effect.CHANGES, Nothing.class, Output.value(Said.class));
        }

        @Override
        public Said run(Nothing input, Context context) throws InterruptedException {
            context.progress().step(Text.of("wait", "等待"));
            context.progress().log("\u001b[31mred\u001b[0m <script>alert(1)</script>");
            Thread.sleep(600_000);
            return new Said("never");
        }
    }

    /** A sample every 20 ms. */
    public static final class Samples extends Named<Nothing, Stream<Sample>> {
        public final AtomicInteger running = new AtomicInteger();
        private final Optional<Instant> from;

        public Samples() {
            this(Optional.empty());
        }

        public Samples(Optional<Instant> from) {
            super("host samples", Effect.READS, Nothing.class, Output.items(Sample.class));
            this.from = from;
        }

        @Override
        public Stream<Sample> run(Nothing input, Context context) {
            return new Stream<>(reader -> {
                running.incrementAndGet();
                try {
                    for (int i = 0; ; i++) {
                        Instant at = from.map(f -> f.plusSeconds(0)).orElseGet(Instant::now);
                        reader.accept(new Sample(at.plusSeconds(i), Map.of("cpu.user", i % 100.0, "memory.free", 1e9 + i, "load.1", 0.5),
                            List.of(new Item(i, "process"))));
                        Thread.sleep(20);
                    }
                } finally {
                    running.decrementAndGet();
                }
            });
        }
    }

    /** A catalog of these and nothing else. */
    public static Catalog catalog(Operation<?, ?>... operations) {
        return new Catalog(List.of(new Room("test", Text.of("Tests", "测试"), List.of(operations))));
    }
}
