package dev.anole.cli.screen;

import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.TerminalDevice;
import dev.anole.operation.Language;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The three streams of a command and what stands at their ends. Text is UTF-8 whatever the locale says, so that JSON is
 * what it must be.
 */
public final class Terminal {
    /** Longest answer that is read from a person, in bytes. */
    private static final int ANSWER_MAX = 4096;
    private static final int COLUMNS_USUAL = 80;
    private static final int ROWS_USUAL = 24;

    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private final Ends ends;
    private final Map<String, String> environment;

    /**
     * Which streams a person is at.
     *
     * @param in  keys come from a terminal
     * @param out output goes to a terminal
     * @param err messages go to a terminal
     */
    public record Ends(boolean in, boolean out, boolean err) {
        /** A pipe on every side. */
        public static final Ends NONE = new Ends(false, false, false);
    }

    public Terminal(InputStream in, OutputStream out, OutputStream err, Ends ends, Map<String, String> environment) {
        this.in = Objects.requireNonNull(in, "in");
        this.out = Objects.requireNonNull(out, "out");
        this.err = Objects.requireNonNull(err, "err");
        this.ends = Objects.requireNonNull(ends, "ends");
        this.environment = Map.copyOf(environment);
    }

    /** This process's own. Not {@code System.out}: that one swallows what goes wrong. */
    public static Terminal ofProcess() {
        return new Terminal(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err), new Ends(isTerminal(0), isTerminal(1), isTerminal(2)), System.getenv());
    }

    /** By the name that /proc gives the descriptor; no call into native code for a command in a pipe. */
    private static boolean isTerminal(int descriptor) {
        try {
            String name = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    public Ends ends() {
        return ends;
    }

    public Map<String, String> environment() {
        return environment;
    }

    public InputStream in() {
        return in;
    }

    /** Whoever reads the output has gone; there is nobody to tell. */
    public static final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReaderGone(IOException cause) {
            super(cause);
        }
    }

    /** Writes to standard output. */
    public void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                throw new ReaderGone(e);
            }
            throw OperationException.failed(
                Text.of("standard output cannot be written: " + e.getMessage(), "无法写标准输出：" + e.getMessage()), Text.same(""), e);
        }
    }

    public void print(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void printLines(List<String> lines) {
        if (!lines.isEmpty()) {
            print(String.join("\n", lines) + "\n");
        }
    }

    /** Writes a message to standard error. What becomes of it is nobody's concern. */
    public void say(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            // There is no third place to say it.
        }
    }

    public void sayLine(String line) {
        say(line + "\n");
    }

    /** Whether somebody sits there who can be asked. */
    public boolean somebodyThere() {
        return ends.in() && ends.err();
    }

    /** Asks on standard error and reads a line; empty when there is none. */
    public Optional<String> ask(String question) {
        say(question);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int b = in.read();
            if (b < 0) {
                return Optional.empty();
            }
            while (b >= 0 && b != '\n' && line.size() < ANSWER_MAX) {
                line.write(b);
                b = in.read();
            }
            return Optional.of(line.toString(StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Asks for what must not be seen: the keys are not shown. */
    public Optional<String> askHidden(String question) {
        Optional<char[]> typed = Optional.ofNullable(System.console()).map(c -> c.readPassword("%s", question));
        return typed.map(String::new);
    }

    /** How large the screen is; what is usual where it cannot be found out. */
    public TerminalDevice.Size size() {
        try (TerminalDevice device = TerminalDevice.open().orElse(null)) {
            if (device != null && device.size().columns() > 0) {
                return device.size();
            }
        } catch (ErrnoException e) {
            // A terminal without a size: a serial line, say.
        }
        return new TerminalDevice.Size(ROWS_USUAL, COLUMNS_USUAL);
    }

    private Optional<Integer> columnsAsked() {
        try {
            return Optional.ofNullable(environment.get("COLUMNS")).map(Integer::valueOf).filter(n -> n > 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** How to write to standard output. */
    public Look outLook(Language language, boolean colours) {
        return look(language, colours, ends.out());
    }

    /** How to write to standard error. */
    public Look errLook(Language language, boolean colours) {
        return look(language, colours, ends.err());
    }

    /** Colours only where somebody looks, and nobody has said no: https://no-color.org. */
    private Look look(Language language, boolean colours, boolean screen) {
        boolean shown = colours && screen && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
        int columns = columnsAsked().orElseGet(() -> screen ? size().columns() : Look.UNBROKEN);
        return new Look(language, shown, columns, ZoneId.systemDefault());
    }
}
