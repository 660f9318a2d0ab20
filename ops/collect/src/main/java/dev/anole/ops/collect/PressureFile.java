package dev.anole.ops.collect;

import dev.anole.kernel.linux.ByteCursor;
import java.nio.charset.StandardCharsets;

/**
 * A file of pressure stall information, of the host or of a control group, Documentation/accounting/psi.rst:
 * <pre>
 * some avg10=0.00 avg60=0.00 avg300=0.00 total=123456
 * full avg10=0.00 avg60=0.00 avg300=0.00 total=65432
 * </pre>
 * Only the totals are used, in microseconds: what they gained in a second is that very second's share, where the
 * averages trail behind.
 */
final class PressureFile {
    /** A microsecond of stall a second is so many per cent. */
    static final double PERCENT_PER_MICROSECOND = 1e-4;

    private static final byte[] SOME = "some ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FULL = "full ".getBytes(StandardCharsets.US_ASCII);

    private PressureFile() {
    }

    /** Puts both lines on the board. */
    static void read(ByteCursor text, Board board, int some, int full) {
        while (!text.atEnd()) {
            boolean isSome = text.take(SOME);
            boolean isFull = !isSome && text.take(FULL);
            if (isSome || isFull) {
                for (int equals = 0; equals < 4; equals++) {
                    text.skipPast('=');
                }
                board.count(isSome ? some : full, text.number());
            }
            text.skipLine();
        }
    }
}
