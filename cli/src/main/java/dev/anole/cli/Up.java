package dev.anole.cli;

import dev.anole.agent.AgentLock;
import dev.anole.cli.screen.Look;
import dev.anole.cli.screen.Style;
import dev.anole.cli.screen.Terminal;
import dev.anole.operation.Configuration;
import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * {@code anole up}: this process is the agent; the console is its child, started first, because a JVM takes its time, and
 * started again when it dies.
 */
final class Up {
    /** Starts of a console that died, before somebody has to look at it. */
    private static final int RESTARTS_MAX = 10;
    private static final Duration PAUSE_FIRST = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
    /** A console that has served so long starts again with a clean slate. */
    private static final Duration STEADY = Duration.ofMinutes(10);

    private final House house;
    private final Terminal terminal;
    private final Look look;
    private final AtomicReference<Optional<ConsoleChild>> child = new AtomicReference<>(Optional.empty());

    Up(House house, Terminal terminal, Globals globals) {
        this.house = house;
        this.terminal = terminal;
        this.look = terminal.errLook(globals.language(), globals.colours());
    }

    /**
     * Serves until it is told to stop.
     *
     * @param flags for the console, by option
     * @param open  whether a browser may be opened
     */
    int run(Path data, Map<String, String> flags, boolean open) {
        Configuration configuration = Settings.load(flags, terminal.environment());
        ServiceManager manager = ServiceManager.of(terminal.environment());
        DataDirectory.make(data, Host.local());
        terminal.sayLine(Style.HEADING.on("anole " + Version.TEXT, look.colours()) + "  " + data);
        StepLines steps = new StepLines(terminal, look);
        try (AgentLock lock = take(data)) {
            Launch launch = Launch.prepare(lock.data());
            child.set(Optional.of(launch.start(flags)));
            AgentLife agent;
            try {
                agent = AgentLife.start(house, lock, configuration, steps, held -> {
                    throw held;
                });
            } catch (RuntimeException e) {
                stopChild();
                throw e;
            }
            Ending ending = Ending.onExit(() -> {
                manager.stopping();
                stopChild();
                forgetAddress(lock.data());
                agent.close();
            });
            try {
                return supervise(launch, flags, open, steps, ending, agent, manager, lock.data());
            } finally {
                ending.now();
            }
        }
    }

    /** The lock; when another has it, with the address of that one's console. */
    private static AgentLock take(Path data) {
        try {
            return AgentLock.take(data);
        } catch (OperationException e) {
            Optional<String> address = address(data);
            if (e.kind() != OperationException.Kind.CONFLICT || address.isEmpty()) {
                throw e;
            }
            throw new OperationException(e.kind(),
                Text.of(e.problem().en() + ", with its console at " + address.get(), e.problem().zh() + "，其控制台位于 " + address.get()), e.remedy());
        }
    }

    private static Path addressFile(Path data) {
        return data.resolve("run").resolve("console.url");
    }

