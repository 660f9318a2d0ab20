package dev.anole.cli;

import dev.anole.agent.RemoteAgent;
import dev.anole.cli.screen.Terminal;
import dev.anole.console.Console;
import dev.anole.console.ConsoleConfiguration;
import dev.anole.operation.Configuration;
import dev.anole.operation.Door;
import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Service;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The console's process: started by {@code anole up}, whose end is its end, or by systemd. */
final class ConsoleLife {
    private final House house;
    private final Terminal terminal;

    ConsoleLife(House house, Terminal terminal) {
        this.house = house;
        this.terminal = terminal;
    }

    /**
     * Serves until the process is told to stop.
     *
     * @param supervised the one who started it reads standard output, and ends it by closing standard input
     */
    int run(Path data, Map<String, String> flags, boolean supervised) {
        Host host = Host.local();
        if (host.isRoot()) {
            throw new OperationException(OperationException.Kind.FORBIDDEN,
                Text.of("the console does not run as root", "控制台不以 root 运行"),
                Text.of("use anole up, which runs it as another user", "请使用 anole up，它会以其他用户运行控制台"));
        }
        Configuration configuration = Settings.load(flags, terminal.environment());
        ServiceManager manager = ServiceManager.of(terminal.environment());
        RemoteAgent agent = RemoteAgent.at(data, house.catalog(), Door.CONSOLE);
        Console console = new Console(house.catalog(), agent, data.resolve("console"), Version.TEXT, Clock.systemUTC(),
            configuration.entries());
        Ending ending = Ending.onExit(() -> {
            manager.stopping();
            console.close();
            agent.close();
        });
        try {
            console.start(configuration.get(Settings.CONSOLE, ConsoleConfiguration.class));
        } catch (RuntimeException e) {
            ending.now();
            throw e;
        }
        manager.ready("serving " + console.address(), () -> failures(console));
        if (supervised) {
            terminal.print(new ConsoleReady(console.address().toString(), console.loginLink().toString()).line());
            awaitEndOfInput();
        } else {
            // Into systemd's journal go no links: whoever may read it is not whoever may log in.
            terminal.print("anole console " + console.address() + "; a link to log in: anole login-link\n");
            ending.await();
        }
        ending.now();
        return 0;
    }

    private static List<Text> failures(Console console) {
        return switch (console.health()) {
            case Service.Health.Good _, Service.Health.Impaired _ -> List.of();
            case Service.Health.Failed(Text reason, var _) -> List.of(reason);
        };
    }

    private void awaitEndOfInput() {
        try {
            while (terminal.in().read() >= 0) {
                // Nothing is said here: the pipe is there to end.
            }
        } catch (IOException e) {
            // That is an end as well.
        }
    }
}
