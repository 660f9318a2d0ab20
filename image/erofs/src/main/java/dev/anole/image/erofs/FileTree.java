package dev.anole.image.erofs;

import java.util.List;

/** Files in directories: of a file system, of an image. What can be written as an image, compared, extracted. */
public interface FileTree extends AutoCloseable {
    /** What to call it in messages. */
    String name();

    /** The directory above all. */
    FileEntry root();

    /** What is in a directory, in the order of the names' bytes, without "." and "..". */
    List<FileEntry> children(FileEntry directory);

    /** The data of a regular file. */
    FileContent open(FileEntry file);

    @Override
    void close();
}
