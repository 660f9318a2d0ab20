package dev.anole.cli;

import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The unprivileged user whom a console runs as when the agent is root: the owner of {@code DATA/console}, who is chosen
 * once: the user {@code anole} where there is one, else an id that nobody has.
 *
 * @param uid the user
 * @param gid the group
 */
record ConsoleUser(int uid, int gid) {
    /** The name that packages make. */
    static final String NAME = "anole";
    /** Ids that systemd keeps for services without a user of their own; nobody is called by one. */
    private static final int FREE_MIN = 61184;
    private static final int FREE_MAX = 65519;
    private static final List<Path> SETPRIV = List.of(Path.of("/usr/bin/setpriv"), Path.of("/bin/setpriv"));

    /** Chooses, and makes the console's directory with its owner. */
    static ConsoleUser of(Path data) {
        Path directory = data.resolve("console");
        try {
            if (Files.exists(directory)) {
                int owner = (int) Files.getAttribute(directory, "unix:uid");
                if (owner != 0) {
                    return new ConsoleUser(owner, (int) Files.getAttribute(directory, "unix:gid"));
                }
            }
            ConsoleUser chosen = choose(accounts());
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            Files.setAttribute(directory, "unix:gid", chosen.gid);
            Files.setAttribute(directory, "unix:uid", chosen.uid);
            return chosen;
        } catch (IOException e) {
            throw OperationException.failed(
                Text.of("the console's directory " + directory + " cannot be made: " + e.getMessage(), "无法创建控制台目录 " + directory + "：" + e.getMessage()),
                Text.of("see that " + data + " has room and can be written", "请检查 " + data + " 的空间和写权限"), e);
        }
    }

    /** The lines of passwd(5); none in a container that has no such file. */
    private static List<String> accounts() throws IOException {
        Path passwd = Path.of("/etc/passwd");
        return Files.exists(passwd) ? Files.readAllLines(passwd) : List.of();
    }

    /** @param passwd the lines of passwd(5) */
    static ConsoleUser choose(List<String> passwd) {
        Map<String, ConsoleUser> users = new HashMap<>();
        for (String line : passwd) {
            String[] fields = line.split(":", -1);
            if (fields.length >= 4 && fields[2].matches("\\d{1,9}") && fields[3].matches("\\d{1,9}")) {
                users.put(fields[0], new ConsoleUser(Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
            }
        }
        if (users.containsKey(NAME) && users.get(NAME).uid != 0) {
            return users.get(NAME);
        }
        for (int id = FREE_MIN; id <= FREE_MAX; id++) {
            int candidate = id;
            if (users.values().stream().noneMatch(u -> u.uid == candidate || u.gid == candidate)) {
                return new ConsoleUser(id, id);
            }
        }
        throw new OperationException(OperationException.Kind.UNAVAILABLE,
            Text.of("no user id between " + FREE_MIN + " and " + FREE_MAX + " is free for the console", "没有可供控制台使用的用户编号"),
            Text.of("make a user for it: useradd --system anole", "请为它创建用户：useradd --system anole"));
    }

    /** The command before the console's own that makes its process this user's, without any privilege: setpriv(1). */
    List<String> becoming() {
        Optional<Path> setpriv = SETPRIV.stream().filter(Files::isExecutable).findFirst();
        if (setpriv.isEmpty()) {
            throw new OperationException(OperationException.Kind.UNAVAILABLE,
                Text.of("the console cannot give up root's rights: setpriv is not installed", "控制台无法放弃 root 权限：未安装 setpriv"),
                Text.of("install util-linux, or run anole up as an ordinary user", "请安装 util-linux，或以普通用户运行 anole up"));
        }
        return List.of(setpriv.get().toString(), "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--inh-caps=-all", "--no-new-privs");
    }
}
