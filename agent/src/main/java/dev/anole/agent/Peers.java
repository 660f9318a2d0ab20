package dev.anole.agent;

import dev.anole.operation.OperationException;
import dev.anole.operation.Problem;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/**
 * Who may speak with the agent, by what the kernel says about the process at the other end (SO_PEERCRED, unix(7)): root,
 * the agent's own user, and the user who owns the console's directory. The principals that the JDK makes from the
 * kernel's answer and from a file's owner compare by user id, not by name.
 */
final class Peers {
    /** What a peer is to this agent. */
    enum Standing {
        /** Root, or the agent's own user: could do everything without us. */
        OWNER,
        /** The console's user: names the people whom it has let in. */
        CONSOLE,
        /** Anybody else. */
        STRANGER
    }

    private final Path consoleDirectory;
    private final UserPrincipal root;
    private final UserPrincipal self;

    /** @param data the data directory; whoever owns {@code console/} in it is the console's user */
    Peers(Path data) throws IOException {
        consoleDirectory = data.resolve("console");
        UserPrincipalLookupService users = FileSystems.getDefault().getUserPrincipalLookupService();
        root = byUid(users, "0");
        self = Files.getOwner(Path.of("/proc/self"));
    }

    /** The JDK reads a name that is no user's as a number. */
    private static UserPrincipal byUid(UserPrincipalLookupService users, String uid) throws IOException {
        try {
            return users.lookupPrincipalByName(uid);
        } catch (UserPrincipalNotFoundException e) {
            return users.lookupPrincipalByName("root");
        }
    }

    Standing of(UserPrincipal peer) {
        if (peer.equals(root) || peer.equals(self)) {
            return Standing.OWNER;
        }
        try {
            return peer.equals(Files.getOwner(consoleDirectory)) ? Standing.CONSOLE : Standing.STRANGER;
        } catch (IOException e) {
            return Standing.STRANGER;   // no console has ever run here
        }
    }

    /** What a stranger is told. */
    static Problem refusal(UserPrincipal peer, Path socket) {
        return new Problem(OperationException.Kind.FORBIDDEN,
            Text.of("user " + peer.getName() + " may not speak with the agent at " + socket,
                "用户 " + peer.getName() + " 无权访问代理 " + socket),
            Text.of("run the command with sudo, or use the console", "请用 sudo 运行该命令，或使用控制台"));
    }
}
