package dev.anole.ops.series;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The files of a store: their names, its description, and what is set aside.
 *
 * <pre>
 * store                               "anole-series 1", and a line "tier STEP SPAN" (ms) for each tier
 * lock                                held by the process that has the store open
 * 000000000042.log                    {@link LogFile} of segment 42
 * 1s-000000000041-000000000041.block  {@link Block} of the rows of segments 41 to 41
 * *.tmp                               a file not finished; removed when the store is opened
 * *.damaged                           set aside, at most {@value #MAX_SET_ASIDE}
 * </pre>
 */
final class StoreDirectory {
    static final String BLOCK_SUFFIX = ".block";
    private static final String DAMAGED_SUFFIX = ".damaged";
    private static final String DESCRIPTION = "store";
    private static final String MAGIC = "anole-series ";
    private static final int VERSION = 1;
    /** A segment of five minutes a number: enough for nine million years. */
    private static final int SEQUENCE_DIGITS = 12;
    /** Files set aside that are kept; the oldest go. */
    static final int MAX_SET_ASIDE = 8;
    /** A description is a few lines. */
    private static final int MAX_DESCRIPTION_BYTES = 4096;
    /** Less room than this is a full disk, whatever words the C library has for it in this locale. */
    private static final long FULL_BYTES = 1 << 20;

    private final Path path;
    private final Notices notices;

    StoreDirectory(Path path, Notices notices) {
        this.path = path;
        this.notices = notices;
    }

    Path path() {
        return path;
    }

    /** The name of a block's file: step and sequences, so that a listing sorts as it was written. */
    Path block(long stepMillis, long firstSequence, long lastSequence) {
        String step = stepMillis % 1000 == 0 ? stepMillis / 1000 + "s" : stepMillis + "ms";
        return path.resolve(step + "-" + digits(firstSequence) + "-" + digits(lastSequence) + BLOCK_SUFFIX);
    }

    private static String digits(long sequence) {
        String number = Long.toString(sequence);
        return "0".repeat(Math.max(0, SEQUENCE_DIGITS - number.length())) + number;
    }

    Path log(long sequence) {
        return path.resolve(digits(sequence) + LogFile.SUFFIX);
    }

    List<Path> list(String suffix) throws IOException {
        try (var names = Files.list(path)) {
            return names.filter(name -> name.getFileName().toString().endsWith(suffix)).sorted().toList();
        }
    }

    /** Checks that the store was made with these steps and spans; describes it where it is new. */
    void describe(List<Tier> tiers) throws IOException {
        var lines = new ArrayList<String>();
        lines.add(MAGIC + VERSION);
        for (var tier : tiers) {
            lines.add("tier " + tier.stepMillis() + " " + tier.spanMillis());
        }
        Path file = path.resolve(DESCRIPTION);
        if (!Files.exists(file)) {
            Path temporary = path.resolve(DESCRIPTION + FileSink.TEMPORARY);
            Files.write(temporary, lines);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            FileSink.syncDirectory(path);
            return;
        }
        if (Files.size(file) > MAX_DESCRIPTION_BYTES) {
            throw undescribed(file);
        }
        var found = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines().toList();
        if (found.isEmpty() || !found.getFirst().startsWith(MAGIC)) {
            throw undescribed(file);
        }
        try {
            int version = Integer.parseInt(found.getFirst(), MAGIC.length(), found.getFirst().length(), 10);
            if (version > VERSION) {
                throw newer(path, new NewerFormatException(version, VERSION));
            }
        } catch (NumberFormatException e) {
            throw undescribed(file);
        }
        if (!found.equals(lines)) {
            throw new StoreException(StoreException.Kind.MISMATCH, path, "the metrics here were kept as " + found.subList(1, found.size())
                + ", not as " + lines.subList(1, lines.size()), "keep those steps and spans (retention may change), or use another directory");
        }
    }

    private static StoreException undescribed(Path file) {
        return new StoreException(StoreException.Kind.DAMAGED, file, "this does not describe a store of metrics",
            "delete this one file if the directory is one, the blocks beside it say all that it said");
    }

    static StoreException newer(Path subject, NewerFormatException e) {
        return new StoreException(StoreException.Kind.NEWER, subject, e.getMessage(), "use that newer Anole, or another directory");
    }

    /** Removes what a killed process had not finished. */
    void removeTemporary() throws IOException {
        for (Path file : list(FileSink.TEMPORARY)) {
            Files.deleteIfExists(file);
        }
    }

    /** Renames a damaged file out of the way, and says so. */
    void setAside(Path file, String reason) throws IOException {
        Files.move(file, aside(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        reportAside(file, reason);
    }

    /** Keeps a damaged file under its other name as well, where the file system has links, so that a mended one can replace it. */
    void linkAside(Path file) throws IOException {
        Files.deleteIfExists(aside(file));
        try {
            Files.createLink(aside(file), file);
        } catch (UnsupportedOperationException e) {
            Files.copy(file, aside(file));
        }
    }

    private static Path aside(Path file) {
        return file.resolveSibling(file.getFileName() + DAMAGED_SUFFIX);
    }

    /** Says that a file was set aside, and keeps only the newest of such files. */
    void reportAside(Path file, String reason) throws IOException {
        notices.add(file + " is damaged (" + reason + "): it was set aside as " + aside(file).getFileName()
            + ", its rows may be missing from charts; check the disk, then delete it");
        var all = new ArrayList<>(list(DAMAGED_SUFFIX));
        while (all.size() > MAX_SET_ASIDE) {
            Files.deleteIfExists(all.removeFirst());
        }
    }

    long setAsideBytes() throws IOException {
        long bytes = 0;
        for (Path file : list(DAMAGED_SUFFIX)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** An exception for a failed write, with the remedy that fits its reason. */
    StoreException failure(IOException e, String consequence) {
        boolean full = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).matches(".*(no space|quota).*") || room() < FULL_BYTES;
        return full
            ? new StoreException(StoreException.Kind.FULL, path, "the disk is full, " + consequence, "free space, recording resumes by itself", e)
            : new StoreException(StoreException.Kind.UNWRITABLE, path, "cannot be written (" + e.getMessage() + "), " + consequence,
                "check the disk and the directory's rights, recording resumes by itself", e);
    }

    private long room() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
