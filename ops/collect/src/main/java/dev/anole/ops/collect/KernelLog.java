package dev.anole.ops.collect;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.OpenFlag;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's log, {@code /dev/kmsg}: one record a read, Documentation/ABI/testing/dev-kmsg. The newest messages are
 * kept. One that repeats within a burst is counted and not kept again, so that a driver gone mad does not push out what
 * led to it.
 *
 * <p>Safe for several threads.
 */
final class KernelLog implements AutoCloseable {
    /** Messages kept. */
    static final int MESSAGES_MAX = 1000;
    /** Records taken in at once; a flood waits in the kernel, which overwrites its oldest. */
    static final int RECORDS_AT_ONCE = 2000;

    /** CONSOLE_EXT_LOG_MAX of the kernel is 8192. */
    private static final int RECORD_BYTES_MAX = 16 * 1024;
    /** How far back a repetition is looked for, and how long a burst may last. */
    private static final int BURST_MESSAGES = 4;
    private static final int BURST_SECONDS = 10;

    private final String path;
    private final ReadBuffer buffer = new ReadBuffer(RECORD_BYTES_MAX, RECORD_BYTES_MAX);
    private final Deque<Kept> kept = new ArrayDeque<>();
    private Optional<OpenFile> file = Optional.empty();
    private Probe probe = Probe.available();
    private long revision;
    private long errors;
    private long warnings;
    private long messages;
    private boolean closed;

    private static final class Kept {
        KernelMessage message;
        long revision;
        long lastMicros;
    }

    /** A record as it stands in the file. */
    record Parsed(KernelMessage.Severity severity, long sequence, long micros, String text) {
    }

    KernelLog(Host host) {
        this.path = SmallFile.path(host, "/dev/kmsg");
        open();
    }

    private void open() {
        try {
            file = Optional.of(OpenFile.open(path, Access.O_RDONLY, OpenFlag.O_NONBLOCK));
            probe = Probe.available();
        } catch (ErrnoException e) {
            boolean forbidden = e.errno() == Errno.EPERM || e.errno() == Errno.EACCES;
            probe = Probe.unavailable(
                forbidden ? Text.of("this user may not read the kernel log", "当前用户无权读取内核日志")
                    : Text.of("there is no kernel log to read here", "此处没有可读取的内核日志"),
                String.valueOf(e.getMessage()),
                forbidden ? Text.of("run the agent as root, or sysctl kernel.dmesg_restrict=0",
                    "请以 root 运行代理，或执行 sysctl kernel.dmesg_restrict=0")
                    : Text.of("give this container /dev/kmsg", "请让容器可以访问 /dev/kmsg"));
        }
    }

    synchronized Probe probe() {
        return probe;
    }

    /**
     * Takes in what has come since.
     *
     * @return whether there may be more at once
     */
    synchronized boolean take(Tick tick) {
        if (closed || file.isEmpty()) {
            return false;
        }
        for (int i = 0; i < RECORDS_AT_ONCE; i++) {
            int length = buffer.tryReadOnce(file.get());
            if (Errno.EPIPE.is(length)) {
                continue;   // records were overwritten before they were read: the next read goes on with the oldest
            }
            if (Errno.EAGAIN.is(length) || length == 0) {
                return false;
            }
            if (length < 0) {
                file.get().close();
                file = Optional.empty();
                probe = SourceFile.unavailable(path, new ErrnoException("read", -length, path));
                return false;
            }
            parse(buffer.cursor().text(0, length)).ifPresent(parsed -> keep(parsed, tick));
        }
        return true;
    }

    private void keep(Parsed parsed, Tick tick) {
        messages++;
        errors += parsed.severity.compareTo(KernelMessage.Severity.ERROR) <= 0 ? 1 : 0;
        warnings += parsed.severity == KernelMessage.Severity.WARNING ? 1 : 0;
        int back = 0;
        for (Iterator<Kept> newest = kept.descendingIterator(); newest.hasNext() && back < BURST_MESSAGES; back++) {
            Kept one = newest.next();
            if (one.message.severity() == parsed.severity && one.message.text().equals(parsed.text)
                    && parsed.micros - one.lastMicros < BURST_SECONDS * 1_000_000L) {
                one.message = one.message.again();
                one.lastMicros = parsed.micros;
                one.revision = ++revision;
                return;
            }
        }
        Kept fresh = new Kept();
        // The log's clock and System.nanoTime are both CLOCK_MONOTONIC, so their distance dates the message.
        Instant at = tick.at().minusNanos(tick.nanos() - parsed.micros * 1000);
        fresh.message = new KernelMessage(at, parsed.severity, parsed.text, 1, parsed.sequence);
        fresh.lastMicros = parsed.micros;
        fresh.revision = ++revision;
        kept.addLast(fresh);
        if (kept.size() > MESSAGES_MAX) {
            kept.removeFirst();
        }
    }

    /** Messages that are new or came again since a revision, oldest first. */
    synchronized List<KernelMessage> since(long seen) {
        List<KernelMessage> fresh = new ArrayList<>();
        for (Kept one : kept) {
            if (one.revision > seen) {
                fresh.add(one.message);
            }
        }
        return fresh;
    }

    /** Grows with each message. */
    synchronized long revision() {
        return revision;
    }

    /** How many messages came in all. */
    synchronized long messages() {
        return messages;
    }

    /** How many of them were errors or worse. */
    synchronized long errors() {
        return errors;
    }

    /** How many of them were warnings. */
    synchronized long warnings() {
        return warnings;
    }

    /**
     * Reads {@code "6,339,5140900,-;text\n KEY=value\n"}: facility and severity, number, microseconds since boot, flags, and
     * after the semicolon the text, in which bytes that do not print are written {@code \x1b}.
     */
    static Optional<Parsed> parse(String record) {
        int semicolon = record.indexOf(';');
        if (semicolon < 0) {
            return Optional.empty();
        }
        String[] fields = record.substring(0, semicolon).split(",");
        if (fields.length < 3) {
            return Optional.empty();
        }
        Optional<Long> priority = SmallFile.parse(fields[0]);
        Optional<Long> sequence = SmallFile.parse(fields[1]);
        Optional<Long> micros = SmallFile.parse(fields[2]);
        if (priority.isEmpty() || sequence.isEmpty() || micros.isEmpty()) {
            return Optional.empty();
        }
        int end = record.indexOf('\n', semicolon);
        String text = record.substring(semicolon + 1, end < 0 ? record.length() : end);
        return Optional.of(new Parsed(KernelMessage.Severity.values()[(int) (priority.get() & 7)], sequence.get(), micros.get(),
            Printable.line(text, KernelMessage.TEXT_CHARS_MAX)));
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            file.ifPresent(OpenFile::close);
            file = Optional.empty();
            buffer.close();
        }
    }
}
