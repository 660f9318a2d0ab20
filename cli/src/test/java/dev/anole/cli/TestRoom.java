package dev.anole.cli;

import dev.anole.operation.ByteStream;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Findings;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Probe;
import dev.anole.operation.Host;
import dev.anole.operation.Room;
import dev.anole.operation.Secret;
import dev.anole.operation.Shape;
import dev.anole.operation.Stream;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A room with an operation of each kind. */
public final class TestRoom {
    /** What the changing operations have done. */
    final AtomicInteger changes = new AtomicInteger();

    /** The colours that are known. */
    public enum Colour { RED, DEEP_BLUE }

    /** One component of each kind that a command line has. */
    public record All(
        @Described(en = "where to look", zh = "位置", positional = true) String place,
        @Described(en = "how many", zh = "数量", byDefault = "3", min = 1, max = 9, unit = "files") int maxFiles,
        @Described(en = "colour", zh = "颜色", byDefault = "red") Colour colour,
        @Described(en = "how long", zh = "时长", byDefault = "90s", min = 1, max = 600) Duration patience,
        @Described(en = "loudly", zh = "大声", byDefault = "true") boolean loud,
        @Described(en = "tags", zh = "标签") List<String> tag,
        @Described(en = "settings", zh = "设置") Map<String, Integer> set,
        @Described(en = "weight", zh = "重量") Optional<Double> weight) {
    }

    /** What was understood. */
    public record Understood(String place, int maxFiles, Colour colour, Duration patience, boolean loud, List<String> tag,
                             Map<String, Integer> set, Optional<Double> weight) {
    }

    /** Nothing. */
    public record None() {
    }

    /** A word. */
    public record Word(@Described(en = "the word", zh = "词", positional = true) String word) {
    }

    /** Something to hide. */
    public record Login(@Described(en = "user", zh = "用户") String user, @Described(en = "password", zh = "密码") Secret password) {
    }

    /** A line. */
    public record Line(String text) {
    }

    /** A numbered line. */
    public record Numbered(int number, String text) {
    }

    /** A picture. */
    public record Picture(int number) implements Viewed {
        @Override
        public View view() {
            return new View.Sentence(Text.of("picture " + number, "图 " + number));
        }
    }

    /** What was found. */
    public record Found(int problems) implements Findings {
        @Override
        public int findings() {
            return problems;
        }
    }

    interface Work<I extends Record, O extends Record> {
        O run(I input, Context context) throws InterruptedException;
    }

    /** An operation from its parts. */
    static class Simple<I extends Record, O extends Record> implements Operation<I, O> {
        private final OperationName name;
        private final Effect effect;
        private final Class<I> input;
        private final Output<O> output;
        private final Work<I, O> work;

        Simple(String name, Effect effect, Class<I> input, Output<O> output, Work<I, O> work) {
            this.name = OperationName.of(name);
            this.effect = effect;
            this.input = input;
            this.output = output;
            this.work = work;
        }

        @Override
        public OperationName name() {
            return name;
        }

        @Override
        public Text summary() {
            return Text.of("Summary of " + name, name + " 的摘要");
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
        public O run(I input, Context context) throws InterruptedException {
            return work.run(input, context);
        }
    }

    /** One that shows first. */
    static final class Changing extends Simple<Word, Line> implements Previewed<Word, Line> {
        Changing(String name, Effect effect, Work<Word, Line> work) {
            super(name, effect, Word.class, Output.value(Line.class), work);
        }

        @Override
        public Line preview(Word input, Context context) {
            if (input.word().equals("refused")) {
                throw OperationException.usage(Text.of("the word is refused", "此词被拒绝"), Text.of("take another", "换一个"));
            }
            return new Line("would change " + input.word());
        }
    }

