package dev.anole.kernel.netlink;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A route, rtnetlink(7).
 *
 * @param ipv6 whether it is one of IPv6
 * @param destination empty for the default route
 * @param prefixLength bits of the destination that count; 0 for the default route
 * @param gateway the next hop, when it is not on the link itself; of a route with several hops the first
 * @param link the index of the link that it leaves by
 * @param priority the lower is taken first; 0 where none is set
 * @param table 254 is main, 255 local
 * @param type {@code RTN_*}: 1 unicast, 2 local, 3 broadcast, 7 unreachable
 * @param protocol who made it, {@code RTPROT_*}: 2 the kernel, 3 boot, 4 an administrator, 16 DHCP
 */
public record Route(boolean ipv6, Optional<InetAddress> destination, int prefixLength, Optional<InetAddress> gateway,
                    OptionalInt link, long priority, long table, int type, int protocol) {
    static final int RTA_DST = 1;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PRIORITY = 6;
    static final int RTA_MULTIPATH = 9;
    static final int RTA_TABLE = 15;
    static final int RTA_VIA = 18;

    /** {@code struct rtnexthop}: length, flags, hops, link; then attributes. */
    private static final int RTNH_IFINDEX = 4;
    private static final int RTNH_BYTES = 8;
    /** {@code struct rtvia}: a family, then the address. */
    private static final int RTVIA_ADDRESS = 2;

    /** Whether it is for all that no other route is for. */
    public boolean isDefault() {
        return prefixLength == 0 && type == 1;
    }

    /** From the body of an RTM_NEWROUTE message. */
    static Route decode(Payload body) {
        Hop hop = new Hop(Optional.empty(), OptionalInt.empty());
        Optional<InetAddress> destination = Optional.empty();
        long priority = 0;
        long table = body.unsignedByte(RtmsgLayout.RTM_TABLE);
        Attributes attributes = body.attributes(RtmsgLayout.SIZE);
        while (attributes.next()) {
            Payload value = attributes.value();
            switch (attributes.type()) {
                case RTA_DST -> destination = Optional.of(value.address());
                case RTA_PRIORITY -> priority = value.unsignedInt(0);
                case RTA_TABLE -> table = value.unsignedInt(0);
                case RTA_MULTIPATH -> hop = Hop.first(value);
                default -> hop = hop.with(attributes.type(), value);
            }
        }
        return new Route(body.unsignedByte(RtmsgLayout.RTM_FAMILY) == RouteSocket.AF_INET6, destination,
                body.unsignedByte(RtmsgLayout.RTM_DST_LEN), hop.gateway(), hop.link(), priority, table,
                body.unsignedByte(RtmsgLayout.RTM_TYPE), body.unsignedByte(RtmsgLayout.RTM_PROTOCOL));
    }

    /** Where packets go next. */
    private record Hop(Optional<InetAddress> gateway, OptionalInt link) {
        Hop with(int attribute, Payload value) {
            return switch (attribute) {
                case RTA_GATEWAY -> new Hop(Optional.of(value.address()), link);
                case RTA_VIA -> new Hop(Optional.of(value.from(RTVIA_ADDRESS).address()), link);
                case RTA_OIF -> new Hop(gateway, OptionalInt.of(value.signedInt(0)));
                default -> this;
            };
        }

        static Hop first(Payload hops) {
            Hop hop = new Hop(Optional.empty(), OptionalInt.of(hops.signedInt(RTNH_IFINDEX)));
            int length = hops.unsignedShort(0);
            Attributes attributes = hops.piece(hops.structure(), 0, length).attributes(RTNH_BYTES);
            while (attributes.next()) {
                hop = hop.with(attributes.type(), attributes.value());
            }
            return hop;
        }
    }
}
