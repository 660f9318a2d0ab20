package dev.anole.image.files;

import dev.anole.image.erofs.FileTree;
import dev.anole.image.erofs.TreeExtract;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;

/** {@code image extract}: all files of an image into a new directory, whole or not at all. */
public final class ImageExtract implements Previewed<ImageExtract.Input, ImageExtract.Extracted> {
    private static final long MIB = 1 << 20;

    /** What is extracted, and where to. */
    public record Input(
        @Described(en = "Image", zh = "映像", positional = true) Path image,
        @Described(en = "Directory to make", zh = "要创建的目录", positional = true) Path target,
        @Described(en = "Most that is written", zh = "写入上限", byDefault = "65536", min = 1, max = 1e9, unit = "MiB") long most) {
    }

    /**
     * What is answered.
     *
     * @param extracted false in a preview, which makes nothing
     */
    public record Extracted(
        @Described(en = "extracted", zh = "已解包") boolean extracted,
        @Described(en = "directory", zh = "目录") String target) implements Viewed {
        public Extracted {
            Objects.requireNonNull(target, "target");
        }

        @Override
        public View view() {
            return new View.Sentence(extracted ? Text.of("Extracted into " + target + ". To take it back, remove it.", "已解包到 " + target + "。删除该目录即可撤回。")
                : Text.of("Would extract into " + target + ". Nothing has been changed yet.", "将解包到 " + target + "。尚未做任何改动。"));
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

    /** A tree is too large for the journal; its name must be free, so removing it takes it back. */
    @Override
    public Effect effect() {
        return Effect.CHANGES;
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
    public Extracted preview(Input input, Context context) throws InterruptedException {
        return Sources.told(input.image(), () -> {
            Sources.tree(context.host(), input.image()).close();
            refuseWhereTaken(input, context);
            return new Extracted(false, Sources.plain(input.target().toString()));
        });
    }

    private static void refuseWhereTaken(Input input, Context context) {
        if (Files.exists(context.host().path(input.target().toString()), LinkOption.NOFOLLOW_LINKS)) {
            throw new OperationException(OperationException.Kind.CONFLICT, Text.of(Sources.plain(input.target().toString()) + " exists already",
                Sources.plain(input.target().toString()) + " 已存在"), Text.of("choose a name that is free", "请换一个名字"));
        }
    }

    @Override
    public Extracted run(Input input, Context context) throws InterruptedException {
        return Sources.told(input.image(), () -> {
            refuseWhereTaken(input, context);
            context.progress().step(Text.of("Extracting", "解包"));
            try (FileTree tree = Sources.tree(context.host(), input.image())) {
                TreeExtract.extract(tree, context.host().path(input.target().toString()),
                    context.host().isRoot() ? EnumSet.allOf(TreeExtract.Keep.class) : EnumSet.noneOf(TreeExtract.Keep.class), input.most() * MIB);
            }
            return new Extracted(true, Sources.plain(input.target().toString()));
        });
    }
}
