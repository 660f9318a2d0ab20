package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The audit log: the state of its chain first, then who did what.
 *
 * @param chain  whether the log is whole
 * @param rows   newest first
 * @param sought what was asked for
 * @param kinds  the kinds to choose from
 * @param actors the people to choose from
 * @param older  the address of the next page, where there is one
 */
public record AuditPage(Chain chain, List<Row> rows, Sought sought, List<KindOf> kinds, List<String> actors, Optional<String> older) {
    /** Rows of one page. */
    public static final int ROWS_MAX = 200;

    /**
     * The chain of hashes over all entries.
     *
     * @param entries  how many there are
     * @param checked  when they were computed again
     * @param all      whether all of them were just now; else those that are new since the last time
     * @param brokenAt the first entry that does not follow from the one before it; empty while all do
     * @param why      what is wrong with that one
     * @param head     the newest entry's hash, to be kept elsewhere
     */
    public record Chain(long entries, Instant checked, boolean all, OptionalLong brokenAt, Text why, String head) {
        public Chain {
            Objects.requireNonNull(checked, "checked");
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(brokenAt, "brokenAt");
            Objects.requireNonNull(head, "head");
        }
    }

    /**
     * What was asked for, as the address says it.
     *
     * @param query words of actor, subject or outcome, in {@code ?q=}
     * @param kind  of event, in {@code ?kind=}; empty for all
     * @param actor who did it, in {@code ?actor=}; empty for all
     * @param from  the first day, in {@code ?from=}
     * @param to    the last day, in {@code ?to=}
     */
    public record Sought(String query, String kind, String actor, Optional<LocalDate> from, Optional<LocalDate> to) {
        /** Everything. */
        public static final Sought NOTHING = new Sought("", "", "", Optional.empty(), Optional.empty());

        public Sought {
            Objects.requireNonNull(query, "query");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
        }

        boolean isEmpty() {
            return equals(NOTHING);
        }

        /** The page's address with what was asked for and more. */
        public String address(String more) {
            return "/audit?" + Stream.of(Map.entry("q", query), Map.entry("kind", kind), Map.entry("actor", actor),
                    Map.entry("from", from.map(LocalDate::toString).orElse("")), Map.entry("to", to.map(LocalDate::toString).orElse("")))
                .filter(e -> !e.getValue().isEmpty()).map(e -> e.getKey() + "=" + PageContext.encoded(e.getValue()) + "&").collect(Collectors.joining()) + more;
        }
    }

    /** A kind of event by the name that an address has. */
    public record KindOf(String name, Text label) {
        public KindOf {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(label, "label");
        }
    }

    /**
     * One entry; subject and outcome are data.
     *
     * @param refused whether somebody was kept from doing it
     * @param address the page that tells more; empty where there is none
     */
    public record Row(long sequence, Instant at, Text what, String actor, String door, String remote, String subject, String outcome,
                      boolean refused, Optional<String> address) {
        public Row {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(address, "address");
        }
    }

    public AuditPage {
        Objects.requireNonNull(chain, "chain");
        rows = List.copyOf(rows);
        Objects.requireNonNull(sought, "sought");
        kinds = List.copyOf(kinds);
        actors = List.copyOf(actors);
        Objects.requireNonNull(older, "older");
    }

    /** The page. */
    public String render(PageContext c) {
        return Layout.page(c, Optional.of(Place.AUDIT), c.say("Audit", "审计"), all(
            Layout.head(text(c.say("Audit", "审计")), List.of(text(c.say(Figures.count(chain.entries()) + " entries", Figures.count(chain.entries()) + " 条记录"))), none(), none()),
            el("div", cls("page"), state(c), search(c), table(c),
                older.<Html>map(o -> el("p", cls("tools"), el("a", href(o), text(c.say("Older", "更早"))))).orElse(none()))));
    }

