package dev.anole.ops.collect;

import dev.anole.kernel.linux.DirectoryReader;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All processes, second by second. The processes of a sample and of the one before are both ordered by pid, so who is
 * new and who has gone comes out of one walk along both.
 *
 * <p>How often what is read: CPU and run-queue delay every second; state, memory and I/O every second of a process that
 * has run, and memory every 5 s of one that has not (the kernel may have reclaimed some); run-queue delay of a process with
 * several threads every 5 s while it does not run; descriptors, swap, user and control group every 30 s; the command line
 * when the name changes. A process that lives less than a second may never be seen: {@code process.forks} counts it.
 */
final class ProcessSampler implements Sampler {
    /** Processes beyond are counted, not followed. */
    static final int PROCESSES_MAX = 16_384;
    /** Processes whose three files are held open at most: beyond, each is opened for each reading. */
    static final int HELD_MAX = 512;
    static final int DETAILS_SECONDS = 30;
    /** Memory and state of a process that does not run are read this often. */
    static final int IDLE_SECONDS = 5;

    private static final long NANOS = 1_000_000_000L;
    private static final String SOURCE = "/proc/PID/stat";
    private static final String DELAY_ACCOUNTING = "/proc/sys/kernel/task_delayacct";
    private static final Metric COUNT = Metric.level("process.count", Unit.COUNT, "/proc", "processes, kernel threads included",
        "进程数（含内核线程）");
    private static final Metric RUNNING = state("process.running", "processes whose main thread runs or could", "主线程正在运行或就绪的进程");
    private static final Metric SLEEPING = state("process.sleeping", "processes that sleep", "睡眠的进程");
    private static final Metric WAITING = state("process.blocked", "processes that wait for a disk", "等待磁盘的进程");
    private static final Metric STOPPED = state("process.stopped", "processes that were stopped or are traced", "被停止或跟踪的进程");
    private static final Metric ZOMBIES = state("process.zombies", "processes that have ended and whose parent does not ask",
        "已结束但父进程未回收的进程");

    /** Longer than any machine has been up: a hundred years. */
    private static final double UPTIME_SECONDS_MAX = 3.2e9;
    private final Host host;
    private final Board board;
    private final ProcessReader reader;
    private final DirectoryReader proc;
    private final Users users;
    private final SourceFile delayAccountingFile;
    private final int[] slots;
    private int[] pids = new int[1024];
    private int pidCount;
    private List<TrackedProcess> processes = new ArrayList<>();
    private List<TrackedProcess> before = new ArrayList<>();
    private int held;
    private boolean delayAccounting;
    private Instant booted = Instant.EPOCH;

    ProcessSampler(Host host, Board board, ReadBuffer buffer) {
        this.host = host;
        this.board = board;
        this.users = new Users(host);
        this.reader = new ProcessReader(host, buffer, users);
        this.proc = DirectoryReader.open(SmallFile.path(host, "/proc"));
        this.delayAccountingFile = new SourceFile(host, DELAY_ACCOUNTING, buffer);
        this.slots = metrics().stream().mapToInt(board::claim).toArray();
    }

