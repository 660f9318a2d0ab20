package dev.anole.cli.door;

import dev.anole.operation.Described;
import dev.anole.operation.Problem;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import dev.anole.operation.journal.ChangeReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that is known about one task.
 *
 * @param output  the output as JSON, where it was one value and is not too long
 * @param decided who approved or declined it, or stopped it
 * @param preview what it would change, where it waits for approval and can tell
 */
public record TaskAccount(
    @Described(en = "the task", zh = "任务") TaskLine task,
    @Described(en = "decided by", zh = "决定者") Optional<String> decided,
    @Described(en = "why it failed", zh = "失败原因") Optional<Problem> problem,
    @Described(en = "output", zh = "输出") Optional<String> output,
    @Described(en = "what it would change", zh = "将会改动") Optional<ChangeReport> preview) implements Viewed {
    public TaskAccount {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(decided, "decided");
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(preview, "preview");
    }

    static TaskAccount of(TaskSummary task) {
        return new TaskAccount(TaskLine.of(task), task.decidedBy(), task.problem(), task.output(), Optional.empty());
    }

    TaskAccount with(Optional<ChangeReport> would) {
        return new TaskAccount(task, decided, problem, output, would);
    }

    @Override
    public View view() {
        List<View.Section> sections = new ArrayList<>();
        sections.add(new View.Section(Text.same(""), new View.Sentence(sentence())));
        List<View.Fact> facts = new ArrayList<>();
        facts.add(new View.Fact(Text.of("task", "任务"), task.id()));
        facts.add(new View.Fact(Text.of("input", "输入"), task.input()));
        facts.add(new View.Fact(Text.of("asked by", "发起人"), task.who() + " (" + task.door() + ")"));
        decided.ifPresent(by -> facts.add(new View.Fact(Text.of("decided by", "决定者"), by)));
        facts.add(new View.Fact(Text.of("started", "开始"), task.started().toString()));
        task.ended().ifPresent(at -> facts.add(new View.Fact(Text.of("ended", "结束"), at.toString())));
        sections.add(new View.Section(Text.same(""), new View.Facts(facts)));
        output.ifPresent(json -> sections.add(new View.Section(Text.of("Output", "输出"), new View.Lines(List.of(json)))));
        preview.ifPresent(would -> sections.add(new View.Section(Text.of("What it would change", "将会改动"), would.view())));
        return new View.Group(sections);
    }

    private Text sentence() {
        Text state = task.state().label();
        String took = task.ended().map(end -> Duration.between(task.started(), end)).map(d -> " (" + d.toMillis() + " ms)").orElse("");
        String en = "\"" + task.operation() + "\": " + state.en() + took;
        String zh = "“" + task.operation() + "”：" + state.zh() + took;
        return problem.map(p -> Text.of(en + ": " + p.message().en() + remedy("; ", p.remedy().en()),
            zh + "：" + p.message().zh() + remedy("；", p.remedy().zh()))).orElse(Text.of(en, zh));
    }

    private static String remedy(String before, String remedy) {
        return remedy.isEmpty() ? "" : before + remedy;
    }

}
