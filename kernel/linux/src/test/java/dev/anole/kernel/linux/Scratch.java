package dev.anole.kernel.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A directory that a test makes for itself and that goes with it. */
final class Scratch implements AutoCloseable {
    private final Path path;
    private final Directory directory;

    Scratch() {
        try {
            path = Files.createTempDirectory("anole-linux");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        directory = Directory.open(path.toString());
    }

    Directory directory() {
        return directory;
    }

    String path(String name) {
        return path.resolve(name).toString();
    }

    @Override
    public void close() {
        directory.close();
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, IOException failure) throws IOException {
                    Files.delete(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
