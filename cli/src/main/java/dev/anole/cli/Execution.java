package dev.anole.cli;

import dev.anole.cli.screen.Terminal;
import dev.anole.operation.Actor;
import dev.anole.operation.Agent;
import dev.anole.operation.Door;
import dev.anole.operation.Effect;
import dev.anole.operation.Mode;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Role;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskState;
import dev.anole.operation.Text;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Does one operation for the person at the terminal: shows what it would change, asks, runs it, shows what came out. */
final class Execution {
    /** How long an interrupted command waits for its task to have taken back what it had done, in seconds. */
    private static final int STOP_SECONDS_MAX = 20;

    private final House house;
    private final Terminal terminal;
    private final Globals globals;
    private final Actor actor;

    Execution(House house, Terminal terminal, Globals globals) {
        this.house = house;
        this.terminal = terminal;
        this.globals = globals;
        this.actor = new Actor(person(terminal.environment()), Role.ADMIN, Door.CLI);
    }

    /** The name that the record of a change bears. Behind sudo(8) it is the person's, not root's. */
    static String person(Map<String, String> environment) {
        String user = System.getProperty("user.name", "unknown");
        String sudo = environment.getOrDefault("SUDO_USER", "");
        String name = user.equals("root") && !sudo.isBlank() && !sudo.equals("root") ? sudo + " (sudo)" : user;
        String plain = name.replaceAll("\\p{Cntrl}", "?");
        return plain.isBlank() ? "unknown" : plain.substring(0, Math.min(plain.length(), Actor.NAME_MAX));
    }

    /** @return the exit code */
    int run(Operation<?, ?> operation, Record input) {
        if (globals.json() && operation.output() instanceof Output.Bytes) {
            throw OperationException.usage(
                Text.of("\"" + operation.name() + "\" gives bytes, not JSON", "“" + operation.name() + "”输出字节，不是 JSON"),
                Text.of("leave --json out", "请去掉 --json"));
        }
        if (globals.dryRun()) {
            return preview(operation, input);
        }
        boolean go;
        try {
            go = confirmed(operation, input);
        } catch (PreviewFailed e) {
            return e.exitCode;
        }
        if (!go) {
            terminal.sayLine("anole: " + Text.of("nothing was changed", "没有作任何改动").in(globals.language()));
            return OperationException.Kind.STOPPED.exitCode();
        }
        return start(operation, input, Mode.RUN, globals);
    }

    private int preview(Operation<?, ?> operation, Record input) {
        if (!(operation instanceof Previewed<?, ?>)) {
            throw OperationException.usage(
                Text.of("\"" + operation.name() + "\" cannot tell beforehand what it would change", "“" + operation.name() + "”无法预先显示改动"),
                Text.same(""));
        }
        return start(operation, input, Mode.PREVIEW, globals);
    }

    private boolean confirmed(Operation<?, ?> operation, Record input) {
        return switch (operation.effect()) {
            case READS, READS_SECRETS -> true;
            case CHANGES -> globals.yes() || asked(operation, input);
            case DISRUPTS -> named(operation, input);
        };
    }

    private boolean asked(Operation<?, ?> operation, Record input) {
        if (!terminal.somebodyThere()) {
            throw OperationException.usage(
                Text.of("\"" + operation.name() + "\" changes this host, and there is nobody to ask",
                    "“" + operation.name() + "”会改动这台主机，而这里无人可问"),
                operation instanceof Previewed<?, ?>
                    ? Text.of("add --yes to do it, or --dry-run to see what it would do", "加 --yes 直接执行，或加 --dry-run 查看将会做什么")
                    : Text.of("add --yes to do it", "加 --yes 直接执行"));
        }
        showFirst(operation, input);
        Optional<String> answer = terminal.ask(Text.of("Do it? [y/N] ", "执行吗？[y/N] ").in(globals.language()));
        return answer.filter(a -> a.equalsIgnoreCase("y") || a.equalsIgnoreCase("yes")).isPresent();
    }

