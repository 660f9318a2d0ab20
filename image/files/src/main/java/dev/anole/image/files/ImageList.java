package dev.anole.image.files;

import dev.anole.image.erofs.DirectoryEntry;
import dev.anole.image.erofs.ErofsImage;
import dev.anole.image.erofs.FileType;
import dev.anole.image.erofs.Inode;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Stream;
import dev.anole.operation.Text;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** {@code image ls}: files of an image. */
public final class ImageList implements Operation<ImageList.Input, Stream<ImageList.Row>> {
    /** What is listed. */
    public record Input(
        @Described(en = "Image", zh = "映像", positional = true) Path image,
        @Described(en = "File or directory in it", zh = "映像内的文件或目录", byDefault = "/", positional = true) String path,
        @Described(en = "With all that is below", zh = "包含下级全部内容") boolean recursive) {
    }

    /** One file. */
    public record Row(
        @Described(en = "mode", zh = "权限") String mode,
        @Described(en = "user", zh = "属主") long uid,
        @Described(en = "group", zh = "属组") long gid,
        @Described(en = "size", zh = "大小", unit = "bytes") long bytes,
        @Described(en = "changed", zh = "修改时间") Instant modified,
        @Described(en = "name", zh = "名称") String name) {
        public Row {
            Objects.requireNonNull(mode, "mode");
            Objects.requireNonNull(modified, "modified");
            Objects.requireNonNull(name, "name");
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("image ls");
    }

    @Override
    public Text summary() {
        return Text.of("Lists files of an image", "列出映像中的文件");
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
    public Output<Stream<Row>> output() {
        return Output.items(Row.class);
    }

    @Override
    public Stream<Row> run(Input input, Context context) {
        return new Stream<>(reader -> Sources.told(input.image(), () -> {
            try (ErofsImage image = Sources.image(context.host(), input.image())) {
                list(image, input, reader);
                return true;
            }
        }));
    }

    private static void list(ErofsImage image, Input input, Consumer<? super Row> reader) throws InterruptedException {
        Inode start = image.find(input.path()).orElseThrow(() -> OperationException.notFound(
            Text.of("the image has no " + Sources.plain(input.path()), "映像中没有 " + Sources.plain(input.path())), Text.same("")));
        if (start.type() != FileType.DIRECTORY) {
            reader.accept(row(image, start, input.path()));
            return;
        }
        Deque<String> directories = new ArrayDeque<>(java.util.List.of(input.path().endsWith("/") ? input.path() : input.path() + "/"));
        Set<Long> seen = new HashSet<>(Set.of(start.nid()));   // a damaged image may lead back
        while (!directories.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped");
            }
            String directory = directories.pop();
            for (DirectoryEntry entry : image.entries(image.find(directory).orElseThrow())) {
                if (!entry.isDots()) {
                    Inode inode = image.inode(entry.nid());
                    reader.accept(row(image, inode, directory + entry.name()));
                    if (input.recursive() && inode.type() == FileType.DIRECTORY && seen.add(inode.nid())) {
                        directories.push(directory + entry.name() + "/");
                    }
                }
            }
        }
    }

    private static Row row(ErofsImage image, Inode inode, String path) {
        String name = Sources.plain(path) + (inode.type() == FileType.SYMBOLIC_LINK ? " -> " + Sources.plain(image.linkTarget(inode)) : "");
        return new Row(mode(inode), inode.uid(), inode.gid(), inode.size(), inode.modified(), name);
    }

    /** As ls(1) writes it. */
    private static String mode(Inode inode) {
        char type = switch (inode.type()) {
            case REGULAR -> '-';
            case DIRECTORY -> 'd';
            case CHARACTER_DEVICE -> 'c';
            case BLOCK_DEVICE -> 'b';
            case FIFO -> 'p';
            case SOCKET -> 's';
            case SYMBOLIC_LINK -> 'l';
        };
        int bits = inode.permissions();
        StringBuilder mode = new StringBuilder().append(type);
        for (int shift = 6; shift >= 0; shift -= 3) {
            int three = bits >> shift;
            boolean special = (bits >> 9 & (shift == 6 ? 4 : shift == 3 ? 2 : 1)) != 0;
            char execute = (three & 1) != 0 ? special ? shift == 0 ? 't' : 's' : 'x' : special ? shift == 0 ? 'T' : 'S' : '-';
            mode.append((three & 4) != 0 ? 'r' : '-').append((three & 2) != 0 ? 'w' : '-').append(execute);
        }
        return mode.toString();
    }
}
