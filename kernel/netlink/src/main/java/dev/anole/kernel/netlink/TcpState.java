package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.KernelConstant;

/**
 * Where a TCP connection is in its life, RFC 9293 section 3.3.2, {@code include/net/tcp_states.h}.
 * {@code TCP_SYN_RECV} stands for {@code TCP_NEW_SYN_RECV} too.
 */
public enum TcpState implements KernelConstant {
    TCP_ESTABLISHED(1),
    TCP_SYN_SENT(2),
    TCP_SYN_RECV(3),
    TCP_FIN_WAIT1(4),
    TCP_FIN_WAIT2(5),
    TCP_TIME_WAIT(6),
    TCP_CLOSE(7),
    TCP_CLOSE_WAIT(8),
    TCP_LAST_ACK(9),
    TCP_LISTEN(10),
    TCP_CLOSING(11);

    private static final int TCP_NEW_SYN_RECV = 12;

    private final int number;

    TcpState(int number) {
        this.number = number;
    }

    @Override
    public long value() {
        return number;
    }

    static TcpState of(int number, String structure) {
        if (number == TCP_NEW_SYN_RECV) {
            return TCP_SYN_RECV;
        }
        if (number < 1 || number > values().length) {
            throw new FormatException(structure, InetDiagMsgLayout.IDIAG_STATE, "no state of TCP: " + number);
        }
        return values()[number - 1];
    }

    /** The states that a request asks for, a bit each. */
    static int mask(Iterable<TcpState> states) {
        int mask = 0;
        for (TcpState state : states) {
            mask |= 1 << state.number;
            if (state == TCP_SYN_RECV) {
                mask |= 1 << TCP_NEW_SYN_RECV;
            }
        }
        return mask;
    }
}
