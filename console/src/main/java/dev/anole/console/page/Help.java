package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.Text;
import java.util.List;
import java.util.stream.Stream;

/** The list of keys, opened by {@code ?} or its button; it needs no script to open. */
final class Help {
    private record Key(List<String> keys, Text does) {
    }

    private static final List<Key> KEYS = List.of(
        new Key(List.of("/", "Ctrl K"), Text.of("Find an operation, a process, a change", "查找操作、进程、变更")),
        new Key(List.of("g h"), Text.of("Host", "主机")),
        new Key(List.of("g o"), Text.of("Operations", "操作")),
        new Key(List.of("g t"), Text.of("Tasks", "任务")),
        new Key(List.of("g c"), Text.of("Changes", "变更")),
        new Key(List.of("g a"), Text.of("Audit", "审计")),
        new Key(List.of("←", "→"), Text.of("Move the cross-hair; with Shift 30 s", "移动十字线；加 Shift 为 30 秒")),
        new Key(List.of("Space"), Text.of("Hold the live picture, and let it go", "暂停或继续实时画面")),
        new Key(List.of("Esc"), Text.of("Leave the cross-hair, close a panel", "离开十字线，关闭面板")),
        new Key(List.of("?"), Text.of("This list", "这个列表")));

    private Help() {
    }

    static Html popover(PageContext c) {
        return el("section", cls("float help"), at("id", "help"), at("popover"), at("aria-labelledby", "help-t"),
            el("h2", at("id", "help-t"), cls("t"), text(c.say("Keys", "按键"))),
            el("dl", all(KEYS.stream().map(k -> el("div",
                el("dt", all(k.keys().stream().flatMap(key -> Stream.of(el("kbd", key), text(" "))))),
                el("dd", c.say(k.does())))))),
            el("p", cls("faint"), when(!c.look().keys(), el("strong", c.say("Single keys are switched off. ", "单键已关闭。"))),
                text(c.say("Drag over a chart to zoom; Back returns. ", "在图上拖动可放大，后退键返回。")),
                el("a", href("/settings#keys"), text(c.say("Switch single keys off or on", "开关单键")))));
    }
}
