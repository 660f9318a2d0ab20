package dev.anole.ops.collect;

import dev.anole.kernel.linux.LinuxException;
import dev.anole.kernel.netlink.SocketDiagnosis;
import dev.anole.kernel.netlink.TcpSocket;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.util.List;
import java.util.Optional;

/** Connections that wait for a program to accept them, from sock_diag(7): a queue that is full turns people away. */
final class AcceptQueueSampler implements Sampler {
    static final int EVERY_SECONDS = 10;
    private static final int LISTENERS_MAX = 10_000;
    private static final String SOURCE = "sock_diag(7)";

    private static final Metric LISTENERS = level("tcp.listeners", Unit.COUNT, "sockets that accept connections", "监听套接字");
    private static final Metric WAITING = level("tcp.accept.waiting", Unit.COUNT, "connections that wait to be accepted", "等待被接受的连接");
    private static final Metric FULLEST = level("tcp.accept.fullest", Unit.PERCENT, "how full the fullest accept queue is", "最满的接受队列的占用比例");

    private final Board board;
    private final boolean here;
    private final Rarely due = new Rarely(EVERY_SECONDS);
    private final int[] slots;
    private Optional<SocketDiagnosis> socket = Optional.empty();
    private Probe probe = Probe.available();

    AcceptQueueSampler(Host host, Board board) {
        this.board = board;
        this.here = host.root().getNameCount() == 0;
        this.slots = metrics().stream().mapToInt(board::claim).toArray();
    }

    static List<Metric> metrics() {
        return List.of(LISTENERS, WAITING, FULLEST);
    }

    @Override
    public String name() {
        return "accept-queue";
    }

    @Override
    public Probe probe() {
        return probe;
    }

    @Override
    public void sample(Tick tick) {
        if (!here || !due.due(tick)) {
            return;
        }
        try {
            if (socket.isEmpty()) {
                socket = Optional.of(SocketDiagnosis.open());
            }
            List<TcpSocket> listeners = socket.get().listeners(LISTENERS_MAX).sockets();
            long waiting = 0;
            double fullest = 0;
            for (TcpSocket listener : listeners) {
                waiting += listener.receiveQueue();
                // sk_acceptq_is_full(): a queue takes one more than its limit says.
                fullest = Math.max(fullest, 100.0 * listener.receiveQueue() / (listener.sendQueue() + 1));
            }
            board.level(slots[0], listeners.size());
            board.level(slots[1], waiting);
            board.level(slots[2], Math.min(100, fullest));
            probe = Probe.available();
        } catch (LinuxException e) {
            close();
            probe = Probe.unavailable(Text.of("accept queues cannot be asked for", "无法查询接受队列"), String.valueOf(e.getMessage()),
                Text.of("modprobe tcp_diag, or use a kernel with CONFIG_INET_TCP_DIAG", "执行 modprobe tcp_diag，或使用启用了 CONFIG_INET_TCP_DIAG 的内核"));
        }
    }

    @Override
    public void close() {
        socket.ifPresent(SocketDiagnosis::close);
        socket = Optional.empty();
    }

    private static Metric level(String id, Unit unit, String en, String zh) {
        return Metric.level(id, unit, SOURCE, en, zh).every(EVERY_SECONDS);
    }
}
