package dev.anole.cli.door;

import dev.anole.operation.Change;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Probe;
import dev.anole.operation.Shape;
import dev.anole.operation.Step;
import dev.anole.operation.Text;
import dev.anole.operation.journal.ChangeReport;
import dev.anole.operation.journal.Journaled;
import dev.anole.operation.journal.UnitFile;
import dev.anole.operation.journal.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes Anole a service of this host: two units, a user for the console, and their directories. */
public final class Install implements Journaled<Install.Input> {
    private final Supplier<Optional<InstalledProgram>> program;

    Install(Supplier<Optional<InstalledProgram>> program) {
        this.program = program;
    }

    /** What is done beside writing the files. */
    public record Input(
        @Described(en = "start both at boot", zh = "开机启动", byDefault = "true") boolean enable,
        @Described(en = "start both now", zh = "立即启动", byDefault = "true") boolean start) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("install");
    }

    @Override
    public Text summary() {
        return Text.of("Make the agent and the console services of this host, by systemd units", "用 systemd 单元将代理和控制台安装为系统服务");
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Probe probe(Host host) {
        if (!host.isRoot()) {
            return Probe.unavailable(Text.of("only root may install services of the host", "只有 root 可以安装系统服务"), "uid " + host.uid(),
                Text.of("run Anole as root", "请以 root 运行 Anole"));
        }
        if (!Files.isDirectory(host.path("/etc/systemd")) && !Files.isDirectory(host.path("/usr/lib/systemd"))) {
            return Probe.unavailable(Text.of("this host has no systemd", "此主机没有 systemd"), "no /etc/systemd and no /usr/lib/systemd",
                Text.of("run anole up by whatever starts services here", "请用此处的服务管理方式运行 anole up"));
        }
        Optional<InstalledProgram> found = program.get();
        if (found.isEmpty()) {
            return Probe.unavailable(Text.of("Anole was not started by its launcher", "Anole 不是由启动器启动的"), "no property anole.image",
                Text.of("use ./anole, or the anole of a package", "请使用 ./anole 或安装包中的 anole"));
        }
        return found.get().closed().map(closed -> Probe.unavailable(
            Text.of("the console's user could not enter " + closed + ", where Anole lies", "控制台用户无法进入 Anole 所在的 " + closed), closed.toString(),
            Text.of("install the package, or move the tree to /opt", "请安装软件包，或将目录移到 /opt"))).orElseGet(Probe::available);
    }

    @Override
    public ChangeReport run(Input input, Context context) throws InterruptedException {
        if (input.start()) {
            refuseWhereServedByHand(context.host());
        }
        return Journaled.super.run(input, context);
    }

    @Override
    public Change change(Input input, Context context) {
        ServiceUnits units = new ServiceUnits(program.get().orElseThrow());
        Host host = context.host();
        List<Step> steps = new ArrayList<>();
        steps.add(file(ServiceUnits.USERS_FILE, units.users(), context));
        steps.add(file(ServiceUnits.DIRECTORIES_FILE, units.directories(), context));
        List<Text> notes = new ArrayList<>();
        notes.add(Text.of("The user anole and " + ServiceUnits.DATA + " are made when the agent starts, and stay when this is undone.",
            "用户 anole 和 " + ServiceUnits.DATA + " 在代理启动时创建，撤销后保留。"));
        notes.add(Text.of("A link to log in: anole login-link", "获取登录链接：anole login-link"));
        for (Change unit : List.of(
                UnitFile.installed(host, ServiceUnits.AGENT, units.agent(), input.enable(), input.start(), context.clock()),
                UnitFile.installed(host, ServiceUnits.CONSOLE, units.console(), input.enable(), input.start(), context.clock()))) {
            steps.addAll(unit.steps());
            notes.addAll(unit.notes());
        }
        return new Change(Text.of("Install Anole as services", "将 Anole 安装为系统服务"), steps, notes);
    }

    private static Step file(String path, String content, Context context) {
        return WholeFile.written(path, content.getBytes(StandardCharsets.UTF_8), context.clock());
    }

    /** The unit's agent could not start beside one that was started by hand on the same directory. */
    private static void refuseWhereServedByHand(Host host) {
        Optional<String> pid = host.read(ServiceUnits.DATA + "/run/agent.lock").filter(p -> p.matches("\\d{1,10}"));
        if (pid.isEmpty() || !alive(host, pid.get())) {
            return;
        }
        boolean byUnit = host.read("/proc/" + pid.get() + "/cgroup").filter(c -> c.contains(ServiceUnits.AGENT)).isPresent();
        if (!byUnit) {
            throw new OperationException(OperationException.Kind.CONFLICT,
                Text.of("process " + pid.get() + ", which was started by hand, serves " + ServiceUnits.DATA + " now", "手动启动的进程 " + pid.get() + " 正在服务 " + ServiceUnits.DATA),
                Text.of("install with --no-start, stop it, then: systemctl start anole-console", "请用 --no-start 安装，停止它，然后运行：systemctl start anole-console"));
        }
    }

    private static boolean alive(Host host, String pid) {
        try {
            return Files.isDirectory(host.path("/proc/" + pid)) && Files.readString(host.path("/proc/" + pid + "/cmdline")).contains("anole");
        } catch (IOException e) {
            return false;
        }
    }
}
