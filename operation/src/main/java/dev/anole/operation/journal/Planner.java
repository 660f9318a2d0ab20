package dev.anole.operation.journal;

import dev.anole.operation.Change;
import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangePlan;
import dev.anole.operation.ChangeRecord;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.ChangeState;
import dev.anole.operation.Contents;
import dev.anole.operation.Journal;
import dev.anole.operation.KeyScope;
import dev.anole.operation.Move;
import dev.anole.operation.OperationException;
import dev.anole.operation.Step;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works out the moves of a run from how the host is now. Without effect. */
final class Planner {
    private final Surveyor surveyor;
    private final Clock clock;

    Planner(Surveyor surveyor, Clock clock) {
        this.surveyor = surveyor;
        this.clock = clock;
    }

    /** What a change does to this host. */
    ChangePlan plan(Change change, Contents stored) {
        Scratch contents = new Scratch(stored);
        Map<Target, Move> folders = new LinkedHashMap<>();
        List<Move> moves = new ArrayList<>();
        for (Step step : change.steps()) {
            Surveyor.Sight sight = surveyor.look(step.target(), contents);
            TargetState to = step.alteration().of(sight.state(), contents);
            if (!States.same(sight.state(), to)) {
                checkPossible(step.target(), sight.state(), to);
                makeFolders(sight.missing(), folders);
                moves.add(new Move(step.target(), sight.state(), to, sight.confidential() || isConfidential(to), step.keys()));
            }
        }
        moves.addAll(0, folders.values());
        return new ChangePlan(change.title(), ChangeRun.Kind.APPLY, moves, List.of(), change.notes(), contents);
    }

    private void makeFolders(List<String> missing, Map<Target, Move> folders) {
        for (String path : missing) {
            Target target = new Target.File(path);
            folders.putIfAbsent(target, new Move(target, new TargetState.Absent(),
                new TargetState.Folder(surveyor.newFolder()), false, Optional.empty()));
        }
    }

    private static boolean isConfidential(TargetState state) {
        return state instanceof TargetState.Regular regular && (regular.attributes().mode() & 04) == 0;
    }

    private static void checkPossible(Target target, TargetState from, TargetState to) {
        boolean exchangeable = switch (from) {
            case TargetState.Absent _ -> target instanceof Target.File;
            case TargetState.Regular _, TargetState.Link _ -> !(to instanceof TargetState.Folder);
            case TargetState.Folder _ -> to instanceof TargetState.Absent;
            case TargetState.Attributes _, TargetState.Values _, TargetState.Running _ -> true;
            case TargetState.Other _ -> false;
        };
        if (from instanceof TargetState.Absent && !exchangeable) {
            throw Surveyor.absent(target);
        }
        if (!exchangeable) {
            String subject = Refusal.printable(target.subject());
            throw Refusal.failed(Text.of(subject + " is " + Difference.said(from).en() + ", which the journal does not replace",
                    subject + " 是" + Difference.said(from).zh() + "，日志不会替换它"),
                Text.of("the journal changes files of at most " + (Change.FILE_BYTES_MAX >> 20) + " MiB, links and kernel values",
                    "日志只改动不超过 " + (Change.FILE_BYTES_MAX >> 20) + " MiB 的文件、链接和内核参数"));
        }
    }

    /** What undoing or redoing does to this host. */
    ChangePlan planReverse(ChangeRecord record, ChangeRun.Kind kind, Journal.Foreign foreign, Ledger ledger, Contents stored) {
        Scratch contents = new Scratch(stored);
        List<Move> expected = expected(record, kind);
        Map<Target, Move> folders = new LinkedHashMap<>();
        List<Move> moves = new ArrayList<>();
        List<ChangePlan.Conflict> conflicts = new ArrayList<>();
        List<Text> notes = new ArrayList<>();
        for (Move move : expected) {
            Surveyor.Sight sight = surveyor.look(move.target(), contents);
            TargetState now = sight.state();
            Optional<TargetState> to = goal(move, now, foreign, contents);
            if (to.isEmpty()) {
                Move shown = new Move(move.target(), move.from(), move.to(), move.confidential() || sight.confidential(), move.keys());
                conflicts.add(new ChangePlan.Conflict(shown, now, later(record.id(), move.target(), ledger)));
            } else if (now instanceof TargetState.Folder && to.get() instanceof TargetState.Absent && holdsOthers(move.target(), expected)) {
                String subject = Refusal.printable(move.target().subject());
                notes.add(Text.of("the directory " + subject + " stays: it holds what this change did not make", "保留目录 " + subject + "：其中有并非此变更创建的内容"));
            } else {
                makeFolders(sight.missing(), folders);
                moves.add(new Move(move.target(), now, to.get(), move.confidential() || sight.confidential(), move.keys()));
            }
        }
        moves.removeIf(move -> folders.containsKey(move.target()));
        moves.addAll(0, folders.values());
        return new ChangePlan(record.title(), kind, moves, conflicts, notes, contents);
    }

