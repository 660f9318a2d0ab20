package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

/**
 * The terminal that controls this process, tty(4): how large it is, and whether keys arrive one by one. Modes that were
 * changed are put back by {@link #close}.
 */
public final class TerminalDevice implements AutoCloseable {
    static final int TCGETS = 0x5401;
    static final int TCSETS = 0x5402;
    static final int TIOCGWINSZ = 0x5413;
    static final int ICANON = 0x2;
    static final int ECHO = 0x8;
    static final int VTIME = 5;
    static final int VMIN = 6;

    private final OpenFile tty;
    private Optional<byte[]> before = Optional.empty();

    private TerminalDevice(OpenFile tty) {
        this.tty = tty;
    }

    /**
     * A size in character cells.
     *
     * @param rows    0 where nobody has said
     * @param columns 0 where nobody has said
     */
    public record Size(int rows, int columns) {
    }

    /** The controlling terminal; empty for a process that has none. */
    public static Optional<TerminalDevice> open() {
        try {
            return Optional.of(new TerminalDevice(OpenFile.open("/dev/tty", Access.O_RDWR)));
        } catch (ErrnoException none) {
            return Optional.empty();   // ENXIO for a process without one, ENOENT without /dev
        }
    }

    /** How large it is now. */
    public Size size() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment winsize = arena.allocate(WinsizeLayout.SIZE, 2);
            tty.ioctl(TIOCGWINSZ, NativeMemory.address(winsize));
            return new Size(Short.toUnsignedInt(winsize.get(JAVA_SHORT, WinsizeLayout.WS_ROW)),
                    Short.toUnsignedInt(winsize.get(JAVA_SHORT, WinsizeLayout.WS_COL)));
        }
    }

    /** From now on keys are not shown and arrive at once; {@link #key} reads them. Signals keep their keys. */
    public void takeKeys() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(TermiosLayout.SIZE, 4);
            tty.ioctl(TCGETS, NativeMemory.address(termios));
            if (before.isEmpty()) {
                before = Optional.of(termios.toArray(JAVA_BYTE));
            }
            int modes = termios.get(JAVA_INT, TermiosLayout.C_LFLAG);
            termios.set(JAVA_INT, TermiosLayout.C_LFLAG, modes & ~(ICANON | ECHO));
            // A read waits a tenth of a second for a key, so that whoever reads can see whether it still should.
            termios.set(JAVA_BYTE, TermiosLayout.C_CC + VMIN, (byte) 0);
            termios.set(JAVA_BYTE, TermiosLayout.C_CC + VTIME, (byte) 1);
            tty.ioctl(TCSETS, NativeMemory.address(termios));
        }
    }

    /** The next key's first byte, waiting at most a tenth of a second; empty when none came. After {@link #takeKeys}. */
    public Optional<Character> key() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(1);
            return tty.read(one) == 0 ? Optional.empty() : Optional.of((char) (one.get(JAVA_BYTE, 0) & 0xff));
        }
    }

    /** Puts the modes back as they were. */
    public void giveKeysBack() {
        if (before.isPresent()) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment termios = arena.allocateFrom(JAVA_BYTE, before.get());
                tty.ioctl(TCSETS, NativeMemory.address(termios));
                before = Optional.empty();
            }
        }
    }

    @Override
    public void close() {
        giveKeysBack();
        tty.close();
    }
}
