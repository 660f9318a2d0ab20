package dev.anole.operation.journal;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FileStatus;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.Change;
import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangePlan;
import dev.anole.operation.ChangeRecord;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.Contents;
import dev.anole.operation.Context;
import dev.anole.operation.Host;
import dev.anole.operation.Journal;
import dev.anole.operation.OperationException;
import dev.anole.operation.Recovery;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The journal of one host as a directory, {@code DATA/journal}:
 *
 * <pre>
 * lock            held by the one process that may write; holds its number
 * journal.jsonl   what happened: a line naming format and version, then one {@link JournalLine} an event
 * blobs/          contents of files before and after, by SHA-256
 * damaged-…       lines that could not be read, as they were found
 * </pre>
 *
 * <p>A run goes like this, each step on disk before the next:
 * <ol>
 * <li>contents into {@code blobs/}
 * <li>{@link JournalEvent.Begun}: each target with its state before and after
 * <li>new files beside their targets, under temporary names that the line foretells
 * <li>the effects, one target after the other
 * <li>reading back, then {@link JournalEvent.Ended}
 * <li>removing the temporary names
 * </ol>
 * Whoever opens the journal for writing and finds a beginning without an end finishes it if all effects are there, and
 * takes it back otherwise; where somebody else has changed a target meanwhile it touches nothing and says so.
 *
 * <p>Looking at the journal needs no lock and changes nothing. The lock is taken at the first run, or by {@link #open}.
 */
public final class FileJournal implements Journal, AutoCloseable {
    /** Changes that are kept; of the oldest beyond, those that are not open are let go, and can no longer be undone. */
    public static final int CHANGES_KEPT = 1000;
    /** Size of {@code journal.jsonl} at which older changes are let go, in bytes. */
    public static final long JOURNAL_BYTES_KEPT = 4 << 20;
    /** Size of {@code blobs/} at which older changes are let go, in bytes. */
    public static final long BLOB_BYTES_KEPT = 256 << 20;
    private static final int MODE = 0700;
    private static final int OTHERS_WRITE = 022;
    private static final String STAMP_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int STAMP_CHARS = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String path;
    private final Host host;
    private final Clock clock;
    private final BlobStore blobs;
    private final Planner planner;
    private final Surveyor surveyor;
    private Optional<Writer> writer = Optional.empty();
    private boolean closed;

    /** What only the process that holds the lock has. */
    private record Writer(JournalLock lock, JournalFile file, Ledger ledger, List<Recovery.Damage> damage) {
    }

    private FileJournal(Path directory, Host host, Clock clock) {
        this.path = directory.toString();
        this.host = host;
        this.clock = clock;
        this.blobs = new BlobStore(path);
        this.surveyor = new Surveyor(host);
        this.planner = new Planner(surveyor, clock);
    }

    /** The journal in a directory, which is made at the first change. Nothing is read or locked yet. */
    public static FileJournal at(Path directory, Host host, Clock clock) {
        return new FileJournal(directory, host, clock);
    }

    /**
     * Locks the journal, and finishes or takes back what a dead process left.
     *
     * @throws OperationException when another process holds it, or it cannot be used
     */
    public synchronized Recovery open() {
        if (closed) {
            throw new OperationException(OperationException.Kind.STOPPED, Text.of("Anole is stopping", "Anole 正在停止"),
                Text.of("try again when it is up", "请等它启动后重试"));
        }
        if (writer.isPresent()) {
            return new Recovery(List.of(), writer.get().damage());
        }
        try {
            makeDirectories();
            try (Directory directory = Directory.open(path)) {
                checkOwner(directory);
                JournalLock lock = JournalLock.take(directory);
                try {
                    return openLocked(lock);
                } catch (RuntimeException e) {
                    writer.ifPresent(w -> w.file().close());
                    writer = Optional.empty();
                    lock.close();
                    throw e;
                }
            }
        } catch (ErrnoException e) {
            throw Refusal.of(path, e);
        }
    }

    private Recovery openLocked(JournalLock lock) {
        byte[] bytes = JournalFile.bytes(path);
        Reading reading = Reading.of(bytes);
        Ledger ledger = Ledger.of(reading);
        JournalFile file = JournalFile.open(path, reading.goodBytes());
        List<Recovery.Damage> damage = reading.damage();
        writer = Optional.of(new Writer(lock, file, ledger, damage));
        if (reading.parts().stream().anyMatch(p -> p instanceof Reading.Part.Bad)) {
            ledger = setAside(reading, bytes, file);
            damage = Reading.of(JournalFile.bytes(path)).damage();
            writer = Optional.of(new Writer(lock, file, ledger, damage));
        }
        ledger.lastBegun().ifPresent(this::clean);
        RecoveryRun recovery = new RecoveryRun(host, blobs, ledger);
        List<Recovery.Recovered> recovered = recovery.recover((id, outcome, note) ->
            write(new JournalEvent.Ended(id, outcome, note)));
        keepBounds();
        blobs.keepOnly(ledger.contents());
        return new Recovery(recovered, damage);
    }

    /** Leftovers of a run that had ended when its process died. */
    private void clean(JournalEvent.Begun begun) {
        if (writer.orElseThrow().ledger().find(new ChangeId(begun.change())).filter(c -> c.last().outcome().isPresent()).isPresent()) {
            try (Run run = new Run(host, blobs, begun)) {
                run.clean();
            } catch (ErrnoException | OperationException e) {
                System.getLogger(FileJournal.class.getName()).log(System.Logger.Level.DEBUG, "leftovers of a run stay", e);
            }
        }
    }

    /** Moves what cannot be read to files of their own, and leaves a line that says so in its place. */
    private Ledger setAside(Reading reading, byte[] bytes, JournalFile file) {
        List<JournalLine> lines = new java.util.ArrayList<>();
        long last = 0;
        for (Reading.Part part : reading.parts()) {
            switch (part) {
                case Reading.Part.Good(JournalLine line) -> {
                    // A notice may have taken the number of a line that follows it; order is what counts.
                    last = Math.max(last + 1, line.number());
                    lines.add(new JournalLine(last, line.at(), line.event()));
                }
                case Reading.Part.Bad bad -> {
                    String name = Reading.name(bad, bytes);
                    file.setAside(name, bytes, bad.from(), bad.to());
                    lines.add(new JournalLine(++last, clock.instant(), new JournalEvent.SetAside(bad.damage().line(),
                        bad.damage().lines(), bad.damage().reason(), name)));
                }
            }
        }
        file.rewrite(lines);
        Ledger ledger = new Ledger();
        lines.forEach(ledger::add);
        return ledger;
    }

    private void makeDirectories() {
        Path at = Path.of(path);
        List<Path> missing = new java.util.ArrayList<>();
        for (Path p = at.toAbsolutePath(); Directory.working().find(p.toString(), Symlink.FOLLOW).isEmpty(); p = p.getParent()) {
            missing.addFirst(p);
        }
        missing.add(at.resolve(BlobStore.DIRECTORY));
        for (Path p : missing) {
            try {
                Directory.working().makeDirectory(p.toString(), p.startsWith(at.toAbsolutePath()) ? MODE : 0755);
                try (Directory parent = Directory.open(p.toAbsolutePath().getParent().toString())) {
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
    private void checkOwner(Directory directory) {
        FileStatus status = directory.status();
        if (status.uid() != Integer.toUnsignedLong(host.uid()) || (status.mode() & OTHERS_WRITE) != 0) {
            throw Refusal.conflict(
                Text.of("the journal " + path + " belongs to user " + status.uid() + " with mode " + String.format("%04o", status.mode())
                    + ", so it cannot be trusted", "日志 " + path + " 属于用户 " + status.uid() + "，权限 " + String.format("%04o", status.mode()) + "，因此不可信"),
                Text.of("use another --data directory, or chown and chmod 0700 it", "请换一个 --data 目录，或修正其属主并设为 0700"));
        }
    }

    private void write(JournalEvent event) {
        Writer w = writer.orElseThrow();
        JournalLine line = new JournalLine(w.ledger().nextLine(), clock.instant(), event);
        w.file().append(line);
        w.ledger().add(line);
    }

    /** Lets the oldest changes go where there are too many. */
    private void keepBounds() {
        Writer w = writer.orElseThrow();
        boolean large = w.file().size() > JOURNAL_BYTES_KEPT || blobs.bytes() > BLOB_BYTES_KEPT;
        if (w.ledger().size() > CHANGES_KEPT || large) {
            int keep = large ? Math.min(CHANGES_KEPT, w.ledger().size() * 3 / 4) : CHANGES_KEPT * 9 / 10;
            w.file().rewrite(w.ledger().shrinkTo(keep, clock.instant()));
            blobs.keepOnly(w.ledger().contents());
        }
    }

    /** The journal as it is on disk or, where this process writes it, in memory. */
    private Ledger ledger() {
        return writer.map(Writer::ledger).orElseGet(() -> Ledger.of(Reading.of(JournalFile.bytes(path))));
    }

    @Override
    public synchronized ChangePlan plan(Change change) {
        return planner.plan(change, blobs);
    }

    @Override
    public synchronized Optional<ChangeRecord> apply(Change change, Context context) throws InterruptedException {
        open();
        ChangePlan plan = planner.plan(change, blobs);
        if (plan.moves().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(make(writer.orElseThrow().ledger().nextChange(), plan, context));
    }

    @Override
    public synchronized ChangePlan planReverse(ChangeId id, ChangeRun.Kind kind, Foreign foreign) {
        Ledger ledger = ledger();
        return planner.planReverse(known(ledger, id), kind, foreign, ledger, blobs);
    }

    @Override
    public synchronized ChangeRecord reverse(ChangeId id, ChangeRun.Kind kind, Foreign foreign, Context context)
            throws InterruptedException {
        open();
        ChangePlan plan = planReverse(id, kind, foreign);
        if (!plan.conflicts().isEmpty()) {
            throw Planner.refused(id, plan.conflicts());
        }
        return make(id, plan, context);
    }

    private static ChangeRecord known(Ledger ledger, ChangeId id) {
        return ledger.find(id).orElseThrow(() -> OperationException.notFound(
            Text.of("there is no change " + id, "没有变更 " + id), Text.of("see anole changes list", "参见 anole changes list")));
    }

    private ChangeRecord make(ChangeId id, ChangePlan plan, Context context) throws InterruptedException {
        keepBounds();
        Writer w = writer.orElseThrow();
        JournalEvent.Begun begun = new JournalEvent.Begun(id.number(), plan.kind(), plan.title(), context.actor(),
            context.task().value(), stamp(), boot(), plan.moves());
        context.progress().step(Text.of("Journaling", "记入日志"));
        try {
            store(plan);
            w.file().reserve(new JournalLine(w.ledger().nextLine(), clock.instant(), begun));
        } catch (ErrnoException e) {
            throw Refusal.of(path, e);
        }
        write(begun);
        try (Run run = new Run(host, blobs, begun)) {
            context.progress().step(Text.of("Applying", "应用"));
            make(id, run, context);
            write(new JournalEvent.Ended(id.number(), ChangeRun.Outcome.DONE, Text.same("")));
            run.clean();
        } catch (ErrnoException e) {
            throw Refusal.of(path, e);
        }
        return known(w.ledger(), id);
    }

    private void store(ChangePlan plan) {
        plan.moves().forEach(move -> {
            for (TargetState state : List.of(move.from(), move.to())) {
                if (state instanceof TargetState.Regular regular) {
                    blobs.put(plan.contents().get(regular.sha256()));
                }
            }
        });
        blobs.sync();
    }

    /** Makes a run's moves, or takes back what it has made and says why. */
    private void make(ChangeId id, Run run, Context context) throws InterruptedException {
        try {
            run.make();
        } catch (InterruptedException e) {
            takeBack(id, run, Text.of("stopped", "已停止"));
            throw e;
        } catch (ForeignChangeException e) {
            String subject = Refusal.printable(e.move().target().subject());
            OperationException refusal = Refusal.conflict(
                Text.of(subject + " was changed by others at the same moment", subject + " 同时被其他程序修改"),
                Text.of("nothing was changed; look at it, then run this again", "没有做任何改动；请查看后重新运行"));
            takeBack(id, run, refusal.problem());
            throw refusal;
        } catch (ErrnoException e) {
            OperationException refusal = Refusal.of(e.subject(), e);
            takeBack(id, run, refusal.problem());
            throw refusal;
        } catch (OperationException e) {
            takeBack(id, run, e.problem());
            throw e;
        } catch (RuntimeException | Error e) {
            takeBack(id, run, Text.same(String.valueOf(e)));
            throw e;
        }
        context.progress().step(Text.of("Verified", "已验证"));
    }

    private void takeBack(ChangeId id, Run run, Text why) {
        ChangeRun.Outcome outcome = ChangeRun.Outcome.REVERTED;
        try {
            run.revert();
        } catch (ForeignChangeException e) {
            outcome = ChangeRun.Outcome.CONFLICTED;
        } catch (ErrnoException e) {
            OperationException cause = Refusal.of(e.subject(), e);
            throw Refusal.failed(
                Text.of(id + " could not be taken back: " + cause.problem().en() + " (after: " + why.en() + ")",
                    id + " 无法还原：" + cause.problem().zh() + "（起因：" + why.zh() + "）"),
                Text.of("its record is on disk: when the cause is gone, anole changes recover", "记录仍在磁盘上：排除原因后运行 anole changes recover"), e);
        }
        run.clean();
        write(new JournalEvent.Ended(id.number(), outcome, why));
    }

    private static String stamp() {
        StringBuilder stamp = new StringBuilder(STAMP_CHARS);
        for (int i = 0; i < STAMP_CHARS; i++) {
            stamp.append(STAMP_ALPHABET.charAt(RANDOM.nextInt(STAMP_ALPHABET.length())));
        }
        return stamp.toString();
    }

    /** Names the kernel's current run; another value means that the host was restarted. */
    static String boot() {
        return Host.local().read("/proc/sys/kernel/random/boot_id").orElse("");
    }

    @Override
    public synchronized List<ChangeRecord> changes(int limit) {
        return ledger().newest(limit);
    }

    @Override
    public synchronized Optional<ChangeRecord> find(ChangeId id) {
        return ledger().find(id);
    }

    @Override
    public Contents contents() {
        return blobs;
    }

    @Override
    public TargetState now(Target target) {
        return surveyor.look(target, Digest.ONLY).state();
    }

    @Override
    public synchronized Recovery recover() {
        return open();
    }

    @Override
    public synchronized List<Recovery.Damage> damage() {
        return writer.map(Writer::damage).orElseGet(() -> Reading.of(JournalFile.bytes(path)).damage());
    }

    @Override
    public synchronized void close() {
        closed = true;
        writer.ifPresent(w -> {
            w.file().close();
            w.lock().close();
        });
        writer = Optional.empty();
    }
}
