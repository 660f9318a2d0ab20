package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

/**
 * How a service of {@code Type=notify} tells systemd that it is ready, what it is doing and that it is alive,
 * <a href="https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html">sd_notify(3)</a>: one datagram of
 * {@code KEY=value} lines to the Unix socket that {@code $NOTIFY_SOCKET} names.
 */
public final class NotifySocket implements AutoCloseable {
    /** {@code sun_path} without a NUL at its end. */
    private static final int PATH_BYTES_MAX = SockaddrUnLayout.SIZE - SockaddrUnLayout.SUN_PATH - 1;
    private static final int STATUS_CHARS_MAX = 1024;

    private final KernelSocket socket;
    private final String path;

    private NotifySocket(KernelSocket socket, String path) {
        this.socket = socket;
        this.path = path;
    }

    /** The one that the service manager gave this process; empty when there is none to tell. */
    public static Optional<NotifySocket> fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /** How often {@link #watchdog} is expected, from {@code $WATCHDOG_USEC}; tell it twice as often. */
    public static Optional<Duration> watchdogInterval() {
        return watchdogInterval(System.getenv(), ProcessHandle.current().pid());
    }

    /**
     * By its address.
     *
     * @param path absolute, or "@" and a name in the abstract namespace
     * @throws UnavailableException for any other kind, such as "vsock:…"
     */
    public static NotifySocket open(String path) {
        if (!path.startsWith("/") && !path.startsWith("@") || NativeMemory.bytes(path).length > PATH_BYTES_MAX) {
            throw new UnavailableException("telling the service manager", "NOTIFY_SOCKET is "
                    + LinuxException.printable(path), "set it to a path or an abstract Unix socket");
        }
        KernelSocket socket = KernelSocket.open(KernelSocket.AF_UNIX, KernelSocket.SOCK_DGRAM, 0, path);
        return new NotifySocket(socket, path);
    }

    /** The service does its work from now on, or does so again after {@link #reloading}. */
    public void ready() {
        send("READY=1");
    }

    /** It is about to end. */
    public void stopping() {
        send("STOPPING=1");
    }

    /** It reads its configuration again; {@link #ready} says when it has. */
    public void reloading() {
        // nanoTime is CLOCK_MONOTONIC on Linux, which is what systemd compares with.
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
    }

    /** It is alive. */
    public void watchdog() {
        send("WATCHDOG=1");
    }

    /** What it is doing, in a line for {@code systemctl status}. */
    public void status(String line) {
        String plain = line.replaceAll("\\p{Cntrl}+", " ");
        send("STATUS=" + plain.substring(0, Math.min(plain.length(), STATUS_CHARS_MAX)));
    }

    /**
     * Anything of sd_notify(3), as lines {@code KEY=value}.
     *
     * @throws ErrnoException when nobody is there to hear it
     */
    public void send(String lines) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = NativeMemory.bytes(lines);
            MemorySegment message = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, message, JAVA_BYTE, 0, bytes.length);
            socket.sendTo(message, address(arena, path));
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    static Optional<NotifySocket> fromEnvironment(Map<String, String> environment) {
        String path = environment.getOrDefault("NOTIFY_SOCKET", "");
        return path.isEmpty() ? Optional.empty() : Optional.of(open(path));
    }

    static Optional<Duration> watchdogInterval(Map<String, String> environment, long ownPid) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String pid = environment.getOrDefault("WATCHDOG_PID", String.valueOf(ownPid));
        if (!micros.matches("[1-9][0-9]{0,15}") || !pid.equals(String.valueOf(ownPid))) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000));
    }

    /** {@code struct sockaddr_un}, only as long as the name: an abstract one counts every byte of its length. */
    static MemorySegment address(Arena arena, String path) {
        byte[] name = NativeMemory.bytes(path);
        boolean isAbstract = name[0] == '@';
        if (isAbstract) {
            name[0] = 0;
        }
        MemorySegment address = arena.allocate(SockaddrUnLayout.SUN_PATH + name.length + (isAbstract ? 0L : 1L), 2);
        address.set(JAVA_SHORT, SockaddrUnLayout.SUN_FAMILY, (short) KernelSocket.AF_UNIX);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, SockaddrUnLayout.SUN_PATH, name.length);
        return address;
    }
}
