package dev.anole.cli.screen;

import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.TerminalDevice;
import java.util.List;
import java.util.Optional;

/**
 * A picture that is drawn over itself on the terminal's alternate screen; what was on the terminal before is there again
 * afterwards. The key q, or the interrupt key, ends it.
 */
public final class LiveScreen implements AutoCloseable {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[H\u001b[2J";
    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";

    private final Terminal terminal;
    private final Optional<TerminalDevice> device;
    private final Thread keys;
    private boolean closed;

    /** @param quit runs when the person presses q */
    public LiveScreen(Terminal terminal, Runnable quit) {
        this.terminal = terminal;
        this.device = TerminalDevice.open();
        terminal.print(ENTER);
        // A platform thread: it sits in read(2) on the terminal, which knows no readiness that the JDK could wait for.
        this.keys = Thread.ofPlatform().daemon().name("keys").unstarted(() -> listen(quit));
        device.ifPresent(d -> {
            d.takeKeys();
            keys.start();
        });
    }

    private void listen(Runnable quit) {
        try {
            while (!Thread.interrupted()) {
                Optional<Character> key = device.orElseThrow().key();
                if (key.filter(k -> k == 'q' || k == 'Q').isPresent()) {
                    quit.run();
                    return;
                }
            }
        } catch (ErrnoException | IllegalStateException e) {
            // The terminal has gone, or close() was quicker.
        }
    }

    /** How large a picture may be now. */
    public TerminalDevice.Size size() {
        return terminal.size();
    }

    /** Draws the picture; what does not fit below is left out. */
    public void draw(List<String> lines) {
        int rows = size().rows();
        StringBuilder frame = new StringBuilder("\u001b[H");
        int shown = Math.min(lines.size(), Math.max(1, rows - 1));
        for (int i = 0; i < shown; i++) {
            frame.append(lines.get(i)).append("\u001b[K\r\n");
        }
        terminal.print(frame.append("\u001b[J").toString());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        keys.interrupt();
        try {
            device.ifPresent(TerminalDevice::giveKeysBack);
        } finally {
            terminal.print(LEAVE);
        }
    }
}
