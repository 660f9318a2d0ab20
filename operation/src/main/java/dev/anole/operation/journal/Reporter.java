package dev.anole.operation.journal;

import dev.anole.operation.Change;
import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangePlan;
import dev.anole.operation.ChangeRecord;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.ChangeState;
import dev.anole.operation.Contents;
import dev.anole.operation.Context;
import dev.anole.operation.FileAttributes;
import dev.anole.operation.Journal;
import dev.anole.operation.Move;
import dev.anole.operation.OperationException;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import dev.anole.operation.View.Mark;
import dev.anole.operation.journal.ChangeReport.Conflict;
import dev.anole.operation.journal.ChangeReport.RunRow;
import dev.anole.operation.journal.ChangeReport.Stage;
import dev.anole.operation.journal.ChangeReport.TargetDiff;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs or previews changes for operations, and tells them as {@link ChangeReport}s. */
final class Reporter {
    private Reporter() {
    }

    /** What a change would do. */
    static ChangeReport preview(Change change, Context context) {
        return of(Optional.empty(), context.journal().plan(change));
    }

    /** Makes a change, and tells what was done. */
    static ChangeReport apply(Change change, Context context) throws InterruptedException {
        Optional<ChangeRecord> made = context.journal().apply(change, context);
        return made.isPresent() ? of(made.get(), List.of(), change.notes(), context.journal().contents())
            : new ChangeReport(Optional.empty(), Stage.UNCHANGED, change.title(), List.of(), List.of(), List.of(), change.notes());
    }

    /** What undoing or redoing would do. */
    static ChangeReport preview(ChangeId id, ChangeRun.Kind kind, Journal.Foreign foreign, Context context) {
        return of(Optional.of(id), context.journal().planReverse(id, kind, foreign));
    }

    /** Undoes or redoes a change; where others have changed a target since, does nothing and tells the three states. */
    static ChangeReport reverse(ChangeId id, ChangeRun.Kind kind, Journal.Foreign foreign, Context context) throws InterruptedException {
        Journal journal = context.journal();
        journal.recover();
        ChangePlan plan = journal.planReverse(id, kind, foreign);
        if (!plan.conflicts().isEmpty()) {
            List<Text> notes = new ArrayList<>(plan.notes());
            OperationException refused = Planner.refused(id, plan.conflicts());
            notes.add(Text.of(refused.problem().en() + "; " + refused.remedy().en(), refused.problem().zh() + "；" + refused.remedy().zh()));
            return new ChangeReport(Optional.of(id.toString()), Stage.CONFLICTED, plan.title(), List.of(),
                conflicts(plan), List.of(), notes);
        }
        ChangeRecord record = journal.reverse(id, kind, foreign, context);
        return new ChangeReport(Optional.of(id.toString()), stage(record.state()), record.title(),
            diffs(record.last().moves(), journal.contents()), List.of(), runs(record), plan.notes());
    }

    /** A change of the journal, and whether it could be taken back now. */
    static ChangeReport show(ChangeRecord record, Journal journal) {
        List<Conflict> conflicts = List.of();
        List<Text> notes = new ArrayList<>();
        if (record.state() == ChangeState.APPLIED || record.state() == ChangeState.CONFLICTED) {
            try {
                ChangePlan undo = journal.planReverse(record.id(), ChangeRun.Kind.UNDO, Journal.Foreign.STOP);
                conflicts = conflicts(undo);
                if (!undo.conflicts().isEmpty()) {
                    OperationException refused = Planner.refused(record.id(), undo.conflicts());
                    notes.add(refused.remedy());
                }
            } catch (OperationException e) {
                notes.add(Text.of("whether it can be taken back could not be found out: " + e.problem().en(), "无法确定能否撤销：" + e.problem().zh()));
            }
        }
        return of(record, conflicts, notes, journal.contents());
    }

    private static ChangeReport of(Optional<ChangeId> id, ChangePlan plan) {
        boolean nothing = plan.moves().isEmpty() && plan.conflicts().isEmpty();
        return new ChangeReport(id.map(ChangeId::toString), nothing ? Stage.UNCHANGED : Stage.PREVIEW, plan.title(),
            diffs(plan.moves(), plan.contents()), conflicts(plan), List.of(), plan.notes());
    }

    private static ChangeReport of(ChangeRecord record, List<Conflict> conflicts, List<Text> notes, Contents contents) {
        return new ChangeReport(Optional.of(record.id().toString()), stage(record.state()), record.title(),
            diffs(record.moves(), contents), conflicts, runs(record), notes);
    }

    private static Stage stage(ChangeState state) {
        return switch (state) {
            case UNFINISHED -> Stage.UNFINISHED;
            case APPLIED -> Stage.APPLIED;
            case REVERTED -> Stage.REVERTED;
            case UNDONE -> Stage.UNDONE;
            case CONFLICTED -> Stage.CONFLICTED;
        };
    }

    private static List<RunRow> runs(ChangeRecord record) {
        return record.runs().stream().map(r -> new RunRow(r.kind(), r.begun(), r.ended(), r.outcome(), r.actor().name(), r.task(),
            r.note())).toList();
    }

    private static List<TargetDiff> diffs(List<Move> moves, Contents contents) {
        return moves.stream().map(move -> diff(move, contents)).toList();
    }

