package dev.anole.operation.journal;

import dev.anole.operation.Change;
import dev.anole.operation.Context;
import dev.anole.operation.Effect;
import dev.anole.operation.OperationException;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;

/** An operation that makes one change through the journal. It says which; preview, run and report follow from that. */
public interface Journaled<I extends Record> extends Previewed<I, ChangeReport> {
    /**
     * The change that an input asks for. Finding out has no effect on the host.
     *
     * @throws OperationException when the input asks for nothing that could be done
     */
    Change change(I input, Context context);

    @Override
    default Effect effect() {
        return Effect.CHANGES;
    }

    @Override
    default Output<ChangeReport> output() {
        return Output.value(ChangeReport.class);
    }

    @Override
    default ChangeReport preview(I input, Context context) throws InterruptedException {
        return Reporter.preview(change(input, context), context);
    }

    @Override
    default ChangeReport run(I input, Context context) throws InterruptedException {
        return Reporter.apply(change(input, context), context);
    }
}
