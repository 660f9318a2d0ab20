package dev.anole.kernel.netlink;

/**
 * What a task, or all tasks of a process, has used: {@code struct taskstats}.
 *
 * @param version of the structure, as this kernel has it
 * @param command its name; empty for a process, for which the kernel sums only times, switches and delays
 * @param userMicros processor time in the program; of a task, not summed for a process
 * @param systemMicros processor time in the kernel; of a task, not summed for a process
 * @param voluntarySwitches it had to wait
 * @param involuntarySwitches it had to make room
 * @param readBytes from block devices; of a task only
 * @param writtenBytes to block devices; of a task only
 * @param peakResidentKib most memory in use, KiB; of a task only
 * @param processorDelay runnable, but not running; kept for all tasks also while kernel.task_delayacct is 0
 */
public record TaskStatistics(int version, String command, long userMicros, long systemMicros, long voluntarySwitches,
                             long involuntarySwitches, long readBytes, long writtenBytes, long peakResidentKib,
                             TaskDelays.Delay processorDelay, TaskDelays delays) {
}
