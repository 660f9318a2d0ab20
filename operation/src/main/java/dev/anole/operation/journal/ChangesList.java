package dev.anole.operation.journal;

import dev.anole.operation.ChangeRecord;
import dev.anole.operation.ChangeState;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Recovery.Damage;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lists what was changed on this host. */
public final class ChangesList implements Operation<ChangesList.Input, ChangesList.Changes> {
    /** How many are listed. */
    public record Input(
            @Described(en = "Most changes that are listed, newest first", zh = "最多列出的变更数，最新的在前", byDefault = "50", min = 1, max = 1000) int limit) {
    }

    /** One change. */
    public record Row(
            @Described(en = "Change", zh = "变更") String id,
            @Described(en = "When", zh = "时间") Instant at,
            @Described(en = "State", zh = "状态") ChangeState state,
            @Described(en = "What", zh = "内容") Text title,
            @Described(en = "By", zh = "发起人") String actor,
            @Described(en = "Targets", zh = "目标数") int targets) {
    }

    /** What the journal holds, newest first, and what of it cannot be read. */
    public record Changes(
            @Described(en = "Changes", zh = "变更") List<Row> changes,
            @Described(en = "What cannot be read", zh = "无法读取的部分") List<Damage> damage) implements Viewed {
        public Changes {
            changes = List.copyOf(changes);
            damage = List.copyOf(damage);
        }

        @Override
        public View view() {
            List<View.Section> sections = new ArrayList<>();
            sections.add(new View.Section(Text.same(""), changes.isEmpty()
                ? new View.Sentence(Text.of("Nothing has been changed here yet. Try anole sysctl set --help.", "此处尚无变更。可以试试 anole sysctl set --help。"))
                : new View.Rows<>(Shape.of(Row.class), changes)));
            damage.forEach(d -> sections.add(new View.Section(Text.same(""), new View.Sentence(said(d)))));
            return new View.Group(sections);
        }
    }

    /** Damage in one line. */
    static Text said(Damage damage) {
        String en = "Line " + damage.line() + " of the journal" + (damage.lines() > 1 ? " (and " + (damage.lines() - 1) + " more)" : "")
            + " cannot be read: " + damage.reason();
        String zh = "日志第 " + damage.line() + " 行" + (damage.lines() > 1 ? "（及其后 " + (damage.lines() - 1) + " 行）" : "") + "无法读取：" + damage.reason();
        return damage.file().isEmpty() ? Text.of(en + "; the others are intact.", zh + "；其余完好。")
            : Text.of(en + "; its bytes are in " + damage.file() + ", the others are intact.", zh + "；其内容在 " + damage.file() + " 中，其余完好。");
    }

    @Override
    public OperationName name() {
        return OperationName.of("changes list");
    }

    @Override
    public Text summary() {
        return Text.of("Lists what was changed on this host, newest first", "列出本机的变更，最新的在前");
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Output<Changes> output() {
        return Output.value(Changes.class);
    }

    @Override
    public Changes run(Input input, Context context) {
        return new Changes(context.journal().changes(input.limit()).stream().map(ChangesList::row).toList(), context.journal().damage());
    }

    private static Row row(ChangeRecord record) {
        return new Row(record.id().toString(), record.at(), record.state(), record.title(), record.actor().name(), record.moves().size());
    }
}
