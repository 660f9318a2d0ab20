package dev.anole.operation.journal;

import dev.anole.kernel.linux.ErrnoException;
import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.Contents;
import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Recovery;
import dev.anole.operation.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings what a dead process left to an end. Everything made: finished. Nothing or a part made: taken back. A target that
 * is in none of the states on the way: somebody else has changed it, so nothing is touched and a person decides. It can
 * itself be killed at any point and started again.
 */
final class RecoveryRun {
    /** Where outcomes are written, each on disk before the next run is looked at. */
    @FunctionalInterface
    interface Outcomes {
        void write(long change, ChangeRun.Outcome outcome, Text note);
    }

    private final Host host;
    private final Contents contents;
    private final Ledger ledger;

    RecoveryRun(Host host, Contents contents, Ledger ledger) {
        this.host = host;
        this.contents = contents;
        this.ledger = ledger;
    }

    List<Recovery.Recovered> recover(Outcomes outcomes) {
        List<Recovery.Recovered> done = new ArrayList<>();
        for (JournalEvent.Begun begun : ledger.unfinished()) {
            try (Run run = new Run(host, contents, begun)) {
                boolean restarted = !begun.boot().equals(FileJournal.boot());
                ChangeRun.Outcome outcome = bring(run, restarted, ledger.isDoubtful(begun.change()));
                run.clean();
                done.add(ended(begun, outcome, note(outcome, restarted), outcomes));
            } catch (OperationException e) {
                // What it needs is damaged or must not be trusted, and will not get better by trying again.
                done.add(ended(begun, ChangeRun.Outcome.CONFLICTED, e.problem(), outcomes));
            } catch (ErrnoException e) {
                OperationException cause = Refusal.of(e.subject(), e);
                done.add(new Recovery.Recovered(new ChangeId(begun.change()), begun.title(), begun.run(), Optional.empty(),
                    Text.of("it cannot be taken back yet: " + cause.getMessage(), "目前还无法还原：" + cause.problem().zh() + "；" + cause.remedy().zh())));
            }
        }
        return done;
    }

    private static Recovery.Recovered ended(JournalEvent.Begun begun, ChangeRun.Outcome outcome, Text note, Outcomes outcomes) {
        outcomes.write(begun.change(), outcome, note);
        return new Recovery.Recovered(new ChangeId(begun.change()), begun.title(), begun.run(), Optional.of(outcome), note);
    }

    private static ChangeRun.Outcome bring(Run run, boolean restarted, boolean doubtful) {
        List<Actuator.Condition> conditions = new ArrayList<>();
        for (Actuator actuator : run.actuators()) {
            Actuator.Condition condition = actuator.inspect();
            // What a restart resets is not as the run left it, and nobody has changed it for that.
            boolean reset = restarted && actuator.move().target().isVolatile() && condition == Actuator.Condition.FOREIGN;
            if (!reset) {
                conditions.add(condition);
            }
        }
        if (conditions.stream().allMatch(c -> c == Actuator.Condition.AT_TO)) {
            return ChangeRun.Outcome.FINISHED;
        }
        boolean untouched = conditions.stream().allMatch(c -> c == Actuator.Condition.AT_FROM);
        if (conditions.contains(Actuator.Condition.FOREIGN) || (doubtful && !untouched)) {
            return ChangeRun.Outcome.CONFLICTED;
        }
        try {
            run.revertAll(restarted);
            return ChangeRun.Outcome.REVERTED;
        } catch (ForeignChangeException e) {
            return ChangeRun.Outcome.CONFLICTED;
        }
    }

    private static Text note(ChangeRun.Outcome outcome, boolean restarted) {
        Text cause = restarted ? Text.of("the host was restarted", "主机重新启动过") : Text.of("its process ended", "执行进程提前结束");
        return switch (outcome) {
            case FINISHED, DONE -> Text.of(cause.en() + " after the last effect; everything is there", cause.zh() + "，但所有改动均已完成");
            case REVERTED -> Text.of(cause.en() + " before it was done; it was taken back", cause.zh() + "，尚未完成的改动已还原");
            case CONFLICTED -> Text.of(cause.en() + " before it was done, and a target has been changed since; nothing was touched",
                cause.zh() + "，此后目标又被改动过；未做任何处理");
        };
    }
}
