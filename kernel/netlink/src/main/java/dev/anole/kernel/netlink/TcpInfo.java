package dev.anole.kernel.netlink;

import java.util.OptionalLong;

import static dev.anole.kernel.netlink.TcpInfoLayout.*;

/**
 * How a TCP connection is doing, {@code struct tcp_info}. What an older kernel does not tell is empty.
 *
 * @param roundTripMicros smoothed
 * @param roundTripVarianceMicros its mean deviation
 * @param roundTripMinMicros the lowest lately seen
 * @param retransmitTimeoutMicros how long it waits for an acknowledgement now
 * @param congestionWindow segments that may be under way
 * @param segmentBytes largest segment sent
 * @param unacknowledged segments under way
 * @param lost segments thought lost
 * @param retransmits segments sent again, in all
 * @param deliveryRate bytes a second, as last measured
 */
public record TcpInfo(long roundTripMicros, long roundTripVarianceMicros, OptionalLong roundTripMinMicros,
                      long retransmitTimeoutMicros, long congestionWindow, long segmentBytes, long unacknowledged,
                      long lost, long retransmits, OptionalLong sentBytes, OptionalLong retransmittedBytes,
                      OptionalLong acknowledgedBytes, OptionalLong receivedBytes, OptionalLong deliveryRate) {
    static TcpInfo decode(Payload info) {
        return new TcpInfo(info.unsignedInt(TCPI_RTT), info.unsignedInt(TCPI_RTTVAR),
                info.has(TCPI_MIN_RTT, Integer.BYTES) ? OptionalLong.of(info.unsignedInt(TCPI_MIN_RTT))
                        : OptionalLong.empty(),
                info.unsignedInt(TCPI_RTO), info.unsignedInt(TCPI_SND_CWND), info.unsignedInt(TCPI_SND_MSS),
                info.unsignedInt(TCPI_UNACKED), info.unsignedInt(TCPI_LOST), info.unsignedInt(TCPI_TOTAL_RETRANS),
                optional(info, TCPI_BYTES_SENT), optional(info, TCPI_BYTES_RETRANS),
                optional(info, TCPI_BYTES_ACKED), optional(info, TCPI_BYTES_RECEIVED),
                optional(info, TCPI_DELIVERY_RATE));
    }

    private static OptionalLong optional(Payload info, int offset) {
        return info.has(offset, Long.BYTES) ? OptionalLong.of(info.longValue(offset)) : OptionalLong.empty();
    }
}
