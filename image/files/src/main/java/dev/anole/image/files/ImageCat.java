package dev.anole.image.files;

import dev.anole.image.erofs.ErofsImage;
import dev.anole.image.erofs.FileType;
import dev.anole.image.erofs.Inode;
import dev.anole.operation.ByteStream;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.io.InputStream;
import java.nio.file.Path;

/** {@code image cat}: the content of a file in an image. */
public final class ImageCat implements Operation<ImageCat.Input, ByteStream> {
    private static final int BUFFER_BYTES = 64 << 10;

    /** Which one. */
    public record Input(
        @Described(en = "Image", zh = "映像", positional = true) Path image,
        @Described(en = "File in it", zh = "映像内的文件", positional = true) String path) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("image cat");
    }

    @Override
    public Text summary() {
        return Text.of("The content of a file in an image", "输出映像中文件的内容");
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
    public Output<ByteStream> output() {
        return Output.bytes("application/octet-stream");
    }

    @Override
    public ByteStream run(Input input, Context context) {
        String name = input.path().substring(input.path().lastIndexOf('/') + 1);
        return new ByteStream(name.isEmpty() ? "file" : Sources.plain(name), out -> Sources.told(input.image(), () -> {
            try (ErofsImage image = Sources.image(context.host(), input.image())) {
                Inode file = image.resolve(input.path()).orElseThrow(() -> OperationException.notFound(
                    Text.of("the image has no " + Sources.plain(input.path()), "映像中没有 " + Sources.plain(input.path())), Text.same("")));
                if (file.type() != FileType.REGULAR) {
                    throw OperationException.usage(Text.of(Sources.plain(input.path()) + " is not a regular file", Sources.plain(input.path()) + " 不是普通文件"), Text.same(""));
                }
                try (InputStream in = image.stream(file)) {
                    byte[] buffer = new byte[BUFFER_BYTES];
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        out.write(buffer, 0, n);
                    }
                }
                return true;
            }
        }));
    }
}
