package dev.anole.ops.collect;

import dev.anole.kernel.linux.ByteCursor;

/**
 * What is used of {@code /proc/PID/stat}, proc_pid_stat(5). Refilled for each process. The name stands in parentheses and
 * may itself hold parentheses, blanks and line breaks: it ends at the text's last ')'.
 */
final class ProcessStat {
    /** In {@code flags}: a thread of the kernel, include/linux/sched.h. */
    private static final long PF_KTHREAD = 0x0020_0000;

    int nameFrom;
    int nameTo;
    ProcessState state = ProcessState.UNKNOWN;
    int parent;
    boolean kernelThread;
    long majorFaults;
    long cpuTicks;
    int threads;
    long startTicks;
    long residentPages;
    /** Ticks in which it waited for block devices; stays 0 while kernel.task_delayacct is 0. */
    long diskWaitTicks;

    /** Reads it; false when the text is not whole, as when the process dies meanwhile. */
    boolean read(ByteCursor text) {
        if (!text.skipPast('(')) {
            return false;
        }
        nameFrom = text.position();
        if (!text.skipPastLast(')')) {
            return false;
        }
        nameTo = text.position() - 1;
        text.skipBlanks();
        int letter = text.peek();
        if (letter < 0) {
            return false;
        }
        state = ProcessState.of(letter);
        parent = (int) text.skipWords(1).number();
        kernelThread = (text.skipWords(4).number() & PF_KTHREAD) != 0;
        majorFaults = text.skipWords(2).number();
        cpuTicks = text.skipWords(1).number() + text.number();
        threads = (int) text.skipWords(4).number();
        startTicks = text.skipWords(1).number();
        residentPages = text.skipWords(1).number();
        diskWaitTicks = text.skipWords(17).numberOr(0);
        return true;
    }
}
