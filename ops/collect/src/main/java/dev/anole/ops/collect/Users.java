package dev.anole.ops.collect;

import dev.anole.operation.Host;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names of users by their numbers, from {@code /etc/passwd}. Directories behind NSS are not asked: that may take seconds. */
final class Users {
    private static final int FILE_BYTES_MAX = 1 << 20;
    private static final int USERS_MAX = 10_000;
    private static final int NAME_CHARS_MAX = 64;
    private static final int EVERY_SECONDS = 60;

    private final Host host;
    private final Rarely due = new Rarely(EVERY_SECONDS);
    private Map<Long, String> names = Map.of();

    Users(Host host) {
        this.host = host;
    }

    /** Reads them again when that is due. */
    void refresh(Tick tick) {
        if (due.due(tick)) {
            Map<Long, String> fresh = new HashMap<>();
            SmallFile.text(host, "/etc/passwd", FILE_BYTES_MAX).ifPresent(text -> text.lines().limit(USERS_MAX).forEach(line -> {
                String[] fields = line.split(":", 4);
                if (fields.length == 4) {
                    Optional<Long> uid = SmallFile.parse(fields[2]);
                    uid.ifPresent(u -> fresh.putIfAbsent(u, Printable.line(fields[0], NAME_CHARS_MAX)));
                }
            }));
            names = fresh;
        }
    }

    /** The name, or the number where nobody has named it. */
    String name(long uid) {
        String name = names.get(uid);
        return name == null ? Long.toString(uid) : name;
    }
}
