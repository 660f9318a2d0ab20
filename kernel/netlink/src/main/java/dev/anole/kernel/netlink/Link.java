package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.FormatException;

import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A network interface, rtnetlink(7).
 *
 * @param index its number in its network namespace
 * @param hardwareType {@code ARPHRD_*}: 1 is Ethernet, 772 loopback
 * @param mtu longest packet in bytes
 * @param hardwareAddress such as "52:54:00:12:34:56"; empty where there is none
 * @param kind of a virtual one: "veth", "bridge", "vlan", …
 * @param master the index of the bridge or bond that it belongs to
 * @param peer the index of the other end of a veth, or the link below a vlan; maybe in another namespace
 * @param queueingDiscipline at its root: "fq_codel", "noqueue", …
 * @param carrierChanges how often its carrier came or went
 */
public record Link(int index, String name, int hardwareType, Set<LinkFlag> flags, LinkState state, long mtu,
                   Optional<String> hardwareAddress, Optional<String> kind, OptionalInt master, OptionalInt peer,
                   Optional<String> queueingDiscipline, long carrierChanges, Optional<LinkStatistics> statistics) {
    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_LINK = 5;
    static final int IFLA_QDISC = 6;
    static final int IFLA_MASTER = 10;
    static final int IFLA_OPERSTATE = 16;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_STATS64 = 23;
    static final int IFLA_CARRIER_CHANGES = 35;
    static final int IFLA_INFO_KIND = 1;

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    public Link {
        flags = Set.copyOf(flags);
    }

    public boolean isLoopback() {
        return flags.contains(LinkFlag.IFF_LOOPBACK);
    }

    /** From the body of an RTM_NEWLINK message. */
    static Link decode(Payload body) {
        int index = body.signedInt(IfinfomsgLayout.IFI_INDEX);
        String name = "";
        LinkState state = LinkState.UNKNOWN;
        long mtu = 0;
        long carrierChanges = 0;
        Optional<String> address = Optional.empty();
        Optional<String> kind = Optional.empty();
        Optional<String> discipline = Optional.empty();
        OptionalInt master = OptionalInt.empty();
        OptionalInt peer = OptionalInt.empty();
        Optional<LinkStatistics> statistics = Optional.empty();
        Attributes attributes = body.attributes(IfinfomsgLayout.SIZE);
        while (attributes.next()) {
            Payload value = attributes.value();
            switch (attributes.type()) {
                case IFLA_IFNAME -> name = value.text();
                case IFLA_ADDRESS -> address = value.size() == 0 ? Optional.empty()
                        : Optional.of(COLONS.formatHex(value.copy(0, value.size())));
                case IFLA_MTU -> mtu = value.unsignedInt(0);
                case IFLA_LINK -> peer = OptionalInt.of(value.signedInt(0));
                case IFLA_QDISC -> discipline = Optional.of(value.text());
                case IFLA_MASTER -> master = OptionalInt.of(value.signedInt(0));
                case IFLA_OPERSTATE -> state = LinkState.of(value.unsignedByte(0));
                case IFLA_LINKINFO -> kind = kind(attributes.nested());
                case IFLA_STATS64 -> statistics = Optional.of(LinkStatistics.decode(value));
                case IFLA_CARRIER_CHANGES -> carrierChanges = value.unsignedInt(0);
                default -> {
                    // The kernel adds attributes with every release; those not named here are not needed.
                }
            }
        }
        if (name.isEmpty()) {
            throw new FormatException(body.structure(), 0, "link " + index + " has no name");
        }
        return new Link(index, name, body.unsignedShort(IfinfomsgLayout.IFI_TYPE),
                LinkFlag.ofMask(body.signedInt(IfinfomsgLayout.IFI_FLAGS)), state, mtu, address, kind, master, peer,
                discipline, carrierChanges, statistics);
    }

    private static Optional<String> kind(Attributes info) {
        while (info.next()) {
            if (info.type() == IFLA_INFO_KIND) {
                return Optional.of(info.value().text());
            }
        }
        return Optional.empty();
    }
}
