package dev.anole.image.files;

import dev.anole.image.erofs.ErofsImage;
import dev.anole.image.erofs.Feature;
import dev.anole.image.erofs.Superblock;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** {@code image inspect}: what an image says of itself. */
public final class ImageInspect implements Operation<ImageInspect.Input, ImageInspect.Facts> {
    /** Which one. */
    public record Input(
        @Described(en = "Image", zh = "映像", positional = true) Path image) {
    }

    /** What is answered. */
    public record Facts(
        @Described(en = "format", zh = "格式") String format,
        @Described(en = "volume name", zh = "卷名") String volume,
        @Described(en = "UUID", zh = "UUID") String uuid,
        @Described(en = "made", zh = "制作时间") Instant made,
        @Described(en = "inodes", zh = "inode 数") long inodes,
        @Described(en = "block size", zh = "块大小", unit = "bytes") int blockBytes,
        @Described(en = "size", zh = "大小", unit = "bytes") long bytes,
        @Described(en = "blobs beside it", zh = "外部数据块数") int blobs,
        @Described(en = "features", zh = "特性") List<String> features) {
        public Facts {
            Objects.requireNonNull(format, "format");
            Objects.requireNonNull(volume, "volume");
            Objects.requireNonNull(uuid, "uuid");
            Objects.requireNonNull(made, "made");
            features = List.copyOf(features);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("image inspect");
    }

    @Override
    public Text summary() {
        return Text.of("What an image says of itself", "显示映像的自述信息");
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
    public Output<Facts> output() {
        return Output.value(Facts.class);
    }

    @Override
    public Facts run(Input input, Context context) throws InterruptedException {
        return Sources.told(input.image(), () -> {
            try (ErofsImage image = Sources.image(context.host(), input.image())) {
                Superblock s = image.superblock();
                return new Facts("EROFS", Sources.plain(s.volumeName()), s.uuid().toString(), Instant.ofEpochSecond(s.buildSeconds()), s.inodes(), s.blockSize(),
                    s.blocks() * s.blockSize(), s.devices(), s.features().stream().map(Feature::toString).sorted().toList());
            }
        });
    }
}
