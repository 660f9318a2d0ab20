package dev.anole.console.page;

import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;

import dev.anole.operation.Text;
import java.util.Optional;

/** Where someone is asked who they are. There are no passwords: a link that works once signs in. */
public final class LoginPage {
    private LoginPage() {
    }

    /**
     * The page.
     *
     * @param refused why the last attempt did not succeed, one sentence
     */
    public static String render(PageContext c, Optional<Text> refused) {
        return Layout.bare(c, c.say("Sign in", "登录"), el("div", cls("gate"),
            el("div", cls("brand"), Icon.BRAND, text("Anole")),
            el("h1", c.say("Sign in to this host's console", "登录这台主机的控制台")),
            refused.<Html>map(r -> el("p", cls("wrong"), at("role", "alert"), text(c.say(r)))).orElse(none()),
            el("p", c.say("A link that works once lets you in. Anole prints one when it starts; on the host, this command makes another:",
                "一次性链接可以登录。Anole 启动时会打印一个；在主机上用此命令可再生成一个：")),
            el("div", cls("same"), el("code", el("span", cls("p"), "$ "), text("anole login-link"))),
            el("form", cls("token"), at("action", "/login"), at("method", "post"),
                el("label", at("for", "token"), text(c.say("Or paste its code", "或者粘贴链接中的代码"))),
                el("div", cls("row"),
                    el("input", at("id", "token"), at("name", "token"), at("type", "password"), at("autocomplete", "one-time-code"),
                        at("spellcheck", "false"), at("required"), at("autofocus")),
                    el("button", cls("btn go"), c.say("Sign in", "登录")))),
            el("p", cls("faint"), text(c.say("A link is good for a quarter of an hour. Every login stands in the audit log.",
                "链接在一刻钟内有效。每次登录都会记入审计。"))),
            el("div", cls("row end"), Layout.switches(c))));
    }
}
