package dev.anole.agent;

import dev.anole.operation.Actor;
import dev.anole.operation.ByteStream;
import dev.anole.operation.Catalog;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Door;
import dev.anole.operation.Effect;
import dev.anole.operation.Host;
import dev.anole.operation.Journal;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Role;
import dev.anole.operation.Room;
import dev.anole.operation.Secret;
import dev.anole.operation.Shape;
import dev.anole.operation.Stream;
import dev.anole.operation.TaskLog;
import dev.anole.operation.Tasks;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** An agent with a few operations of the test's own, behind a socket in a directory of the test's own. */
public final class Fixture implements AutoCloseable {
    static final Actor PERSON = new Actor("alice", Role.ADMIN, Door.CLI);
    static final Actor ASSISTANT = new Actor("helper", Role.ADMIN, Door.ASSISTANT);

    /** Input of most of them. */
    public record Words(@Described(en = "Text", zh = "文本", positional = true) String text,
                        @Described(en = "Times", zh = "次数", byDefault = "1", min = 1, max = 1e9) int times) {
    }

    /** Input with something to hide. */
    public record Login(@Described(en = "User", zh = "用户") String user, @Described(en = "Password", zh = "密码") Secret password) {
    }

    /** Output of most of them. */
    public record Said(String text) {
    }

    /** Nothing. */
    public record None() {
    }

    abstract static class Named<I extends Record, O extends Record> implements Operation<I, O> {
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
            return Text.of("For the test", "测试用");
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

    static final class Echo extends Named<Words, Said> {
        Echo(String name, Effect effect) {
            super(name, effect, Words.class, Output.value(Said.class));
        }

        @Override
        public Said run(Words input, Context context) {
            context.progress().step(Text.of("repeating", "重复"));
            context.progress().amount(1, input.times(), "times");
            context.progress().log("by " + context.actor().name() + " through " + context.actor().door());
            return new Said(input.text().repeat(input.times()));
        }
    }

    static final class Reveal extends Named<Login, Said> {
        Reveal() {
            super("secret length", Effect.READS, Login.class, Output.value(Said.class));
        }

        @Override
        public Said run(Login input, Context context) {
            return new Said(input.user() + ":" + input.password().reveal().length());
        }
    }

    static final class Fail extends Named<None, Said> {
        Fail() {
            super("do fail", Effect.READS, None.class, Output.value(Said.class));
        }

        @Override
        public Said run(None input, Context context) {
            throw OperationException.failed(Text.of("it did not work", "没有成功"), Text.of("try another one", "换一个试试"), null);
        }
    }

    final class Wait extends Named<None, Said> {
        Wait() {
            super("do wait", Effect.READS, None.class, Output.value(Said.class));
        }

        @Override
        public Said run(None input, Context context) throws InterruptedException {
            context.progress().step(Text.of("waiting", "等待"));
            release.await();
            return new Said("waited");
        }
    }

    final class Count extends Named<None, Stream<Said>> {
        Count() {
            super("do count", Effect.READS, None.class, Output.items(Said.class));
        }

        @Override
        public Stream<Said> run(None input, Context context) {
            return new Stream<>(reader -> {
                try {
                    for (int i = 0; ; i++) {
                        reader.accept(new Said("n" + i));
                        Thread.sleep(10);
                    }
                } finally {
                    counted.countDown();
                }
            });
        }
    }

    static final class Pour extends Named<Words, ByteStream> {
        Pour() {
            super("do pour", Effect.READS, Words.class, Output.bytes("application/octet-stream"));
        }

        @Override
        public ByteStream run(Words input, Context context) {
            return new ByteStream("poured", out -> {
                byte[] block = input.text().getBytes(java.nio.charset.StandardCharsets.UTF_8);
                for (int i = 0; i < input.times(); i++) {
                    out.write(block);
                }
            });
        }
    }

    final CountDownLatch release = new CountDownLatch(1);
    /** Falls when the stream's producer has let go. */
    final CountDownLatch counted = new CountDownLatch(1);
    final Path data;
    final Catalog catalog;
    final Tasks tasks;
    final AgentServer server;

    Fixture() throws IOException {
        data = Files.createTempDirectory("anole-agent-test");
        catalog = new Catalog(List.of(new Room("test", Text.of("Test", "测试"), List.of(new Echo("do echo", Effect.READS),
            new Echo("do change", Effect.CHANGES), new Echo("do peek", Effect.READS_SECRETS), new Reveal(), new Fail(), new Wait(),
            new Count(), new Pour()))));
        Supplier<Journal> journal = () -> {
            throw new AssertionError("no operation here changes anything");
        };
        tasks = new Tasks("test", Host.local(), catalog, journal, TaskLog.inMemory(), Clock.systemUTC());
        server = new AgentServer(tasks, catalog);
    }

    Fixture started() {
        server.start(new AgentServer.Configuration(data));
        return this;
    }

    RemoteAgent remote() {
        return RemoteAgent.at(data, catalog, Door.CLI);
    }

    @Override
    public void close() {
        release.countDown();
        server.close();
        tasks.close();
        try (var files = Files.walk(data)) {
            for (Path p : files.sorted(java.util.Comparator.reverseOrder()).collect(Collectors.toList())) {
                Files.delete(p);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
