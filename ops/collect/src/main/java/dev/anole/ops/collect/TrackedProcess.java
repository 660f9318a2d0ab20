package dev.anole.ops.collect;

import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.OpenFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** One process over time: its counters as they were read last, what they gained, and what seldom changes. */
final class TrackedProcess {
    private static final double MILLIS_PER_NANO = 1e-6;
    private static final double PERCENT_PER_NANOSECOND = 1e-7;
    /** USER_HZ is 100 wherever Linux runs that Anole knows. */
    private static final double MILLIS_PER_TICK = 10;

    final int pid;
    /** When it started, in ticks since boot: with the pid, who it is. */
    final long startTicks;
    final boolean kernelThread;

    /** Its files held open; empty while it is new, and where too many are held already. */
    Optional<OpenFile> statFile = Optional.empty();
    Optional<OpenFile> schedstatFile = Optional.empty();
    Optional<OpenFile> ioFile = Optional.empty();
    boolean held;
    /** False once this user was refused its io file. */
    boolean ioReadable = true;

    private byte[] nameBytes = new byte[0];
    String name = "";
    String command = "";
    Owner owner = Owner.NOBODY;
    String group = "";
    long uid = -1;
    String user = "";
    Optional<Integer> descriptors = Optional.empty();
    Optional<Long> swapBytes = Optional.empty();
    /** Until its first reading is over. */
    boolean fresh = true;
    /** Whether its rarely read files have been read, and when they are due again. */
    boolean detailed;
    long detailsDueNanos;
    /** When stat is due although it does not run: its memory may be reclaimed meanwhile. */
    long statDueNanos;
    boolean commandStale = true;

    ProcessState state = ProcessState.UNKNOWN;
    int parent;
    int threads;
    long residentBytes;

    double cpuPercent = Double.NaN;
    double readBytesPerSecond = Double.NaN;
    double writeBytesPerSecond = Double.NaN;
    double runDelayMsPerSecond = Double.NaN;
    double diskWaitMsPerSecond = Double.NaN;
    double majorFaultsPerSecond = Double.NaN;

    private boolean statKnown;
    private long statNanos;
    private long cpuTicks;
    private long majorFaults;
    private long diskWaitTicks;
    private boolean active = true;
    /** Whether CPU time comes from schedstat, in nanoseconds, and not from stat's ticks. */
    private boolean finelyTimed;
    private long timeSlices;
    private Optional<DelaySource> delaySource = Optional.empty();
    private boolean diskWaitKnown;
    private long diskWaitNanos;
    private long diskWaitNs;
    private long delayNanos;
    private long ranNs;
    private long delayedNs;
    private boolean ioKnown;
    private long ioNanos;
    private long readBytes;
    private long writeBytes;

    TrackedProcess(int pid, ProcessStat first) {
        this.pid = pid;
        this.startTicks = first.startTicks;
        this.kernelThread = first.kernelThread;
    }

    /** Takes in what stat says. */
    void take(ProcessStat stat, ByteCursor text, Tick tick, long pageBytes, boolean delayAccounting) {
        if (!sameName(text, stat.nameFrom, stat.nameTo)) {
            rename(text, stat.nameFrom, stat.nameTo);
        }
        state = stat.state;
        parent = stat.parent;
        threads = stat.threads;
        residentBytes = stat.residentPages * pageBytes;
        double seconds = tick.secondsSince(statNanos);
        boolean usable = statKnown && seconds > 0;
        if (!finelyTimed) {
            cpuPercent = usable ? rate(stat.cpuTicks - cpuTicks, seconds) : Double.NaN;
        }
        majorFaultsPerSecond = usable ? rate(stat.majorFaults - majorFaults, seconds) : Double.NaN;
        if (threads == 1 || !delayAccounting) {
            diskWaitMsPerSecond = usable && delayAccounting
                ? rate(stat.diskWaitTicks - diskWaitTicks, seconds) * MILLIS_PER_TICK : Double.NaN;
        }
        active = stat.cpuTicks != cpuTicks;
        cpuTicks = stat.cpuTicks;
        majorFaults = stat.majorFaults;
        diskWaitTicks = stat.diskWaitTicks;
        statNanos = tick.nanos();
        statKnown = true;
    }

    /** Where its waits for a CPU are counted. */
    enum DelaySource {
        /** schedstat of its only thread, which also tells CPU time better than stat's ticks of 10 ms. */
        ONLY_THREAD,
        /** taskstats, for all its threads. */
        ACCOUNTING,
        /** schedstat of each of its threads. */
        THREADS
    }