    Room room() {
        return new Room("test", Text.of("For the test", "测试"), List.of(
            new Simple<>("test all", Effect.READS, All.class, Output.value(Understood.class), (i, c) ->
                new Understood(i.place(), i.maxFiles(), i.colour(), i.patience(), i.loud(), i.tag(), i.set(), i.weight())),
            new Simple<>("test login", Effect.READS, Login.class, Output.value(Line.class), (i, c) ->
                new Line(i.user() + " " + i.password() + " " + i.password().reveal().length())),
            new Simple<>("test hostile", Effect.READS, None.class, Output.value(Line.class), (i, c) ->
                new Line("\u001b[2J\u001b]0;owned\u0007\u009b31m\u202eevil")),
            new Simple<>("test findings", Effect.READS, None.class, Output.value(Found.class), (i, c) -> new Found(2)),
            new Simple<>("test fail", Effect.READS, None.class, Output.value(Line.class), (i, c) -> {
                throw OperationException.failed(Text.of("it did not work\u001b[31m", "没有成功"), Text.of("try again", "请重试"), null);
            }),
            new Simple<>("test crash", Effect.READS, None.class, Output.value(Line.class), (i, c) -> {
                throw new IllegalStateException("a mistake");
            }),
            new Simple<>("test items", Effect.READS, None.class, Output.items(Numbered.class), (i, c) -> new Stream<>(reader -> {
                for (int n = 8; n <= 11; n++) {
                    reader.accept(new Numbered(n, "item " + n));
                }
            })),
            new Simple<>("test endless", Effect.READS, None.class, Output.items(Numbered.class), (i, c) -> new Stream<>(reader -> {
                for (int n = 0; ; n++) {
                    reader.accept(new Numbered(n, "item"));
                }
            })),
            new Simple<>("test pictures", Effect.READS, None.class, Output.items(Picture.class), (i, c) -> new Stream<>(reader -> {
                reader.accept(new Picture(1));
                reader.accept(new Picture(2));
            })),
            new Simple<>("test film", Effect.READS, None.class, Output.items(Picture.class), (i, c) -> new Stream<>(reader -> {
                for (int n = 1; ; n++) {
                    reader.accept(new Picture(n));
                    Thread.sleep(50);
                }
            })),
            new Changing("test long", Effect.CHANGES, (i, c) -> {
                java.nio.file.Path mark = java.nio.file.Path.of(i.word());
                try {
                    java.nio.file.Files.writeString(mark, "half done");
                    c.progress().step(Text.of("making it", "进行中"));
                    Thread.sleep(60_000);
                    return new Line("done");
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                } finally {
                    mark.toFile().delete();
                }
            }),
            new Simple<>("test bytes", Effect.READS, None.class, Output.bytes("application/octet-stream"), (i, c) ->
                new ByteStream("b", out -> out.write(new byte[] {0, 1, (byte) 0xff, '\n'}))),
            new Simple<>("test secrets", Effect.READS_SECRETS, None.class, Output.value(Line.class), (i, c) -> new Line("key")),
            new Changing("test change", Effect.CHANGES, (i, c) -> new Line("changed " + i.word() + " for " + c.actor().name() + " " + changes.incrementAndGet())),
            new Changing("test disrupt", Effect.DISRUPTS, (i, c) -> new Line("disrupted " + i.word() + " " + changes.incrementAndGet())),
            new Simple<>("test slow", Effect.READS, None.class, Output.value(Line.class), (i, c) -> {
                c.progress().step(Text.of("reading\u001b[31m blocks", "读取"));
                c.progress().amount(3, 10, "files");
                Thread.sleep(700);
                return new Line("slow");
            }),
            new Simple<>("test absent", Effect.READS, None.class, Output.value(Line.class), (i, c) -> new Line("never")) {
                @Override
                public Probe probe(Host host) {
                    return Probe.unavailable(Text.of("this kernel has no such thing", "内核没有此功能"), "open /dev/thing: ENOENT",
                        Text.of("boot another", "换一个内核"));
                }
            }));
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
