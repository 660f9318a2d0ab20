package dev.anole.operation.journal;

import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangeRecord;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.Move;
import dev.anole.operation.TargetState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the lines of a journal add up to. One thread adds, any may look. */
final class Ledger {
    /** A change and the lines it has, the newest run's beginning apart: recovery needs its stamp and boot. */
    private static final class Account {
        private ChangeRecord record;
        private JournalEvent.Begun begun;
        private boolean doubtful;
        private final List<JournalLine> lines = new ArrayList<>();
    }

    private final TreeMap<Long, Account> accounts = new TreeMap<>();
    private final List<JournalLine> notices = new ArrayList<>();
    private Optional<JournalEvent.Begun> newest = Optional.empty();
    private long lastLine;
    private long lastChange;
    private long forgotten;

    static Ledger of(Reading reading) {
        Ledger ledger = new Ledger();
        for (Reading.Part part : reading.parts()) {
            switch (part) {
                case Reading.Part.Good(JournalLine line) -> ledger.add(line);
                case Reading.Part.Bad _ -> ledger.doubt();
            }
        }
        return ledger;
    }

    /** Something stood here that cannot be read: what was unfinished at this point may have been finished in it. */
    private void doubt() {
        accounts.values().stream().filter(a -> a.record.last().outcome().isEmpty()).forEach(a -> a.doubtful = true);
    }

    synchronized void add(JournalLine line) {
        lastLine = line.number();
        switch (line.event()) {
            case JournalEvent.Begun begun -> begin(line, begun);
            case JournalEvent.Ended ended -> end(line, ended);
            case JournalEvent.Forgotten(long changes, long upTo) -> {
                forgotten += changes;
                lastChange = Math.max(lastChange, upTo);
                notices.add(line);
            }
            case JournalEvent.SetAside _ -> {
                doubt();
                notices.add(line);
            }
        }
    }

    private void begin(JournalLine line, JournalEvent.Begun begun) {
        newest = Optional.of(begun);
        Account account = accounts.computeIfAbsent(begun.change(), _ -> new Account());
        if (account.record == null && begun.run() != ChangeRun.Kind.APPLY) {
            accounts.remove(begun.change());   // its own beginning cannot be read, so it cannot be told either
            return;
        }
        ChangeRun run = new ChangeRun(begun.run(), line.at(), begun.actor(), begun.task(), begun.moves(), Optional.empty(),
            Optional.empty(), dev.anole.operation.Text.same(""));
        List<ChangeRun> runs = account.record == null ? new ArrayList<>() : new ArrayList<>(account.record.runs());
        runs.add(run);
        account.record = new ChangeRecord(new ChangeId(begun.change()), begun.title(), runs);
        account.begun = begun;
        account.doubtful = false;
        account.lines.add(line);
        lastChange = Math.max(lastChange, begun.change());
    }

    private void end(JournalLine line, JournalEvent.Ended ended) {
        Account account = accounts.get(ended.change());
        if (account == null || account.record.last().outcome().isPresent()) {
            return;   // the beginning that belongs to it could not be read
        }
        List<ChangeRun> runs = new ArrayList<>(account.record.runs());
        ChangeRun run = runs.removeLast();
        runs.add(new ChangeRun(run.kind(), run.begun(), run.actor(), run.task(), run.moves(), Optional.of(line.at()),
            Optional.of(ended.outcome()), ended.note()));
        account.record = new ChangeRecord(account.record.id(), account.record.title(), runs);
        account.doubtful = false;
        account.lines.add(line);
    }

    synchronized long nextLine() {
        return lastLine + 1;
    }

    synchronized ChangeId nextChange() {
        return new ChangeId(lastChange + 1);
    }

    /** Older changes that were let go. */
    synchronized long forgotten() {
        return forgotten;
    }

    synchronized int size() {
        return accounts.size();
    }

    synchronized Optional<ChangeRecord> find(ChangeId id) {
        return Optional.ofNullable(accounts.get(id.number())).map(a -> a.record);
    }

    /** Newest first. */
    synchronized List<ChangeRecord> newest(int limit) {
        return accounts.descendingMap().values().stream().limit(limit).map(a -> a.record).toList();
    }

    /** Those whose newest run has no outcome, newest first: the way back goes from the newest. */
    synchronized List<JournalEvent.Begun> unfinished() {
        return accounts.descendingMap().values().stream().filter(a -> a.record.last().outcome().isEmpty())
            .map(a -> a.begun).toList();
    }

    /** Whether an outcome may have stood in what cannot be read. */
    synchronized boolean isDoubtful(long change) {
        return accounts.get(change).doubtful;
    }

    /** The beginning of the run that was written last, whose leftovers may not be cleared away yet. */
    synchronized Optional<JournalEvent.Begun> lastBegun() {
        return newest;
    }

    /** Forgets the oldest changes that are not open, until so many are left; the lines that are kept, in order. */
    synchronized List<JournalLine> shrinkTo(int changes, Instant now) {
        long dropped = 0;
        long upTo = 0;
        for (Long number : List.copyOf(accounts.keySet())) {
            boolean open = switch (accounts.get(number).record.state()) {
                case UNFINISHED, CONFLICTED -> true;
                case APPLIED, REVERTED, UNDONE -> false;
            };
            if (accounts.size() > changes && !open) {
                accounts.remove(number);
                dropped++;
                upTo = number;
            }
        }
        if (dropped > 0) {
            add(new JournalLine(nextLine(), now, new JournalEvent.Forgotten(dropped, upTo)));
        }
        return lines();
    }

    /** All lines that are worth keeping, by their numbers. */
    synchronized List<JournalLine> lines() {
        List<JournalLine> all = new ArrayList<>(notices);
        accounts.values().forEach(a -> all.addAll(a.lines));
        all.sort(java.util.Comparator.comparingLong(JournalLine::number));
        return all;
    }

    /** The digests of all contents that some state names. */
    synchronized Set<String> contents() {
        Set<String> named = new HashSet<>();
        for (Account account : accounts.values()) {
            for (ChangeRun run : account.record.runs()) {
                for (Move move : run.moves()) {
                    name(move.from(), named);
                    name(move.to(), named);
                }
            }
        }
        return named;
    }

    private static void name(TargetState state, Set<String> named) {
        if (state instanceof TargetState.Regular regular) {
            named.add(regular.sha256());
        }
    }
}
