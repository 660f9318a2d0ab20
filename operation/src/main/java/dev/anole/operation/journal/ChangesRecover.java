package dev.anole.operation.journal;

import dev.anole.operation.ChangeRecord;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.ChangeState;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Findings;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Recovery;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finishes or takes back what a dead process left. Opening the journal for a change does the same. */
public final class ChangesRecover implements Previewed<ChangesRecover.Input, ChangesRecover.Report> {
    /** Nothing is to be given. */
    public record Input() {
    }

    /** One change that was cut off. */
    public record Row(
            @Described(en = "Change", zh = "变更") String id,
            @Described(en = "What", zh = "内容") Text title,
            @Described(en = "Was doing", zh = "当时动作") ChangeRun.Kind run,
            @Described(en = "Outcome", zh = "结果") Optional<ChangeRun.Outcome> outcome,
            @Described(en = "Why", zh = "原因") Text note) {
    }

    /** What was found and done. */
    public record Report(
            @Described(en = "Preview only", zh = "仅预览") boolean preview,
            @Described(en = "Interrupted changes", zh = "曾被中断的变更") List<Row> changes,
            @Described(en = "What cannot be read", zh = "无法读取的部分") List<Recovery.Damage> damage) implements Viewed, Findings {
        public Report {
            changes = List.copyOf(changes);
            damage = List.copyOf(damage);
        }

        @Override
        public int findings() {
            return (int) changes.stream().filter(c -> preview || c.outcome().isEmpty()
                || c.outcome().equals(Optional.of(ChangeRun.Outcome.CONFLICTED))).count();
        }

        @Override
        public View view() {
            List<View.Section> sections = new ArrayList<>();
            sections.add(new View.Section(Text.same(""), changes.isEmpty()
                ? new View.Sentence(Text.of("No change was cut off.", "没有被中断的变更。"))
                : new View.Rows<>(Shape.of(Row.class), changes)));
            damage.forEach(d -> sections.add(new View.Section(Text.same(""), new View.Sentence(ChangesList.said(d)))));
            return new View.Group(sections);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("changes recover");
    }

    @Override
    public Text summary() {
        return Text.of("Finishes or takes back changes whose process died", "完成或还原执行进程中途退出的变更");
    }

    @Override
    public Effect effect() {
        return Effect.CHANGES;
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Output<Report> output() {
        return Output.value(Report.class);
    }

    @Override
    public Report preview(Input input, Context context) {
        List<ChangeRecord> open = context.journal().changes(FileJournal.CHANGES_KEPT).stream()
            .filter(c -> c.state() == ChangeState.UNFINISHED).toList();
        return new Report(true, open.stream().map(c -> new Row(c.id().toString(), c.title(), c.last().kind(), Optional.empty(),
            Text.of("finished if all of it is there, taken back otherwise", "若已全部完成则保留，否则还原"))).toList(), context.journal().damage());
    }

    @Override
    public Report run(Input input, Context context) {
        Recovery recovery = context.journal().recover();
        return new Report(false, recovery.changes().stream().map(c -> new Row(c.id().toString(), c.title(), c.kind(),
            c.outcome(), c.note())).toList(), recovery.damage());
    }
}
