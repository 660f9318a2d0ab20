package dev.anole.ops.collect;

import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import java.util.ArrayList;
import java.util.List;

/**
 * What TCP, UDP, IP and ICMP count: {@code /proc/net/snmp} (RFC 1213 and 4022) and {@code /proc/net/netstat} (the
 * kernel's own, include/uapi/linux/snmp.h). IPv6's own IP and UDP counters stand in {@code /proc/net/snmp6}; TCP's are
 * one for both.
 */
final class ProtocolSampler implements Sampler {
    private static final String SNMP = "/proc/net/snmp";
    private static final String NETSTAT = "/proc/net/netstat";
    private static final String SNMP6 = "/proc/net/snmp6";

    /** One counter of a table. */
    private record Counter(String key, Metric metric) {
    }

    private static final List<Counter> BASIC = List.of(
        new Counter("Tcp:CurrEstab", Metric.level("tcp.established", Unit.COUNT, SNMP, "connections that are open", "已建立的连接")),
        snmp("Tcp:ActiveOpens", "tcp.opens.active", "connections begun here", "主动建立的连接"),
        snmp("Tcp:PassiveOpens", "tcp.opens.passive", "connections accepted", "被动接受的连接"),
        snmp("Tcp:AttemptFails", "tcp.opens.failed", "connections that did not come about", "建立失败的连接"),
        snmp("Tcp:EstabResets", "tcp.resets", "open connections that were reset", "被重置的连接"),
        snmp("Tcp:InSegs", "tcp.in.segments", "segments received", "收到的报文段"),
        snmp("Tcp:OutSegs", "tcp.out.segments", "segments sent", "发出的报文段"),
        snmp("Tcp:RetransSegs", "tcp.retransmits", "segments sent again", "重传的报文段"),
        snmp("Tcp:InErrs", "tcp.in.errors", "faulty segments received", "收到的错误报文段"),
        snmp("Tcp:OutRsts", "tcp.out.resets", "resets sent", "发出的重置"),
        snmp("Udp:InDatagrams", "udp.in.datagrams", "datagrams received", "收到的数据报"),
        snmp("Udp:OutDatagrams", "udp.out.datagrams", "datagrams sent", "发出的数据报"),
        snmp("Udp:NoPorts", "udp.in.unwanted", "datagrams that nobody listened for", "无人监听的数据报"),
        snmp("Udp:InErrors", "udp.in.errors", "datagrams that could not be delivered", "无法交付的数据报"),
        snmp("Udp:RcvbufErrors", "udp.in.full", "datagrams lost because the receiver was slow", "因接收缓冲区满而丢失的数据报"),
        snmp("Udp:SndbufErrors", "udp.out.full", "datagrams lost because the sending buffer was full", "因发送缓冲区满而丢失的数据报"),
        snmp("Ip:InReceives", "ip.in.packets", "packets received", "收到的 IP 包"),
        snmp("Ip:OutRequests", "ip.out.packets", "packets sent", "发出的 IP 包"),
        snmp("Ip:ForwDatagrams", "ip.forwarded", "packets passed on", "转发的 IP 包"),
        snmp("Ip:InDiscards", "ip.in.discards", "packets received and discarded", "接收后丢弃的 IP 包"),
        snmp("Ip:OutDiscards", "ip.out.discards", "packets discarded before they were sent", "发送前丢弃的 IP 包"),
        snmp("Ip:OutNoRoutes", "ip.out.unroutable", "packets without a route", "没有路由的 IP 包"),
        snmp("Ip:ReasmFails", "ip.reassembly.fails", "fragments that did not make a packet", "重组失败"),
        snmp("Icmp:InMsgs", "icmp.in.messages", "ICMP messages received", "收到的 ICMP 消息"),
        snmp("Icmp:OutMsgs", "icmp.out.messages", "ICMP messages sent", "发出的 ICMP 消息"),
        snmp("Icmp:InDestUnreachs", "icmp.in.unreachable", "told that a destination cannot be reached", "收到的不可达消息"));

