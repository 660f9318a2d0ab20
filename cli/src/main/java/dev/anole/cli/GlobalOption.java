package dev.anole.cli;

import dev.anole.operation.Effect;
import dev.anole.operation.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The options that every command has, as they are typed and explained. */
enum GlobalOption {
    JSON(Optional.empty(), Text.of("write the output as JSON", "以 JSON 输出"), "--json"),
    DATA(Optional.of("DIR"), Text.of("use another data directory", "使用其他数据目录"), "--data"),
    LANG(Optional.of("en|zh"), Text.of("speak this language", "使用此语言"), "--lang"),
    NO_COLOR(Optional.empty(), Text.of("no colours", "不用颜色"), "--no-color"),
    DEBUG(Optional.empty(), Text.of("show the task's log, and where an error comes from", "显示任务日志和错误的来源"), "--debug"),
    HELP(Optional.empty(), Text.of("show this", "显示此帮助"), "--help", "-h"),
    VERSION(Optional.empty(), Text.of("show the version", "显示版本"), "--version", "-V"),
    DRY_RUN(Optional.empty(), Text.of("show what would change, and change nothing", "只显示将会改动什么"), "--dry-run"),
    YES(Optional.empty(), Text.of("make the change without asking", "不询问直接改动"), "--yes", "--apply", "-y"),
    CONFIRM(Optional.of("HOST"), Text.of("confirm with the host's name what cannot be undone", "用主机名确认不可撤销的操作"), "--confirm");

    private final Optional<String> parameter;
    private final Text label;
    private final List<String> names;

    GlobalOption(Optional<String> parameter, Text label, String... names) {
        this.parameter = parameter;
        this.label = label;
        this.names = List.of(names);
    }

    /** What stands behind it; empty for a flag. */
    Optional<String> parameter() {
        return parameter;
    }

    Text label() {
        return label;
    }

    List<String> names() {
        return names;
    }

    /** The name that help and errors use. */
    String shown() {
        return names.getFirst();
    }

    /** Whether a command with that effect has it. */
    boolean fits(Effect effect) {
        return switch (this) {
            case JSON, DATA, LANG, NO_COLOR, DEBUG, HELP, VERSION -> true;
            case DRY_RUN -> effect == Effect.CHANGES || effect == Effect.DISRUPTS;
            case YES -> effect == Effect.CHANGES;
            case CONFIRM -> effect == Effect.DISRUPTS;
        };
    }

    static Optional<GlobalOption> of(String typed) {
        int equals = typed.indexOf('=');
        String name = equals < 0 ? typed : typed.substring(0, equals);
        return Arrays.stream(values()).filter(o -> o.names.contains(name)).findFirst();
    }
}
