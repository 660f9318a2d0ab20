package dev.anole.kernel.netlink;

/** {@code struct rtnl_link_stats64}, {@code include/uapi/linux/if_link.h}. Offsets in bytes. */
final class LinkStats64Layout {
    static final int RX_PACKETS = 0;
    static final int TX_PACKETS = 8;
    static final int RX_BYTES = 16;
    static final int TX_BYTES = 24;
    static final int RX_ERRORS = 32;
    static final int TX_ERRORS = 40;
    static final int RX_DROPPED = 48;
    static final int TX_DROPPED = 56;
    static final int MULTICAST = 64;
    static final int COLLISIONS = 72;
    static final int RX_LENGTH_ERRORS = 80;
    static final int RX_OVER_ERRORS = 88;
    static final int RX_CRC_ERRORS = 96;
    static final int RX_FRAME_ERRORS = 104;
    static final int RX_FIFO_ERRORS = 112;
    static final int RX_MISSED_ERRORS = 120;

    private LinkStats64Layout() {
    }
}
