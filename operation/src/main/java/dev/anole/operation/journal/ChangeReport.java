package dev.anole.operation.journal;

import dev.anole.operation.Described;
import dev.anole.operation.Findings;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A change as a person sees it: what it would do, what it has done, or why it was not taken back.
 *
 * @param id        its name; empty for a preview of something new and where there was nothing to do
 * @param stage     where it is
 * @param title     what it is, one line
 * @param targets   what it changes, in order, with the difference
 * @param conflicts targets that others have changed since; while there are any, undo refuses
 * @param runs      what happened to it, oldest first
 * @param notes     what a person should know beside it
 */
public record ChangeReport(
        @Described(en = "Name of the change", zh = "变更编号") Optional<String> id,
        @Described(en = "Where it is", zh = "状态") Stage stage,
        @Described(en = "What it is", zh = "标题") Text title,
        @Described(en = "What it changes", zh = "改动的目标") List<TargetDiff> targets,
        @Described(en = "Changed by others since", zh = "此后被他人改动") List<Conflict> conflicts,
        @Described(en = "What happened to it", zh = "经过") List<RunRow> runs,
        @Described(en = "What to know beside it", zh = "说明") List<Text> notes) implements Viewed, Findings {

    /** Where a change is, or would be. */
    public enum Stage {
        PREVIEW(Text.of("Preview", "预览")),
        UNCHANGED(Text.of("Nothing to do", "无需改动")),
        UNFINISHED(Text.of("Unfinished", "未完成")),
        APPLIED(Text.of("Applied", "已应用")),
        REVERTED(Text.of("Reverted", "已还原")),
        UNDONE(Text.of("Undone", "已撤销")),
        CONFLICTED(Text.of("Conflict", "有冲突"));

        private final Text label;

        Stage(Text label) {
            this.label = label;
        }

        public Text label() {
            return label;
        }
    }

    /**
     * One target's difference.
     *
     * @param target       a path, or the name of a value or a unit
     * @param kind         what it is
     * @param before       the state before, in a few words
     * @param after        the state after, in a few words
     * @param confidential whether the content is left out because not everybody on the host may read it
     * @param notes        what differs beside the content
     * @param lines        the lines that differ with their neighbours
     */
    public record TargetDiff(
            @Described(en = "Target", zh = "目标") String target,
            @Described(en = "Kind", zh = "类别") Kind kind,
            @Described(en = "Before", zh = "之前") Text before,
            @Described(en = "After", zh = "之后") Text after,
            @Described(en = "Content left out", zh = "不显示内容") boolean confidential,
            @Described(en = "Attributes", zh = "属性") List<Text> notes,
            @Described(en = "Lines", zh = "行") List<LineDiff.Line> lines) {
        /** What a target is. */
        public enum Kind { FILE, ATTRIBUTES, VALUE, UNIT }

        public TargetDiff {
            notes = List.copyOf(notes);
            lines = List.copyOf(lines);
        }
    }

    /** A target in three states: before the change, as the change left it, now. */
    public record Conflict(
            @Described(en = "Target", zh = "目标") String target,
            @Described(en = "Before", zh = "之前") String before,
            @Described(en = "Ours", zh = "我们的改动") String ours,
            @Described(en = "Now", zh = "现在") String now) {
    }

    /** One time that the change was made, taken back or made again. */
    public record RunRow(
            @Described(en = "What", zh = "动作") dev.anole.operation.ChangeRun.Kind run,
            @Described(en = "Journaled", zh = "记入日志") Instant begun,
            @Described(en = "Ended", zh = "结束") Optional<Instant> ended,
            @Described(en = "Outcome", zh = "结果") Optional<dev.anole.operation.ChangeRun.Outcome> outcome,
            @Described(en = "By", zh = "发起人") String actor,
            @Described(en = "Task", zh = "任务") String task,
            @Described(en = "Why", zh = "原因") Text note) {
    }

    public ChangeReport {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(title, "title");
        targets = List.copyOf(targets);
        conflicts = List.copyOf(conflicts);
        runs = List.copyOf(runs);
        notes = List.copyOf(notes);
    }

    @Override
    public int findings() {
        return conflicts.size();
    }

    @Override
    public View view() {
        List<View.Section> sections = new ArrayList<>();
        sections.add(plain(new View.Sentence(sentence())));
        if (!conflicts.isEmpty()) {
            sections.add(plain(new View.Sentence(Text.of(
                conflicts.size() == 1 ? "One target was changed by others since; undo leaves it alone."
                    : conflicts.size() + " targets were changed by others since; undo leaves them alone.",
                "有 " + conflicts.size() + " 个目标此后被他人改动；撤销不会覆盖它们。"))));
            conflicts.forEach(c -> sections.add(plain(new View.Conflict(c.target(), c.before(), c.ours(), c.now()))));
        }
        if (!targets.isEmpty()) {
            sections.add(plain(new View.Diff(targets.stream().map(ChangeReport::drawn).toList())));
        }
        notes.forEach(note -> sections.add(plain(new View.Sentence(note))));
        if (!runs.isEmpty()) {
            sections.add(new View.Section(Text.of("What happened", "经过"),
                new View.Rows<>(dev.anole.operation.Shape.of(RunRow.class), runs)));
        }
        return new View.Group(sections);
    }

    private static View.Section plain(View view) {
        return new View.Section(Text.same(""), view);
    }

    private Text sentence() {
        String name = id.map(i -> i + " ").orElse("");
        Text undo = switch (stage) {
            case APPLIED -> Text.of(conflicts.isEmpty() ? " Take it back: anole changes undo " + id.orElse("") : "",
                conflicts.isEmpty() ? " 撤销：anole changes undo " + id.orElse("") : "");
            case UNDONE, REVERTED -> Text.of(" Apply it again: anole changes redo " + id.orElse(""), " 再次应用：anole changes redo " + id.orElse(""));
            case UNFINISHED -> Text.of(" It is under way, or was cut off: anole changes recover", " 正在进行，或曾被中断：anole changes recover");
            case PREVIEW -> Text.of(targets.isEmpty() ? "" : " Nothing has been changed yet.", targets.isEmpty() ? "" : " 尚未做任何改动。");
            case UNCHANGED -> Text.of(" Everything is as it shall be already.", " 一切已经是期望的状态。");
            case CONFLICTED -> Text.same("");
        };
        return Text.of(name + stage.label().en().toLowerCase(java.util.Locale.ROOT) + ": " + title.en() + "." + undo.en(),
            name + stage.label().zh() + "：" + title.zh() + "。" + undo.zh());
    }

    private static View.FileDiff drawn(TargetDiff target) {
        List<Text> notes = new ArrayList<>(target.notes());
        if (target.lines().isEmpty() && !target.before().equals(target.after())) {
            notes.addFirst(Text.of(target.before().en() + " → " + target.after().en(), target.before().zh() + " → " + target.after().zh()));
        }
        if (target.confidential()) {
            notes.add(Text.of("content not shown: not everybody on this host may read it", "不显示内容：并非本机所有人都可读取"));
        }
        return new View.FileDiff(target.target(), notes, target.lines().stream()
            .map(l -> new View.DiffLine(l.mark(), number(l.before()), number(l.after()), l.text())).toList());
    }

    private static OptionalInt number(int line) {
        return line == 0 ? OptionalInt.empty() : OptionalInt.of(line);
    }
}
