package dev.anole.ops.collect;

import dev.anole.kernel.linux.LinuxException;
import dev.anole.kernel.netlink.InterfaceAddress;
import dev.anole.kernel.netlink.RouteSocket;
import dev.anole.operation.Described;
import dev.anole.operation.Host;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network interface, {@code /sys/class/net}. */
public record InterfaceInventory(
    @Described(en = "name", zh = "名称") String name,
    @Described(en = "kind", zh = "类型") Kind kind,
    @Described(en = "state", zh = "状态") String state,
    @Described(en = "speed", zh = "速率", unit = "Mbit/s") Optional<Long> speed,
    @Described(en = "MTU", zh = "MTU") long mtuBytes,
    @Described(en = "hardware address", zh = "硬件地址") String address,
    @Described(en = "driver", zh = "驱动") String driver,
    @Described(en = "addresses", zh = "地址") List<String> addresses) {

    /** What it is. */
    public enum Kind { PHYSICAL, LOOPBACK, BRIDGE, BOND, VLAN, VETH, TUN, WIRELESS, VIRTUAL }

    private static final int ADDRESSES_MAX = 64;

    public InterfaceInventory {
        addresses = List.copyOf(addresses);
    }

    static List<InterfaceInventory> of(Host host) {
        List<InterfaceInventory> interfaces = new ArrayList<>();
        Map<Long, List<String>> addresses = addresses(host);
        for (String name : SmallFile.names(host, "/sys/class/net")) {
            String directory = "/sys/class/net/" + name + "/";
            if (interfaces.size() >= NetworkSampler.INTERFACES_MAX || !SmallFile.exists(host, directory + "mtu")) {
                continue;   // also passes over files such as bonding_masters
            }
            interfaces.add(new InterfaceInventory(Printable.line(name, 32), kind(host, name, directory),
                SmallFile.value(host, directory + "operstate").orElse("unknown"),
                // The kernel says -1 for "not known", and refuses to tell while the link is down.
                SmallFile.number(host, directory + "speed").filter(s -> s > 0),
                SmallFile.number(host, directory + "mtu").orElse(0L),
                SmallFile.value(host, directory + "address").orElse(""),
                SmallFile.linkName(host, directory + "device/driver").orElse(""),
                addresses.getOrDefault(SmallFile.number(host, directory + "ifindex").orElse(-1L), List.of())));
        }
        return interfaces;
    }

    /** By the index of their interface, {@code 10.0.0.5/24}; none where netlink is refused, or of a host that is only files. */
    private static Map<Long, List<String>> addresses(Host host) {
        Map<Long, List<String>> byIndex = new HashMap<>();
        if (host.root().getNameCount() == 0) {
            try (RouteSocket routes = RouteSocket.open()) {
                for (InterfaceAddress address : routes.addresses()) {
                    List<String> of = byIndex.computeIfAbsent((long) address.link(), _ -> new ArrayList<>());
                    if (of.size() < ADDRESSES_MAX) {
                        of.add(shown(address.address()) + "/" + address.prefixLength());
                    }
                }
            } catch (LinuxException e) {
                return Map.of();
            }
        }
        return byIndex;
    }

    /** IPv6 with its longest run of zeros left out, RFC 5952. */
    static String shown(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        int longest = 0;
        int at = -1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && bytes[2 * (i + run)] == 0 && bytes[2 * (i + run) + 1] == 0) {
                run++;
            }
            if (run > longest) {
                longest = run;
                at = i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (longest >= 2 && i == at) {
                text.append("::");
                i += longest - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                    .append(Integer.toHexString((bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff));
            }
        }
        return text.toString();
    }

    private static Kind kind(Host host, String name, String directory) {
        if (name.equals("lo")) {
            return Kind.LOOPBACK;
        }
        String type = SmallFile.text(host, directory + "uevent", 4096).orElse("").lines()
            .filter(l -> l.startsWith("DEVTYPE=")).map(l -> l.substring("DEVTYPE=".length())).findFirst().orElse("");
        return switch (type) {
            case "bridge" -> Kind.BRIDGE;
            case "bond" -> Kind.BOND;
            case "vlan" -> Kind.VLAN;
            case "wlan" -> Kind.WIRELESS;
            default -> {
                if (SmallFile.exists(host, directory + "device")) {
                    yield Kind.PHYSICAL;
                }
                if (SmallFile.exists(host, directory + "tun_flags")) {
                    yield Kind.TUN;
                }
                yield name.startsWith("veth") ? Kind.VETH : Kind.VIRTUAL;
            }
        };
    }
}
