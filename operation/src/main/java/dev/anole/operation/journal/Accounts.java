package dev.anole.operation.journal;

import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import dev.anole.operation.journal.WholeFile.Owner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Users and groups of a host by name, from its {@code /etc/passwd} and {@code /etc/group}. Those of a directory service are
 * given by number.
 */
final class Accounts {
    private static final int LINES_MAX = 100_000;
    private static final long ID_MAX = 0xffff_fffeL;

    private Accounts() {
    }

    /** Whom {@code user}, {@code user:group} or {@code :group} names. */
    static Owner parse(Host host, String owner) {
        int colon = owner.indexOf(':');
        String user = colon < 0 ? owner : owner.substring(0, colon);
        String group = colon < 0 ? "" : owner.substring(colon + 1);
        if (user.isEmpty() && group.isEmpty()) {
            throw OperationException.usage(Text.of("an owner is user, user:group or :group", "属主写作 用户、用户:组 或 :组"), Text.same(""));
        }
        return new Owner(user.isEmpty() ? Optional.empty() : Optional.of(id(host, "/etc/passwd", user)),
            group.isEmpty() ? Optional.empty() : Optional.of(id(host, "/etc/group", group)));
    }

    private static long id(Host host, String file, String name) {
        if (name.chars().allMatch(c -> c >= '0' && c <= '9') && name.length() <= 10 && Long.parseLong(name) <= ID_MAX) {
            return Long.parseLong(name);
        }
        Path path = host.path(file);
        try (java.util.stream.Stream<String> lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
            return lines.limit(LINES_MAX).map(line -> List.of(line.split(":", -1)))
                .filter(fields -> fields.size() > 2 && fields.getFirst().equals(name) && fields.get(2).matches("[0-9]{1,10}"))
                .map(fields -> Long.parseLong(fields.get(2))).findFirst().orElseThrow(() -> unknown(file, name));
        } catch (IOException e) {
            throw unknown(file, name);
        }
    }

    private static OperationException unknown(String file, String name) {
        return OperationException.notFound(
            Text.of("\"" + Refusal.printable(name) + "\" is not in " + file, file + " 中没有“" + Refusal.printable(name) + "”"),
            Text.of("give its number", "请使用数字编号"));
    }
}
