package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.kernel.linux.UnavailableException;

import java.util.Optional;
import java.util.OptionalInt;

import static dev.anole.kernel.netlink.TaskstatsLayout.*;

/**
 * Asks the kernel what a task has used and waited for, {@code Documentation/accounting/taskstats.rst}. Needs
 * CAP_NET_ADMIN. Not for several threads.
 */
public final class TaskAccounting implements AutoCloseable {
    static final int TASKSTATS_CMD_GET = 1;
    static final int TASKSTATS_CMD_ATTR_PID = 1;
    static final int TASKSTATS_CMD_ATTR_TGID = 2;
    static final int TASKSTATS_TYPE_STATS = 3;
    static final int TASKSTATS_TYPE_AGGR_PID = 4;
    static final int TASKSTATS_TYPE_AGGR_TGID = 5;
    static final int TASKSTATS_GENL_VERSION = 1;
    static final int TS_COMM_LEN = 32;

    /** Linux 6.14 and 6.15 put new fields between the old ones; 6.16 moved them to the end and took the next number. */
    private static final int VERSION_WITH_ANOTHER_LAYOUT = 15;
    /** The first version with thrashing delays: Linux 4.20. */
    private static final int VERSION_MIN = 9;
    private static final String SWITCH = "/proc/sys/kernel/task_delayacct";

    private final GenericNetlink netlink;
    private final int family;
    private final ReadBuffer buffer = new ReadBuffer(64, 64);

    private TaskAccounting(GenericNetlink netlink, int family) {
        this.netlink = netlink;
        this.family = family;
    }

    /**
     * Opens the kernel's accounting.
     *
     * @throws UnavailableException when this kernel has none
     */
    public static TaskAccounting open() {
        GenericNetlink netlink = GenericNetlink.open();
        try {
            OptionalInt family = netlink.family("TASKSTATS");
            if (family.isEmpty()) {
                throw new UnavailableException("task accounting", "this kernel has no TASKSTATS family",
                        "use a kernel with CONFIG_TASKSTATS");
            }
            return new TaskAccounting(netlink, family.getAsInt());
        } catch (RuntimeException e) {
            netlink.close();
            throw e;
        }
    }

    /**
     * One task: a thread, by its number.
     *
     * @throws dev.anole.kernel.linux.ErrnoException ESRCH when there is none, EPERM without CAP_NET_ADMIN
     */
    public TaskStatistics ofTask(int tid) {
        return ask(TASKSTATS_CMD_ATTR_PID, TASKSTATS_TYPE_AGGR_PID, tid);
    }

    /** All tasks of a process, by its pid, those that have ended included. */
    public TaskStatistics ofProcess(int pid) {
        return ask(TASKSTATS_CMD_ATTR_TGID, TASKSTATS_TYPE_AGGR_TGID, pid);
    }

    @Override
    public void close() {
        netlink.close();
        buffer.close();
    }

    private TaskStatistics ask(int attribute, int aggregate, int id) {
        boolean switchedOff = isSwitchedOff();
        TaskStatistics[] answer = new TaskStatistics[1];
        String subject = "taskstats of " + id;
        netlink.socket().ask(GenericNetlink.request(family, TASKSTATS_CMD_GET, TASKSTATS_GENL_VERSION, 0)
                .attribute(attribute, id), subject, (type, body) -> {
                    answer[0] = find(body, aggregate, switchedOff);
                    return true;
                });
        if (answer[0] == null) {
            throw new FormatException(subject, 0, "no answer in the answer");
        }
        return answer[0];
    }

    static TaskStatistics find(Payload body, int aggregate, boolean switchedOff) {
        Attributes attributes = body.attributes(GenlmsghdrLayout.SIZE);
        while (attributes.next()) {
            if (attributes.type() != aggregate) {
                continue;
            }
            Attributes inner = attributes.nested();
            while (inner.next()) {
                if (inner.type() == TASKSTATS_TYPE_STATS) {
                    return decode(inner.value(), switchedOff);
                }
            }
        }
        throw new FormatException(body.structure(), 0, "no taskstats in the answer");
    }

    private static TaskStatistics decode(Payload stats, boolean switchedOff) {
        int version = stats.unsignedShort(VERSION);
        if (version < VERSION_MIN || version == VERSION_WITH_ANOTHER_LAYOUT) {
            throw new UnavailableException("task accounting", "this kernel's structure taskstats has version " + version
                    + ", whose layout differs", "use a kernel before Linux 6.14 or from 6.16 on");
        }
        return new TaskStatistics(version, stats.text(AC_COMM, TS_COMM_LEN), stats.longValue(AC_UTIME),
                stats.longValue(AC_STIME), stats.longValue(NVCSW), stats.longValue(NIVCSW),
                stats.longValue(READ_BYTES), stats.longValue(WRITE_BYTES), stats.longValue(HIWATER_RSS),
                delay(stats, CPU_COUNT, CPU_DELAY_TOTAL),
                switchedOff ? new TaskDelays.Unavailable("kernel.task_delayacct is 0",
                        "sysctl kernel.task_delayacct=1; it counts from then on, for tasks that begin then")
                        : delays(stats));
    }

    private static TaskDelays delays(Payload stats) {
        return new TaskDelays.Measured(delay(stats, CPU_COUNT, CPU_DELAY_TOTAL),
                delay(stats, BLKIO_COUNT, BLKIO_DELAY_TOTAL), delay(stats, SWAPIN_COUNT, SWAPIN_DELAY_TOTAL),
                delay(stats, FREEPAGES_COUNT, FREEPAGES_DELAY_TOTAL),
                delay(stats, THRASHING_COUNT, THRASHING_DELAY_TOTAL),
                younger(stats, COMPACT_COUNT, COMPACT_DELAY_TOTAL), younger(stats, WPCOPY_COUNT, WPCOPY_DELAY_TOTAL));
    }

    private static TaskDelays.Delay delay(Payload stats, int count, int total) {
        return new TaskDelays.Delay(stats.longValue(count), stats.longValue(total));
    }

    private static Optional<TaskDelays.Delay> younger(Payload stats, int count, int total) {
        return stats.has(total, Long.BYTES) ? Optional.of(delay(stats, count, total)) : Optional.empty();
    }

    /** The switch came with Linux 5.14; before, accounting was on wherever it was built in, and there is no file. */
    private boolean isSwitchedOff() {
        return buffer.tryRead(Directory.working(), SWITCH) > 0 && buffer.cursor().number() == 0;
    }
}
