package dev.anole.kernel.linux;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a look at every process costs. */
class SamplingCostKernelTest {
    private static final int CHILDREN = 150;
    private static final int BATCH_ROUNDS = 100;
    private static final int BATCHES_MAX = 100;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aSampleOfAllProcessesMakesNoObjectsOnceItIsCompiled() {
        try (DirectoryReader proc = DirectoryReader.open("/proc");
                ProcessFiles files = ProcessFiles.open();
                ReadBuffer buffer = new ReadBuffer(4096, 65536)) {
            long allocated = Long.MAX_VALUE;
            for (int batch = 0; batch < BATCHES_MAX && allocated > 0; batch++) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                long itself = THREADS.getCurrentThreadAllocatedBytes() - before;
                before = THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < BATCH_ROUNDS; i++) {
                    assertTrue(sample(proc, files, buffer) > 0);
                }
                allocated = THREADS.getCurrentThreadAllocatedBytes() - before - itself;
            }
            assertEquals(0, allocated, "bytes of garbage in " + BATCH_ROUNDS + " samples");
        }
    }

    @Test
    @Tag("slow")
    void theCostOfASecondIsPrinted() throws Exception {
        List<Process> children = new ArrayList<>();
        List<OpenFile> held = new ArrayList<>();
        try (DirectoryReader proc = DirectoryReader.open("/proc");
                ProcessFiles files = ProcessFiles.open();
                ReadBuffer buffer = new ReadBuffer(4096, 65536)) {
            for (int i = 0; i < CHILDREN; i++) {
                Process child = new ProcessBuilder("sleep", "600").start();
                children.add(child);
                held.add(files.open((int) child.pid(), "stat"));
            }
            int count = 0;
            for (proc.rewind(); proc.next();) {
                count += proc.number() > 0 ? 1 : 0;
            }
            for (int round = 0; round < 3; round++) {
                print("list /proc", count, () -> {
                    long sum = 0;
                    for (proc.rewind(); proc.next();) {
                        sum += proc.number();
                    }
                    return sum;
                });
                print("list, then open, read, close and parse stat", count, () -> sample(proc, files, buffer));
                print("read and parse stat held open", CHILDREN, () -> {
                    long sum = 0;
                    for (OpenFile file : held) {
                        if (buffer.tryReadOnce(file) > 0) {
                            sum += ticks(buffer.cursor());
                        }
                    }
                    return sum;
                });
                print("Files.readString of stat", CHILDREN, () -> {
                    long sum = 0;
                    for (Process child : children) {
                        try {
                            sum += Files.readString(Path.of("/proc/" + child.pid() + "/stat")).length();
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return sum;
                });
            }
        } finally {
            held.forEach(OpenFile::close);
            for (Process child : children) {
                child.destroyForcibly().waitFor();
            }
        }
    }

    private static void print(String what, int files, java.util.function.LongSupplier work) {
        int rounds = 500;
        long sum = work.getAsLong();
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < rounds; i++) {
            sum += work.getAsLong();
        }
        long nanos = (THREADS.getCurrentThreadCpuTime() - before) / rounds;
        System.out.printf("%-45s %d files: %7.1f us, %.2f us a file (%d)%n", what, files, nanos / 1e3,
                nanos / 1e3 / files, sum & 1);
    }

    private static long sample(DirectoryReader proc, ProcessFiles files, ReadBuffer buffer) {
        long ticks = 0;
        for (proc.rewind(); proc.next();) {
            int pid = proc.number();
            if (pid > 0 && files.tryReadOnce(pid, "stat", buffer) > 0) {
                ticks += ticks(buffer.cursor());
            }
        }
        return ticks;
    }

    /** utime and stime, fields 14 and 15 of proc_pid_stat(5). */
    private static long ticks(ByteCursor stat) {
        stat.skipPastLast(')');
        stat.skipWords(11);
        return stat.number() + stat.number();
    }
}
