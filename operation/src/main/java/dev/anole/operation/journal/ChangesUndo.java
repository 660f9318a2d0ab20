package dev.anole.operation.journal;

import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Journal;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;

/** Takes a change back, exactly; where others have changed a target since, stops and shows the three states. */
public final class ChangesUndo implements Previewed<ChangesUndo.Input, ChangeReport> {
    /** Which one, and what happens where others have changed a target since. */
    public record Input(
            @Described(en = "Name of the change, such as c-0001", zh = "变更编号，例如 c-0001", positional = true) String id,
            @Described(en = "Where others have changed a target since: stop and show, or overwrite (which can be taken back)",
                zh = "目标此后被他人改动时：停止并显示，或覆盖（之后仍可恢复）", byDefault = "stop") Journal.Foreign foreign) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("changes undo");
    }

    @Override
    public Text summary() {
        return Text.of("Takes a change back exactly: content, owner, mode, access lists, attributes and times", "精确撤销一次变更：内容、属主、权限、访问控制列表、属性和时间");
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
    public Output<ChangeReport> output() {
        return Output.value(ChangeReport.class);
    }

    @Override
    public ChangeReport preview(Input input, Context context) {
        return Reporter.preview(ChangeId.of(input.id()), ChangeRun.Kind.UNDO, input.foreign(), context);
    }

    @Override
    public ChangeReport run(Input input, Context context) throws InterruptedException {
        return Reporter.reverse(ChangeId.of(input.id()), ChangeRun.Kind.UNDO, input.foreign(), context);
    }
}
