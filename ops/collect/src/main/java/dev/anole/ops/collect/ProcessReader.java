package dev.anole.ops.collect;

import dev.anole.kernel.linux.AuxiliaryVector;
import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.DirectoryReader;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FileStatus;
import dev.anole.kernel.linux.ProcessFiles;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the files of single processes. Each answers whether the process is still there. */
final class ProcessReader implements AutoCloseable {
    private static final long PAGE_BYTES = AuxiliaryVector.current().pageBytes();
    private static final int DESCRIPTORS_COUNTED_MAX = 100_000;
    private static final byte[] READ_BYTES = "read_bytes:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WRITE_BYTES = "write_bytes:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UID = "Uid:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SWAP = "VmSwap:".getBytes(StandardCharsets.US_ASCII);
    private static final int KILOBYTE = 1024;

    private final String proc;
    private final ProcessFiles files;
    private final ReadBuffer buffer;
    private final Users users;
    private final RunDelays delays;
    private final ProcessStat stat = new ProcessStat();

    ProcessReader(Host host, ReadBuffer buffer, Users users) {
        this.proc = SmallFile.path(host, "/proc");
        this.files = ProcessFiles.open(proc);
        this.buffer = buffer;
        this.users = users;
        this.delays = new RunDelays(host, files, buffer);
    }

    /** Reads stat of a process that is not known yet; empty when it has gone. */
    Optional<TrackedProcess> discover(int pid) {
        if (files.tryReadOnce(pid, "stat", buffer) <= 0 || !stat.read(buffer.cursor())) {
            return Optional.empty();
        }
        return Optional.of(new TrackedProcess(pid, stat));
    }

