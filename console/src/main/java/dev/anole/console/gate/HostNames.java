package dev.anole.console.gate;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The names under which this console is reached. A request for another name is refused: a page of an attacker whose name
 * was made to point to 127.0.0.1 (DNS rebinding) sends its own name.
 */
public final class HostNames {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");
    /** Addresses of this host that are taken when all of them are listened on. */
    private static final int ADDRESSES_MAX = 64;

    private final Set<String> names;

    private HostNames(Set<String> names) {
        this.names = names;
    }

    /**
     * The loopback, what is listened on (this host's name and all its addresses, where that is all of them), and what is
     * configured.
     *
     * @param listen     the address that is listened on, where it is not the loopback
     * @param configured further names
     */
    public static HostNames of(Optional<String> listen, List<String> configured) {
        Set<String> names = new LinkedHashSet<>(LOOPBACK);
        listen.ifPresent(address -> {
            if (address.equals("0.0.0.0") || address.equals("::")) {
                names.addAll(own());
            } else {
                names.add(address.toLowerCase(Locale.ROOT));
            }
        });
        configured.forEach(n -> names.add(n.toLowerCase(Locale.ROOT)));
        return new HostNames(names);
    }

    private static List<String> own() {
        List<String> own = new ArrayList<>();
        try {
            own.add(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip().toLowerCase(Locale.ROOT));
            NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .map(a -> a.getHostAddress().split("%", 2)[0]).distinct().limit(ADDRESSES_MAX).forEach(own::add);
        } catch (IOException e) {
            System.getLogger(HostNames.class.getName()).log(System.Logger.Level.DEBUG, "this host's addresses", e);
        }
        return own;
    }

    /** All of them, as a certificate names them. */
    public List<String> all() {
        return List.copyOf(names);
    }

    /** Whether a Host header names this console, with or without a port. */
    public boolean accepts(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > 0 && host.indexOf(']', colon) < 0 && host.substring(colon + 1).chars().allMatch(Character::isDigit);
        String name = (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
        boolean bracketed = name.startsWith("[") && name.endsWith("]");
        String bare = bracketed ? name.substring(1, name.length() - 1) : name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return names.contains(bare) && (bracketed == bare.contains(":"));
    }
}
