package dev.anole.cli.screen;

import dev.anole.operation.TaskEvent;
import java.util.Locale;
import java.util.Optional;

/** A step and how much of it is done, in one line. */
public final class Bar {
    /** Cells of the bar itself. */
    private static final int CELLS = 20;

    private Bar() {
    }

    /**
     * The line.
     *
     * @param step    what is being done
     * @param amount  how much of it; a total of 0 is not known and gets no bar
     * @param columns what the line may take
     */
    public static String line(String step, Optional<TaskEvent.Amount> amount, int columns) {
        if (amount.isEmpty()) {
            return Wrap.cut(step, columns);
        }
        TaskEvent.Amount a = amount.get();
        String count = a.total() > 0 ? number(a.done(), a.unit()) + " / " + number(a.total(), a.unit()) : number(a.done(), a.unit());
        String bar = a.total() > 0 ? " " + bar(a.done() / a.total()) : "";
        int left = columns - Width.of(count) - Width.of(bar) - 2;
        return left < 8 ? Wrap.cut(count, columns) : Wrap.cut(step, left) + "  " + count + bar;
    }

    private static String bar(double part) {
        int full = (int) Math.round(Math.clamp(part, 0, 1) * CELLS);
        return "█".repeat(full) + "░".repeat(CELLS - full);
    }

    private static String number(double value, String unit) {
        if (Values.scaled(unit)) {
            return Values.bytes(value);
        }
        String digits = value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
        return unit.isEmpty() ? digits : digits + " " + Plain.line(unit);
    }
}
