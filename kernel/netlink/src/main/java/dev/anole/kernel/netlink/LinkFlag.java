package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.KernelConstant;

import java.util.EnumSet;
import java.util.Set;

/** What a link is and does, netdevice(7). */
public enum LinkFlag implements KernelConstant {
    /** Switched on. */
    IFF_UP(0x1),
    IFF_BROADCAST(0x2),
    IFF_LOOPBACK(0x8),
    IFF_POINTOPOINT(0x10),
    /** Able to carry packets: cable in, peer there. */
    IFF_RUNNING(0x40),
    IFF_NOARP(0x80),
    IFF_PROMISC(0x100),
    IFF_ALLMULTI(0x200),
    IFF_MASTER(0x400),
    IFF_SLAVE(0x800),
    IFF_MULTICAST(0x1000),
    IFF_LOWER_UP(0x10000),
    IFF_DORMANT(0x20000);

    private final int value;

    LinkFlag(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }

    static Set<LinkFlag> ofMask(int mask) {
        EnumSet<LinkFlag> found = EnumSet.noneOf(LinkFlag.class);
        for (LinkFlag each : values()) {
            if ((mask & each.value) != 0) {
                found.add(each);
            }
        }
        return Set.copyOf(found);
    }
}
