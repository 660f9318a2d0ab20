package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Epoll;
import dev.anole.kernel.linux.EpollFlag;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.OpenFlag;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Wakes whoever waits when pressure passes a threshold: the kernel watches, and nobody polls. At most once a window.
 * Lives until it is closed. {@code Documentation/accounting/psi.rst}, "Monitoring for pressure thresholds".
 */
public final class PressureTrigger implements AutoCloseable {
    /** Some processes waited, or all at once. */
    public enum Kind {
        SOME, FULL
    }

    /** {@code WINDOW_MIN_US} and {@code WINDOW_MAX_US} of {@code kernel/sched/psi.c}. */
    public static final Duration WINDOW_MIN = Duration.ofMillis(500);
    public static final Duration WINDOW_MAX = Duration.ofSeconds(10);

    private final OpenFile file;

    private PressureTrigger(OpenFile file) {
        this.file = file;
    }

    /**
     * Watches the whole host.
     *
     * @param stall time lost within a window that counts as too much
     * @param window 500 ms to 10 s; without CAP_SYS_RESOURCE a multiple of 2 s, EINVAL otherwise
     */
    public static PressureTrigger ofHost(PressureResource resource, Kind kind, Duration stall, Duration window) {
        return of("/proc/pressure/" + resource.hostFile(), kind, stall, window);
    }

    /** Watches one group of the hierarchy of version 2. */
    public static PressureTrigger of(Cgroup group, PressureResource resource, Kind kind, Duration stall,
                                     Duration window) {
        return of(group.directory() + "/" + resource.groupFile(), kind, stall, window);
    }

    /** Adds it to those waited for: it reports {@link EpollFlag#EPOLLPRI}, and EPOLLERR when its group goes. */
    public void addTo(Epoll epoll, long key) {
        epoll.add(file, key, EpollFlag.EPOLLPRI);
    }

    @Override
    public void close() {
        file.close();
    }

    private static PressureTrigger of(String path, Kind kind, Duration stall, Duration window) {
        if (window.compareTo(WINDOW_MIN) < 0 || window.compareTo(WINDOW_MAX) > 0 || stall.compareTo(window) > 0
                || stall.isNegative() || stall.isZero()) {
            throw new IllegalArgumentException("a trigger of " + stall + " in " + window + ": the window is "
                    + WINDOW_MIN + " to " + WINDOW_MAX + " and holds the stall");
        }
        String word = switch (kind) {
            case SOME -> "some";
            case FULL -> "full";
        };
        OpenFile file = OpenFile.open(path, Access.O_RDWR, OpenFlag.O_NONBLOCK);
        try {
            // The kernel takes the text up to a NUL.
            String text = word + " " + stall.toNanos() / 1000 + " " + window.toNanos() / 1000 + "\0";
            file.writeAll(text.getBytes(StandardCharsets.US_ASCII));
            return new PressureTrigger(file);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }
}
