package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.console.page.PageContext.Theme;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What every page has around its content: navigation, switches, help, and the state of the connection to the agent. */
final class Layout {
    private static final Html DOCTYPE = Html.Constant.of("<!doctype html>\n");

    /** The policy of console.md; the server sends it as a header with every page. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // No indicator styles (they would be inline), no eval, no pages kept in the browser's storage.
    private static final String HTMX = "{\"includeIndicatorStyles\":false,\"allowEval\":false,\"allowScriptTags\":false,"
        + "\"selfRequestsOnly\":true,\"historyEnabled\":false,\"scrollIntoViewOnBoost\":false,\"responseHandling\":[{\"code\":\"204\",\"swap\":false},"
        + "{\"code\":\"[23]..\",\"swap\":true},{\"code\":\"[45]..\",\"swap\":true,\"error\":true}]}";

    private Layout() {
    }

    /** A page for someone who has signed in. */
    static String page(PageContext c, Optional<Place> place, String title, Html content) {
        return document(c, title, all(
            el("a", cls("skip"), href("#main"), text(c.say("Skip to content", "跳到正文"))),
            side(c, place), strip(c),
            el("main", at("id", "main"), lost(c), content),
            dock(c, place), more(c, place), Help.popover(c), Palette.dialog(c),
            el("div", cls("sr"), at("id", "said"), at("role", "status"), at("aria-live", "polite"))), true);
    }

    /** A page without navigation: signing in, and errors before it. */
    static String bare(PageContext c, String title, Html content) {
        return document(c, title, all(el("main", cls("bare"), at("id", "main"), content)), false);
    }

    private static String document(PageContext c, String title, Html body, boolean scripts) {
        return all(DOCTYPE, el("html", at("lang", c.language().tag()),
            when(c.look().theme() != Theme.SYSTEM, at("data-theme", c.look().theme().name().toLowerCase(Locale.ROOT))),
            at("data-zone", c.look().zone().getId()),
            el("head",
                el("meta", at("charset", "utf-8")),
                el("meta", at("name", "viewport"), at("content", "width=device-width, initial-scale=1, viewport-fit=cover")),
                el("meta", at("name", "color-scheme"), at("content", "light dark")),
                when(scripts, el("meta", at("name", "htmx-config"), at("content", HTMX))),
                when(!c.csrf().isEmpty(), el("meta", at("name", "csrf"), at("content", c.csrf()))),
                el("title", title + " · Anole"),
                el("link", at("rel", "icon"), at("type", "image/svg+xml"), href(asset(c, "favicon.svg"))),
                el("link", at("rel", "stylesheet"), href(asset(c, "style.css"))),
                when(scripts, all(
                    el("script", at("src", asset(c, "htmx.min.js")), at("defer")),
                    el("script", at("src", asset(c, "console.js")), at("defer"))))),
            el("body", when(!c.look().keys(), at("data-keys", "off")), body))).render();
    }

    private static String asset(PageContext c, String name) {
        return "/static/" + name + "?v=" + PageContext.encoded(c.version());
    }

    private static Html brand(PageContext c) {
        return el("a", cls("brand"), href(c.hostPath("")), Icon.BRAND, text("Anole"));
    }

    private static Html side(PageContext c, Optional<Place> place) {
        return el("header", cls("side"), brand(c),
            el("a", cls("find"), href("/find"), at("data-find"), Icon.FIND.html(), el("span", c.say("Find", "查找")), el("kbd", "/")),
            el("nav", cls("nav"), at("aria-label", c.say("Console", "控制台")),
                entry(c, Place.HOST, place, none()),
                el("h2", c.say("Act", "动手")),
                entry(c, Place.OPERATIONS, place, none()),
                entry(c, Place.TASKS, place, badge(c)),
                entry(c, Place.CHANGES, place, none()),
                el("h2", c.say("Record", "留痕")),
                entry(c, Place.AUDIT, place, none()),
                entry(c, Place.SETTINGS, place, none())),
            el("div", cls("foot"), el("span", cls("who grow"), c.person().map(PageContext.Person::name).orElse("")),
                el("button", cls("switch"), at("type", "button"), at("popovertarget", "help"),
                    at("aria-label", c.say("Keys and help", "按键与帮助")), text("?")),
                switches(c), signOut(c)));
    }

