package dev.anole.ops.collect;

import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A host made of files below a directory, and a clock that a test turns. */
final class Fixture {
    final Host host;
    final Board board = new Board();
    final ReadBuffer buffer = new ReadBuffer(256, 1 << 20);
    private long nanos = 1_000_000_000L;
    private Instant wall = Instant.parse("2026-03-01T08:00:00Z");

    Fixture(Path root) {
        host = new Host("fixture", root, 0);
    }

    Fixture with(String path, String text) {
        try {
            Path file = host.path(path);
            Files.createDirectories(file.getParent());
            // As the kernel's files do, it keeps its inode: readers hold it open.
            Files.writeString(file, text, StandardCharsets.ISO_8859_1);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Fixture withDirectory(String path) {
        try {
            Files.createDirectories(host.path(path));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sample, this many seconds after the one before. */
    SeriesValues sample(Sampler sampler, double secondsLater) {
        nanos += (long) (secondsLater * 1e9);
        wall = wall.plusNanos((long) (secondsLater * 1e9));
        Tick tick = new Tick(wall, nanos);
        board.begin(tick);
        sampler.sample(tick);
        return board.snapshot();
    }

    static ByteCursor cursor(String text) {
        return new ByteCursor("test", text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
