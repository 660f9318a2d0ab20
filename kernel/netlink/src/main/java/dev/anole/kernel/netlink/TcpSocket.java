package dev.anole.kernel.netlink;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A TCP socket, sock_diag(7).
 *
 * @param receiveQueue bytes that the program has not read; of a listener, connections that wait to be accepted
 * @param sendQueue bytes that the peer has not acknowledged; of a listener, how many connections may wait
 * @param uid whose it is
 * @param inode what {@code /proc/PID/fd} shows as "socket:[inode]"; 0 when no process has it any more
 * @param info for those that have been asked for and have it
 */
public record TcpSocket(TcpState state, InetSocketAddress local, InetSocketAddress remote, long receiveQueue,
                        long sendQueue, long uid, long inode, Optional<TcpInfo> info) {
    static final int INET_DIAG_INFO = 2;

    /** From the body of an answer of sock_diag. */
    static TcpSocket decode(Payload body) {
        Optional<TcpInfo> info = Optional.empty();
        Attributes attributes = body.attributes(InetDiagMsgLayout.SIZE);
        while (attributes.next()) {
            if (attributes.type() == INET_DIAG_INFO) {
                info = Optional.of(TcpInfo.decode(attributes.value()));
            }
        }
        int addressBytes = body.unsignedByte(InetDiagMsgLayout.IDIAG_FAMILY) == RouteSocket.AF_INET6 ? 16 : 4;
        Payload id = body.piece("inet_diag_sockid", InetDiagMsgLayout.ID, InetDiagSockidLayout.SIZE);
        return new TcpSocket(state(body),
                new InetSocketAddress(id.address(InetDiagSockidLayout.IDIAG_SRC, addressBytes),
                        id.unsignedShortBigEndian(InetDiagSockidLayout.IDIAG_SPORT)),
                new InetSocketAddress(id.address(InetDiagSockidLayout.IDIAG_DST, addressBytes),
                        id.unsignedShortBigEndian(InetDiagSockidLayout.IDIAG_DPORT)),
                body.unsignedInt(InetDiagMsgLayout.IDIAG_RQUEUE), body.unsignedInt(InetDiagMsgLayout.IDIAG_WQUEUE),
                body.unsignedInt(InetDiagMsgLayout.IDIAG_UID), body.unsignedInt(InetDiagMsgLayout.IDIAG_INODE), info);
    }

    static TcpState state(Payload body) {
        return TcpState.of(body.unsignedByte(InetDiagMsgLayout.IDIAG_STATE), body.structure());
    }
}
