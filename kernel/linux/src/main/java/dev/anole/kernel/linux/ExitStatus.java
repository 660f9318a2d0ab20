package dev.anole.kernel.linux;

import java.util.Optional;

/** How a process ended. */
public sealed interface ExitStatus {
    /** By itself, with a code from 0 to 255. */
    record Exited(int code) implements ExitStatus {
        public Exited {
            if (code < 0 || code > 255) {
                throw new IllegalArgumentException("no exit code: " + code);
            }
        }
    }

    /**
     * By a signal.
     *
     * @param number the signal's number, which {@link Signal#of} may have a name for
     */
    record Killed(int number, boolean dumpedCore) implements ExitStatus {
        /** The signal, unless it is a real-time one. */
        public Optional<Signal> signal() {
            return Signal.of(number);
        }
    }
}
