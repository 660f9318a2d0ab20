package dev.anole.ops.collect;

import dev.anole.kernel.linux.DirectoryReader;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.ProcessFiles;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import java.util.ArrayList;
import java.util.List;

/** One quick look at all processes, for inventory: who they are and where they belong. */
final class ProcessScan {
    private static final int BUFFER_BYTES = 4096;
    private static final int BUFFER_BYTES_MAX = 64 * 1024;

    /**
     * A process.
     *
     * @param name    as in {@code comm}
     * @param group   path of its control group
     * @param threads how many
     */
    record Seen(int pid, String name, String group, int threads, boolean kernelThread) {
    }

    private ProcessScan() {
    }

    /** All that can be seen, ordered by pid; those that vanish meanwhile are left out. */
    static List<Seen> of(Host host) {
        List<Seen> seen = new ArrayList<>();
        String proc = SmallFile.path(host, "/proc");
        try (ReadBuffer buffer = new ReadBuffer(BUFFER_BYTES, BUFFER_BYTES_MAX); ProcessFiles files = ProcessFiles.open(proc);
                DirectoryReader entries = DirectoryReader.open(proc)) {
            ProcessStat stat = new ProcessStat();
            while (entries.next() && seen.size() < ProcessSampler.PROCESSES_MAX) {
                int pid = entries.number();
                if (pid <= 0 || files.tryReadOnce(pid, "stat", buffer) <= 0 || !stat.read(buffer.cursor())) {
                    continue;
                }
                String name = Printable.line(buffer.cursor().text(stat.nameFrom, stat.nameTo), 64);
                String group = files.tryRead(pid, "cgroup", buffer) > 0 ? ProcessReader.controlGroup(buffer.cursor()) : "/";
                seen.add(new Seen(pid, name, group, stat.threads, stat.kernelThread));
            }
        } catch (ErrnoException e) {
            // No procfs: then no processes are seen.
        }
        seen.sort((a, b) -> Integer.compare(a.pid, b.pid));
        return seen;
    }
}