    static List<Metric> metrics() {
        return List.of(COUNT, RUNNING, SLEEPING, WAITING, STOPPED, ZOMBIES);
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Probe probe() {
        return Probe.available();
    }

    /** Whether {@link ProcessSample#runDelayMsPerSecond} is of all threads, every second. */
    Probe runDelayProbe() {
        return reader.runDelayProbe();
    }

    /** Whether {@link ProcessSample#diskWaitMsPerSecond} can be told. */
    Probe diskWaitProbe() {
        return delayAccounting ? Probe.available() : Probe.unavailable(
            Text.of("the kernel does not account how long each process waits for a disk", "内核没有统计每个进程等待磁盘的时间"),
            "kernel.task_delayacct = 0", Text.of("sysctl kernel.task_delayacct=1", "执行 sysctl kernel.task_delayacct=1"));
    }

    @Override
    public void sample(Tick tick) {
        users.refresh(tick);
        delayAccounting = delayAccountingFile.read(tick) && delayAccountingFile.text().numberOr(0) == 1;
        if (booted.equals(Instant.EPOCH)) {
            booted = bootTime(host, tick);
        }
        list();
        merge(tick);
        count();
    }

    /** Those of the last sample, ordered by pid. Not a copy. */
    List<TrackedProcess> processes() {
        return processes;
    }

    /** When the kernel started. */
    Instant booted() {
        return booted;
    }

    /** The wall clock of the boot moves when the clock is set, so it is read once a collector's life. */
    static Instant bootTime(Host host, Tick tick) {
        return SmallFile.value(host, "/proc/uptime").flatMap(ProcessSampler::seconds)
            .map(up -> tick.at().minusMillis(Math.round(up * 1000))).orElse(Instant.EPOCH);
    }

    /** The first number of /proc/uptime, where it is one and could be an uptime. */
    private static Optional<Double> seconds(String text) {
        int blank = text.indexOf(' ');
        try {
            double seconds = Double.parseDouble(blank < 0 ? text : text.substring(0, blank));
            return seconds >= 0 && seconds < UPTIME_SECONDS_MAX ? Optional.of(seconds) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void list() {
        proc.rewind();
        pidCount = 0;
        boolean ascending = true;
        while (proc.next()) {
            int pid = proc.number();
            if (pid > 0) {
                if (pidCount == pids.length) {
                    pids = Arrays.copyOf(pids, 2 * pidCount);
                }
                ascending &= pidCount == 0 || pids[pidCount - 1] < pid;
                pids[pidCount++] = pid;
            }
        }
        if (!ascending) {
            Arrays.sort(pids, 0, pidCount);   // procfs itself gives them in order; a copy of it on a disk does not
        }
    }

    private void merge(Tick tick) {
        List<TrackedProcess> spare = before;
        before = processes;
        processes = spare;
        processes.clear();
        int old = 0;
        for (int i = 0; i < pidCount && processes.size() < PROCESSES_MAX; i++) {
            int pid = pids[i];
            while (old < before.size() && before.get(old).pid < pid) {
                forget(before.get(old++));
            }
            if (old < before.size() && before.get(old).pid == pid) {
                TrackedProcess known = before.get(old++);
                if (follow(known, tick)) {
                    processes.add(known);
                    continue;
                }
                forget(known);
            }
            welcome(pid, tick);
        }
        while (old < before.size()) {
            forget(before.get(old++));
        }
        before.clear();
    }

    private void welcome(int pid, Tick tick) {
        Optional<TrackedProcess> made = reader.discover(pid);
        if (made.isPresent() && follow(made.get(), tick)) {
            processes.add(made.get());
        }
    }

    /** Reads what is due of a process; false when it has gone. */
    private boolean follow(TrackedProcess process, Tick tick) {
        boolean there = process.fresh || process.threads != 1 ? whole(process, tick) : single(process, tick);
        if (!there) {
            return false;
        }
        // Details wait for the second sample: most new processes do not live that long.
        if (!process.fresh && (!process.detailed || tick.nanos() >= process.detailsDueNanos)) {
            hold(process);
            // The first time spread by pid, so that later they do not all come due in one sample.
            int seconds = process.detailed ? DETAILS_SECONDS : DETAILS_SECONDS / 2 + process.pid % DETAILS_SECONDS;
            reader.details(process);
            process.detailsDueNanos = tick.nanos() + seconds * NANOS;
        }
        process.fresh = false;
        return true;
    }

    /** A process with one thread, as most are: when that has not run, nothing of it can have changed. */
    private boolean single(TrackedProcess process, Tick tick) {
        return switch (reader.schedule(process, tick)) {
            case GONE -> false;
            case RESTED -> {
                if (tick.nanos() < process.statDueNanos) {
                    process.rested(tick);
                    yield true;
                }
                yield stat(process, tick);
            }
            case RAN -> stat(process, tick);
        };
    }

    private boolean whole(TrackedProcess process, Tick tick) {
        if (!stat(process, tick)) {
            return false;
        }
        if (process.threads == 1) {
            return reader.schedule(process, tick) != ProcessReader.Schedule.GONE;
        }
        reader.runDelay(process, tick);
        return true;
    }

    private boolean stat(TrackedProcess process, Tick tick) {
        if (!reader.stat(process, tick, delayAccounting)) {
            return false;
        }
        process.statDueNanos = tick.nanos() + IDLE_SECONDS * NANOS;
        if (process.ioReadable && !process.kernelThread) {
            reader.io(process, tick);
        }
        return true;
    }

    private void hold(TrackedProcess process) {
        if (!process.held && held < HELD_MAX) {
            reader.hold(process);
            held += process.held ? 1 : 0;
        }
    }

    private void forget(TrackedProcess process) {
        held -= process.held ? 1 : 0;
        process.close();
    }

    private void count() {
        int running = 0;
        int sleeping = 0;
        int waiting = 0;
        int stopped = 0;
        int zombies = 0;
        for (int i = 0; i < processes.size(); i++) {
            switch (processes.get(i).state) {
                case RUNNING -> running++;
                case SLEEPING, IDLE, PARKED -> sleeping++;
                case WAITING_FOR_DISK -> waiting++;
                case STOPPED, TRACED -> stopped++;
                case ZOMBIE, DEAD -> zombies++;
                case UNKNOWN -> { }
            }
        }
        board.level(slots[0], pidCount);
        board.level(slots[1], running);
        board.level(slots[2], sleeping);
        board.level(slots[3], waiting);
        board.level(slots[4], stopped);
        board.level(slots[5], zombies);
    }

    @Override
    public void close() {
        processes.forEach(TrackedProcess::close);
        processes.clear();
        proc.close();
        reader.close();
        delayAccountingFile.close();
    }

    private static Metric state(String id, String en, String zh) {
        return Metric.level(id, Unit.COUNT, SOURCE, en, zh);
    }
}
