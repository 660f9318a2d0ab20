package dev.anole.image.files;

import dev.anole.image.erofs.Difference;
import dev.anole.image.erofs.FileTree;
import dev.anole.image.erofs.TreeDiff;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** {@code image diff}: two images, or an image and a directory, file by file. */
public final class ImageDiff implements Operation<ImageDiff.Input, ImageDiff.Differences> {
    private static final int ROWS_MAX = 10_000;

    /** What is compared. */
    public record Input(
        @Described(en = "Image or directory", zh = "映像或目录", positional = true) Path one,
        @Described(en = "The other", zh = "另一个", positional = true) Path other) {
    }

    /** What became of a file. */
    public enum Fate {
        /** It is in the other alone. */
        ADDED,
        /** It is in the first alone. */
        REMOVED,
        /** It is in both. */
        CHANGED
    }

    /** One difference. */
    public record Row(
        @Described(en = "fate", zh = "变化") Fate fate,
        @Described(en = "file", zh = "文件") String path,
        @Described(en = "what", zh = "内容") String what,
        @Described(en = "before", zh = "之前") String before,
        @Described(en = "after", zh = "之后") String after) {
        public Row {
            Objects.requireNonNull(fate, "fate");
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }

        static Row of(Difference difference) {
            String path = "/" + Sources.plain(difference.path());
            return switch (difference) {
                case Difference.Added _ -> new Row(Fate.ADDED, path, "", "", "");
                case Difference.Removed _ -> new Row(Fate.REMOVED, path, "", "", "");
                case Difference.Changed(String _, String what, String before, String after) -> new Row(Fate.CHANGED, path, what, Sources.plain(before), Sources.plain(after));
            };
        }
    }

    /** What is answered. */
    public record Differences(
        @Described(en = "differences", zh = "差异") List<Row> rows,
        @Described(en = "more than are shown", zh = "未显示的差异") long more) implements Findings, Viewed {
        public Differences {
            rows = List.copyOf(rows);
        }

        @Override
        public int findings() {
            return rows.size();
        }

        @Override
        public View view() {
            return rows.isEmpty() ? new View.Sentence(Text.of("No file differs.", "没有文件不同。")) : new View.Rows<>(Shape.of(Row.class), rows);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("image diff");
    }

    @Override
    public Text summary() {
        return Text.of("Compares two images, or an image and a directory, file by file", "逐文件比较两个映像，或映像与目录");
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
    public Output<Differences> output() {
        return Output.value(Differences.class);
    }

    @Override
    public Differences run(Input input, Context context) throws InterruptedException {
        return Sources.told(input.one(), () -> {
            List<Row> rows = new ArrayList<>();
            long[] all = {0};
            try (FileTree one = Sources.tree(context.host(), input.one()); FileTree other = Sources.tree(context.host(), input.other())) {
                TreeDiff.compare(one, other, difference -> {
                    if (all[0]++ < ROWS_MAX) {
                        rows.add(Row.of(difference));
                    }
                });
            }
            return new Differences(rows, all[0] - rows.size());
        });
    }
}
