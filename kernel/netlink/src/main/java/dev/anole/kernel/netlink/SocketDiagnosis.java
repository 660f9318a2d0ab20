package dev.anole.kernel.netlink;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** TCP sockets of the calling thread's network namespace, sock_diag(7). Not for several threads. */
public final class SocketDiagnosis implements AutoCloseable {
    static final int SOCK_DIAG_BY_FAMILY = 20;
    static final int IPPROTO_TCP = 6;

    private final NetlinkSocket socket = NetlinkSocket.open(NetlinkProtocol.NETLINK_SOCK_DIAG);

    private SocketDiagnosis() {
    }

    public static SocketDiagnosis open() {
        return new SocketDiagnosis();
    }

    /**
     * What a listing found.
     *
     * @param wasCut whether there were more than asked for
     */
    public record Listing(List<TcpSocket> sockets, boolean wasCut) {
        public Listing {
            sockets = List.copyOf(sockets);
        }
    }

    /**
     * Lists sockets.
     *
     * @param states those in these states only
     * @param withInfo with {@link TcpInfo}, which costs the kernel a lock a socket
     * @param limit how many at most
     */
    public Listing tcp(Set<TcpState> states, boolean withInfo, int limit) {
        List<TcpSocket> found = new ArrayList<>();
        boolean[] cut = new boolean[1];
        for (int family : new int[] {RouteSocket.AF_INET, RouteSocket.AF_INET6}) {
            int before = found.size();
            socket.dump(request(family, states, withInfo), "TCP sockets",
                    () -> found.subList(before, found.size()).clear(), (type, body) -> {
                        if (found.size() == limit) {
                            cut[0] = true;
                            return false;
                        }
                        found.add(TcpSocket.decode(body));
                        return true;
                    });
        }
        return new Listing(found, cut[0]);
    }

    /** Sockets that listen, with the lengths of their queues. */
    public Listing listeners(int limit) {
        return tcp(EnumSet.of(TcpState.TCP_LISTEN), false, limit);
    }

    /**
     * Counts all sockets. The kernel walks its tables for it and sends a message of 72 bytes and more a socket; here
     * only one buffer of them is held at a time.
     */
    public TcpCounts countTcp() {
        TcpCounts.Tally all = new TcpCounts.Tally();
        for (int family : new int[] {RouteSocket.AF_INET, RouteSocket.AF_INET6}) {
            TcpCounts.Tally tally = new TcpCounts.Tally();
            socket.dump(request(family, EnumSet.allOf(TcpState.class), false), "TCP sockets", tally::forget,
                    (type, body) -> {
                        tally.add(body);
                        return true;
                    });
            all.add(tally);
        }
        return all.counts();
    }

    @Override
    public void close() {
        socket.close();
    }

    private static NetlinkRequest request(int family, Set<TcpState> states, boolean withInfo) {
        return new NetlinkRequest(SOCK_DIAG_BY_FAMILY, NetlinkRequest.NLM_F_DUMP).header(InetDiagReqV2Layout.SIZE)
                .setByte(InetDiagReqV2Layout.SDIAG_FAMILY, family)
                .setByte(InetDiagReqV2Layout.SDIAG_PROTOCOL, IPPROTO_TCP)
                .setByte(InetDiagReqV2Layout.IDIAG_EXT, withInfo ? 1 << TcpSocket.INET_DIAG_INFO - 1 : 0)
                .setInt(InetDiagReqV2Layout.IDIAG_STATES, TcpState.mask(states));
    }
}
