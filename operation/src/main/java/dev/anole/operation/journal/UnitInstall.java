package dev.anole.operation.journal;

import dev.anole.operation.Change;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Host;
import dev.anole.operation.OperationName;
import dev.anole.operation.Probe;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;

/** Installs a systemd unit. */
public final class UnitInstall implements Journaled<UnitInstall.Input> {
    /** What is installed. */
    public record Input(
            @Described(en = "Name of the unit, such as backup.service", zh = "单元名，例如 backup.service", positional = true) String name,
            @Described(en = "Content of the unit's file", zh = "单元文件的内容", lines = true) String content,
            @Described(en = "Start it at boot", zh = "开机启动") boolean enable,
            @Described(en = "Start it now", zh = "立即启动") boolean start) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("unit install");
    }

    @Override
    public Text summary() {
        return Text.of("Installs a systemd unit, enables and starts it", "安装 systemd 单元，可启用并启动");
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Probe probe(Host host) {
        if (!host.isRoot()) {
            return Probe.unavailable(Text.of("only root may install units of the host", "只有 root 可以安装系统单元"), "uid " + host.uid(),
                Text.of("run Anole as root", "请以 root 运行 Anole"));
        }
        return Probe.available(Systemd.isRunning(host) ? Text.of("systemd runs here", "systemd 正在运行")
            : Text.of("systemd does not run here: starting is left to the next boot", "此处没有运行 systemd：启动留到下次开机"));
    }

    @Override
    public Change change(Input input, Context context) {
        return UnitFile.installed(context.host(), input.name().strip(), input.content(), input.enable(), input.start(), context.clock());
    }
}
