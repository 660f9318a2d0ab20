package dev.anole.image.files;

import dev.anole.image.erofs.FileTree;
import dev.anole.image.erofs.TreeExtract;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;

/** {@code image extract}: all files of an image into a new directory, whole or not at all. */
public final class ImageExtract implements Operation<ImageExtract.Input, ImageExtract.Extracted> {
    private static final long MIB = 1 << 20;

    /** What is extracted, and where to. */
    public record Input(
        @Described(en = "Image", zh = "映像", positional = true) Path image,
        @Described(en = "Directory to make", zh = "要创建的目录", positional = true) Path target,
        @Described(en = "Most that is written", zh = "写入上限", byDefault = "65536", min = 1, max = 1e9, unit = "MiB") long most) {
    }

    /** What is answered. */
    public record Extracted(
        @Described(en = "directory", zh = "目录") String target) {
        public Extracted {
            Objects.requireNonNull(target, "target");
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("image extract");
    }

    @Override
    public Text summary() {
        return Text.of("Extracts an image into a new directory, whole or not at all", "将映像解包到新目录，要么完整，要么不留");
    }

    /** A tree is too large for the journal; its name must be free. */
    @Override
    public Effect effect() {
        return Effect.DISRUPTS;
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Output<Extracted> output() {
        return Output.value(Extracted.class);
    }

    @Override
    public Extracted run(Input input, Context context) throws InterruptedException {
        return Sources.told(input.image(), () -> {
            context.progress().step(Text.of("Extracting", "解包"));
            try (FileTree tree = Sources.tree(context.host(), input.image())) {
                TreeExtract.extract(tree, context.host().path(input.target().toString()),
                    context.host().isRoot() ? EnumSet.allOf(TreeExtract.Keep.class) : EnumSet.noneOf(TreeExtract.Keep.class), input.most() * MIB);
            }
            return new Extracted(Sources.plain(input.target().toString()));
        });
    }
}
