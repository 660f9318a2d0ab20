package dev.anole.image.erofs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An image of metadata over a tar archive that stays as it is: files' data is where the archive has it, which is always
 * at a multiple of 512 bytes, so the image has blocks of that size. Mounted with the archive as its device.
 */
public final class TarIndex {
    private static final int BLOCK_BITS = 9;

    private TarIndex() {
    }

    /**
     * Makes the image.
     *
     * @param archive a tar archive without compression
     * @param target the image
     * @param options whose kernel must be Linux 6.18: before 6.4 none mounts small blocks; the rest but volume name and
     *                UUID says nothing here
     * @param whiteouts what names beginning with ".wh." become
     */
    public static Superblock write(Path archive, Path target, BuildOptions options, Whiteouts whiteouts)
            throws IOException {
        BuildOptions small = options.withoutCompression().withBlockBits(BLOCK_BITS);
        try (ErofsWriter writer = ErofsWriter.create(target, small, 1);
             TarReader reader = new TarReader(Files.newInputStream(archive))) {
            long bytes = Files.size(archive);
            if (!reader.isPlain()) {
                throw new RefusedException(archive.toString(), "it is compressed, so no file stands in it as it is",
                        "decompress it, or build an image of its own");
            }
            writer.blob(0, "", bytes);
            writer.addArchive(reader, whiteouts, entry -> foreign(entry, bytes));
            return writer.finish();
        }
    }

    /** Sparse files are copied into the image: their pieces stand in a row in the archive, and not in the file. */
    private static Optional<FileData> foreign(TarReader.Entry entry, long bytes) {
        FileEntry file = entry.file();
        if (file.sparse() || file.size() == 0) {
            return Optional.empty();
        }
        if (file.size() > bytes - entry.dataPlace()) {
            throw new ErofsException("tar archive", entry.dataPlace(), "it ends within a file");
        }
        return Optional.of(new ForeignData(file.size(), ErofsWriter.unifiedBlock(0)
                + (entry.dataPlace() >>> BLOCK_BITS)));
    }
}
