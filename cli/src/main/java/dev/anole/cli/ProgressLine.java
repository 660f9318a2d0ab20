package dev.anole.cli;

import dev.anole.cli.screen.Bar;
import dev.anole.cli.screen.Look;
import dev.anole.cli.screen.Plain;
import dev.anole.cli.screen.Terminal;
import dev.anole.operation.TaskEvent;
import java.util.Optional;

/**
 * Where a task is, in one line of standard error that is drawn over itself. It appears only when a task takes longer than
 * a glance, and leaves nothing behind. Without a terminal there is nothing.
 */
final class ProgressLine implements AutoCloseable {
    /** What is done sooner than this is not worth a line, in milliseconds. */
    private static final long PATIENCE_MILLIS = 300;
    /** How often the line is drawn at most, in milliseconds. */
    private static final long REDRAW_MILLIS = 100;

    private final Terminal terminal;
    private final Look look;
    private final Optional<Thread> painter;
    private Optional<TaskEvent.Step> step = Optional.empty();
    private Optional<TaskEvent.Amount> amount = Optional.empty();
    private boolean drawn;
    private boolean changed;
    private boolean closed;

    ProgressLine(Terminal terminal, Look look) {
        this.terminal = terminal;
        this.look = look;
        this.painter = terminal.ends().err() ? Optional.of(Thread.ofVirtual().name("progress").start(this::paint)) : Optional.empty();
    }

    private void paint() {
        try {
            Thread.sleep(PATIENCE_MILLIS);
            while (true) {
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    if (changed) {
                        draw();
                    }
                }
                Thread.sleep(REDRAW_MILLIS);
            }
        } catch (InterruptedException e) {
            // close() asks for the end
        }
    }

    private void draw() {
        String text = step.map(s -> Plain.line(s.name().in(look.language()))).orElse("");
        terminal.say("\r\u001b[K" + Bar.line(text, amount, look.columns() - 1));
        drawn = true;
        changed = false;
    }

    synchronized void step(TaskEvent.Step next) {
        step = Optional.of(next);
        amount = Optional.empty();
        changed = true;
    }

    synchronized void amount(TaskEvent.Amount next) {
        amount = Optional.of(next);
        changed = true;
    }

    /** Makes room for a line of text, which is then said. */
    synchronized void over(String line) {
        clear();
        terminal.sayLine(line);
    }

    /** Takes the line away; it comes back with the next change. */
    synchronized void clear() {
        if (drawn) {
            terminal.say("\r\u001b[K");
            drawn = false;
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            clear();
        }
        painter.ifPresent(Thread::interrupt);
    }
}