    /** Tasks that wait for approval need a person; running ones are only counted. */
    private static Html badge(PageContext c) {
        if (c.badges().waiting() > 0) {
            return el("span", cls("n hot"), c.say(c.badges().waiting() + " to approve", c.badges().waiting() + " 个待批准"));
        }
        return c.badges().running() == 0 ? none() : el("span", cls("n"), Integer.toString(c.badges().running()));
    }

    private static Html entry(PageContext c, Place entry, Optional<Place> place, Html badge) {
        return el("a", href(entry.path(c)), when(place.filter(p -> p == entry).isPresent(), at("aria-current", "page")),
            at("data-key", Character.toString(entry.key())), entry.icon().html(), el("span", c.say(entry.label())), badge);
    }

    /** Language and theme: two buttons of one form, which returns to this page. */
    static Html switches(PageContext c) {
        return el("form", cls("inline"), at("method", "post"), at("action", "/preferences"), csrf(c),
            hidden("back", c.here()),
            el("button", cls("switch"), at("name", "language"),
                at("value", c.say("zh", "en")), at("lang", c.say("zh", "en")),
                at("aria-label", c.say("中文", "English")), text(c.say("中", "EN"))),
            el("button", cls("switch"), at("name", "theme"), at("data-theme-switch"),
                at("value", switch (c.look().theme()) {
                    case SYSTEM -> "dark";
                    case DARK -> "light";
                    case LIGHT -> "system";
                }),
                at("aria-label", c.say("Light or dark", "明暗")), Icon.THEME.html()));
    }

    private static Html signOut(PageContext c) {
        return el("form", cls("inline"), at("method", "post"), at("action", "/logout"), csrf(c),
            el("button", cls("switch"), at("aria-label", c.say("Sign out", "退出登录")),
                at("title", c.say("Sign out", "退出登录")), Icon.OUT.html()));
    }

    static Html csrf(PageContext c) {
        return c.csrf().isEmpty() ? none() : hidden("_csrf", c.csrf());
    }

    static Html hidden(String name, String value) {
        return el("input", at("type", "hidden"), at("name", name), at("value", value));
    }

    private static Html strip(PageContext c) {
        return el("div", cls("strip"), brand(c), el("span", cls("grow")), switches(c));
    }

    private static Html dock(PageContext c, Optional<Place> place) {
        return el("nav", cls("dock"), at("aria-label", c.say("Console", "控制台")),
            entry(c, Place.HOST, place, none()), entry(c, Place.OPERATIONS, place, none()), entry(c, Place.CHANGES, place, none()),
            el("a", href("/find"), at("data-find"), Icon.FIND.html(), el("span", c.say("Find", "查找"))),
            el("button", at("type", "button"), at("popovertarget", "more"), Icon.MORE.html(), el("span", c.say("More", "更多"))));
    }

    /** What has no room in the dock of a phone. */
    private static Html more(PageContext c, Optional<Place> place) {
        return el("nav", cls("float more nav"), at("id", "more"), at("popover"), at("aria-label", c.say("More", "更多")),
            entry(c, Place.TASKS, place, badge(c)), entry(c, Place.AUDIT, place, none()), entry(c, Place.SETTINGS, place, none()),
            signOut(c));
    }

    private static Html lost(PageContext c) {
        return c.agentLost().<Html>map(since -> el("div", cls("lostbar"), at("role", "status"),
            el("strong", c.say("The agent does not answer.", "代理没有应答。")), text(" "),
            text(c.say("Lost ", "断开于 ")), Moments.time(c, since),
            text(c.say("; what you see is from then. Trying again every second. To look: ", "；页面停留在那一刻，每秒重试一次。查看：")),
            el("code", "anole up"))).orElse(none());
    }

    /** The top of a page: its one {@code h1}, facts beside it, controls on the right, tabs below. */
    static Html head(Html title, List<Html> facts, Html right, Html tabs) {
        boolean plain = tabs.equals(none());
        return el("div", cls(plain ? "head plain" : "head"),
            el("div", cls("top"), el("h1", title),
                when(!facts.isEmpty(), el("div", cls("facts"), all(facts.stream().map(f -> el("span", f))))),
                when(!right.equals(none()), el("div", cls("right"), right))),
            tabs);
    }

    static Html mono(String words) {
        return el("span", cls("mono"), words);
    }
}