    private static Optional<String> address(Path data) {
        try {
            return Optional.of(Files.readString(addressFile(data)).strip()).filter(a -> a.startsWith("http"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void rememberAddress(Path data, String address) {
        try {
            Files.writeString(addressFile(data), address + "\n");
        } catch (IOException e) {
            System.getLogger(Up.class.getName()).log(System.Logger.Level.WARNING, "the console's address is not remembered: " + e.getMessage());
        }
    }

    private static void forgetAddress(Path data) {
        try {
            Files.deleteIfExists(addressFile(data));
        } catch (IOException e) {
            // Without the lock beside it it says nothing.
        }
    }

    private void stopChild() {
        child.get().ifPresent(ConsoleChild::stop);
    }

    private int supervise(Launch launch, Map<String, String> flags, boolean open, StepLines steps, Ending ending, AgentLife agent,
            ServiceManager manager, Path data) {
        Optional<ConsoleReady> first = child.get().orElseThrow().awaitReady();
        if (first.isEmpty()) {
            return endedBeforeItServed(ending);
        }
        ConsoleReady ready = first.get();
        rememberAddress(data, ready.address());
        steps.done(Text.of("console", "控制台"), Text.of(ready.address() + launch.shown().en(), ready.address() + launch.shown().zh()));
        manager.ready("console at " + ready.address(), agent::failures);
        welcome(ready, open);
        try {
            return keepUp(launch, sameport(flags, ready), steps, ending);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OperationException.Kind.STOPPED.exitCode();
        }
    }

    /** It has said why on standard error, which it shares with this process. */
    private int endedBeforeItServed(Ending ending) {
        if (ending.askedSoon()) {
            return 0;
        }
        try {
            int code = child.get().orElseThrow().awaitEnd();
            return code == 0 ? OperationException.Kind.FAILED.exitCode() : code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OperationException.Kind.STOPPED.exitCode();
        }
    }

    private void welcome(ConsoleReady ready, boolean open) {
        terminal.sayLine("");
        terminal.say(Text.of("Open this link; it lets one person in, once (another one: anole login-link):",
            "请打开此链接；它只能登录一次（再要一个：anole login-link）：").in(look.language()) + "\n\n  ");
        terminal.print(ready.login() + "\n");
        terminal.sayLine("");
        terminal.sayLine(Style.FAINT.on(Text.of("Ctrl-C stops the console and the agent.", "按 Ctrl-C 停止控制台和代理。").in(look.language()), look.colours()));
        if (open && Browser.inFront(terminal.environment())) {
            Browser.open(ready.login());
        }
    }

    /** Whoever has a page open finds the console again where it was, also when its first port was any. */
    private static Map<String, String> sameport(Map<String, String> flags, ConsoleReady ready) {
        Map<String, String> same = new java.util.LinkedHashMap<>(flags);
        if (ready.port() > 0) {
            same.put("port", Integer.toString(ready.port()));
        }
        return same;
    }

    private int keepUp(Launch launch, Map<String, String> flags, StepLines steps, Ending ending) throws InterruptedException {
        int restarts = 0;
        Duration pause = PAUSE_FIRST;
        long since = System.nanoTime();
        while (true) {
            int code = child.get().orElseThrow().awaitEnd();
            if (ending.askedSoon()) {
                return 0;
            }
            if (System.nanoTime() - since > STEADY.toNanos()) {
                restarts = 0;
                pause = PAUSE_FIRST;
            }
            String how = code > 128 ? "signal " + (code - 128) : "exit code " + code;
            if (++restarts > RESTARTS_MAX) {
                throw OperationException.failed(
                    Text.of("the console ended " + restarts + " times, the last time with " + how, "控制台已结束 " + restarts + " 次，最后一次：" + how),
                    Text.of("see what it said above, and start anole up again", "请查看上面的输出，然后重新运行 anole up"), null);
            }
            steps.say(Text.of("the console ended (" + how + "); it is started again in " + pause.toSeconds() + " s",
                "控制台结束（" + how + "）；" + pause.toSeconds() + " 秒后重新启动"));
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause.multipliedBy(2);
            since = System.nanoTime();
            restart(launch, flags, steps);
        }
    }

    private void restart(Launch launch, Map<String, String> flags, StepLines steps) {
        ConsoleChild next = launch.start(flags);
        child.set(Optional.of(next));
        next.awaitReady().ifPresent(ready -> steps.done(Text.of("console", "控制台"), Text.of(ready.address() + " again", ready.address() + " 已恢复")));
    }

    /**
     * How the console's process is started.
     *
     * @param user empty where it runs as this process's own user
     */
    private record Launch(Program program, Optional<ConsoleUser> user, Path data) {
        static Launch prepare(Path data) {
            Program program = Program.current();
            if (!Host.local().isRoot()) {
                return new Launch(program, Optional.empty(), data);
            }
            ConsoleUser user = ConsoleUser.of(data);
            try {
                checkOpen(data);
                return new Launch(program.openToOthers(data.resolve("program")), Optional.of(user), data);
            } catch (IOException e) {
                throw new OperationException(OperationException.Kind.UNAVAILABLE, Text.same(String.valueOf(e.getMessage())), Text.same(""), e);
            }
        }

        /** The console's user has to reach its directory. */
        private static void checkOpen(Path data) throws IOException {
            Optional<Path> closed = Program.closedAt(data.resolve("run").resolve("agent.lock"));
            if (closed.isPresent()) {
                throw OperationException.usage(
                    Text.of("the console runs as another user, who cannot enter " + closed.get(), "控制台以其他用户运行，无法进入 " + closed.get()),
                    Text.of("give a --data directory that others may pass through", "请用 --data 指定其他用户可以进入的目录"));
            }
        }

        ConsoleChild start(Map<String, String> flags) {
            List<String> words = new ArrayList<>(List.of(Builtin.CONSOLE.word(), "--supervised", "--data", data.toString()));
            flags.forEach((option, value) -> {
                if (value.equals("true")) {
                    words.add("--" + option);
                } else {
                    words.add("--" + option + "=" + value);
                }
            });
            return ConsoleChild.start(program, user.map(ConsoleUser::becoming).orElse(List.of()), words);
        }

        Text shown() {
            return user.map(u -> Text.of(", as user " + u.uid() + " without any rights", "，以无特权用户 " + u.uid() + " 运行")).orElse(Text.same(""));
        }
    }
}
