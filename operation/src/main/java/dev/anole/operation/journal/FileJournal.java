package dev.anole.operation.journal;

import dev.anole.kernel.linux.ErrnoException;
import dev.anole.operation.Change;
import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangePlan;
import dev.anole.operation.ChangeRecord;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.ChangeState;
import dev.anole.operation.Contents;
import dev.anole.operation.Context;
import dev.anole.operation.Host;
import dev.anole.operation.Journal;
import dev.anole.operation.KernelRandom;
import dev.anole.operation.OperationException;
import dev.anole.operation.Recovery;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

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
    private static final String STAMP_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int STAMP_CHARS = 10;

    private final Path directory;
    private final Host host;
    private final Clock clock;
    private final BlobStore blobs;
    private final Surveyor surveyor;
    private final Planner planner;
    /** Held while a run is made; looking does not wait for it. */
    private final ReentrantLock running = new ReentrantLock();
    private volatile Optional<JournalWriter> writer = Optional.empty();
    private boolean closed;

    private FileJournal(Path directory, Host host, Clock clock) {
        this.directory = directory;
        this.host = host;
        this.clock = clock;
        this.blobs = new BlobStore(directory.toString());
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
    public Recovery open() {
        return recover();
    }

    @Override
    public Recovery recover() {
        running.lock();
        try {
            boolean opened = writer.isEmpty();
            JournalWriter w = writer();
            if (!opened && w.ledger().unfinished().isEmpty()) {
                return new Recovery(List.of(), w.damage());
            }
            return new Recovery(w.recover(), w.damage());
        } catch (ErrnoException e) {
            throw Refusal.of(directory.toString(), e);
        } finally {
            running.unlock();
        }
    }

    /** The right to write; taken when it is first needed. */
    private JournalWriter writer() {
        if (closed) {
            throw new OperationException(OperationException.Kind.STOPPED, Text.of("Anole is stopping", "Anole 正在停止"),
                Text.of("try again when it is up", "请等它启动后重试"));
        }
        if (writer.isEmpty()) {
            writer = Optional.of(JournalWriter.open(directory, host, clock, blobs));
        }
        return writer.get();
    }

    /** What is known: in memory where this process writes, on disk otherwise. */
    private Ledger ledger() {
        return writer.map(JournalWriter::ledger).orElseGet(() -> Ledger.of(Reading.of(JournalFile.bytes(directory.toString()))));
    }

    @Override
    public ChangePlan plan(Change change) {
        return planner.plan(change, blobs);
    }

    @Override
    public ChangePlan planReverse(ChangeId id, ChangeRun.Kind kind, Foreign foreign) {
        Ledger ledger = ledger();
        return planner.planReverse(known(ledger, id), kind, foreign, ledger, blobs);
    }

    private static ChangeRecord known(Ledger ledger, ChangeId id) {
        return ledger.find(id).orElseThrow(() -> OperationException.notFound(
            Text.of("there is no change " + id, "没有变更 " + id), Text.of("see anole changes list", "参见 anole changes list")));
    }

    @Override
    public Optional<ChangeRecord> apply(Change change, Context context) throws InterruptedException {
        running.lockInterruptibly();
        try {
            recover();
            ChangePlan plan = plan(change);
            return plan.moves().isEmpty() ? Optional.empty() : Optional.of(make(ledger().nextChange(), plan, context));
        } finally {
            running.unlock();
        }
    }

    @Override
    public ChangeRecord reverse(ChangeId id, ChangeRun.Kind kind, Foreign foreign, Context context) throws InterruptedException {
        running.lockInterruptibly();
        try {
            recover();
            ChangePlan plan = planReverse(id, kind, foreign);
            if (!plan.conflicts().isEmpty()) {
                throw Planner.refused(id, plan.conflicts());
            }
            return make(id, plan, context);
        } finally {
            running.unlock();
        }
    }

    private ChangeRecord make(ChangeId id, ChangePlan plan, Context context) throws InterruptedException {
        JournalWriter w = writer();
        JournalEvent.Begun begun = new JournalEvent.Begun(id.number(), plan.kind(), plan.title(), context.actor(),
            context.task().value(), stamp(), boot(), plan.moves());
        checkFree(id, plan);
        OwnUnit.refuseToStop(host, plan.moves());
        context.progress().step(Text.of("Journaling", "记入日志"));
        try {
            w.keepBounds();
            store(plan);
            w.reserve(begun);
        } catch (ErrnoException e) {
            OperationException why = Refusal.of(directory.toString(), e);
            throw Refusal.failed(Text.of(why.problem().en() + "; nothing was changed", why.problem().zh() + "；没有做任何改动"), why.remedy(), e);
        }
        w.write(begun);
        try (Run run = new Run(host, blobs, begun)) {
            context.progress().step(Text.of("Applying", "应用"));
            make(w, id, run);
            w.write(new JournalEvent.Ended(id.number(), ChangeRun.Outcome.DONE, Text.same("")));
            context.progress().step(Text.of("Verified", "已验证"));
            run.clean();
        } catch (ErrnoException e) {
            throw Refusal.of(e.subject(), e);
        }
        return known(w.ledger(), id);
    }

    /** What is unfinished, because it could not be taken back yet, is not built upon. */
    private void checkFree(ChangeId id, ChangePlan plan) {
        ledger().newest(CHANGES_KEPT).stream().filter(c -> c.state() == ChangeState.UNFINISHED)
            .filter(c -> c.id().equals(id) || c.last().moves().stream().anyMatch(m -> plan.moves().stream()
                .anyMatch(p -> p.target().subject().equals(m.target().subject()))))
            .findFirst().ifPresent(c -> {
                throw Refusal.conflict(
                    Text.of(c.id() + " was cut off, has the same target, and could not be taken back yet",
                        c.id() + " 曾被中断，涉及同一目标，且目前还无法还原"),
                    Text.of("see anole changes recover", "参见 anole changes recover"));
            });
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
    private static void make(JournalWriter w, ChangeId id, Run run) throws InterruptedException {
        try {
            run.make();
        } catch (InterruptedException e) {
            takeBack(w, id, run, Text.of("stopped", "已停止"));
            throw e;
        } catch (ForeignChangeException e) {
            String subject = Refusal.printable(e.move().target().subject());
            OperationException refusal = Refusal.conflict(
                Text.of(subject + " was changed by others at the same moment", subject + " 同时被其他程序修改"),
                Text.of("nothing was changed; look at it, then run this again", "没有做任何改动；请查看后重新运行"));
            takeBack(w, id, run, refusal.problem());
            throw refusal;
        } catch (ErrnoException e) {
            OperationException refusal = Refusal.of(e.subject(), e);
            takeBack(w, id, run, refusal.problem());
            throw refusal;
        } catch (OperationException e) {
            takeBack(w, id, run, e.problem());
            throw e;
        } catch (RuntimeException | Error e) {
            takeBack(w, id, run, Text.same(String.valueOf(e)));
            throw e;
        }
    }

    private static void takeBack(JournalWriter w, ChangeId id, Run run, Text why) {
        ChangeRun.Outcome outcome = ChangeRun.Outcome.REVERTED;
        try {
            run.revert();
            run.clean();
        } catch (ForeignChangeException e) {
            outcome = ChangeRun.Outcome.CONFLICTED;
        } catch (ErrnoException e) {
            OperationException cause = Refusal.of(e.subject(), e);
            throw Refusal.failed(
                Text.of(id + " could not be taken back: " + cause.problem().en() + " (after: " + why.en() + ")",
                    id + " 无法还原：" + cause.problem().zh() + "（起因：" + why.zh() + "）"),
                Text.of("its record is on disk: when the cause is gone, anole changes recover", "记录仍在磁盘上：排除原因后运行 anole changes recover"), e);
        }
        w.write(new JournalEvent.Ended(id.number(), outcome, why));
    }

    private static String stamp() {
        StringBuilder stamp = new StringBuilder(STAMP_CHARS);
        long bits = KernelRandom.bits();
        for (int i = 0; i < STAMP_CHARS; i++, bits >>>= 5) {
            stamp.append(STAMP_ALPHABET.charAt((int) (bits & 31)));
        }
        return stamp.toString();
    }

    /** Names the kernel's current run; another value means that the host was restarted. */
    static String boot() {
        return Host.local().read("/proc/sys/kernel/random/boot_id").orElse("");
    }

    @Override
    public List<ChangeRecord> changes(int limit) {
        return ledger().newest(limit);
    }

    @Override
    public Optional<ChangeRecord> find(ChangeId id) {
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
    public List<Recovery.Damage> damage() {
        return writer.map(JournalWriter::damage).orElseGet(() -> Reading.of(JournalFile.bytes(directory.toString())).damage());
    }

    /** Lets go of the lock, when the run that is under way has ended. */
    @Override
    public void close() {
        running.lock();
        try {
            closed = true;
            writer.ifPresent(JournalWriter::close);
            writer = Optional.empty();
        } finally {
            running.unlock();
        }
    }
}
