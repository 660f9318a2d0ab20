package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stands above every page of a host.
 *
 * @param system      the operating system as it names itself: "Anolis OS 23.1"
 * @param kernel      the kernel's release
 * @param cores       how many CPUs are online
 * @param memoryBytes how much memory the kernel has
 * @param up          since when it runs
 * @param counts      what stands beside a tab's name: "312", "41/46"; a tab without a count is left out of the map
 */
public record HostHeader(String system, String kernel, int cores, long memoryBytes, Duration up, Map<HostTab, String> counts) {
    public HostHeader {
        Objects.requireNonNull(system, "system");
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(up, "up");
        counts = Map.copyOf(counts);
    }

    /** The head of a page: name, facts, range (where the page has charts) and tabs. */
    Html html(PageContext c, HostTab tab, Optional<Range> range) {
        List<Html> facts = new ArrayList<>();
        facts.add(text(system));
        facts.add(el("span", cls("hide-s"), "Linux " + kernel));
        facts.add(text(c.say(cores + (cores == 1 ? " core" : " cores"), cores + " 核")));
        facts.add(text(Figures.bytes(memoryBytes)));
        facts.add(text(c.say("up ", "已运行 ") + Figures.span(up, c.language())));
        return Layout.head(el("span", cls("mono"), c.host()), facts,
            range.<Html>map(r -> Range.control(c, r)).orElse(none()), tabs(c, tab));
    }

    private Html tabs(PageContext c, HostTab current) {
        return el("nav", cls("tabs"), at("aria-label", c.say("Host", "主机")), all(Stream.of(HostTab.values()).map(t ->
            el("a", href(c.hostPath(t.path())), when(t == current, at("aria-current", "page")), el("span", c.say(t.label())),
                when(counts.containsKey(t), el("span", cls("n"), counts.getOrDefault(t, "")))))));
    }
}
