package dev.anole.cli;

import dev.anole.cli.screen.Columns;
import dev.anole.cli.screen.Look;
import dev.anole.cli.screen.Style;
import dev.anole.operation.Component;
import dev.anole.operation.Effect;
import dev.anole.operation.Kind;
import dev.anole.operation.Operation;
import dev.anole.operation.Previewed;
import dev.anole.operation.Room;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What can be typed, from the declarations of operations and nothing else. */
final class Help {
    private final House house;
    private final Look look;

    Help(House house, Look look) {
        this.house = house;
        this.look = look;
    }

    private String in(String en, String zh) {
        return Text.of(en, zh).in(look.language());
    }

    private String heading(String text) {
        return Style.HEADING.on(text, look.colours());
    }

    /** Shape before colour: the design's signs for effects. */
    private static String sign(Effect effect) {
        return switch (effect) {
            case READS, READS_SECRETS -> "○";
            case CHANGES -> "◐";
            case DISRUPTS -> "◆";
        };
    }

    /** Everything, room by room. */
    List<String> all() {
        List<String> lines = new ArrayList<>();
        lines.add(in("Anole runs Linux servers: it looks, explains, changes, and takes back.", "Anole 管理 Linux 服务器：查看、解释、改动、撤销。"));
        lines.add("");
        lines.add(heading(in("Usage", "用法")) + "  anole COMMAND [OPTIONS]");
        for (Room room : house.catalog().rooms()) {
            lines.add("");
            lines.add(heading(room.title().in(look.language())));
            lines.addAll(Columns.of(room.operations().stream().sorted(Comparator.comparing(Operation::name)).map(this::row).toList(), 2, look));
        }
        lines.add("");
        lines.add(heading(in("The program", "程序")));
        lines.addAll(Columns.of(java.util.Arrays.stream(Builtin.values()).filter(b -> !b.hidden())
            .map(b -> List.of("  " + b.word(), b.summary().in(look.language()))).toList(), 2, look));
        lines.add("");
        lines.add(in("○ reads  ◐ changes, and can be undone  ◆ disrupts: asks for the host's name", "○ 只读  ◐ 会改动，可撤销  ◆ 会中断：需输入主机名"));
        lines.add(in("anole COMMAND --help says what a command takes.", "anole COMMAND --help 显示命令的参数。"));
        return lines;
    }

    private List<String> row(Operation<?, ?> operation) {
        return List.of(sign(operation.effect()) + " " + operation.name(), operation.summary().in(look.language()));
    }

    /** The commands that begin with the same words. */
    List<String> group(String words, List<String> names) {
        List<String> lines = new ArrayList<>();
        lines.add(heading("anole " + words));
        lines.addAll(Columns.of(house.catalog().operations().stream().filter(o -> names.contains(o.name().toString())).map(this::row).toList(), 2, look));
        lines.addAll(Columns.of(java.util.Arrays.stream(Builtin.values()).filter(b -> names.contains(b.word()))
            .map(b -> List.of("  " + b.word(), b.summary().in(look.language()))).toList(), 2, look));
        return lines;
    }

    /** One operation. */
    List<String> operation(Operation<?, ?> operation) {
        List<String> lines = new ArrayList<>();
        lines.add(heading("anole " + operation.name()) + "  " + sign(operation.effect()) + " " + operation.effect().label().in(look.language()));
        lines.add(operation.summary().in(look.language()));
        return form(lines, operation.name().toString(), operation.input(), operation.effect(), operation instanceof Previewed<?, ?>);
    }

    /** One command of the program itself. */
    List<String> builtin(Builtin builtin) {
        List<String> lines = new ArrayList<>();
        lines.add(heading("anole " + builtin.word()));
        lines.add(builtin.summary().in(look.language()));
        return form(lines, builtin.word(), builtin.shape(), Effect.READS, false);
    }

