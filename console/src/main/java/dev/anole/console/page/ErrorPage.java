package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.Problem;
import dev.anole.operation.Text;
import java.util.List;
import java.util.Optional;

/** What a person reads when a page cannot be shown: what, where, why, and what to do. */
public final class ErrorPage {
    private ErrorPage() {
    }

    /**
     * The page for a status of HTTP.
     *
     * @param problem what is known beyond the status
     */
    public static String render(PageContext c, int status, Optional<Problem> problem) {
        Text title = switch (status) {
            case 400 -> Text.of("That request does not make sense", "这个请求无法理解");
            case 401 -> Text.of("You are not signed in", "尚未登录");
            case 403 -> Text.of("You have no right to this", "没有权限");
            case 404 -> Text.of("There is nothing here", "这里什么都没有");
            case 405 -> Text.of("That cannot be done at this address", "这个地址不支持这样做");
            case 409 -> Text.of("Something else has changed meanwhile", "内容已被改动");
            case 413 -> Text.of("That is too large", "内容过大");
            case 429 -> Text.of("Too many attempts", "尝试次数过多");
            case 501 -> Text.of("This host cannot do that", "这台主机做不到");
            case 503 -> Text.of("The agent of this host does not answer", "这台主机的代理没有应答");
            default -> Text.of("That did not work", "没有成功");
        };
        Html body = el("div", cls("gate"), at("role", "alert"),
            el("p", cls("faint mono"), Integer.toString(status)),
            el("h1", c.say(title)),
            el("p", c.say(problem.map(Problem::message).orElse(why(c, status)))),
            remedy(c, problem.map(Problem::remedy).orElse(remedy(status))),
            el("p", cls("row"), el("a", cls("btn"), href(c.hostPath("")), text(c.say("To the host", "回到主机"))),
                when(status == 401, el("a", cls("btn go"), href("/login"), text(c.say("Sign in", "登录"))))));
        return c.person().isEmpty() || status == 401 ? Layout.bare(c, c.say(title), body)
            : Layout.page(c, Optional.empty(), c.say(title), all(List.of(body)));
    }

    /** The same as a region of a page whose rest works. */
    static Html region(PageContext c, Problem problem) {
        return el("div", cls("problem"), at("role", "alert"), el("p", el("strong", c.say(problem.message()))),
            remedy(c, problem.remedy()));
    }

    private static Html remedy(PageContext c, Text remedy) {
        return remedy.en().isEmpty() ? none() : el("p", cls("quiet"), text(c.say(remedy)));
    }

    private static Text why(PageContext c, int status) {
        return switch (status) {
            case 401 -> Text.of("The session has ended, or this browser never had one.", "会话已结束，或者这个浏览器从未登录。");
            case 403 -> Text.of("The page or the action asks for a role that you do not have.", "这个页面或动作需要您没有的角色。");
            case 404 -> Text.of("No page of the console has the address " + c.here() + ".", "控制台没有地址为 " + c.here() + " 的页面。");
            case 503 -> Text.of("The console runs, but the process that reads and changes this host does not.",
                "控制台在运行，但读取和改动这台主机的进程没有运行。");
            default -> Text.of("The console could not answer " + c.here() + ".", "控制台无法回应 " + c.here() + "。");
        };
    }

    private static Text remedy(int status) {
        return switch (status) {
            case 401 -> Text.of("Sign in with a link: anole up prints one, an administrator makes more under Settings.", "请用链接登录：anole up 会打印一个，管理员可在“设置”中生成更多。");
            case 403 -> Text.of("Ask an administrator of this console.", "请联系这个控制台的管理员。");
            case 404 -> Text.of("Press / to find an operation, a process or a change.", "按 / 查找操作、进程或变更。");
            case 503 -> Text.of("Start it again on the host: anole up", "请在主机上重新启动：anole up");
            default -> Text.of("Try again; the audit log and the console's log say more.", "请重试；审计和控制台日志有更多信息。");
        };
    }
}
