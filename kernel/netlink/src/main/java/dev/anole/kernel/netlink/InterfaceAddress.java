package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.FormatException;

import java.net.InetAddress;
import java.util.Optional;

/**
 * An address of a link, rtnetlink(7).
 *
 * @param link the link's index
 * @param address this host's own, also on a point-to-point link
 * @param prefixLength bits that name the network
 * @param scope 0 global, 253 link, 254 host: {@code RT_SCOPE_*}
 * @param label the old alias name of an IPv4 address, such as "eth0:1"
 */
public record InterfaceAddress(int link, InetAddress address, int prefixLength, int scope, Optional<String> label) {
    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int IFA_LABEL = 3;

    /** From the body of an RTM_NEWADDR message. */
    static InterfaceAddress decode(Payload body) {
        Optional<InetAddress> local = Optional.empty();
        Optional<InetAddress> address = Optional.empty();
        Optional<String> label = Optional.empty();
        Attributes attributes = body.attributes(IfaddrmsgLayout.SIZE);
        while (attributes.next()) {
            switch (attributes.type()) {
                case IFA_ADDRESS -> address = Optional.of(attributes.value().address());
                case IFA_LOCAL -> local = Optional.of(attributes.value().address());
                case IFA_LABEL -> label = Optional.of(attributes.value().text());
                default -> {
                    // Lifetimes and flags are not needed here.
                }
            }
        }
        // On a point-to-point link IFA_ADDRESS is the peer's; IPv6 has no IFA_LOCAL otherwise.
        Optional<InetAddress> own = local.isPresent() ? local : address;
        return new InterfaceAddress((int) body.unsignedInt(IfaddrmsgLayout.IFA_INDEX),
                own.orElseThrow(() -> new FormatException(body.structure(), 0, "an address message without address")),
                body.unsignedByte(IfaddrmsgLayout.IFA_PREFIXLEN), body.unsignedByte(IfaddrmsgLayout.IFA_SCOPE), label);
    }
}