    private static final List<Counter> EXTENDED = List.of(
        netstat("TcpExt:ListenOverflows", "tcp.listen.overflows", "connections refused because an accept queue was full", "接受队列满而被拒的连接"),
        netstat("TcpExt:ListenDrops", "tcp.listen.drops", "connection attempts dropped by a listener", "监听端丢弃的连接请求"),
        netstat("TcpExt:TCPReqQFullDrop", "tcp.listen.backlog.drops", "connection attempts dropped because too many were half open", "半连接过多而丢弃的请求"),
        netstat("TcpExt:SyncookiesSent", "tcp.syncookies.sent", "SYN cookies sent", "发出的 SYN cookie"),
        netstat("TcpExt:SyncookiesFailed", "tcp.syncookies.failed", "wrong SYN cookies received", "收到的无效 SYN cookie"),
        netstat("TcpExt:TCPTimeouts", "tcp.timeouts", "retransmission timeouts", "重传超时"),
        netstat("TcpExt:TCPSynRetrans", "tcp.retransmits.syn", "opening segments sent again", "重传的 SYN"),
        netstat("TcpExt:TCPFastRetrans", "tcp.retransmits.fast", "segments sent again at once", "快速重传"),
        netstat("TcpExt:TCPLostRetransmit", "tcp.retransmits.lost", "segments lost a second time", "再次丢失的重传"),
        netstat("TcpExt:TCPLossProbes", "tcp.loss.probes", "tail loss probes", "尾部丢包探测"),
        netstat("TcpExt:TCPBacklogDrop", "tcp.backlog.drops", "segments dropped because a socket was busy", "套接字繁忙而丢弃的报文段"),
        netstat("TcpExt:TCPRcvQDrop", "tcp.receive.drops", "segments dropped because a receive queue was full", "接收队列满而丢弃的报文段"),
        netstat("TcpExt:TCPZeroWindowDrop", "tcp.window.drops", "segments dropped at a closed window", "窗口关闭时丢弃的报文段"),
        netstat("TcpExt:TCPToZeroWindowAdv", "tcp.window.closed", "windows closed because a program reads too slowly", "因程序读取过慢而关闭的窗口"),
        netstat("TcpExt:TCPRcvCollapsed", "tcp.receive.collapsed", "segments squeezed together for lack of memory", "因内存不足而合并的报文段"),
        netstat("TcpExt:PruneCalled", "tcp.receive.pruned", "receive queues pruned for lack of memory", "因内存不足而裁剪接收队列"),
        netstat("TcpExt:TCPMemoryPressures", "tcp.memory.pressures", "times TCP came under memory pressure", "TCP 进入内存紧张状态"),
        netstat("TcpExt:TCPAbortOnMemory", "tcp.aborts.memory", "connections given up for lack of memory", "因内存不足而放弃的连接"),
        netstat("TcpExt:TCPAbortOnTimeout", "tcp.aborts.timeout", "connections given up after timeouts", "因超时而放弃的连接"),
        netstat("TcpExt:TCPAbortOnData", "tcp.aborts.data", "connections closed with data unread", "仍有未读数据就关闭的连接"),
        netstat("TcpExt:TCPTimeWaitOverflow", "tcp.timewait.overflows", "connections that found no place in TIME-WAIT", "TIME-WAIT 溢出"),
        netstat("TcpExt:TCPOFOQueue", "tcp.out.of.order", "segments that came out of order", "乱序报文段"),
        netstat("TcpExt:TCPOFODrop", "tcp.out.of.order.drops", "segments out of order that were dropped", "丢弃的乱序报文段"),
        netstat("TcpExt:TCPChallengeACK", "tcp.challenges", "challenge ACKs sent", "发出的质询 ACK"),
        netstat("TcpExt:TCPOrigDataSent", "tcp.out.data", "segments with new data", "携带新数据的报文段"),
        netstat("IpExt:InOctets", "ip.in.bytes", "received, loopback included", "接收量（含回环）", Unit.BYTES_PER_SECOND),
        netstat("IpExt:OutOctets", "ip.out.bytes", "sent, loopback included", "发送量（含回环）", Unit.BYTES_PER_SECOND),
        netstat("IpExt:InCEPkts", "ip.in.congested", "packets marked by a congested router", "被标记拥塞的包"));

    private static final List<KeyedSampler.Line> SIX = List.of(
        six("Ip6InReceives", "ip6.in.packets", "packets received", "收到的 IPv6 包"),
        six("Ip6OutRequests", "ip6.out.packets", "packets sent", "发出的 IPv6 包"),
        six("Ip6OutForwDatagrams", "ip6.forwarded", "packets passed on", "转发的 IPv6 包"),
        six("Ip6InDiscards", "ip6.in.discards", "packets received and discarded", "接收后丢弃的 IPv6 包"),
        six("Ip6OutNoRoutes", "ip6.out.unroutable", "packets without a route", "没有路由的 IPv6 包"),
        six("Udp6InDatagrams", "udp6.in.datagrams", "datagrams received", "收到的 IPv6 数据报"),
        six("Udp6OutDatagrams", "udp6.out.datagrams", "datagrams sent", "发出的 IPv6 数据报"),
        six("Udp6InErrors", "udp6.in.errors", "datagrams that could not be delivered", "无法交付的 IPv6 数据报"),
        six("Udp6RcvbufErrors", "udp6.in.full", "datagrams lost because the receiver was slow", "因接收缓冲区满而丢失的 IPv6 数据报"));