    private static TargetDiff diff(Move move, Contents contents) {
        TargetDiff.Kind kind = switch (move.target()) {
            case Target.File _ -> TargetDiff.Kind.FILE;
            case Target.Attributes _ -> TargetDiff.Kind.ATTRIBUTES;
            case Target.Sysctl _ -> TargetDiff.Kind.VALUE;
            case Target.Unit _ -> TargetDiff.Kind.UNIT;
        };
        List<Text> notes = new ArrayList<>();
        List<LineDiff.Line> lines = List.of();
        if (move.from() instanceof TargetState.Values from && move.to() instanceof TargetState.Values to) {
            lines = move.confidential() ? List.of() : values(from.values(), to.values());
        } else {
            attributes(move.from()).ifPresent(from -> attributes(move.to()).ifPresent(to -> notes.addAll(Difference.attributes(from, to))));
            if (attributes(move.from()).isEmpty()) {
                attributes(move.to()).map(FileAttributes::octal).ifPresent(mode -> notes.add(Text.of("mode " + mode, "权限 " + mode)));
            }
            if (!move.confidential() && (move.from() instanceof TargetState.Regular || move.to() instanceof TargetState.Regular)) {
                lines = lines(move.from(), move.to(), contents, notes);
            }
        }
        boolean hasContent = move.from() instanceof TargetState.Regular || move.to() instanceof TargetState.Regular
            || move.from() instanceof TargetState.Values;
        return new TargetDiff(move.target().subject(), kind, said(move.from(), move.confidential()), said(move.to(), move.confidential()),
            move.confidential() && hasContent, notes, lines);
    }

    /** Also a kernel value may be one that not everybody may read. */
    private static Text said(TargetState state, boolean confidential) {
        return confidential && state instanceof TargetState.Values ? Text.of("a value", "一个值") : Difference.said(state);
    }

    private static Optional<FileAttributes> attributes(TargetState state) {
        return switch (state) {
            case TargetState.Regular r -> Optional.of(r.attributes());
            case TargetState.Folder f -> Optional.of(f.attributes());
            case TargetState.Attributes a -> Optional.of(a.attributes());
            case TargetState.Absent _, TargetState.Link _, TargetState.Values _, TargetState.Running _, TargetState.Other _ -> Optional.empty();
        };
    }

    private static List<LineDiff.Line> values(Map<String, String> from, Map<String, String> to) {
        List<LineDiff.Line> lines = new ArrayList<>();
        boolean named = from.size() > 1;
        from.forEach((name, value) -> {
            if (!value.equals(to.get(name))) {
                lines.add(new LineDiff.Line(Mark.REMOVED, 0, 0, named ? name + " = " + value : value));
                lines.add(new LineDiff.Line(Mark.ADDED, 0, 0, named ? name + " = " + to.get(name) : to.get(name)));
            }
        });
        return lines;
    }

    private static List<LineDiff.Line> lines(TargetState from, TargetState to, Contents contents, List<Text> notes) {
        try {
            Optional<String> before = text(from, contents);
            Optional<String> after = text(to, contents);
            if (before.isPresent() && after.isPresent()) {
                return LineDiff.of(LineDiff.lines(before.get()), LineDiff.lines(after.get()));
            }
            notes.add(Text.of("the content is not text", "内容不是文本"));
        } catch (OperationException e) {
            notes.add(e.problem());
        }
        return List.of();
    }

    /** The content as text; empty where it is none. What is no file has no lines. */
    private static Optional<String> text(TargetState state, Contents contents) {
        if (!(state instanceof TargetState.Regular regular)) {
            return Optional.of("");
        }
        byte[] bytes = contents.get(regular.sha256());
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static List<Conflict> conflicts(ChangePlan plan) {
        return plan.conflicts().stream().map(c -> {
            Move move = c.expected();
            boolean redo = plan.kind() == ChangeRun.Kind.REDO;
            TargetState before = redo ? move.from() : move.to();
            TargetState ours = redo ? move.to() : move.from();
            List<String> sides = move.confidential()
                ? List.of(Difference.said(before).en(), Difference.said(ours).en(), Difference.said(c.now()).en())
                : sides(before, ours, c.now(), plan.contents());
            return new Conflict(move.target().subject(), sides.get(0), sides.get(1), sides.get(2));
        }).toList();
    }

    /** Three states as text; attributes in a first line where they differ. */
    private static List<String> sides(TargetState before, TargetState ours, TargetState now, Contents contents) {
        List<TargetState> all = List.of(before, ours, now);
        boolean headed = all.stream().map(Reporter::attributes).distinct().count() > 1;
        List<String> whole = all.stream().map(state -> (headed ? head(state) : "") + whole(state, contents)).toList();
        return ThreeWay.excerpts(whole.get(0), whole.get(1), whole.get(2));
    }

    private static String head(TargetState state) {
        return attributes(state).map(a -> "(" + a.octal() + " " + a.uid() + ":" + a.gid()
            + Refusal.printable(a.extended().isEmpty() ? "" : " " + String.join(" ", a.extended().keySet())) + ")\n").orElse("");
    }

    private static String whole(TargetState state, Contents contents) {
        try {
            return state instanceof TargetState.Regular ? text(state, contents).orElse(Difference.said(state).en()) : Difference.said(state).en();
        } catch (OperationException e) {
            return e.problem().en();
        }
    }
}
