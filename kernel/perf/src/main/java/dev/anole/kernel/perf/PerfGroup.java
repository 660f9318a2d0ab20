package dev.anole.kernel.perf;

import dev.anole.kernel.linux.Descriptor;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.SystemCall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Counters that are counted together and read at once, perf_event_open(2). They count from when they are opened.
 * {@link #read} makes no object; figures are then fetched by the position of their event.
 *
 * <pre>
 * what read(2) brings with PERF_FORMAT_GROUP and both times:
 *     u64 nr; u64 time_enabled; u64 time_running; u64 values[nr];
 * </pre>
 *
 * <p>A processor has few hardware counters. When more are wanted they take turns, and running is shorter than enabled:
 * {@link #scaled} makes up for it, {@link #count} does not. Not for several threads.
 */
public final class PerfGroup implements AutoCloseable {
    static final int PERF_FORMAT_TOTAL_TIME_ENABLED = 1;
    static final int PERF_FORMAT_TOTAL_TIME_RUNNING = 2;
    static final int PERF_FORMAT_GROUP = 8;
    static final int PERF_FLAG_FD_CLOEXEC = 8;
    static final int PERF_EVENT_IOC_ENABLE = 0x2400;
    static final int PERF_EVENT_IOC_DISABLE = 0x2401;
    static final int PERF_IOC_FLAG_GROUP = 1;

    /** More than any processor counts at once, and each is a descriptor. */
    public static final int EVENTS_MAX = 32;

    private static final int READ_FORMAT =
            PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
    private static final int HEADER_WORDS = 3;

    private final Arena arena = Arena.ofShared();
    private final List<OpenFile> files;
    private final MemorySegment words;

    private PerfGroup(List<OpenFile> files) {
        this.files = files;
        this.words = arena.allocate(JAVA_LONG, HEADER_WORDS + files.size());
    }

    /**
     * Opens counters, user and kernel work together.
     *
     * @throws ErrnoException ENOENT for an event that this machine does not count, EACCES or EPERM without the right,
     *         ESRCH for a thread that is gone, ENODEV for a processor that is
     */
    public static PerfGroup open(PerfTarget target, PerfEvent... events) {
        return open(target, 0, events);
    }

    /** Opens counters of work outside the kernel only, which needs fewer rights. */
    public static PerfGroup openUserOnly(PerfTarget target, PerfEvent... events) {
        return open(target, PerfEventAttrLayout.FLAG_EXCLUDE_KERNEL | PerfEventAttrLayout.FLAG_EXCLUDE_HV, events);
    }

    /** Takes the figures of now, all at the same moment. */
    public void read() {
        long length = files.getFirst().read(words);
        if (length != words.byteSize() || words.getAtIndex(JAVA_LONG, 0) != files.size()) {
            throw new FormatException("perf group", 0, length + " bytes for " + files.size() + " events");
        }
    }

    /** How long they have been switched on, in nanoseconds, as last read. */
    public long enabledNanos() {
        return words.getAtIndex(JAVA_LONG, 1);
    }

    /** How long they have really counted, in nanoseconds, as last read; 0 when there never was a counter free. */
    public long runningNanos() {
        return words.getAtIndex(JAVA_LONG, 2);
    }

    /** What has been counted, as last read. */
    public long count(int event) {
        return words.getAtIndex(JAVA_LONG, HEADER_WORDS + event);
    }

    /** The count as it would be had it never had to take turns; 0 when it never ran: see {@link #runningNanos}. */
    public double scaled(int event) {
        long running = runningNanos();
        return running == 0 ? 0 : (double) count(event) * enabledNanos() / running;
    }

    /** Counts on, or stops counting. */
    public void enable(boolean enabled) {
        files.getFirst().ioctl(enabled ? PERF_EVENT_IOC_ENABLE : PERF_EVENT_IOC_DISABLE, PERF_IOC_FLAG_GROUP);
    }

    @Override
    public void close() {
        files.forEach(Descriptor::close);
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private static PerfGroup open(PerfTarget target, long flags, PerfEvent... events) {
        if (events.length == 0 || events.length > EVENTS_MAX) {
            throw new IllegalArgumentException("a group has 1 to " + EVENTS_MAX + " events, not " + events.length);
        }
        List<OpenFile> files = new ArrayList<>(events.length);
        try {
            for (PerfEvent event : events) {
                boolean isLeader = files.isEmpty();
                int leader = isLeader ? -1 : files.getFirst().number();
                // A leader that counts already may leave those that join it uncounted on a processor (seen with
                // Linux 6.18 and the cpu clock), so it waits for them.
                long how = isLeader ? flags | PerfEventAttrLayout.FLAG_DISABLED : flags;
                long number = ErrnoException.check(tryOpen(target, how, event, leader), "perf_event_open",
                        event.name() + " of " + target);
                files.add(new OpenFile((int) number, event.name()));
            }
            PerfGroup group = new PerfGroup(files);
            group.enable(true);
            return group;
        } catch (RuntimeException e) {
            files.forEach(Descriptor::close);
            throw e;
        }
    }

    /** A descriptor or a negated errno. */
    static long tryOpen(PerfTarget target, long flags, PerfEvent event, int leader) {
        int pid = -1;
        int processor = -1;
        switch (target) {
            case PerfTarget.Task(int tid) -> pid = tid;
            case PerfTarget.Processor(int number) -> processor = number;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(PerfEventAttrLayout.SIZE, Long.BYTES);
            attributes.set(JAVA_INT, PerfEventAttrLayout.TYPE, event.type());
            attributes.set(JAVA_INT, PerfEventAttrLayout.SIZE_FIELD, PerfEventAttrLayout.SIZE);
            attributes.set(JAVA_LONG, PerfEventAttrLayout.CONFIG, event.value());
            attributes.set(JAVA_LONG, PerfEventAttrLayout.READ_FORMAT, READ_FORMAT);
            attributes.set(JAVA_LONG, PerfEventAttrLayout.FLAGS, flags);
            long result;
            do {
                result = SystemCall.PERF_EVENT_OPEN.call(attributes.address(), pid, processor, leader,
                        PERF_FLAG_FD_CLOEXEC);
            } while (Errno.EINTR.is(result));
            return result;
        }
    }
}
