package dev.anole.kernel.perf;

import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.SystemCall;

/** Whether an event can be counted here and by this process, found out by trying. */
public sealed interface PerfProbe {
    /** It can. */
    record Available() implements PerfProbe {
    }

    /**
     * It cannot.
     *
     * @param reason a sentence that names the errno
     * @param remedy what a person can do; may be empty
     */
    record Unavailable(Errno errno, String reason, String remedy) implements PerfProbe {
    }

    /** Opens the event on the target, and closes it again. */
    static PerfProbe of(PerfEvent event, PerfTarget target) {
        long result = PerfGroup.tryOpen(target, PerfEventAttrLayout.FLAG_DISABLED, event, -1);
        if (result >= 0) {
            SystemCall.CLOSE.call(result);
            return new Available();
        }
        ErrnoException refused = new ErrnoException("perf_event_open", (int) -result, event.name());
        return new Unavailable(refused.errno(), refused.getMessage(), remedy(refused.errno(), event));
    }

    private static String remedy(Errno errno, PerfEvent event) {
        return switch (errno) {
            case ENOENT, EOPNOTSUPP -> switch (event) {
                case HardwareEvent hardware -> "this processor has no such counter, or the hypervisor hides it: "
                        + "give the virtual machine a PMU";
                case SoftwareEvent software -> "use a newer kernel";
            };
            case EACCES, EPERM -> "run with CAP_PERFMON, or lower kernel.perf_event_paranoid";
            case ENOSYS -> "use a kernel with CONFIG_PERF_EVENTS";
            case EMFILE, ENFILE -> "raise the limit of open files";
            default -> "";
        };
    }
}
