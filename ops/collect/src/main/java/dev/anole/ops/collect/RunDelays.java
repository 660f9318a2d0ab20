package dev.anole.ops.collect;

import dev.anole.kernel.linux.DirectoryReader;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.LinuxException;
import dev.anole.kernel.linux.ProcessFiles;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.kernel.netlink.TaskAccounting;
import dev.anole.kernel.netlink.TaskDelays;
import dev.anole.kernel.netlink.TaskStatistics;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.util.Optional;

/**
 * How long the threads of a process waited for a CPU, together. {@code /proc/PID/schedstat} tells it of the main thread
 * alone; taskstats sums all of them in the kernel, in some 20 µs whatever their number. Without CAP_NET_ADMIN there is no
 * taskstats, and the threads' own files are read: ten times dearer, so more rarely, and not for hundreds of threads.
 */
final class RunDelays implements AutoCloseable {
    /** Where threads' files are read, processes with more threads have no figure. */
    static final int THREADS_MAX = 128;
    /** A process that seems to sleep is asked this often. */
    static final int IDLE_SECONDS = 5;

    private final String proc;
    private final ProcessFiles files;
    private final ReadBuffer buffer;
    private Optional<TaskAccounting> accounting = Optional.empty();
    private Probe probe = Probe.available();

    RunDelays(Host host, ProcessFiles files, ReadBuffer buffer) {
        this.proc = SmallFile.path(host, "/proc");
        this.files = files;
        this.buffer = buffer;
        if (host.root().getNameCount() == 0) {
            try {
                accounting = Optional.of(TaskAccounting.open());
            } catch (LinuxException e) {
                refuse(e);
            }
        }
    }

    /** Whether all threads are summed every second. */
    Probe probe() {
        return probe;
    }

    /** Takes in what the threads of a process waited. */
    void read(TrackedProcess process, Tick tick) {
        if (accounting.isPresent()) {
            try {
                TaskStatistics statistics = accounting.get().ofProcess(process.pid);
                process.takeDelay(0, statistics.processorDelay().totalNanos(), TrackedProcess.DelaySource.ACCOUNTING, tick);
                if (statistics.delays() instanceof TaskDelays.Measured delays) {
                    process.takeDiskWait(delays.blockDevice().totalNanos(), tick);
                }
                return;
            } catch (ErrnoException e) {
                if (e.errno() == Errno.ESRCH) {
                    return;   // the next reading of its stat finds that it has gone
                }
                refuse(e);
            } catch (LinuxException e) {
                refuse(e);
            }
        }
        if (process.threads <= THREADS_MAX) {
            threads(process, tick);
        }
    }

    private void threads(TrackedProcess process, Tick tick) {
        long ran = 0;
        long delayed = 0;
        try (DirectoryReader tasks = DirectoryReader.open(proc + "/" + process.pid + "/task")) {
            while (tasks.next()) {
                int tid = tasks.number();
                if (tid > 0 && files.tryReadOnce(process.pid, "task/" + tid + "/schedstat", buffer) > 0) {
                    ran += buffer.cursor().number();
                    delayed += buffer.cursor().number();
                }
            }
        } catch (ErrnoException gone) {
            return;
        }
        process.takeDelay(ran, delayed, TrackedProcess.DelaySource.THREADS, tick);
    }

    private void refuse(LinuxException e) {
        accounting.ifPresent(TaskAccounting::close);
        accounting = Optional.empty();
        probe = Probe.unavailable(
            Text.of("waits for a CPU are summed thread by thread, every " + IDLE_SECONDS + " s and up to " + THREADS_MAX + " threads",
                "等待 CPU 的时间逐线程累加，每 " + IDLE_SECONDS + " 秒一次，最多 " + THREADS_MAX + " 个线程"),
            String.valueOf(e.getMessage()), Text.of("run the agent as root", "请以 root 身份运行代理"));
    }

    /** Whether summing is cheap enough for every second. */
    boolean cheap() {
        return accounting.isPresent();
    }

    @Override
    public void close() {
        accounting.ifPresent(TaskAccounting::close);
        accounting = Optional.empty();
    }
}
