package dev.anole.image.files;

import dev.anole.image.erofs.DirectoryTree;
import dev.anole.image.erofs.ErofsImage;
import dev.anole.image.erofs.FileTree;
import dev.anole.image.erofs.ImageException;
import dev.anole.image.erofs.ImageTree;
import dev.anole.image.erofs.RefusedException;
import dev.anole.kernel.linux.LinuxException;
import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Images and directories that a caller names, and what the library says of them as doors tell it. */
final class Sources {
    private Sources() {
    }

    /** Something that is done with files. */
    interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Runs it, and tells what goes wrong in one line. */
    static <T> T told(Path subject, Work<T> work) throws InterruptedException {
        try {
            return work.run();
        } catch (NoSuchFileException e) {
            throw OperationException.notFound(Text.of("there is no " + plain(e.getFile()), "没有 " + plain(e.getFile())), Text.same(""));
        } catch (IOException e) {
            if (e.getCause() instanceof ImageException cause) {
                throw of(cause);
            }
            throw OperationException.failed(Text.of(plain(subject.toString()) + ": " + plain(String.valueOf(e.getMessage())),
                plain(subject.toString()) + "：" + plain(String.valueOf(e.getMessage()))), Text.same(""), e);
        } catch (ImageException e) {
            throw of(e);
        } catch (LinuxException e) {
            throw OperationException.failed(Text.same(plain(String.valueOf(e.getMessage()))), Text.same(""), e);
        }
    }

    private static OperationException of(ImageException e) {
        Text text = Text.same(plain(String.valueOf(e.getMessage())));
        return e instanceof RefusedException ? OperationException.usage(text, Text.same("")) : OperationException.failed(text, Text.same(""), e);
    }

    /** An image's file. */
    static ErofsImage image(Host host, Path path) throws IOException {
        Path real = host.path(path.toString());
        if (Files.isDirectory(real)) {
            throw OperationException.usage(Text.of(plain(path.toString()) + " is a directory, not an image", plain(path.toString()) + " 是目录，不是映像"), Text.same(""));
        }
        return ErofsImage.open(real);
    }

    /** A directory, or an image. Closing the tree closes what is below it. */
    static FileTree tree(Host host, Path path) throws IOException {
        Path real = host.path(path.toString());
        return Files.isDirectory(real) ? DirectoryTree.open(real) : new ImageTree(image(host, path));
    }

    /** Names in images are anybody's. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }
}
