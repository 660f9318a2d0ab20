package dev.anole.cli.door;

import dev.anole.operation.Agent;
import dev.anole.operation.Catalog;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Probe;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** What works on this host, and what does not, with the reason and the remedy. */
public final class Capabilities implements Operation<Capabilities.Input, Capabilities.Found> {
    private final Supplier<Agent> agent;
    private final Supplier<Catalog> catalog;

    Capabilities(Supplier<Agent> agent, Supplier<Catalog> catalog) {
        this.agent = agent;
        this.catalog = catalog;
    }

    /** Takes nothing but a filter. */
    public record Input(
        @Described(en = "only what does not work here", zh = "只列出此处不可用的", byDefault = "false") boolean unavailable) {
    }

    /**
     * One operation.
     *
     * @param how the path that is taken, where there is more than one
     */
    public record Capability(
        @Described(en = "operation", zh = "操作") String operation,
        @Described(en = "effect", zh = "影响") Effect effect,
        @Described(en = "works here", zh = "可用") boolean available,
        @Described(en = "what it does", zh = "功能") Text summary,
        @Described(en = "the path that is taken", zh = "采用的方式") Text how,
        @Described(en = "why not", zh = "原因") Optional<Text> reason,
        @Described(en = "what was looked at", zh = "证据") Optional<String> evidence,
        @Described(en = "what to do", zh = "补救办法") Optional<Text> remedy) {
        public Capability {
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(effect, "effect");
            Objects.requireNonNull(summary, "summary");
            Objects.requireNonNull(how, "how");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(evidence, "evidence");
            Objects.requireNonNull(remedy, "remedy");
        }
    }

    /** All of them, by name. */
    public record Found(
        @Described(en = "operations", zh = "操作") List<Capability> capabilities) implements Viewed {
        public Found {
            capabilities = List.copyOf(capabilities);
        }

        /** What works, as a person looks for it. */
        public record Works(
            @Described(en = "operation", zh = "操作") String operation,
            @Described(en = "effect", zh = "影响") Text effect,
            @Described(en = "what it does", zh = "功能") Text does,
            @Described(en = "how", zh = "方式") Text how) {
        }

        /** What does not. */
        public record Lacks(
            @Described(en = "operation", zh = "操作") String operation,
            @Described(en = "why not", zh = "原因") Text why,
            @Described(en = "what to do", zh = "补救办法") Text remedy) {
        }

        @Override
        public View view() {
            List<Works> works = capabilities.stream().filter(Capability::available)
                .map(c -> new Works(c.operation(), c.effect().label(), c.summary(), c.how())).toList();
            List<Lacks> lacks = capabilities.stream().filter(c -> !c.available())
                .map(c -> new Lacks(c.operation(), because(c), c.remedy().orElse(Text.same("")))).toList();
            List<View.Section> sections = new ArrayList<>();
            if (!works.isEmpty()) {
                sections.add(new View.Section(Text.of("Works here: " + works.size(), "此处可用：" + works.size()),
                    new View.Rows<>(Shape.of(Works.class), works)));
            }
            if (!lacks.isEmpty()) {
                sections.add(new View.Section(Text.of("Not available here: " + lacks.size(), "此处不可用：" + lacks.size()),
                    new View.Rows<>(Shape.of(Lacks.class), lacks)));
            } else if (works.isEmpty()) {
                sections.add(new View.Section(Text.same(""), new View.Sentence(Text.of("Everything works here", "此处全部可用"))));
            }
            return new View.Group(sections);
        }

        private static Text because(Capability c) {
            Text reason = c.reason().orElse(Text.same(""));
            String evidence = c.evidence().orElse("");
            return evidence.isEmpty() ? reason : Text.of(reason.en() + " (" + evidence + ")", reason.zh() + "（" + evidence + "）");
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("capabilities");
    }

    @Override
    public Text summary() {
        return Text.of("What works on this host, and what it would take for the rest", "此主机上哪些可用，其余还缺什么");
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
    public Output<Found> output() {
        return Output.value(Found.class);
    }

    @Override
    public Found run(Input input, Context context) {
        List<Capability> all = agent.get().probes().stream()
            .sorted(Comparator.comparing(Agent.Probed::operation))
            .filter(p -> !input.unavailable() || p.probe() instanceof Probe.Unavailable)
            .map(this::capability).toList();
        return new Found(all);
    }

    private Capability capability(Agent.Probed probed) {
        Operation<?, ?> operation = catalog.get().get(probed.operation());
        return switch (probed.probe()) {
            case Probe.Available(Text how) -> new Capability(operation.name().toString(), operation.effect(), true,
                operation.summary(), how, Optional.empty(), Optional.empty(), Optional.empty());
            case Probe.Unavailable(Text reason, String evidence, Text remedy) -> new Capability(operation.name().toString(),
                operation.effect(), false, operation.summary(), Text.same(""), Optional.of(reason), Optional.of(evidence), Optional.of(remedy));
        };
    }
}
