package dev.anole.console.gate;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The names under which this console is reached. A request for another name is refused: a page of an attacker whose name
 * was made to point to 127.0.0.1 (DNS rebinding) sends its own name.
 */
public final class HostNames {
    private final Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));

    /**
     * @param listen     the address that is listened on, where it is not the loopback
     * @param configured further names
     */
    public HostNames(Optional<String> listen, List<String> configured) {
        listen.map(l -> l.contains(":") ? "[" + l + "]" : l).ifPresent(l -> names.add(l.toLowerCase(Locale.ROOT)));
        configured.forEach(n -> names.add(n.toLowerCase(Locale.ROOT)));
    }

    /** Whether a Host header names this console, with or without a port. */
    public boolean accepts(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > 0 && host.indexOf(']', colon) < 0 && host.substring(colon + 1).chars().allMatch(Character::isDigit);
        String name = (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
        return names.contains(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
    }
}
