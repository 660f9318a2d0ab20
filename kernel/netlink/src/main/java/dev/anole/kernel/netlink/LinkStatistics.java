package dev.anole.kernel.netlink;

import static dev.anole.kernel.netlink.LinkStats64Layout.*;

/**
 * What a link has carried since it was made, 64-bit counters of {@code struct rtnl_link_stats64}.
 *
 * @param receiveMissed packets that the hardware had no room for
 */
public record LinkStatistics(long receivedPackets, long sentPackets, long receivedBytes, long sentBytes,
                             long receiveErrors, long sendErrors, long receiveDropped, long sendDropped,
                             long multicast, long collisions, long receiveMissed) {
    static LinkStatistics decode(Payload stats) {
        return new LinkStatistics(stats.longValue(RX_PACKETS), stats.longValue(TX_PACKETS), stats.longValue(RX_BYTES),
                stats.longValue(TX_BYTES), stats.longValue(RX_ERRORS), stats.longValue(TX_ERRORS),
                stats.longValue(RX_DROPPED), stats.longValue(TX_DROPPED), stats.longValue(MULTICAST),
                stats.longValue(COLLISIONS), stats.has(RX_MISSED_ERRORS, Long.BYTES)
                        ? stats.longValue(RX_MISSED_ERRORS) : 0);
    }
}
