package dev.anole.kernel.netlink;

/**
 * {@code struct tcp_info}, {@code include/uapi/linux/tcp.h}. It has grown over the years, and an older kernel sends
 * less. Offsets in bytes.
 */
final class TcpInfoLayout {
    static final int TCPI_STATE = 0;
    static final int TCPI_CA_STATE = 1;
    static final int TCPI_RETRANSMITS = 2;
    static final int TCPI_RTO = 8;
    static final int TCPI_SND_MSS = 16;
    static final int TCPI_UNACKED = 24;
    static final int TCPI_LOST = 32;
    static final int TCPI_RETRANS = 36;
    static final int TCPI_RTT = 68;
    static final int TCPI_RTTVAR = 72;
    static final int TCPI_SND_CWND = 80;
    static final int TCPI_TOTAL_RETRANS = 100;
    static final int TCPI_BYTES_ACKED = 120;
    static final int TCPI_BYTES_RECEIVED = 128;
    static final int TCPI_MIN_RTT = 148;
    static final int TCPI_DELIVERY_RATE = 160;
    static final int TCPI_BYTES_SENT = 200;
    static final int TCPI_BYTES_RETRANS = 208;

    private TcpInfoLayout() {
    }
}
