package dev.anole.operation.journal;

import dev.anole.operation.Contents;
import dev.anole.operation.Host;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The moves of one run, made one after the other or taken back in reverse. Says nothing to the journal: {@link FileJournal}
 * writes the beginning before {@link #make} and the outcome after it.
 */
final class Run implements AutoCloseable {
    private final Host host;
    private final List<Actuator> actuators = new ArrayList<>();
    /** Those that may have had an effect. */
    private final Set<Actuator> touched = new LinkedHashSet<>();

    Run(Host host, Contents contents, JournalEvent.Begun begun) {
        this.host = host;
        for (int i = 0; i < begun.moves().size(); i++) {
            actuators.add(Actuator.of(host, contents, begun.stamp(), i, begun.moves().get(i)));
        }
    }

    /**
     * Makes all moves and reads them back. Directories come first, then everything is prepared that can fail for want of
     * room or rights, and only then does anything change that was there before.
     *
     * @throws InterruptedException when it was stopped before its last effect
     */
    void make() throws InterruptedException {
        List<Actuator> rest = new ArrayList<>();
        for (Actuator actuator : actuators) {
            if (actuator instanceof FileActuator file && file.makesFolder()) {
                goOn();
                file.stage();
                commit(file);
            } else {
                rest.add(actuator);
            }
        }
        for (Actuator actuator : rest) {
            goOn();
            actuator.stage();
        }
        for (Actuator actuator : rest) {
            goOn();
            commit(actuator);
        }
        settle();
        verify();
    }

    private void commit(Actuator actuator) {
        touched.add(actuator);
        try {
            actuator.commit();
        } catch (ForeignChangeException e) {
            touched.remove(actuator);   // it has left what it found
            throw e;
        }
    }

    private static void goOn() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("stopped");
        }
    }

    private void verify() {
        for (Actuator actuator : actuators) {
            TargetState now = actuator.now();
            if (!States.exact(actuator.move().to(), now)) {
                String subject = Refusal.printable(actuator.move().target().subject());
                Text difference = Difference.between(actuator.move().to(), now);
                throw Refusal.failed(Text.of(subject + " does not read back as it was written: " + difference.en(),
                        subject + " 读回的内容与写入的不同：" + difference.zh()),
                    Text.of("something else changes it, or it cannot hold this value", "有其他程序在修改它，或它无法保存这个值"));
            }
        }
    }

    /** Tells the service manager that its files have changed. */
    private void settle() {
        boolean units = actuators.stream().map(a -> a.move().target())
            .anyMatch(t -> t instanceof Target.Unit || t instanceof Target.File(String path) && Systemd.readsFrom(path));
        if (units && Systemd.isRunning(host)) {
            Systemd.reload();
        }
    }

    /** Takes back what this process has made, from the last to the first. */
    void revert() {
        revert(List.copyOf(touched));
    }

    /**
     * Takes back what another process may have made.
     *
     * @param restarted whether the host was restarted since: what a restart resets and is in neither state stays
     */
    void revertAll(boolean restarted) {
        revert(actuators.stream().filter(a -> !(restarted && a.move().target().isVolatile()
            && a.inspect() == Actuator.Condition.FOREIGN)).toList());
    }

    private void revert(List<Actuator> made) {
        boolean wasInterrupted = Thread.interrupted();   // taking back is not stopped
        try {
            for (Actuator actuator : made.reversed()) {
                actuator.revert();
            }
            settle();
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    List<Actuator> actuators() {
        return actuators;
    }

    /** Removes temporary names; what cannot be removed now is removed when the journal is opened next. */
    void clean() {
        actuators.forEach(Actuator::clean);
    }

    @Override
    public void close() {
        actuators.forEach(Actuator::close);
    }
}
