package dev.anole.cli;

import dev.anole.cli.screen.Look;
import dev.anole.cli.screen.Style;
import dev.anole.cli.screen.Terminal;
import dev.anole.operation.Text;

/** A line for each step of a start, with what it took. */
final class StepLines {
    private static final int NAME_COLUMNS = 12;

    private final Terminal terminal;
    private final Look look;
    private final long begunNanos = System.nanoTime();

    StepLines(Terminal terminal, Look look) {
        this.terminal = terminal;
        this.look = look;
    }

    /** One step is done. */
    synchronized void done(Text name, Text what) {
        String shown = name.in(look.language());
        String padded = shown + " ".repeat(Math.max(1, NAME_COLUMNS - dev.anole.cli.screen.Width.of(shown)));
        long millis = (System.nanoTime() - begunNanos) / 1_000_000;
        terminal.sayLine("  " + Style.HEADING.on(padded, look.colours()) + what.in(look.language())
            + Style.FAINT.on("  " + millis + " ms", look.colours()));
    }

    /** Something that is worth a line by itself. */
    synchronized void say(Text line) {
        terminal.sayLine("  " + line.in(look.language()));
    }
}