    private List<String> form(List<String> lines, String name, Shape<?> shape, Effect effect, boolean previewed) {
        lines.add("");
        lines.add(heading(in("Usage", "用法")) + "  anole " + name + usage(shape));
        List<List<String>> values = new ArrayList<>();
        List<List<String>> options = new ArrayList<>();
        for (Component c : shape.components()) {
            (c.positional() ? values : options).add(List.of("  " + typed(c), meaning(c)));
        }
        add(lines, in("Values", "参数"), values);
        add(lines, in("Options", "选项"), options);
        List<List<String>> globals = new ArrayList<>();
        for (GlobalOption option : GlobalOption.values()) {
            if (option.fits(effect) && (option != GlobalOption.DRY_RUN || previewed)) {
                String names = String.join(", ", option.names()) + option.parameter().map(p -> " " + p).orElse("");
                globals.add(List.of("  " + names, option.label().in(look.language())));
            }
        }
        add(lines, in("As everywhere", "通用选项"), globals);
        return lines;
    }

    private void add(List<String> lines, String title, List<List<String>> rows) {
        if (!rows.isEmpty()) {
            lines.add("");
            lines.add(heading(title));
            lines.addAll(Columns.of(rows, 2, look));
        }
    }

    private static String usage(Shape<?> shape) {
        StringBuilder usage = new StringBuilder();
        for (Component c : shape.components()) {
            if (c.positional()) {
                String value = "<" + c.option() + ">" + (c.kind() instanceof Kind.Many ? "…" : "");
                usage.append(' ').append(c.required() ? value : "[" + value + "]");
            } else if (c.required() && !c.secret()) {
                usage.append(' ').append(typed(c));
            }
        }
        boolean options = shape.components().stream().anyMatch(c -> !c.positional() && !c.required());
        return usage + (options ? " [OPTIONS]" : "");
    }

    /** A component as it is typed. */
    private static String typed(Component c) {
        if (c.positional()) {
            return "<" + c.option() + ">";
        }
        if (c.secret()) {
            return "--" + c.option() + "-file FILE, --" + c.option() + "-stdin";
        }
        if (CommandForm.isFlag(c.kind())) {
            return c.byDefault().filter("true"::equals).isPresent() ? "--no-" + c.option() : "--" + c.option();
        }
        return "--" + c.option() + " " + placeholder(c.kind());
    }

    private static String placeholder(Kind kind) {
        return switch (kind) {
            case Kind.Flag _ -> "true|false";
            case Kind.Whole _, Kind.Real _ -> "N";
            case Kind.Words _, Kind.Hidden _ -> "TEXT";
            case Kind.Choice choice -> String.join("|", choice.names());
            case Kind.Span _ -> "TIME";
            case Kind.Moment _ -> "INSTANT";
            case Kind.Location _ -> "PATH";
            case Kind.Nested _, Kind.OneOf _ -> "JSON";
            case Kind.Many(Kind element) -> placeholder(element);
            case Kind.Keyed(Kind value) -> "KEY=" + placeholder(value);
            case Kind.Maybe(Kind inner) -> placeholder(inner);
        };
    }

    private String meaning(Component c) {
        List<String> notes = new ArrayList<>();
        choices(c).filter(names -> c.positional()).ifPresent(notes::add);
        String range = c.range().in(look.language());
        if (!range.isEmpty()) {
            notes.add(range);
        } else if (!c.unit().isEmpty()) {
            notes.add(c.unit());
        }
        c.byDefault().filter(d -> !CommandForm.isFlag(c.kind())).ifPresent(d -> notes.add(in("default ", "默认 ") + d));
        if (c.lines()) {
            notes.add(in("@FILE or @- for a file's content or standard input", "@FILE 或 @- 表示文件内容或标准输入"));
        }
        if (c.kind() instanceof Kind.Many || c.kind() instanceof Kind.Keyed) {
            notes.add(in("may be repeated", "可重复"));
        }
        if (c.required()) {
            notes.add(in("needed", "必需"));
        }
        String label = c.label().in(look.language());
        return notes.isEmpty() ? label : label + " (" + String.join("; ", notes) + ")";
    }

    private static Optional<String> choices(Component c) {
        Kind kind = c.kind() instanceof Kind.Maybe(Kind inner) ? inner : c.kind();
        return kind instanceof Kind.Choice choice ? Optional.of(String.join("|", choice.names())) : Optional.empty();
    }
}
