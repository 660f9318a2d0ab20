package dev.anole.ops.collect;

import dev.anole.operation.Described;
import dev.anole.operation.Findings;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the host waits for: one sentence, and below it each resource that is short, how much, and who accounts for it.
 * When nothing is short there is one quiet sentence.
 */
public record Waits(
    @Described(en = "when", zh = "时间") Instant at,
    @Described(en = "the main thing", zh = "要点") Text sentence,
    @Described(en = "what is short", zh = "短缺的资源") List<Wait> waits) implements Viewed, Findings {

    /** What can be short. */
    public enum Resource { CPU, MEMORY, DISK, NETWORK, QUOTA }

    /**
     * One resource that is short.
     *
     * @param percent share of time in which somebody waited, 0 to 100; not a number where the kernel does not tell
     */
    public record Wait(
        @Described(en = "resource", zh = "资源") Resource resource,
        @Described(en = "time waited", zh = "等待时间占比", unit = "%") double percent,
        @Described(en = "what, how much and why", zh = "说明") Text sentence,
        @Described(en = "who accounts for it", zh = "主要来源") List<Culprit> accounts) {
        public Wait {
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(sentence, "sentence");
            accounts = List.copyOf(accounts);
        }
    }

    /**
     * Somebody who accounts for a wait, or suffers from it.
     *
     * @param pid 0 where it is a control group
     */
    public record Culprit(
        @Described(en = "PID", zh = "进程号") int pid,
        @Described(en = "name", zh = "名称") String name,
        @Described(en = "container or unit", zh = "容器或单元") String owner,
        @Described(en = "with", zh = "数值") Text amount) {
        public Culprit {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(owner, "owner");
            Objects.requireNonNull(amount, "amount");
        }

        Text shown() {
            String in = owner.isEmpty() ? "" : ", " + owner;
            String inZh = owner.isEmpty() ? "" : "，" + owner;
            String who = pid == 0 ? name : name + " (" + pid + in + ")";
            String whoZh = pid == 0 ? name + " " : name + "（" + pid + inZh + "）";
            return Text.of(who + " " + amount.en(), whoZh + amount.zh());
        }
    }

    public Waits {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(sentence, "sentence");
        waits = List.copyOf(waits);
    }

    @Override
    public int findings() {
        return waits.size();
    }

    @Override
    public View view() {
        List<View.Section> sections = new ArrayList<>();
        sections.add(new View.Section(Text.same(""), new View.Sentence(sentence)));
        for (Wait wait : waits.size() > 1 ? waits.subList(1, waits.size()) : List.<Wait>of()) {
            sections.add(new View.Section(Text.same(""), new View.Sentence(wait.sentence)));
        }
        return new View.Group(sections);
    }
}
