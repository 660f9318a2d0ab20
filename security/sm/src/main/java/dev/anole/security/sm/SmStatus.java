package dev.anole.security.sm;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import dev.anole.security.shangmi.EngineStatus;
import java.util.List;
import java.util.Objects;

/** {@code sm status}: which code computes SM4 here, and why the faster ones do not. */
public final class SmStatus implements Operation<SmStatus.Input, SmStatus.Status> {
    /** Nothing is asked. */
    public record Input() {
    }

    /** What becomes of a tier. */
    public enum State {
        /** It computes. */
        RUNNING,
        /** It would, if it were asked for. */
        USABLE,
        /** It cannot. */
        UNUSABLE
    }

    /** One tier. */
    public record TierRow(
        @Described(en = "tier", zh = "层级") String tier,
        @Described(en = "state", zh = "状态") State state,
        @Described(en = "why not", zh = "原因") String why,
        @Described(en = "what to do", zh = "补救办法") String remedy) {
        public TierRow {
            Objects.requireNonNull(tier, "tier");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(remedy, "remedy");
        }
    }

    /** What is answered. */
    public record Status(
        @Described(en = "tier in use", zh = "使用中的层级") String running,
        @Described(en = "tier asked for", zh = "指定的层级") String pinned,
        @Described(en = "tiers, fastest first", zh = "各层级，快者在前") List<TierRow> tiers) implements Viewed {
        public Status {
            tiers = List.copyOf(tiers);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(TierRow.class), tiers);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm status");
    }

    @Override
    public Text summary() {
        return Text.of("Which code computes SM4 here, and why faster code does not", "此处由哪种代码计算 SM4，更快的为何不可用");
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
    public Output<Status> output() {
        return Output.value(Status.class);
    }

    @Override
    public Status run(Input input, Context context) {
        EngineStatus status = EngineStatus.current();
        return new Status(status.running().label(), status.pinned(), status.tiers().stream().map(finding -> switch (finding) {
            case EngineStatus.Usable(var tier) -> new TierRow(tier.label(), tier == status.running() ? State.RUNNING : State.USABLE, "", "");
            case EngineStatus.Unusable(var tier, String reason, String remedy) -> new TierRow(tier.label(), State.UNUSABLE, reason, remedy);
        }).toList());
    }
}
