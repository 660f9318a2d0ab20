package dev.anole.operation.journal;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.ExtendedAttributes;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.Change;
import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.Host;
import dev.anole.operation.Journal;
import dev.anole.operation.KeyFormat;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the processes do that are killed: one change of every kind of target, then its undo. The clock stands still, so that
 * the host before and after is known to the nanosecond. As a program it prints a word after each step that was reported
 * as done.
 */
final class CrashStory {
    static final ChangeId CHANGE = new ChangeId(1);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678901234Z"), ZoneOffset.UTC);

    private CrashStory() {
    }

    static Bench bench(Path base) {
        return new Bench(base, new Host("bench", base.resolve("root"), Host.local().uid()), CLOCK);
    }

    /** A host as it is before the change. */
    static void prepare(Path base) throws IOException {
        Bench bench = bench(base);
        Path rich = bench.write("/etc/rich", "some content\nof two lines\n");
        bench.write("/etc/old", "goes away\n");
        bench.write("/etc/app.conf", "# settings\na = 1\nb = 2\n");
        bench.write("/etc/mode", "stays\n");
        Files.createSymbolicLink(bench.file("/etc/link"), Path.of("somewhere"));
        ExtendedAttributes.of(rich.toString(), Symlink.FOLLOW).set("user.note", "kept".getBytes());
        ByteBuffer acl = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
        for (int[] e : new int[][] {{1, 6, -1}, {2, 7, 42}, {4, 4, -1}, {16, 7, -1}, {32, 0, -1}}) {
            acl.putShort((short) e[0]).putShort((short) e[1]).putInt(e[2]);
        }
        ExtendedAttributes.of(rich.toString(), Symlink.FOLLOW).set(PosixAcl.ACCESS, acl.array());
        for (String path : List.of("/etc/rich", "/etc/old", "/etc/app.conf", "/etc/mode", "/etc/link")) {
            Directory.working().setTimes(bench.file(path).toString(), Optional.empty(),
                Optional.of(Instant.parse("2001-02-03T04:05:06.123456789Z")), Symlink.NO_FOLLOW);
        }
        Files.createDirectories(bench.journalDirectory().resolve(BlobStore.DIRECTORY));
        for (Path directory : List.of(bench.journalDirectory(), bench.journalDirectory().resolve(BlobStore.DIRECTORY))) {
            Directory.working().setMode(directory.toString(), 0700, Symlink.FOLLOW);
        }
    }

    static Change change(Bench bench) {
        boolean root = bench.host().isRoot();
        return new Change(Text.same("story"), List.of(
            WholeFile.written("/etc/rich", "other content\n".getBytes(), bench.clock()),
            WholeFile.removed("/etc/old"),
            WholeFile.written("/etc/new/sub/file", "new\n".getBytes(), bench.clock()),
            WholeFile.linked("/etc/link", "elsewhere", bench.clock()),
            KeyEdits.step("/etc/app.conf", KeyFormat.EQUALS, Optional.empty(), Map.of("b", "20"), List.of(), "", bench.clock()),
            ModeAndOwner.step("/etc/mode", Optional.of(0640),
                root ? new WholeFile.Owner(Optional.of(7L), Optional.of(8L)) : WholeFile.Owner.UNCHANGED)));
    }

    static void apply(Bench bench, FileJournal journal) throws InterruptedException {
        journal.apply(change(bench), bench.context(journal));
    }

    static void undo(Bench bench, FileJournal journal) throws InterruptedException {
        journal.reverse(CHANGE, ChangeRun.Kind.UNDO, Journal.Foreign.STOP, bench.context(journal));
    }

    public static void main(String[] arguments) throws Exception {
        Bench bench = bench(Path.of(arguments[0]));
        try (FileJournal journal = bench.journal()) {
            for (String step : List.of(arguments).subList(1, arguments.length)) {
                switch (step) {
                    case "prepare" -> prepare(bench.base());
                    case "apply" -> apply(bench, journal);
                    case "undo" -> undo(bench, journal);
                    case "recover" -> journal.open();
                    default -> throw new IllegalArgumentException(step);
                }
                System.out.println(step);
            }
        }
    }
}
