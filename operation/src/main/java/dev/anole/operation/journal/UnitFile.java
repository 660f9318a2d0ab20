package dev.anole.operation.journal;

import dev.anole.operation.Change;
import dev.anole.operation.Host;
import dev.anole.operation.KeyFormat;
import dev.anole.operation.OperationException;
import dev.anole.operation.Step;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * systemd units as changes. Enabling is making the links that the unit's {@code [Install]} section asks for, as
 * {@code systemctl enable} does (systemd.unit(5)); so it works where no systemd runs, too, and its links are targets that
 * undo takes away. What runs is told of by {@code systemctl} where systemd runs; elsewhere the next boot does it.
 */
public final class UnitFile {
    /** Where an administrator's units lie. */
    public static final String DIRECTORY = "/etc/systemd/system";

    private UnitFile() {
    }

    /**
     * A unit's file, with its links, running.
     *
     * @param unit    its name, {@code anole.service}
     * @param content its file
     * @param enable  whether it is started at boot
     * @param start   whether it is started now
     * @throws OperationException when name or content are not a unit's, or it says nothing about being enabled
     */
    public static Change installed(Host host, String unit, String content, boolean enable, boolean start, Clock clock) {
        Target.Unit target = target(unit);
        KeyFile file = checked(unit, content);
        List<Step> steps = new ArrayList<>();
        List<Text> notes = new ArrayList<>();
        String path = DIRECTORY + "/" + unit;
        steps.add(WholeFile.written(path, content.getBytes(StandardCharsets.UTF_8), clock));
        if (enable) {
            links(unit, file).forEach(link -> steps.add(WholeFile.linked(link, path, clock)));
        }
        if (start && Systemd.isRunning(host)) {
            steps.add(new Step(target, (_, _) -> new TargetState.Running(true)));
        } else if (start) {
            notes.add(enable ? Text.of("systemd does not run here, so starting " + unit + " is left to the next boot.", "此处没有运行 systemd，" + unit + " 将在下次启动时运行。")
                : Text.of("systemd does not run here, and " + unit + " is not enabled, so nothing starts it.", "此处没有运行 systemd，且 " + unit + " 未启用，因此不会启动。"));
        }
        return new Change(Text.of("Install " + unit, "安装 " + unit), steps, notes);
    }

    private static Target.Unit target(String unit) {
        try {
            return new Target.Unit(unit);
        } catch (IllegalArgumentException e) {
            throw OperationException.usage(Text.of("\"" + Refusal.printable(unit) + "\" is not the name of a unit", "“" + Refusal.printable(unit) + "”不是单元名"),
                Text.of("names look like backup.service or backup.timer", "单元名形如 backup.service 或 backup.timer"));
        }
    }

    /** A file that systemd would ignore line by line is not installed. */
    private static KeyFile checked(String unit, String content) {
        KeyFile file = KeyFile.parse(content.getBytes(StandardCharsets.UTF_8), KeyFormat.INI);
        Optional<String> stray = file.stray();
        String own = Character.toUpperCase(unit.charAt(unit.lastIndexOf('.') + 1)) + unit.substring(unit.lastIndexOf('.') + 2);
        boolean needsOwn = !own.equals("Target") && !own.equals("Slice");
        if (stray.isPresent()) {
            throw OperationException.usage(
                Text.of("\"" + Titles.cut(stray.get().strip()) + "\" is neither a section, a comment nor an assignment in one", "“" + Titles.cut(stray.get().strip()) + "”既不是节、注释，也不是节中的赋值"),
                Text.of("see systemd.syntax(7)", "参见 systemd.syntax(7)"));
        }
        if (needsOwn && !file.hasSection(own) && !own.equals("Device") || !file.hasSection("Unit") && !needsOwn) {
            throw OperationException.usage(Text.of("the content has no section [" + (needsOwn ? own : "Unit") + "]", "内容缺少 [" + (needsOwn ? own : "Unit") + "] 节"),
                Text.of("see systemd.syntax(7)", "参见 systemd.syntax(7)"));
        }
        return file;
    }

    private static List<String> links(String unit, KeyFile file) {
        if (unit.contains("@.")) {
            throw OperationException.usage(Text.of(unit + " is a template, and only an instance of it can be enabled", unit + " 是模板，只能启用它的实例"),
                Text.of("install it without enabling, then systemctl enable its instance", "请先安装而不启用，再用 systemctl enable 启用实例"));
        }
        List<String> links = new ArrayList<>();
        names(file, "WantedBy").forEach(by -> links.add(DIRECTORY + "/" + by + ".wants/" + unit));
        names(file, "RequiredBy").forEach(by -> links.add(DIRECTORY + "/" + by + ".requires/" + unit));
        names(file, "UpheldBy").forEach(by -> links.add(DIRECTORY + "/" + by + ".upholds/" + unit));
        names(file, "Alias").forEach(alias -> links.add(DIRECTORY + "/" + alias));
        if (links.isEmpty()) {
            throw OperationException.usage(Text.of(unit + " says nothing about when it is started: its [Install] section names no unit", unit + " 没有说明何时启动：[Install] 节未指定任何单元"),
                Text.of("add WantedBy=multi-user.target, or leave out enable", "请添加 WantedBy=multi-user.target，或不要启用"));
        }
        return links.stream().distinct().toList();
    }

    private static List<String> names(KeyFile file, String key) {
        List<String> names = new ArrayList<>();
        for (String value : file.values(Optional.of("Install"), key)) {
            for (String name : value.split("[\\s\\\\]+")) {
                if (!name.isEmpty()) {
                    names.add(target(name).name());   // also refuses specifiers (%i), slashes and other surprises
                }
            }
        }
        return names;
    }
}