    private Html state(PageContext c) {
        boolean whole = chain.brokenAt().isEmpty();
        String at = Figures.count(chain.brokenAt().orElse(0));
        String entries = Figures.count(chain.entries());
        String computed = chain.all() ? c.say("All " + entries + " entries computed again ", "全部 " + entries + " 条重新计算于 ")
            : c.say("What is new of " + entries + " entries computed again ", entries + " 条中新增的重新计算于 ");
        return el("section", cls(whole ? "say quiet" : "say critical"), at("aria-label", c.say("State of the chain", "链状态")), el("div", cls("grow"),
                el("p", cls("big"), whole
                    ? c.say("The chain is whole: every entry follows from the one before it.", "哈希链完整：每条记录都与前一条相接。")
                    : c.say("The chain is broken at entry " + at + ": " + chain.why().en() + ".", "哈希链在第 " + at + " 条处断开：" + chain.why().zh() + "。")),
                el("p", cls("quiet"), text(computed + Moments.ago(c, chain.checked()) + c.say(".", "。")),
                    whole ? all(text(c.say(" Head ", "链头 ")), el("code", at("title", chain.head()), text(head())))
                        : text(c.say(" Somebody has written to the store outside of Anole: compare it with a copy.", "有人在 Anole 之外写过存储：请与备份比对。")))),
            el("div", cls("acts"), el("form", at("action", "/audit"), at("method", "get"), Layout.hidden("verify", "1"),
                el("button", cls("btn"), c.say("Verify the whole chain", "校验整条链")))));
    }

    /** Enough of the newest hash to compare it with a copy. */
    private String head() {
        return chain.head().substring(0, Math.min(16, chain.head().length()));
    }

    private Html search(PageContext c) {
        return el("form", cls("searchbar"), at("action", "/audit"), at("role", "search"),
            el("div", cls("field-find"), Icon.FIND.html(), el("input", at("type", "search"), at("name", "q"), at("value", sought.query()),
                at("aria-label", c.say("Find in the audit log", "在审计中查找")), at("placeholder", c.say("Person, operation, address", "人、操作、地址")))),
            el("select", at("name", "kind"), at("aria-label", c.say("Kind", "类型")), el("option", at("value", ""), text(c.say("everything", "全部"))),
                all(kinds.stream().map(k -> el("option", at("value", k.name()), when(k.name().equals(sought.kind()), at("selected")), text(c.say(k.label())))))),
            el("select", at("name", "actor"), at("aria-label", c.say("Who", "谁")), el("option", at("value", ""), text(c.say("everybody", "所有人"))),
                all(actors.stream().map(a -> el("option", at("value", a), when(a.equals(sought.actor()), at("selected")), text(a))))),
            day(c, "from", Text.of("From", "从"), sought.from()), day(c, "to", Text.of("to", "到"), sought.to()),
            el("button", cls("btn"), c.say("Show", "显示")), sought.isEmpty() ? none() : el("a", href("/audit"), text(c.say("Show all", "显示全部"))));
    }

    private static Html day(PageContext c, String name, Text label, Optional<LocalDate> chosen) {
        return el("label", cls("day"), el("span", c.say(label)), el("input", at("type", "date"), at("name", name), at("value", chosen.map(LocalDate::toString).orElse(""))));
    }

    private Html table(PageContext c) {
        if (rows.isEmpty()) {
            return el("p", cls("quiet"), sought.isEmpty()
                ? c.say("Logins, tasks and changes will stand here.", "登录、任务和变更会记录在这里。")
                : c.say("Nothing fits. Take a word away.", "没有匹配的记录，请减少条件。"));
        }
        return el("table", cls("audit"), el("thead", el("tr", el("th", cls("num hide-s"), "#"), el("th", c.say("When", "时间")), el("th", c.say("Who", "谁")),
                el("th", c.say("What", "做了什么")), el("th", cls("hide-s"), c.say("Outcome", "结果")), el("th", cls("hide-s hide-m"), c.say("From", "来源")))),
            el("tbody", all(rows.stream().limit(ROWS_MAX).map(r -> row(c, r)))));
    }

    private static Html row(PageContext c, Row r) {
        Html subject = r.address().<Html>map(a -> el("a", cls("mono"), href(a), text(r.subject()))).orElse(el("span", cls("mono"), r.subject()));
        return el("tr", el("td", cls("num faint hide-s"), Figures.count(r.sequence())), el("td", cls("nowrap"), Moments.time(c, r.at())),
            el("td", cls("nowrap"), text(r.actor().isEmpty() ? "—" : r.actor())),
            el("td", el("span", when(r.refused(), cls("refused")), text(c.say(r.what()) + " ")), subject),
            el("td", cls("hide-s"), r.outcome()),
            el("td", cls("hide-s hide-m faint nowrap"), (r.door() + " " + r.remote()).strip()));
    }
}
