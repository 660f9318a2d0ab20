package dev.anole.kernel.netlink;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many TCP sockets there are, IPv4 and IPv6 together.
 *
 * @param byState every state has an entry
 * @param receiveQueueBytes not yet read by programs, listeners left out
 * @param sendQueueBytes not yet acknowledged by peers, listeners left out
 * @param waitingToBeAccepted connections in the queues of all listeners
 * @param fullListeners listeners whose queue has reached its limit: they turn connections away
 */
public record TcpCounts(Map<TcpState, Integer> byState, long receiveQueueBytes, long sendQueueBytes,
                        long waitingToBeAccepted, int fullListeners) {
    public TcpCounts {
        byState = Map.copyOf(byState);
    }

    /** How many are in a state. */
    public int in(TcpState state) {
        return byState.getOrDefault(state, 0);
    }

    /** How many there are. */
    public int total() {
        return byState.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Adds up messages, reading no more of each than its fixed part. */
    static final class Tally {
        private final int[] states = new int[TcpState.values().length];
        private long receive;
        private long send;
        private long waiting;
        private int full;

        void add(Payload body) {
            TcpState state = TcpSocket.state(body);
            states[state.ordinal()]++;
            long received = body.unsignedInt(InetDiagMsgLayout.IDIAG_RQUEUE);
            long sent = body.unsignedInt(InetDiagMsgLayout.IDIAG_WQUEUE);
            if (state == TcpState.TCP_LISTEN) {
                waiting += received;
                // sk_acceptq_is_full(): a queue takes one more than its limit says.
                full += received > sent ? 1 : 0;
            } else {
                receive += received;
                send += sent;
            }
        }

        void add(Tally other) {
            for (int i = 0; i < states.length; i++) {
                states[i] += other.states[i];
            }
            receive += other.receive;
            send += other.send;
            waiting += other.waiting;
            full += other.full;
        }

        void forget() {
            java.util.Arrays.fill(states, 0);
            receive = 0;
            send = 0;
            waiting = 0;
            full = 0;
        }

        TcpCounts counts() {
            EnumMap<TcpState, Integer> byState = new EnumMap<>(TcpState.class);
            for (TcpState state : TcpState.values()) {
                byState.put(state, states[state.ordinal()]);
            }
            return new TcpCounts(byState, receive, send, waiting, full);
        }
    }
}