    /** Holds its files open, so that they are cheaper to read and go on meaning this very process. */
    void hold(TrackedProcess process) {
        try {
            process.statFile = Optional.of(files.open(process.pid, "stat"));
            process.schedstatFile = Optional.of(files.open(process.pid, "schedstat"));
            process.held = true;
            if (process.ioReadable && !process.kernelThread) {
                process.ioFile = Optional.of(files.open(process.pid, "io"));
            }
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EACCES || e.errno() == Errno.EPERM) {
                process.ioReadable = false;
            }
            // Anything else: the next reading finds out whether it has gone.
        }
    }

    /** Reads stat; false when the process has gone, or another has its number. */
    boolean stat(TrackedProcess process, Tick tick, boolean delayAccounting) {
        int length = process.statFile.isPresent() ? buffer.tryReadOnce(process.statFile.get())
            : files.tryReadOnce(process.pid, "stat", buffer);
        ByteCursor text = buffer.cursor();
        if (length <= 0 || !stat.read(text) || stat.startTicks != process.startTicks) {
            return false;
        }
        process.take(stat, text, tick, PAGE_BYTES, delayAccounting);
        return true;
    }

    /** What a look at a thread's schedule showed. */
    enum Schedule { GONE, RESTED, RAN }

    /** Reads schedstat of a process with one thread. */
    Schedule schedule(TrackedProcess process, Tick tick) {
        int length = process.schedstatFile.isPresent() ? buffer.tryReadOnce(process.schedstatFile.get())
            : files.tryReadOnce(process.pid, "schedstat", buffer);
        if (length <= 0) {
            // A kernel without CONFIG_SCHED_INFO has no such file; then stat has to tell.
            return Errno.ESRCH.is(length) ? Schedule.GONE : Schedule.RAN;
        }
        ByteCursor text = buffer.cursor();
        return process.takeSchedule(text.number(), text.number(), text.number(), tick) ? Schedule.RAN : Schedule.RESTED;
    }

    /**
     * Reads how long the threads of a process waited for a CPU. Waits only show when a thread gets its CPU at last, so a
     * process that has not run need not be asked; now and then it is, because less than a tick of 10 ms does not show as
     * having run.
     */
    void runDelay(TrackedProcess process, Tick tick) {
        double since = process.secondsSinceDelay(tick);
        if (since >= RunDelays.IDLE_SECONDS || process.active() && delays.cheap()) {
            delays.read(process, tick);
        }
    }

    /** Whether waits for a CPU are summed over all threads every second. */
    Probe runDelayProbe() {
        return delays.probe();
    }

    /** Reads io, where this user may. */
    void io(TrackedProcess process, Tick tick) {
        int length = process.ioFile.isPresent() ? buffer.tryReadOnce(process.ioFile.get())
            : files.tryReadOnce(process.pid, "io", buffer);
        if (Errno.EACCES.is(length) || Errno.EPERM.is(length)) {
            process.ioReadable = false;
        }
        if (length <= 0) {
            return;
        }
        ByteCursor text = buffer.cursor();
        long read = -1;
        long written = -1;
        while (!text.atEnd()) {
            if (text.take(READ_BYTES)) {
                read = text.number();
            } else if (text.take(WRITE_BYTES)) {
                written = text.number();
            }
            text.skipLine();
        }
        if (read >= 0 && written >= 0) {
            process.takeIo(read, written, tick);
        }
    }

    /** Reads what seldom changes or is dear: owner, group, swap, descriptors, and a new program's command line. */
    void details(TrackedProcess process) {
        if (files.tryRead(process.pid, "status", buffer) > 0) {
            readStatus(process);
        }
        if (files.tryRead(process.pid, "cgroup", buffer) > 0) {
            String group = controlGroup(buffer.cursor());
            if (!group.equals(process.group)) {
                process.group = group;
                process.owner = Owner.of(group);
            }
        }
        if (!process.kernelThread) {
            process.descriptors = descriptors(process.pid);
            if (process.commandStale) {
                command(process);
            }
        }
        process.detailed = true;
    }

    private void readStatus(TrackedProcess process) {
        ByteCursor text = buffer.cursor();
        process.swapBytes = Optional.empty();
        while (!text.atEnd()) {
            if (text.take(UID)) {
                long uid = text.number();
                if (uid != process.uid || process.user.isEmpty()) {
                    process.uid = uid;
                    process.user = users.name(uid);
                }
            } else if (text.take(SWAP)) {
                process.swapBytes = Optional.of(text.number() * KILOBYTE);
            }
            text.skipLine();
        }
    }

    /** Arguments end with NUL; the whole is cut. May wait while the process's memory map is locked. */
    private void command(TrackedProcess process) {
        int length = files.tryReadOnce(process.pid, "cmdline", buffer);
        if (length < 0) {
            return;
        }
        process.command = CommandLine.shown(buffer.cursor().text(0, Math.min(length, CommandLine.READ_BYTES_MAX)));
        process.commandStale = false;
    }

    /** Since Linux 6.2 the directory's size is their number; before, they are counted. */
    private Optional<Integer> descriptors(int pid) {
        String path = proc + "/" + pid + "/fd";
        try {
            FileStatus status = Directory.working().status(path, Symlink.FOLLOW);
            if (status.size() > 0) {
                return Optional.of((int) status.size());
            }
            try (DirectoryReader entries = DirectoryReader.open(path)) {
                int count = 0;
                while (count < DESCRIPTORS_COUNTED_MAX && entries.next()) {
                    count++;
                }
                return Optional.of(count);
            }
        } catch (ErrnoException e) {
            return Optional.empty();
        }
    }

    /**
     * The group that tells most: the v2 one where it is not the root, else systemd's own hierarchy, else the first that
     * is not the root. Lines are {@code "4:memory:/path"} and, for v2, {@code "0::/path"}; cgroups(7).
     */
    static String controlGroup(ByteCursor text) {
        String unified = "/";
        String systemd = "/";
        String other = "/";
        while (!text.atEnd()) {
            String line = text.line();
            int first = line.indexOf(':');
            int second = line.indexOf(':', first + 1);
            if (first < 0 || second < 0) {
                continue;
            }
            String path = line.substring(second + 1);
            String controllers = line.substring(first + 1, second);
            if (controllers.isEmpty()) {
                unified = path;
            } else if (controllers.equals("name=systemd")) {
                systemd = path;
            } else if (other.equals("/")) {
                other = path;
            }
        }
        return !unified.equals("/") ? unified : !systemd.equals("/") ? systemd : other;
    }

    @Override
    public void close() {
        delays.close();
        files.close();
    }
}