    private boolean named(Operation<?, ?> operation, Record input) {
        String host = house.hostName();
        if (globals.confirm().isPresent()) {
            if (!globals.confirm().get().equals(host)) {
                throw OperationException.usage(
                    Text.of("--confirm " + globals.confirm().get() + ": this host is called " + host,
                        "--confirm " + globals.confirm().get() + "：这台主机名为 " + host),
                    Text.of("see that you are where you want to be", "请确认您在正确的主机上"));
            }
            return true;
        }
        if (!terminal.somebodyThere()) {
            throw OperationException.usage(
                Text.of("\"" + operation.name() + "\" interrupts something or cannot be undone, and there is nobody to ask",
                    "“" + operation.name() + "”会造成中断或不可撤销，而这里无人可问"),
                Text.of("add --confirm " + host + " to do it", "加 --confirm " + host + " 执行"));
        }
        showFirst(operation, input);
        terminal.sayLine(operation.summary().in(globals.language()) + " (" + operation.effect().label().in(globals.language()) + ")");
        Optional<String> answer = terminal.ask(Text.of("This cannot be undone. Type the host's name to go on: ", "此操作不可撤销。请输入主机名以继续：")
            .in(globals.language()));
        return answer.filter(host::equals).isPresent();
    }

    private void showFirst(Operation<?, ?> operation, Record input) {
        if (operation instanceof Previewed<?, ?>) {
            Globals eyes = new Globals(false, globals.debug(), globals.language(), globals.data(), globals.colours(), true, false, Optional.empty());
            int code = start(operation, input, Mode.PREVIEW, eyes);
            if (code > 1) {
                throw new PreviewFailed(code);
            }
        }
    }

    /** The preview has said why; there is nothing to ask. */
    static final class PreviewFailed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int exitCode;

        PreviewFailed(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    private int start(Operation<?, ?> operation, Record input, Mode mode, Globals how) {
        try (AgentChoice choice = AgentChoice.of(house, globals.data(), terminal.environment(), Door.CLI, operation.effect(), mode)) {
            Agent agent = choice.agent();
            TaskId task = agent.start(operation.name(), input, actor, mode);
            return follow(agent, task, how, !(operation.output() instanceof Output.Value<?>));
        }
    }

    /** Shows a task to its end; an interrupt by the person stops it first. */
    private int follow(Agent agent, TaskId task, Globals how, boolean stream) {
        CountDownLatch shown = new CountDownLatch(1);
        AtomicReference<Boolean> left = new AtomicReference<>(false);
        Runnable quit = () -> {
            left.set(true);
            agent.stop(task, actor);
        };
        TaskReport report = new TaskReport(terminal, how, quit);
        Thread onInterrupt = Thread.ofPlatform().name("interrupted").unstarted(() -> {
            try {
                report.close();
                quit.run();
                shown.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
            } catch (InterruptedException | RuntimeException e) {
                // It has ended in the meantime.
            }
        });
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try (report) {
            agent.follow(task, report);
            return report.end().map(end -> stream && left.get() ? 0 : finish(end, how)).orElse(OperationException.Kind.FAILED.exitCode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            agent.stop(task, actor);
            return OperationException.Kind.STOPPED.exitCode();
        } finally {
            shown.countDown();
            removeHook(onInterrupt);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The shutdown is under way: it runs.
        }
    }

    private int finish(TaskEvent.Ended end, Globals how) {
        return end.problem().map(problem -> new Complaint(terminal, how).say(problem.toException())).orElseGet(() -> code(end.state()));
    }

    static int code(TaskState state) {
        return switch (state) {
            case DONE -> 0;
            case FINDINGS -> 1;
            case FAILED, STOPPED, INTERRUPTED, PROPOSED, RUNNING -> OperationException.Kind.FAILED.exitCode();
        };
    }
}
