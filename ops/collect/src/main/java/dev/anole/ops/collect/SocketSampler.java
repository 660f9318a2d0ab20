package dev.anole.ops.collect;

import dev.anole.kernel.linux.AuxiliaryVector;
import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import java.util.List;

/**
 * Sockets and what they hold, {@code /proc/net/sockstat}, and what the CPUs' input queues had to drop,
 * {@code /proc/net/softnet_stat}.
 */
final class SocketSampler implements Sampler {
    private static final long PAGE_BYTES = AuxiliaryVector.current().pageBytes();
    private static final String SOCKSTAT = "/proc/net/sockstat";
    private static final String SOCKSTAT6 = "/proc/net/sockstat6";
    private static final String SOFTNET = "/proc/net/softnet_stat";
    private static final byte[][] KEYS = CpuSampler.keys("sockets: used", "TCP: inuse", "UDP: inuse", "RAW: inuse",
        "FRAG: inuse");
    private static final byte[][] KEYS6 = CpuSampler.keys("TCP6: inuse", "UDP6: inuse");

    private static final Metric USED = level("socket.used", "sockets of all families", "所有套接字");
    private static final Metric TCP = level("socket.tcp", "TCP sockets over IPv4", "IPv4 TCP 套接字");
    private static final Metric ORPHANS = level("socket.tcp.orphans", "TCP sockets that no process holds", "无主 TCP 套接字");
    private static final Metric TIME_WAIT = level("socket.tcp.timewait", "connections in TIME-WAIT", "TIME-WAIT 状态的连接");
    private static final Metric ALLOCATED = level("socket.tcp.allocated", "TCP sockets in memory", "已分配的 TCP 套接字");
    private static final Metric TCP_BYTES = Metric.level("socket.tcp.bytes", Unit.BYTES, SOCKSTAT,
        "memory of TCP's queues", "TCP 队列占用的内存");
    private static final Metric UDP = level("socket.udp", "UDP sockets over IPv4", "IPv4 UDP 套接字");
    private static final Metric UDP_BYTES = Metric.level("socket.udp.bytes", Unit.BYTES, SOCKSTAT,
        "memory of UDP's queues", "UDP 队列占用的内存");
    private static final Metric RAW = level("socket.raw", "raw sockets over IPv4", "IPv4 原始套接字");
    private static final Metric FRAGMENTS = level("socket.fragments", "packets being put together", "正在重组的包");
    private static final Metric TCP6 = Metric.level("socket.tcp6", Unit.COUNT, SOCKSTAT6, "TCP sockets over IPv6", "IPv6 TCP 套接字");
    private static final Metric UDP6 = Metric.level("socket.udp6", Unit.COUNT, SOCKSTAT6, "UDP sockets over IPv6", "IPv6 UDP 套接字");
    private static final Metric PROCESSED = rate("net.softirq.packets", "packets taken from devices", "从设备取走的包");
    private static final Metric DROPPED = rate("net.softirq.drops", "packets dropped because a CPU's queue was full", "CPU 队列满而丢弃的包");
    private static final Metric SQUEEZED = rate("net.softirq.squeezed", "times a CPU ran out of its time for packets", "处理网络包的时间片用尽");

    private final Board board;
    private final SourceFile sockstat;
    private final SourceFile sockstat6;
    private final SourceFile softnet;
    private final int[] slots;

    SocketSampler(Host host, Board board, ReadBuffer buffer) {
        this.board = board;
        this.sockstat = new SourceFile(host, SOCKSTAT, buffer);
        this.sockstat6 = new SourceFile(host, SOCKSTAT6, buffer);
        this.softnet = new SourceFile(host, SOFTNET, buffer);
        this.slots = metrics().stream().mapToInt(board::claim).toArray();
    }

    static List<Metric> metrics() {
        return List.of(USED, TCP, ORPHANS, TIME_WAIT, ALLOCATED, TCP_BYTES, UDP, UDP_BYTES, RAW, FRAGMENTS, TCP6, UDP6,
            PROCESSED, DROPPED, SQUEEZED);
    }

    @Override
    public String name() {
        return "socket";
    }

    @Override
    public Probe probe() {
        return sockstat.probe();
    }

    @Override
    public void sample(Tick tick) {
        if (sockstat.read(tick)) {
            readSockets(sockstat.text());
        }
        if (sockstat6.read(tick)) {
            ByteCursor text = sockstat6.text();
            while (!text.atEnd()) {
                for (int i = 0; i < KEYS6.length; i++) {
                    if (text.take(KEYS6[i])) {
                        board.level(slots[10 + i], text.number());
                    }
                }
                text.skipLine();
            }
        }
        if (softnet.read(tick)) {
            readSoftnet(softnet.text());
        }
    }

    private void readSockets(ByteCursor text) {
        while (!text.atEnd()) {
            if (text.take(KEYS[0])) {
                board.level(slots[0], text.number());
            } else if (text.take(KEYS[1])) {
                board.level(slots[1], text.number());
                board.level(slots[2], text.skipWords(1).number());
                board.level(slots[3], text.skipWords(1).number());
                board.level(slots[4], text.skipWords(1).number());
                board.level(slots[5], (double) text.skipWords(1).number() * PAGE_BYTES);
            } else if (text.take(KEYS[2])) {
                board.level(slots[6], text.number());
                board.level(slots[7], (double) text.skipWords(1).number() * PAGE_BYTES);
            } else if (text.take(KEYS[3])) {
                board.level(slots[8], text.number());
            } else if (text.take(KEYS[4])) {
                board.level(slots[9], text.number());
            }
            text.skipLine();
        }
    }

    /** A line a CPU, in hexadecimal: processed, dropped, time squeezed, and what is not needed here. */
    private void readSoftnet(ByteCursor text) {
        long processed = 0;
        long dropped = 0;
        long squeezed = 0;
        while (!text.atEnd()) {
            processed += text.hexadecimal();
            dropped += text.hexadecimal();
            squeezed += text.hexadecimal();
            text.skipLine();
        }
        board.count(slots[12], processed);
        board.count(slots[13], dropped);
        board.count(slots[14], squeezed);
    }

    @Override
    public void close() {
        sockstat.close();
        sockstat6.close();
        softnet.close();
    }

    private static Metric level(String id, String en, String zh) {
        return Metric.level(id, Unit.COUNT, SOCKSTAT, en, zh);
    }

    private static Metric rate(String id, String en, String zh) {
        return Metric.rate(id, Unit.PER_SECOND, 1, SOFTNET, en, zh);
    }
}
