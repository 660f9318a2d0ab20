package dev.anole.ops.trace;

import dev.anole.kernel.bpf.BpfLinks;
import dev.anole.kernel.bpf.BpfObject;
import dev.anole.kernel.bpf.BtfKind;
import dev.anole.kernel.bpf.BtfPrinter;
import dev.anole.kernel.bpf.LoadedObject;
import dev.anole.kernel.bpf.MapType;
import dev.anole.kernel.bpf.RingBuffer;
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
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** {@code bpf load}: loads and attaches everything of an object, tells what its ring buffers bring, and what its maps hold in the end. */
public final class BpfLoad implements Operation<BpfLoad.Input, Stream<BpfLoad.Told>> {
    private static final Duration TURN = Duration.ofMillis(100);
    /** Elements of one map that are told in the end. */
    private static final int ELEMENTS_MAX = 10_000;

    /** What is loaded. */
    public record Input(
        @Described(en = "Object that clang -target bpf made", zh = "clang -target bpf 生成的目标文件", positional = true) Path file,
        @Described(en = "How long it stays attached", zh = "附着时长", byDefault = "10s", min = 0.1, max = 86400) Duration duration,
        @Described(en = "Structure of the object by which records are told; event where there is one", zh = "用于解释记录的结构体；默认 event") Optional<String> event) {
    }

    /** A record of a ring buffer as it came, an element of a map in the end, or a word about the object. */
    public record Told(
        @Described(en = "from", zh = "来自") String from,
        @Described(en = "what", zh = "内容") String what) {
        public Told {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(what, "what");
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("bpf load");
    }

    @Override
    public Text summary() {
        return Text.of("Loads and attaches a BPF object for a while, and tells what it finds", "临时加载并附着 BPF 目标文件，输出其所见");
    }

    /** What is attached may drop packets or refuse calls; it is whoever wrote it that knows. */
    @Override
    public Effect effect() {
        return Effect.DISRUPTS;
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Output<Stream<Told>> output() {
        return Output.items(Told.class);
    }

    @Override
    public Probe probe(Host host) {
        return Rights.probe(host);
    }

    @Override
    public Stream<Told> run(Input input, Context context) {
        return new Stream<>(reader -> {
            try {
                watch(input, context, reader);
            } catch (IOException e) {
                throw OperationException.notFound(Text.of(Plain.text(input.file()) + " cannot be read: " + e.getClass().getSimpleName().replace("Exception", ""),
                    "无法读取 " + Plain.text(input.file()) + "：" + e.getClass().getSimpleName().replace("Exception", "")), Text.same(""));
            } catch (RuntimeException e) {
                throw Refused.of(e);
            }
        });
    }

    private static void watch(Input input, Context context, Consumer<? super Told> reader) throws IOException, InterruptedException {
        BpfObject object = BpfObject.read(context.host().path(input.file().toString()));
        Optional<Form> form = Form.of(object, input.event());
        List<RingBuffer> rings = new ArrayList<>();
        try (LoadedObject loaded = object.load()) {
            loaded.unresolved().forEach(u -> reader.accept(new Told("object", u.program() + " does without " + u.path() + ", which this kernel does not have")));
            loaded.maps().stream().filter(m -> m.definition().type() == MapType.BPF_MAP_TYPE_RINGBUF)
                .forEach(m -> rings.add(loaded.ringBuffer(m.definition().name())));
            try (BpfLinks _ = loaded.attach()) {
                reader.accept(new Told("object", loaded.programs().size() + " programs attached"));
                context.progress().step(Text.of("Watching", "观察"));
                follow(rings, form, input.duration(), context, reader);
            }
            for (RingBuffer ring : rings) {
                if (ring.overruns() > 0) {
                    reader.accept(new Told(ring.map().definition().name(), ring.overruns() + " records did not fit and are lost"));
                }
            }
            loaded.maps().stream().filter(m -> tells(m.definition().type())).forEach(m -> loaded.contents(m.definition().name()).stream()
                .limit(ELEMENTS_MAX).forEach(element -> reader.accept(new Told(m.definition().name(), element))));
        } finally {
            rings.forEach(RingBuffer::close);
        }
    }

    private static void follow(List<RingBuffer> rings, Optional<Form> form, Duration duration, Context context, Consumer<? super Told> reader)
            throws InterruptedException {
        long begun = System.nanoTime();
        for (long gone = 0; gone < duration.toNanos(); gone = System.nanoTime() - begun) {
            context.progress().amount(gone / 1e9, duration.toNanos() / 1e9, "s");
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped");
            }
            int found = 0;
            for (RingBuffer ring : rings) {
                String name = ring.map().definition().name();
                found += ring.poll((memory, offset, length) -> reader.accept(new Told(name, said(form, memory, offset, length))));
            }
            if (found == 0) {
                Thread.sleep(TURN);
            }
        }
    }

    private static String said(Optional<Form> form, MemorySegment memory, long offset, int length) {
        byte[] bytes = memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        return form.filter(f -> f.bytes() <= bytes.length).map(f -> f.printer().json(f.type(), bytes)).orElseGet(() -> HexFormat.of().formatHex(bytes));
    }

    private static boolean tells(MapType type) {
        return switch (type) {
            case BPF_MAP_TYPE_HASH, BPF_MAP_TYPE_ARRAY, BPF_MAP_TYPE_PERCPU_HASH, BPF_MAP_TYPE_PERCPU_ARRAY, BPF_MAP_TYPE_LRU_HASH,
                 BPF_MAP_TYPE_LRU_PERCPU_HASH, BPF_MAP_TYPE_LPM_TRIE -> true;
            default -> false;
        };
    }

    /** How records are told: by a structure of the object's own types. */
    private record Form(BtfPrinter printer, int type, int bytes) {
        private static final String USUAL = "event";

        static Optional<Form> of(BpfObject object, Optional<String> asked) {
            if (object.btf().isEmpty()) {
                return Optional.empty();
            }
            var btf = object.btf().get();
            OptionalInt type = btf.find(asked.orElse(USUAL), BtfKind.STRUCT);
            if (type.isEmpty() && asked.isPresent()) {
                throw OperationException.usage(Text.of("the object has no struct " + Plain.text(asked.get()),
                    "目标文件中没有结构体 " + Plain.text(asked.get())), Text.same(""));
            }
            return type.isPresent() ? Optional.of(new Form(new BtfPrinter(btf), type.getAsInt(), btf.size(type.getAsInt()))) : Optional.empty();
        }
    }
}
