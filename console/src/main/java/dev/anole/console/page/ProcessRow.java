package dev.anole.console.page;

import java.util.Objects;

/**
 * One process as tables show it. What is not known (no right, or not measured on this kernel) is not a number.
 *
 * @param command            its command line, or its name in brackets for a thread of the kernel
 * @param unit               the service, container or group it belongs to; may be empty
 * @param user               whose it is; may be empty
 * @param state              one letter, as in {@code /proc/PID/stat}
 * @param cpuPercent         per cent of one core
 * @param residentBytes      memory it holds
 * @param diskWaitMsPerSecond how long it stood still for a disk
 * @param cpuWaitMsPerSecond  how long it was ready and got no CPU
 * @param descriptors        open descriptors
 */
public record ProcessRow(int pid, String command, String unit, String user, String state, double cpuPercent, double residentBytes,
                         double diskWaitMsPerSecond, double cpuWaitMsPerSecond, double readBytesPerSecond,
                         double writeBytesPerSecond, double threads, double descriptors) {
    /** Longest command that is written to a page, in characters. */
    public static final int COMMAND_MAX = 200;

    public ProcessRow {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(state, "state");
    }

    /** The program without its path and arguments. */
    String shortCommand() {
        String first = command.split(" ", 2)[0];
        String name = command.startsWith("[") ? command : first.substring(first.lastIndexOf('/') + 1);
        return name.isEmpty() ? Integer.toString(pid) : name.length() > 40 ? name.substring(0, 40) + "…" : name;
    }

    /** The command without the path of its program, which tells little and takes the room. */
    String shownCommand() {
        int space = command.indexOf(' ');
        int slash = command.startsWith("/") ? command.lastIndexOf('/', space < 0 ? command.length() : space) : -1;
        return cut(command.substring(slash + 1));
    }

    String wholeCommand() {
        return cut(command);
    }

    private static String cut(String command) {
        return command.length() > COMMAND_MAX ? command.substring(0, COMMAND_MAX) + "…" : command;
    }
}
