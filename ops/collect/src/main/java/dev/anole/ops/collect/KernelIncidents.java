package dev.anole.ops.collect;

import dev.anole.operation.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages of the kernel log that tell of an incident. The wording is that of Linux 5.10 to 6.18: mm/oom_kill.c,
 * kernel/hung_task.c, kernel/watchdog.c, arch/x86/mm/fault.c, block/blk-core.c, fs/ext4/super.c, fs/xfs/xfs_message.c,
 * fs/btrfs/messages.c, arch/x86/kernel/cpu/mce/core.c. Names in them are data.
 */
final class KernelIncidents {
    private record Sign(Pattern pattern, Incident.Kind kind, Function<Matcher, String> subject, Function<Matcher, Text> text) {
        static Sign of(String pattern, Incident.Kind kind, Function<Matcher, String> subject, Function<Matcher, Text> text) {
            return new Sign(Pattern.compile(pattern), kind, subject, text);
        }
    }

    private static final List<Sign> SIGNS = List.of(
        Sign.of("(?i)out of memory.*: Killed process (\\d+) \\((.{1,64}?)\\)", Incident.Kind.OUT_OF_MEMORY, m -> m.group(2),
            m -> Text.of("out of memory: " + m.group(2) + " (" + m.group(1) + ") killed", "内存耗尽：" + m.group(2) + "（" + m.group(1) + "）被杀死")),
        Sign.of("task (.{1,64}):(\\d+) blocked for more than (\\d+) seconds", Incident.Kind.HANG, m -> m.group(1),
            m -> Text.of(m.group(1) + " (" + m.group(2) + ") hangs in the kernel for " + m.group(3) + " s",
                m.group(1) + "（" + m.group(2) + "）在内核中卡住 " + m.group(3) + " 秒")),
        Sign.of("soft lockup - CPU#(\\d+) stuck for (\\d+)s", Incident.Kind.HANG, m -> "CPU " + m.group(1),
            m -> Text.of("CPU " + m.group(1) + " is stuck for " + m.group(2) + " s", "CPU " + m.group(1) + " 卡住 " + m.group(2) + " 秒")),
        Sign.of("^(.{1,64})\\[(\\d+)\\]:? (?:segfault at|general protection)", Incident.Kind.CRASH, m -> m.group(1),
            m -> Text.of(m.group(1) + " (" + m.group(2) + ") crashed", m.group(1) + "（" + m.group(2) + "）崩溃")),
        Sign.of("I/O error, dev (\\S{1,64}?),", Incident.Kind.DISK_ERROR, m -> m.group(1),
            m -> Text.of("I/O error on " + m.group(1), m.group(1) + " I/O 错误")),
        Sign.of("^(EXT4-fs|BTRFS) (?:error|critical)[^(]{0,40}\\((?:device )?([^):,\\s]{1,64})", Incident.Kind.DISK_ERROR, m -> m.group(2),
            m -> Text.of("file system error on " + m.group(2), m.group(2) + " 文件系统错误")),
        Sign.of("^XFS \\((\\S{1,64}?)\\): .*(?:orruption|I/O Error)", Incident.Kind.DISK_ERROR, m -> m.group(1),
            m -> Text.of("file system error on " + m.group(1), m.group(1) + " 文件系统错误")),
        Sign.of("Machine [Cc]heck|\\[Hardware Error\\]", Incident.Kind.HARDWARE_ERROR, _ -> "CPU",
            _ -> Text.of("the hardware reports an error", "硬件报告错误")));

    private KernelIncidents() {
    }

    /** What a message tells of; empty for nearly all. */
    static Optional<Incident> of(KernelMessage message) {
        for (Sign sign : SIGNS) {
            Matcher m = sign.pattern().matcher(message.text());
            if (m.find()) {
                return Optional.of(new Incident(message.at(), sign.kind(), sign.subject().apply(m), sign.text().apply(m)));
            }
        }
        return Optional.empty();
    }
}
