package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.KernelConstant;

/** What a netlink socket talks about, netlink(7). */
public enum NetlinkProtocol implements KernelConstant {
    /** Links, addresses, routes: rtnetlink(7). */
    NETLINK_ROUTE(0),
    /** Sockets: sock_diag(7). */
    NETLINK_SOCK_DIAG(4),
    /** Families that are found by name. */
    NETLINK_GENERIC(16);

    private final int value;

    NetlinkProtocol(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
