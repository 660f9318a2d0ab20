package dev.anole.operation.journal;

import dev.anole.operation.ChangeId;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;

/** Shows one change: what it did, and whether it can be taken back now. */
public final class ChangesShow implements Operation<ChangesShow.Input, ChangeReport> {
    /** Which one. */
    public record Input(@Described(en = "Name of the change, such as c-0001", zh = "变更编号，例如 c-0001", positional = true) String id) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("changes show");
    }

    @Override
    public Text summary() {
        return Text.of("Shows what a change did, and whether others have touched it since", "显示变更的内容，以及此后是否被他人改动");
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
    public Output<ChangeReport> output() {
        return Output.value(ChangeReport.class);
    }

    @Override
    public ChangeReport run(Input input, Context context) {
        ChangeId id = ChangeId.of(input.id());
        return Reporter.show(context.journal().find(id).orElseThrow(() -> OperationException.notFound(
            Text.of("there is no change " + id, "没有变更 " + id), Text.of("see anole changes list", "参见 anole changes list"))), context.journal());
    }
}