    /**
     * Takes in what schedstat says of its only thread: nanoseconds on and waiting for a CPU, and how often it got one.
     *
     * @return whether it can have run since it was read before
     */
    boolean takeSchedule(long ran, long delayed, long slices, Tick tick) {
        boolean still = delaySource.isPresent() && delaySource.get() == DelaySource.ONLY_THREAD && ran == ranNs
            && slices == timeSlices;
        timeSlices = slices;
        takeDelay(ran, delayed, DelaySource.ONLY_THREAD, tick);
        return !still;
    }

    /** It has not run since it was read before: its other counters cannot have changed. */
    void rested(Tick tick) {
        majorFaultsPerSecond = statKnown ? 0 : Double.NaN;
        readBytesPerSecond = ioKnown ? 0 : Double.NaN;
        writeBytesPerSecond = ioKnown ? 0 : Double.NaN;
        if (!Double.isNaN(diskWaitMsPerSecond)) {
            diskWaitMsPerSecond = 0;
        }
        statNanos = tick.nanos();
        ioNanos = tick.nanos();
    }

    /** Takes in nanoseconds on and waiting for a CPU. Counters of another source than before begin anew. */
    void takeDelay(long ran, long delayed, DelaySource source, Tick tick) {
        double seconds = tick.secondsSince(delayNanos);
        boolean usable = delaySource.isPresent() && delaySource.get() == source && seconds > 0;
        runDelayMsPerSecond = usable ? rate(delayed - delayedNs, seconds) * MILLIS_PER_NANO : Double.NaN;
        finelyTimed = source == DelaySource.ONLY_THREAD;
        if (finelyTimed) {
            cpuPercent = usable ? rate(ran - ranNs, seconds) * PERCENT_PER_NANOSECOND : Double.NaN;
        }
        ranNs = ran;
        delayedNs = delayed;
        delayNanos = tick.nanos();
        if (delaySource.isEmpty() || delaySource.get() != source) {
            delaySource = Optional.of(source);
        }
    }

    /** Seconds since its waits for a CPU were read; without end before the first time. */
    double secondsSinceDelay(Tick tick) {
        return delaySource.isEmpty() ? Double.POSITIVE_INFINITY : tick.secondsSince(delayNanos);
    }

    /** Takes in nanoseconds for which all its threads waited for block devices: better than stat, which has the main one's. */
    void takeDiskWait(long waited, Tick tick) {
        double seconds = tick.secondsSince(diskWaitNanos);
        diskWaitMsPerSecond = diskWaitKnown && seconds > 0 ? rate(waited - diskWaitNs, seconds) * MILLIS_PER_NANO : Double.NaN;
        diskWaitNs = waited;
        diskWaitNanos = tick.nanos();
        diskWaitKnown = true;
    }

    /** Whether it used a CPU by a tick or more between its last two readings. */
    boolean active() {
        return active;
    }

    /** Takes in bytes that it caused to be read from and written to storage. */
    void takeIo(long read, long written, Tick tick) {
        double seconds = tick.secondsSince(ioNanos);
        boolean usable = ioKnown && seconds > 0;
        readBytesPerSecond = usable ? rate(read - readBytes, seconds) : Double.NaN;
        writeBytesPerSecond = usable ? rate(written - writeBytes, seconds) : Double.NaN;
        readBytes = read;
        writeBytes = written;
        ioNanos = tick.nanos();
        ioKnown = true;
    }

    /** A counter that went backwards gives no rate. */
    private static double rate(long gained, double seconds) {
        return gained < 0 ? Double.NaN : gained / seconds;
    }

    private boolean sameName(ByteCursor text, int from, int to) {
        if (nameBytes.length != to - from) {
            return false;
        }
        text.position(from);
        return text.take(nameBytes);
    }

    private void rename(ByteCursor text, int from, int to) {
        String fresh = text.text(from, to);
        nameBytes = fresh.getBytes(StandardCharsets.UTF_8);
        name = Printable.line(fresh, 64);
        // A new name is a new program, as a rule: execve(2) sets it.
        commandStale = true;
    }

    /** What a reader gets of it. */
    ProcessSample sample(Instant booted) {
        return new ProcessSample(pid, name, cpuPercent, residentBytes, readBytesPerSecond, writeBytesPerSecond,
            runDelayMsPerSecond, diskWaitMsPerSecond, threads, descriptors, state, user, owner.shown(),
            majorFaultsPerSecond, swapBytes, parent, booted.plusMillis(startTicks * 10), command);
    }

    /** Lets go of its files. */
    void close() {
        statFile.ifPresent(OpenFile::close);
        schedstatFile.ifPresent(OpenFile::close);
        ioFile.ifPresent(OpenFile::close);
        statFile = Optional.empty();
        schedstatFile = Optional.empty();
        ioFile = Optional.empty();
        held = false;
    }
}
