package dev.anole.kernel.cgroup;

import dev.anole.kernel.cgroup.PressureReading.Pressure;
import dev.anole.kernel.cgroup.PressureReading.Share;
import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.FormatException;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The text of a pressure file: lines {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=0}. */
final class PressureText {
    private static final byte[] SOME = "some ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FULL = "full ".getBytes(StandardCharsets.US_ASCII);
    private static final String STRUCTURE = "pressure";

    private PressureText() {
    }

    static Pressure parse(ByteCursor text) {
        Optional<Share> some = Optional.empty();
        Optional<Share> full = Optional.empty();
        for (; !text.atEnd(); text.skipLine()) {
            if (text.take(SOME)) {
                some = Optional.of(share(text));
            } else if (text.take(FULL)) {
                full = Optional.of(share(text));
            } else {
                throw new FormatException(STRUCTURE, text.position(), "a line that is neither some nor full");
            }
        }
        if (some.isEmpty() && full.isEmpty()) {
            throw new FormatException(STRUCTURE, 0, "neither some nor full");
        }
        return new Pressure(some, full);
    }

    private static Share share(ByteCursor text) {
        double avg10 = percent(text);
        double avg60 = percent(text);
        double avg300 = percent(text);
        stepPastEquals(text);
        return new Share(avg10, avg60, avg300, text.number());
    }

    private static double percent(ByteCursor text) {
        stepPastEquals(text);
        return text.decimal(2) / 100.0;
    }

    private static void stepPastEquals(ByteCursor text) {
        if (!text.skipPast('=')) {
            throw new FormatException(STRUCTURE, text.position(), "the line ends too early");
        }
    }
}
