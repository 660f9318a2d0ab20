package dev.anole.bench;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.anole.image.erofs.BuildOptions;
import dev.anole.image.erofs.Compression;
import dev.anole.image.erofs.DirectoryTree;
import dev.anole.image.erofs.ErofsImage;
import dev.anole.image.erofs.ErofsWriter;
import dev.anole.image.erofs.FileTree;
import dev.anole.image.erofs.ImageCheck;
import dev.anole.image.erofs.KernelAge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One piece of work on EROFS images, to be timed from outside by {@code bench/erofs.sh}.
 * <pre>
 * ErofsBench build TREE IMAGE none|zstd|lz4|lz4hc|deflate [LEVEL [5.15|6.1|6.18]]
 * ErofsBench check IMAGE
 * ErofsBench zstd TREE LEVEL      the same data through zstd-jni alone, in extents of the same size, and thrown away
 * </pre>
 */
public final class ErofsBench {
    private ErofsBench() {
    }

    public static void main(String[] words) throws Exception {
        switch (words[0]) {
            case "build" -> build(Path.of(words[1]), Path.of(words[2]), List.of(words).subList(3, words.length));
            case "check" -> check(Path.of(words[1]));
            case "zstd" -> zstd(Path.of(words[1]), Integer.parseInt(words[2]));
            default -> throw new IllegalArgumentException("build, check or zstd, not " + words[0]);
        }
    }

    private static void build(Path tree, Path image, List<String> kind) throws IOException {
        int level = kind.size() > 1 ? Integer.parseInt(kind.get(1)) : kind.getFirst().equals("lz4hc") ? 12 : 1;
        BuildOptions plain = BuildOptions.defaults();
        BuildOptions options = switch (kind.getFirst()) {
            case "none" -> plain.withoutCompression();
            case "zstd" -> plain.with(Compression.ZSTD, kind.size() > 1 ? level : 3);
            case "lz4", "lz4hc" -> plain.with(Compression.LZ4, level);
            case "deflate" -> plain.with(Compression.DEFLATE, kind.size() > 1 ? level : 6);
            default -> throw new IllegalArgumentException("no compression: " + kind.getFirst());
        };
        for (KernelAge each : KernelAge.values()) {
            if (kind.size() > 2 && each.version().equals(kind.get(2))) {
                options = options.with(each);
            }
        }
        try (FileTree source = DirectoryTree.open(tree)) {
            ErofsWriter.write(source, image, options);
        }
    }

    private static void check(Path path) throws IOException, InterruptedException {
        try (ErofsImage image = ErofsImage.open(path)) {
            System.out.println(ImageCheck.check(image, System.out::println));
        }
    }

    private static void zstd(Path tree, int level) throws IOException {
        int extent = BuildOptions.defaults().extentBytes();
        ByteBuffer raw = ByteBuffer.allocateDirect(extent);
        ByteBuffer encoded = ByteBuffer.allocateDirect(2 * extent);
        try (ZstdCompressCtx context = new ZstdCompressCtx(); Stream<Path> files = Files.walk(tree)) {
            context.setLevel(level);
            files.filter(each -> Files.isRegularFile(each, java.nio.file.LinkOption.NOFOLLOW_LINKS)).forEach(each -> {
                try (FileChannel channel = FileChannel.open(each)) {
                    while (channel.read(raw.clear()) > 0) {
                        raw.flip();
                        context.compressDirectByteBuffer(encoded, 0, encoded.capacity(), raw, 0, raw.limit());
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
