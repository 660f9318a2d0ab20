package dev.anole.cli;

import dev.anole.kernel.linux.LinuxException;
import dev.anole.kernel.linux.NotifySocket;
import dev.anole.operation.Text;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells systemd how a resident process is, where systemd has started it: ready, alive, stopping. */
final class ServiceManager {
    private final Optional<NotifySocket> socket;
    private Optional<Thread> watched = Optional.empty();

    private ServiceManager(Optional<NotifySocket> socket) {
        this.socket = socket;
    }

    /** The one that started this process; without one nothing is told, and nothing native is loaded. */
    static ServiceManager of(Map<String, String> environment) {
        return new ServiceManager(environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty() ? Optional.empty() : NotifySocket.fromEnvironment());
    }

    /**
     * It serves from now on; or, when it was called before, how it is has changed.
     *
     * @param failures why it does not any more; while this is empty the watchdog is told that it lives
     */
    void ready(String status, Supplier<List<Text>> failures) {
        tell(s -> {
            s.status(status);
            s.ready();
        });
        watched.ifPresent(Thread::interrupt);
        if (socket.isPresent()) {
            watched = NotifySocket.watchdogInterval().map(interval ->
                Thread.ofVirtual().name("watchdog").start(() -> watch(interval.dividedBy(2), failures)));
        }
    }

    private void watch(Duration every, Supplier<List<Text>> failures) {
        try {
            while (true) {
                List<Text> wrong = failures.get();
                if (wrong.isEmpty()) {
                    tell(NotifySocket::watchdog);
                } else {
                    tell(s -> s.status(wrong.getFirst().en()));
                }
                Thread.sleep(every);
            }
        } catch (InterruptedException e) {
            // The process ends.
        }
    }

    void stopping() {
        tell(NotifySocket::stopping);
    }

    private void tell(java.util.function.Consumer<NotifySocket> message) {
        try {
            socket.ifPresent(message);
        } catch (LinuxException e) {
            System.getLogger(ServiceManager.class.getName()).log(System.Logger.Level.WARNING, "the service manager cannot be told: " + e.getMessage());
        }
    }
}
