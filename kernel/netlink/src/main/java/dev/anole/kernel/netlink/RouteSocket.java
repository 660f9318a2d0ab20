package dev.anole.kernel.netlink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Links, addresses and routes of the calling thread's network namespace. Not for several threads. */
public final class RouteSocket implements AutoCloseable {
    static final int RTM_NEWLINK = 16;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    static final int RTM_GETADDR = 22;
    static final int RTM_NEWROUTE = 24;
    static final int RTM_GETROUTE = 26;
    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int IFLA_EXT_MASK = 29;
    static final int RTEXT_FILTER_SKIP_STATS = 8;

    /** A router with full tables has a million; what comes after is not listed. */
    public static final int ENTRIES_MAX = 2_000_000;

    private final NetlinkSocket socket = NetlinkSocket.open(NetlinkProtocol.NETLINK_ROUTE);

    private RouteSocket() {
    }

    public static RouteSocket open() {
        return new RouteSocket();
    }

    /** All links with their counters. */
    public List<Link> links() {
        return dump(new NetlinkRequest(RTM_GETLINK, NetlinkRequest.NLM_F_DUMP).header(IfinfomsgLayout.SIZE), "links",
                RTM_NEWLINK, ENTRIES_MAX, Link::decode);
    }

    /** The link with a name. */
    public Optional<Link> link(String name) {
        return links().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    /** All addresses of all links. */
    public List<InterfaceAddress> addresses() {
        return dump(new NetlinkRequest(RTM_GETADDR, NetlinkRequest.NLM_F_DUMP).header(IfaddrmsgLayout.SIZE),
                "addresses", RTM_NEWADDR, ENTRIES_MAX, InterfaceAddress::decode);
    }

    /**
     * Routes of all tables, IPv4 and IPv6.
     *
     * @param limit how many at most, up to {@link #ENTRIES_MAX}
     */
    public List<Route> routes(int limit) {
        return dump(new NetlinkRequest(RTM_GETROUTE, NetlinkRequest.NLM_F_DUMP).header(RtmsgLayout.SIZE), "routes",
                RTM_NEWROUTE, Math.min(limit, ENTRIES_MAX), Route::decode);
    }

    @Override
    public void close() {
        socket.close();
    }

    private <T> List<T> dump(NetlinkRequest request, String subject, int wanted, int limit,
                             Function<Payload, T> decoder) {
        List<T> found = new ArrayList<>();
        socket.dump(request, subject, found::clear, (type, body) -> {
            if (type == wanted && found.size() < limit) {
                found.add(decoder.apply(body));
            }
            return found.size() < limit;
        });
        return List.copyOf(found);
    }
}