    /** The moves that lead there from how the change left its targets. */
    private static List<Move> expected(ChangeRecord record, ChangeRun.Kind kind) {
        ChangeState state = record.state();
        boolean possible = switch (kind) {
            case UNDO -> state == ChangeState.APPLIED || state == ChangeState.CONFLICTED;
            case REDO -> state == ChangeState.UNDONE || state == ChangeState.REVERTED || state == ChangeState.CONFLICTED;
            case APPLY -> throw new IllegalArgumentException("a change is applied once");
        };
        if (!possible) {
            throw Refusal.conflict(
                Text.of(record.id() + " is " + state.label().en() + ", so it cannot be " + (kind == ChangeRun.Kind.UNDO ? "undone" : "applied again"),
                    record.id() + " 的状态为“" + state.label().zh() + "”，不能" + (kind == ChangeRun.Kind.UNDO ? "撤销" : "再次应用")),
                state == ChangeState.UNFINISHED ? Text.of("see anole changes recover", "参见 anole changes recover")
                    : Text.of("see anole changes show " + record.id(), "参见 anole changes show " + record.id()));
        }
        ChangeRun base = state == ChangeState.CONFLICTED ? record.last() : record.standing().orElse(record.last());
        boolean baseMakes = base.kind() != ChangeRun.Kind.UNDO;
        boolean wantsMade = kind == ChangeRun.Kind.REDO;
        return baseMakes == wantsMade ? base.moves() : base.moves().reversed().stream().map(Move::reversed).toList();
    }

    /** The state that a target gets; empty where others have changed it. */
    private Optional<TargetState> goal(Move move, TargetState now, Journal.Foreign foreign, Scratch contents) {
        if (States.same(move.from(), now) || States.same(move.to(), now)) {
            return Optional.of(move.to());
        }
        Optional<TargetState> merged = move.keys().flatMap(scope -> merge(move, now, scope, contents));
        if (merged.isPresent()) {
            return merged;
        }
        boolean replaceable = switch (now) {
            case TargetState.Folder _, TargetState.Other _ -> false;
            case TargetState.Absent _ -> move.target() instanceof Target.File;
            case TargetState.Regular _, TargetState.Link _, TargetState.Attributes _, TargetState.Values _,
                 TargetState.Running _ -> !(move.to() instanceof TargetState.Folder);
        };
        return foreign == Journal.Foreign.OVERWRITE && replaceable ? Optional.of(move.to()) : Optional.empty();
    }

    /** Where only other keys of the file have changed since, these stay and ours go back. */
    private Optional<TargetState> merge(Move move, TargetState now, KeyScope scope, Scratch contents) {
        if (!(now instanceof TargetState.Regular found)) {
            return Optional.empty();
        }
        KeyFile current = KeyFile.parse(contents.get(found.sha256()), scope.format());
        KeyFile left = keyFile(move.from(), scope, contents);
        KeyFile wanted = keyFile(move.to(), scope, contents);
        for (String key : scope.keys()) {
            if (!current.lines(scope.section(), key).equals(left.lines(scope.section(), key))) {
                return Optional.empty();
            }
            current.putBack(scope.section(), key, wanted);
        }
        byte[] bytes = current.toBytes();
        return Optional.of(new TargetState.Regular(contents.put(bytes), bytes.length, WholeFile.rewritten(found.attributes()),
            WholeFile.now(clock), WholeFile.now(clock)));
    }

    private static KeyFile keyFile(TargetState state, KeyScope scope, Scratch contents) {
        return KeyFile.parse(state instanceof TargetState.Regular file ? contents.get(file.sha256()) : new byte[0], scope.format());
    }

    /** Whether a directory holds names that the run does not remove. */
    private boolean holdsOthers(Target folder, List<Move> run) {
        return surveyor.names(folder.subject()).stream().map(name -> new Target.File(folder.subject() + "/" + name))
            .anyMatch(entry -> run.stream().noneMatch(m -> m.target().equals(entry) && m.to() instanceof TargetState.Absent));
    }

    private static List<ChangeId> later(ChangeId id, Target target, Ledger ledger) {
        return ledger.newest(Integer.MAX_VALUE).stream().filter(c -> c.id().compareTo(id) > 0)
            .filter(c -> c.state() == ChangeState.APPLIED && c.moves().stream().anyMatch(m -> m.target().equals(target)))
            .map(ChangeRecord::id).toList();
    }

    /** What conflicts say in one line. */
    static OperationException refused(ChangeId id, List<ChangePlan.Conflict> conflicts) {
        ChangePlan.Conflict first = conflicts.getFirst();
        String subject = Refusal.printable(first.expected().target().subject());
        String more = conflicts.size() > 1 ? " (+" + (conflicts.size() - 1) + ")" : "";
        Text remedy = first.later().isEmpty()
            ? Text.of("compare the three with anole changes show " + id + ", then put it right by hand or use --foreign overwrite",
                "用 anole changes show " + id + " 比较三方内容，再手工处理，或使用 --foreign overwrite")
            : Text.of("undo " + first.later().getFirst() + " first, which changed it since", "请先撤销后来改动它的 " + first.later().getFirst());
        return Refusal.conflict(Text.of(subject + more + " was changed since " + id + ", so nothing was done",
            subject + more + " 在 " + id + " 之后被改动过，因此没有做任何改动"), remedy);
    }
}
