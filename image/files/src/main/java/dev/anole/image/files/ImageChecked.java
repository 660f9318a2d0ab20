package dev.anole.image.files;

import dev.anole.image.erofs.ErofsImage;
import dev.anole.image.erofs.ImageCheck;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Findings;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/** {@code image check}: every fault of an image, by structure, place and reason. */
public final class ImageChecked implements Operation<ImageChecked.Input, ImageChecked.Verdict> {
    /** Which one. */
    public record Input(
        @Described(en = "Image", zh = "映像", positional = true) Path image) {
    }

    /** One fault. */
    public record Row(
        @Described(en = "file", zh = "文件") String path,
        @Described(en = "structure", zh = "结构") String structure,
        @Described(en = "at byte", zh = "字节位置") long offset,
        @Described(en = "reason", zh = "原因") String reason) {
        public Row {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(structure, "structure");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** What is answered. */
    public record Verdict(
        @Described(en = "inodes", zh = "inode 数") long inodes,
        @Described(en = "bytes read", zh = "已读字节", unit = "bytes") long bytes,
        @Described(en = "faults", zh = "错误") List<Row> faults) implements Findings, Viewed {
        public Verdict {
            faults = List.copyOf(faults);
        }

        @Override
        public int findings() {
            return faults.size();
        }

        @Override
        public View view() {
            return faults.isEmpty() ? new View.Sentence(Text.of("No faults in " + inodes + " inodes.", inodes + " 个 inode 均无错误。"))
                : new View.Rows<>(Shape.of(Row.class), faults);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("image check");
    }

    @Override
    public Text summary() {
        return Text.of("Reads all of an image, and names every fault", "通读映像并指出每个错误");
    }

    @Override
    public Effect effect() {
        return Effect.READS_SECRETS;
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Output<Verdict> output() {
        return Output.value(Verdict.class);
    }

    @Override
    public Verdict run(Input input, Context context) throws InterruptedException {
        return Sources.told(input.image(), () -> {
            try (ErofsImage image = Sources.image(context.host(), input.image())) {
                ConcurrentLinkedQueue<Row> faults = new ConcurrentLinkedQueue<>();
                ImageCheck.Summary summary = ImageCheck.check(image, f -> faults.add(new Row("/" + Sources.plain(f.path()), Sources.plain(f.structure()), f.offset(),
                    Sources.plain(f.reason()))));
                return new Verdict(summary.inodes(), summary.bytes(), List.copyOf(faults));
            }
        });
    }
}