    private static final Metric RETRANSMITTED = Metric.derived("tcp.retransmitted", Unit.PERCENT, SNMP,
        "share of sent segments that were sent again", "重传报文段占发出报文段的比例");

    private final Board board;
    private final SourceFile snmpFile;
    private final SourceFile netstatFile;
    private final HeadedLines basic = new HeadedLines(BASIC.stream().map(Counter::key).toList());
    private final HeadedLines extended = new HeadedLines(EXTENDED.stream().map(Counter::key).toList());
    private final KeyedSampler six;
    private final int[] basicSlots;
    private final int[] extendedSlots;
    private final int retransmitted;
    private final int sent;
    private final int sentAgain;

    ProtocolSampler(Host host, Board board, ReadBuffer buffer) {
        this.board = board;
        this.snmpFile = new SourceFile(host, SNMP, buffer);
        this.netstatFile = new SourceFile(host, NETSTAT, buffer);
        this.six = new KeyedSampler("ipv6", SNMP6, SIX, host, board, buffer);
        this.basicSlots = BASIC.stream().mapToInt(c -> board.claim(c.metric)).toArray();
        this.extendedSlots = EXTENDED.stream().mapToInt(c -> board.claim(c.metric)).toArray();
        this.retransmitted = board.claim(RETRANSMITTED);
        this.sent = slotOf("Tcp:OutSegs");
        this.sentAgain = slotOf("Tcp:RetransSegs");
    }

    static List<Metric> metrics() {
        List<Metric> list = new ArrayList<>();
        BASIC.forEach(c -> list.add(c.metric));
        EXTENDED.forEach(c -> list.add(c.metric));
        list.add(RETRANSMITTED);
        SIX.forEach(l -> l.metric().ifPresent(list::add));
        return list;
    }

    @Override
    public String name() {
        return "protocol";
    }

    @Override
    public Probe probe() {
        return snmpFile.probe();
    }

    @Override
    public void sample(Tick tick) {
        if (snmpFile.read(tick)) {
            basic.read(snmpFile.text());
            for (int i = 0; i < basicSlots.length; i++) {
                if (basic.has(i)) {
                    if (BASIC.get(i).metric.form() == Metric.Form.RATE) {
                        board.count(basicSlots[i], basic.value(i));
                    } else {
                        board.level(basicSlots[i], basic.value(i));
                    }
                }
            }
            double segments = board.value(sent);
            if (segments > 0) {
                board.level(retransmitted, 100 * board.value(sentAgain) / segments);
            }
        }
        if (netstatFile.read(tick)) {
            extended.read(netstatFile.text());
            for (int i = 0; i < extendedSlots.length; i++) {
                if (extended.has(i)) {
                    board.count(extendedSlots[i], extended.value(i));
                }
            }
        }
        six.sample(tick);
    }

    @Override
    public void close() {
        snmpFile.close();
        netstatFile.close();
        six.close();
    }

    private int slotOf(String key) {
        return basicSlots[BASIC.stream().map(Counter::key).toList().indexOf(key)];
    }

    private static Counter snmp(String key, String id, String en, String zh) {
        return new Counter(key, Metric.rate(id, Unit.PER_SECOND, 1, SNMP, en, zh));
    }

    private static Counter netstat(String key, String id, String en, String zh) {
        return netstat(key, id, en, zh, Unit.PER_SECOND);
    }

    private static Counter netstat(String key, String id, String en, String zh, Unit unit) {
        return new Counter(key, Metric.rate(id, unit, 1, NETSTAT, en, zh));
    }

    /** Names are padded to 32 columns and a tab follows, net/ipv6/proc.c. */
    private static KeyedSampler.Line six(String key, String id, String en, String zh) {
        return KeyedSampler.Line.of(String.format("%-32s\t", key), Metric.rate(id, Unit.PER_SECOND, 1, SNMP6, en, zh), 1);
    }
}
