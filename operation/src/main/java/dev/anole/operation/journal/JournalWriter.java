package dev.anole.operation.journal;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FileStatus;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.ChangeId;
import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Recovery;
import dev.anole.operation.Text;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A journal that this process has locked: what only the one who writes it has. Not for several threads. */
final class JournalWriter implements AutoCloseable {
    private static final int MODE = 0700;
    private static final int MODE_ABOVE = 0755;
    private static final int OTHERS_WRITE = 022;

    private final String path;
    private final Host host;
    private final Clock clock;
    private final BlobStore blobs;
    private final JournalLock lock;
    private final JournalFile file;
    private final Ledger ledger;
    private final List<Recovery.Damage> damage;

    private JournalWriter(String path, Host host, Clock clock, BlobStore blobs, JournalLock lock) {
        this.path = path;
        this.host = host;
        this.clock = clock;
        this.blobs = blobs;
        this.lock = lock;
        byte[] bytes = JournalFile.bytes(path);
        Reading reading = Reading.of(bytes);
        this.file = JournalFile.open(path, reading.goodBytes());
        if (reading.parts().stream().anyMatch(p -> p instanceof Reading.Part.Bad)) {
            List<JournalLine> lines = setAside(reading, bytes);
            file.rewrite(lines);
            reading = Reading.of(JournalFile.bytes(path));
        }
        this.ledger = Ledger.of(reading);
        this.damage = reading.damage();
    }

    /**
     * Locks the journal in a directory, which is made if it is not there, cuts what was half written, sets aside what cannot
     * be read, and clears away what the last run left lying about. What was unfinished still is: see {@link #recover}.
     *
     * @throws OperationException when another process holds it, or it must not be trusted
     * @throws ErrnoException     when the kernel refuses
     */
    static JournalWriter open(Path directory, Host host, Clock clock, BlobStore blobs) {
        makeDirectories(directory);
        try (Directory opened = Directory.open(directory.toString())) {
            checkOwner(opened, host);
            JournalLock lock = JournalLock.take(opened);
            try {
                JournalWriter writer = new JournalWriter(directory.toString(), host, clock, blobs, lock);
                writer.ledger.lastBegun().ifPresent(writer::clean);
                return writer;
            } catch (RuntimeException e) {
                lock.close();
                throw e;
            }
        }
    }

    private static void makeDirectories(Path directory) {
        List<Path> missing = new ArrayList<>();
        for (Path p = directory.toAbsolutePath(); Directory.working().find(p.toString(), Symlink.FOLLOW).isEmpty(); p = p.getParent()) {
            missing.addFirst(p);
        }
        missing.add(directory.resolve(BlobStore.DIRECTORY).toAbsolutePath());
        for (Path p : missing) {
            try {
                Directory.working().makeDirectory(p.toString(), p.startsWith(directory.toAbsolutePath()) ? MODE : MODE_ABOVE);
                try (Directory parent = Directory.open(p.getParent().toString())) {
                    parent.sync();
                }
            } catch (ErrnoException e) {
                if (e.errno() != Errno.EEXIST) {
                    throw e;
                }
            }
        }
    }

    /** Whoever can write the journal can have root write anything, anywhere. */
    private static void checkOwner(Directory directory, Host host) {
        FileStatus status = directory.status();
        if (status.uid() != Integer.toUnsignedLong(host.uid()) || (status.mode() & OTHERS_WRITE) != 0) {
            String path = directory.subject();
            String mode = String.format("%04o", status.mode());
            throw Refusal.conflict(
                Text.of("the journal " + path + " belongs to user " + status.uid() + " with mode " + mode + ", so it cannot be trusted",
                    "日志 " + path + " 属于用户 " + status.uid() + "，权限 " + mode + "，因此不可信"),
                Text.of("use another --data directory, or chown and chmod 0700 it", "请换一个 --data 目录，或修正其属主并设为 0700"));
        }
    }

    /** Moves what cannot be read to files of their own, and gives the lines that stay, with one that says so in its place. */
    private List<JournalLine> setAside(Reading reading, byte[] bytes) {
        List<JournalLine> lines = new ArrayList<>();
        long last = 0;
        for (Reading.Part part : reading.parts()) {
            switch (part) {
                case Reading.Part.Good(JournalLine line) -> {
                    // A notice may have taken the number of the line that follows it; the order is what counts.
                    last = Math.max(last + 1, line.number());
                    lines.add(new JournalLine(last, line.at(), line.event()));
                }
                case Reading.Part.Bad bad -> {
                    String name = Reading.name(bad, bytes);
                    file.setAside(name, bytes, bad.from(), bad.to());
                    lines.add(new JournalLine(++last, clock.instant(), new JournalEvent.SetAside(bad.damage().line(),
                        bad.damage().lines(), bad.damage().reason(), path + "/" + name)));
                }
            }
        }
        return lines;
    }

    /** Removes what a run that had ended left under temporary names when its process died. */
    private void clean(JournalEvent.Begun begun) {
        if (ledger.find(new ChangeId(begun.change())).filter(c -> c.last().outcome().isPresent()).isPresent()) {
            try (Run run = new Run(host, blobs, begun)) {
                run.clean();
            } catch (ErrnoException | OperationException e) {
                System.getLogger(JournalWriter.class.getName()).log(System.Logger.Level.WARNING, "leftovers of c-" + begun.change() + " stay", e);
            }
        }
    }

    Ledger ledger() {
        return ledger;
    }

    List<Recovery.Damage> damage() {
        return damage;
    }

    /** Finishes or takes back every unfinished change that can be. */
    List<Recovery.Recovered> recover() {
        List<Recovery.Recovered> recovered = new RecoveryRun(host, blobs, ledger)
            .recover((change, outcome, note) -> write(new JournalEvent.Ended(change, outcome, note)));
        blobs.keepOnly(ledger.contents());
        return recovered;
    }

    /** Makes sure that a run's beginning, and its outcome after it, will have room. */
    void reserve(JournalEvent.Begun begun) {
        file.reserve(line(begun));
    }

    /** Writes an event, and returns when it is on disk. */
    void write(JournalEvent event) {
        JournalLine line = line(event);
        file.append(line);
        ledger.add(line);
    }

    private JournalLine line(JournalEvent event) {
        return new JournalLine(ledger.nextLine(), clock.instant(), event);
    }

    /** Lets the oldest changes go where there are too many. */
    void keepBounds() {
        boolean large = file.size() > FileJournal.JOURNAL_BYTES_KEPT || blobs.bytes() > FileJournal.BLOB_BYTES_KEPT;
        if (ledger.size() > FileJournal.CHANGES_KEPT || large) {
            // A tenth or a quarter more than necessary, so that not every change writes the file anew.
            file.rewrite(ledger.shrinkTo(large ? ledger.size() * 3 / 4 : FileJournal.CHANGES_KEPT * 9 / 10, clock.instant()));
            blobs.keepOnly(ledger.contents());
        }
    }

    @Override
    public void close() {
        file.close();
        lock.close();
    }
}
