package dev.anole.image.files;

import dev.anole.image.erofs.BuildOptions;
import dev.anole.image.erofs.Compression;
import dev.anole.image.erofs.ErofsWriter;
import dev.anole.image.erofs.FileTree;
import dev.anole.image.erofs.KernelAge;
import dev.anole.image.erofs.Superblock;
import dev.anole.image.erofs.TarReader;
import dev.anole.image.erofs.Whiteouts;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** {@code image build}: an EROFS image of a directory, another image, or a tar archive. */
public final class ImageBuild implements Previewed<ImageBuild.Input, ImageBuild.Built> {
    /** How data is compressed. */
    public enum Method {
        /** Small and fast, Linux 6.18. */
        ZSTD(Optional.of(Compression.ZSTD), 3),
        /** Fast, every kernel. */
        LZ4(Optional.of(Compression.LZ4), 1),
        /** What zlib knows, Linux 6.18. */
        DEFLATE(Optional.of(Compression.DEFLATE), 6),
        /** Not at all. */
        NONE(Optional.empty(), 1);

        private final Optional<Compression> compression;
        private final int usualLevel;

        Method(Optional<Compression> compression, int usualLevel) {
            this.compression = compression;
            this.usualLevel = usualLevel;
        }
    }

    /** What is built. */
    public record Input(
        @Described(en = "Directory, image or tar archive", zh = "目录、映像或 tar 归档", positional = true) Path source,
        @Described(en = "File for the image", zh = "映像文件", positional = true) Path target,
        @Described(en = "Compression; zstd for 6.18, lz4 for older kernels where none is given", zh = "压缩算法；省略时 6.18 用 zstd，更旧的内核用 lz4") Optional<Method> compression,
        @Described(en = "Level, as the algorithm counts", zh = "压缩级别") Optional<Integer> level,
        @Described(en = "Oldest kernel that shall mount it: 5.15, 6.1 or 6.18", zh = "需能挂载的最旧内核：5.15、6.1 或 6.18", byDefault = "6.18") String kernel) {
    }

    /**
     * What is answered.
     *
     * @param built false in a preview, which makes nothing
     */
    public record Built(
        @Described(en = "built", zh = "已构建") boolean built,
        @Described(en = "image", zh = "映像") String image,
        @Described(en = "how", zh = "方式") String how,
        @Described(en = "inodes", zh = "inode 数") long inodes,
        @Described(en = "size", zh = "大小", unit = "bytes") long bytes,
        @Described(en = "UUID", zh = "UUID") String uuid) implements Viewed {
        public Built {
            Objects.requireNonNull(image, "image");
            Objects.requireNonNull(how, "how");
            Objects.requireNonNull(uuid, "uuid");
        }

        @Override
        public View view() {
            return new View.Sentence(built
                ? Text.of("Built " + image + " (" + how + "): " + inodes + " inodes in " + bytes + " bytes. To take it back, remove it.",
                    "已构建 " + image + "（" + how + "）：" + inodes + " 个 inode，" + bytes + " 字节。删除该文件即可撤回。")
                : Text.of("Would build " + image + " (" + how + "). Nothing has been changed yet.", "将构建 " + image + "（" + how + "）。尚未做任何改动。"));
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("image build");
    }

    @Override
    public Text summary() {
        return Text.of("Builds an EROFS image of a directory, another image, or a tar archive", "由目录、其他映像或 tar 归档构建 EROFS 映像");
    }

    /** An image is too large for the journal; its name must be free, so removing it takes it back. */
    @Override
    public Effect effect() {
        return Effect.CHANGES;
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Output<Built> output() {
        return Output.value(Built.class);
    }

    @Override
    public Built preview(Input input, Context context) throws InterruptedException {
        return Sources.told(input.source(), () -> {
            BuildOptions options = options(input);
            Path source = context.host().path(input.source().toString());
            target(input, context.host());
            if (!isArchive(source)) {
                Sources.tree(context.host(), input.source()).close();   // whether it can be read at all
            } else {
                Files.newInputStream(source).close();
            }
            return new Built(false, Sources.plain(input.target().toString()), how(options), 0, 0, "");
        });
    }

    @Override
    public Built run(Input input, Context context) throws InterruptedException {
        Host host = context.host();
        Path target = target(input, host);
        return Sources.told(input.source(), () -> {
            BuildOptions options = options(input);
            context.progress().step(Text.of("Building", "构建"));
            Superblock made = isArchive(host.path(input.source().toString())) ? ofArchive(host.path(input.source().toString()), target, options)
                : ofTree(input, host, target, options);
            return new Built(true, Sources.plain(input.target().toString()), how(options), made.inodes(), Files.size(target), made.uuid().toString());
        });
    }

    private static Path target(Input input, Host host) {
        Path target = host.path(input.target().toString());
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new OperationException(OperationException.Kind.CONFLICT, Text.of(Sources.plain(input.target().toString()) + " is there already",
                Sources.plain(input.target().toString()) + " 已存在"), Text.of("choose a name that is free", "请换一个名字"));
        }
        return target;
    }

    private static String how(BuildOptions options) {
        return "EROFS for Linux " + options.kernel().version() + ", " + options.compression().map(c -> c + " level " + options.level()).orElse("not compressed");
    }

    private static Superblock ofTree(Input input, Host host, Path target, BuildOptions options) throws IOException {
        try (FileTree tree = Sources.tree(host, input.source())) {
            return ErofsWriter.write(tree, target, options);
        }
    }

    private static Superblock ofArchive(Path source, Path target, BuildOptions options) throws IOException {
        try (ErofsWriter writer = ErofsWriter.create(target, options);
             TarReader archive = new TarReader(new BufferedInputStream(Files.newInputStream(source)))) {
            writer.addArchive(archive, Whiteouts.PLAIN);
            return writer.finish();
        }
    }

    /** By its name, as tar(1) chooses how to read one. */
    private static boolean isArchive(Path source) {
        return Files.isRegularFile(source) && source.getFileName().toString().matches(".*\\.(tar|tar\\.gz|tgz|tar\\.zst|tzst)");
    }

    private static BuildOptions options(Input input) {
        KernelAge kernel = java.util.stream.Stream.of(KernelAge.values()).filter(k -> k.version().equals(input.kernel())).findFirst()
            .orElseThrow(() -> OperationException.usage(Text.of("kernel " + Sources.plain(input.kernel()) + " is not 5.15, 6.1 or 6.18", "内核 " + Sources.plain(input.kernel()) + " 不是 5.15、6.1 或 6.18"), Text.same("")));
        Method method = input.compression().orElse(kernel.compressions().contains(Compression.ZSTD) ? Method.ZSTD : Method.LZ4);
        BuildOptions options = BuildOptions.defaults().withoutCompression().with(kernel);
        return method.compression.map(c -> options.with(c, input.level().orElse(method.usualLevel))).orElse(options);
    }
}
