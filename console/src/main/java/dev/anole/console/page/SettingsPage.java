package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.Kind;
import dev.anole.operation.Language;
import dev.anole.operation.Problem;
import dev.anole.operation.Role;
import dev.anole.operation.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How pages look to this person, who may come in, which programs may, and how long things are kept.
 *
 * <p>Its forms: {@code POST /preferences} (language, theme, keys, zone, back), {@code POST /settings/people} (name, role),
 * {@code POST /settings/people/{id}} (role, or act: disable, enable, link), {@code POST /settings/tokens} (name, role,
 * days), {@code POST /settings/tokens/{id}/revoke}.
 *
 * @param people  empty for somebody who may not see them
 * @param tokens  those that have not ended
 * @param made    a link or token that was just made and is shown this once
 * @param configured what was set before the start, and by whom
 * @param kept    what is kept how long
 * @param refused why the last attempt was not accepted
 */
public record SettingsPage(List<PersonRow> people, List<TokenRow> tokens, Optional<Made> made,
                           List<Configured> configured, List<Kept> kept, Optional<Problem> refused) {
    /** Somebody who may come in. */
    public record PersonRow(String id, String name, Role role, Instant created, boolean disabled) {
        public PersonRow {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(created, "created");
        }
    }

    /** A program's key, without its secret. */
    public record TokenRow(String id, String name, String person, Role role, Instant created, Instant expires, Optional<Instant> used) {
        public TokenRow {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(person, "person");
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(used, "used");
        }
    }

    /** A secret that is shown once. */
    public record Made(Text what, String secret) {
        public Made {
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(secret, "secret");
        }

        @Override
        public String toString() {
            return what.en();
        }
    }

    /**
     * A value that is read at the start and stays until the end.
     *
     * @param section of the configuration
     * @param key     in that section
     * @param label   what it means
     * @param value   empty where there is none
     * @param origin  who set it: {@code flag --port}, {@code ANOLE_CONSOLE_PORT}, {@code /etc/anole/site.toml:3}, {@code default}
     */
    public record Configured(String section, String key, Text label, String value, String origin) {
        public Configured {
            Objects.requireNonNull(section, "section");
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(origin, "origin");
        }
    }

    /** How long something is kept, and how much there is of it. */
    public record Kept(Text what, Text howLong, Text now) {
        public Kept {
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(howLong, "howLong");
            Objects.requireNonNull(now, "now");
        }
    }

    private static final String HOST_ZONE = ZoneId.systemDefault().getId();
    private static final int TOKEN_DAYS = 90;
    private static final int TOKEN_DAYS_MAX = 366;

    public SettingsPage {
        people = List.copyOf(people);
        tokens = List.copyOf(tokens);
        Objects.requireNonNull(made, "made");
        configured = List.copyOf(configured);
        kept = List.copyOf(kept);
        Objects.requireNonNull(refused, "refused");
    }

    /** The page. */
    public String render(PageContext c) {
        return Layout.page(c, Optional.of(Place.SETTINGS), c.say("Settings", "设置"), all(
            Layout.head(text(c.say("Settings", "设置")), List.of(), none(), none()),
            el("div", cls("page settings"),
                refused.<Html>map(p -> ErrorPage.region(c, p)).orElse(none()),
                made.<Html>map(m -> made(c, m)).orElse(none()),
                look(c), people(c), tokens(c), configured(c), kept(c))));
    }

    private static Html made(PageContext c, Made m) {
        return el("section", cls("undo"), at("role", "status"), el("div", cls("grow"), el("p", el("strong", c.say(m.what())), text(" "),
                el("span", cls("quiet"), c.say("It is shown this once and not kept.", "只显示这一次，不会保存。"))),
            el("div", cls("same"), el("code", at("id", "made"), text(m.secret())),
                el("button", cls("link"), at("type", "button"), at("data-copy", "#made"), text(c.say("Copy", "复制"))))));
    }

    private Html look(PageContext c) {
        PageContext.Look look = c.look();
        return section(c, "look", Text.of("This browser", "这个浏览器"), none(), el("form", cls("op"), at("method", "post"), at("action", "/preferences"), Layout.csrf(c),
            Layout.hidden("back", "/settings"),
            select(c, "language", Text.of("Language", "语言"), List.of("en", "zh"), List.of("English", "中文"), look.language() == Language.ENGLISH ? "en" : "zh", ""),
            select(c, "theme", Text.of("Light or dark", "明暗"), List.of("system", "light", "dark"),
                List.of(c.say("as the system", "跟随系统"), c.say("light", "浅色"), c.say("dark", "深色")), look.theme().name().toLowerCase(Locale.ROOT), ""),
            select(c, "zone", Text.of("Times in", "时间显示"), HOST_ZONE.equals("UTC") ? List.of("UTC") : List.of(HOST_ZONE, "UTC"),
                HOST_ZONE.equals("UTC") ? List.of("UTC") : List.of(c.say("the host's zone", "主机时区"), "UTC"),
                look.zone().getId(), Moments.zoneName(c)),
            select(c, "keys", Text.of("Single keys", "单键"), List.of("on", "off"), List.of(c.say("on", "开"), c.say("off", "关")), look.keys() ? "on" : "off",
                c.say("such as g h and /; Ctrl K always works", "如 g h 和 /；Ctrl K 始终可用")),
            el("div", cls("f"), el("button", cls("btn"), c.say("Keep", "保存")))));
    }

    private static Html section(PageContext c, String id, Text title, Html note, Html content) {
        return el("section", cls("part"), at("id", id), at("aria-labelledby", id + "-t"),
            el("div", cls("bar"), el("h2", cls("t"), at("id", id + "-t"), text(c.say(title))), note), content);
    }

    private static Html select(PageContext c, String name, Text label, List<String> values, List<String> labels, String chosen, String hint) {
        return el("div", cls("f"), name.equals("keys") ? at("id", "keys") : none(), el("label", at("for", "s-" + name), text(c.say(label))),
            el("select", at("id", "s-" + name), at("name", name), all(Stream.iterate(0, i -> i < values.size(), i -> i + 1).map(i ->
                el("option", at("value", values.get(i)), when(values.get(i).equals(chosen), at("selected")), text(labels.get(i)))))),
            hint.isEmpty() ? none() : el("span", cls("hint"), hint));
    }

    private Html people(PageContext c) {
        if (!c.may(Role.ADMIN)) {
            return none();
        }
        return section(c, "people", Text.of("People", "人员"), el("span", cls("faint"), c.say("A person signs in by a link that works once.", "每个人用一次性链接登录。")), all(
            el("div", cls("scroll"), el("table", el("thead", el("tr", el("th", c.say("Name", "名字")), el("th", c.say("Role", "角色")), el("th", cls("hide-s"), c.say("Since", "加入")), el("th"))),
                el("tbody", all(people.stream().map(p -> person(c, p)))))),
            el("form", cls("addrow"), at("method", "post"), at("action", "/settings/people"), Layout.csrf(c),
                el("label", at("for", "p-name"), cls("sr"), text(c.say("Name", "名字"))),
                el("input", at("id", "p-name"), at("name", "name"), at("required"), at("maxlength", "64"), at("autocomplete", "off"), at("placeholder", c.say("Name of a new person", "新人员的名字"))),
                roles(c, "viewer", Role.ADMIN), el("button", cls("btn"), c.say("Add and make a link", "添加并生成链接")))));
    }

    private static Html roles(PageContext c, String chosen, Role upTo) {
        return el("select", at("name", "role"), at("aria-label", c.say("Role", "角色")), all(Stream.of(Role.values()).filter(upTo::includes).map(r -> {
            String name = Kind.Choice.nameOf(r);
            return el("option", at("value", name), when(name.equals(chosen), at("selected")), text(c.say(name, role(r).zh())));
        })));
    }

    /** A role in words. */
    static Text role(Role role) {
        return switch (role) {
            case VIEWER -> Text.of("viewer", "查看者");
            case OPERATOR -> Text.of("operator", "操作员");
            case ADMIN -> Text.of("admin", "管理员");
        };
    }

    private static Html person(PageContext c, PersonRow p) {
        return el("tr", el("td", el("strong", p.name()), when(p.disabled(), el("span", cls("st off gapl"), c.say("locked out", "已停用")))),
            el("td", el("form", cls("addrow tight"), at("method", "post"), at("action", "/settings/people/" + PageContext.encoded(p.id())), Layout.csrf(c),
                roles(c, Kind.Choice.nameOf(p.role()), Role.ADMIN), el("button", cls("btn small"), c.say("Change", "修改")))),
            el("td", cls("hide-s nowrap"), Moments.time(c, p.created())),
            el("td", cls("num"), el("form", cls("inline"), at("method", "post"), at("action", "/settings/people/" + PageContext.encoded(p.id())), Layout.csrf(c),
                p.disabled() ? none() : el("button", cls("link"), at("name", "act"), at("value", "link"), text(c.say("Make a link", "生成链接"))), text(" "),
                el("button", cls("link"), at("name", "act"), at("value", p.disabled() ? "enable" : "disable"),
                    text(p.disabled() ? c.say("Let in again", "重新启用") : c.say("Lock out", "停用"))))));
    }

    private Html tokens(PageContext c) {
        return section(c, "tokens", Text.of("Tokens for programs", "程序令牌"), el("span", cls("faint"), c.say("Sent as Authorization: Bearer", "以 Authorization: Bearer 发送")), all(
            tokens.isEmpty() ? el("p", cls("quiet"), c.say("No program has a token yet. One that you make here calls the API in your name.", "还没有程序令牌。在这里生成的令牌以您的名义调用 API。"))
                : el("div", cls("scroll"), el("table", el("thead", el("tr", el("th", c.say("For", "用途")), el("th", c.say("Role", "角色")), el("th", cls("hide-s"), c.say("By", "属于")),
                    el("th", c.say("Until", "有效期至")), el("th", cls("hide-s"), c.say("Last used", "上次使用")), el("th"))), el("tbody", all(tokens.stream().map(t -> token(c, t)))))),
            el("form", cls("addrow"), at("method", "post"), at("action", "/settings/tokens"), Layout.csrf(c),
                el("label", at("for", "t-name"), cls("sr"), text(c.say("What it is for", "用途"))),
                el("input", at("id", "t-name"), at("name", "name"), at("required"), at("maxlength", "64"), at("autocomplete", "off"), at("placeholder", c.say("What the token is for", "令牌的用途"))),
                roles(c, "viewer", c.person().map(PageContext.Person::role).orElse(Role.VIEWER)),
                el("span", cls("unit days"), el("input", at("name", "days"), at("type", "number"), at("min", "1"), at("max", Integer.toString(TOKEN_DAYS_MAX)),
                    at("value", Integer.toString(TOKEN_DAYS)), at("aria-label", c.say("Days", "天数"))), el("em", c.say("days", "天"))),
                el("button", cls("btn"), c.say("Make a token", "生成令牌")))));
    }

    private static Html token(PageContext c, TokenRow t) {
        return el("tr", el("td", el("strong", t.name())), el("td", c.say(role(t.role()))), el("td", cls("hide-s"), t.person()), el("td", cls("nowrap"), Moments.time(c, t.expires())),
            el("td", cls("hide-s nowrap"), t.used().<Html>map(u -> Moments.time(c, u)).orElse(text(c.say("never", "从未")))),
            el("td", cls("num"), el("form", cls("inline"), at("method", "post"), at("action", "/settings/tokens/" + PageContext.encoded(t.id()) + "/revoke"), Layout.csrf(c),
                el("button", cls("link"), c.say("Revoke", "吊销")))));
    }

    private Html configured(PageContext c) {
        return configured.isEmpty() ? none() : section(c, "configured", Text.of("Set before the start", "启动前设定"),
            el("span", cls("faint"), text(c.say("To change one, set its key in the section ", "修改方法：在 ")), el("code", "[" + configured.getFirst().section() + "]"),
                text(c.say(" of a file ", " 一节（文件 ")), el("code", "/etc/anole/*.toml"), text(c.say(" and start the console again.", "）中设置该键，然后重新启动控制台。"))),
            el("table", cls("configured"), el("thead", el("tr", el("th", c.say("Key", "键")), el("th", c.say("Value", "值")), el("th", cls("hide-s"), c.say("Meaning", "含义")),
                    el("th", c.say("Set by", "由谁设定")))),
                el("tbody", all(configured.stream().map(v -> el("tr", el("td", el("code", v.key())),
                    el("td", cls("wrap"), v.value().isEmpty() ? el("span", cls("faint"), "—") : el("code", v.value())),
                    el("td", cls("hide-s quiet"), c.say(v.label())), el("td", cls("wrap"), origin(c, v.origin()))))))));
    }

    /** A flag and a default in words; a variable and a file with its line as they are written. */
    private static Html origin(PageContext c, String origin) {
        if (origin.equals("default")) {
            return el("span", cls("faint"), c.say("default", "默认值"));
        }
        if (origin.startsWith("flag ")) {
            return all(text(c.say("flag ", "参数 ")), el("code", origin.substring("flag ".length())));
        }
        return all(text(origin.startsWith("/") ? "" : c.say("variable ", "变量 ")), el("code", origin));
    }

    private Html kept(PageContext c) {
        return kept.isEmpty() ? none() : section(c, "kept", Text.of("How long things are kept", "保留期限"), none(), el("table",
            el("thead", el("tr", el("th", c.say("What", "内容")), el("th", c.say("For how long", "多久")), el("th", cls("hide-s"), c.say("Now", "目前")))),
            el("tbody", all(kept.stream().map(k -> el("tr", el("td", c.say(k.what())), el("td", c.say(k.howLong())), el("td", cls("hide-s"), c.say(k.now()))))))));
    }
}
