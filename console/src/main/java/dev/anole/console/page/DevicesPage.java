package dev.anole.console.page;

import static dev.anole.console.page.Chart.curve;
import static dev.anole.console.page.Chart.scaled;
import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.text;

import dev.anole.operation.Text;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Disks and network: each device with its charts on the clock of all others, then what operations tell of them.
 *
 * @param parts file systems, disks and interfaces as their operations give them
 */
public record DevicesPage(HostHeader header, Range range, Devices devices, Readings readings, List<HostRecordsPage.Part> parts) {
    /** Devices of a kind that get charts; a host with more has them in the tables. */
    public static final int DEVICES_MAX = 8;
    private static final double BITS = 8;

    public DevicesPage {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(devices, "devices");
        Objects.requireNonNull(readings, "readings");
        parts = List.copyOf(parts);
    }

    /** The page. */
    public String render(PageContext c) {
        return Layout.page(c, Optional.of(Place.HOST), c.say("Disks and network", "磁盘与网络") + " · " + c.host(), all(
            header.html(c, HostTab.DEVICES, Optional.of(range)),
            el("div", cls("board devices"), at("role", "group"), at("tabindex", "0"), at("data-board"),
                at("aria-label", c.say("Devices; arrow keys move the cross-hair", "设备；方向键移动十字线")),
                all(devices.disks().stream().limit(DEVICES_MAX).map(d -> disk(c, d))),
                all(devices.links().stream().limit(DEVICES_MAX).map(l -> link(c, l))),
                Board.clock(c, List.of())),
            el("div", cls("page"), at("id", "parts"), at("data-refresh", "5"), HostRecordsPage.parts(c, parts))));
    }

    /** The tables alone, {@code ?part=parts}. */
    public String region(PageContext c) {
        return HostRecordsPage.parts(c, parts).render();
    }

    private Html disk(PageContext c, Devices.Disk d) {
        String of = "{" + d.name() + "}";
        return row(c, d.name(), Figures.bytes(d.bytes()),
            new Chart(Text.of(d.name() + " throughput, writes up, reads down", d.name() + " 吞吐，上写下读"), Chart.Form.MIRROR, "B/s", OptionalDouble.empty(), 1 << 20,
                OptionalDouble.empty(), "", List.of(curve(1, "write", "写", "disk.write.bytes" + of), curve(3, "read", "读", "disk.read.bytes" + of))),
            new Chart(Text.of(d.name() + " latency", d.name() + " 延迟"), Chart.Form.LINES, "ms", OptionalDouble.empty(), 1, OptionalDouble.of(50), "",
                List.of(curve(1, "a write takes", "每次写", "disk.write.latency" + of), curve(3, "a read takes", "每次读", "disk.read.latency" + of))),
            new Chart(Text.of(d.name() + " busy", d.name() + " 繁忙"), Chart.Form.LINES, "%", OptionalDouble.of(100), 0, OptionalDouble.of(80), "",
                List.of(curve(2, "busy", "繁忙", "disk.busy" + of))));
    }

    private Html link(PageContext c, Devices.Link l) {
        String of = "{" + l.name() + "}";
        return row(c, l.name(), l.bitsPerSecond().isPresent() ? Figures.rate(l.bitsPerSecond().getAsLong(), "bit/s") : "",
            new Chart(Text.of(l.name() + " throughput, out up, in down", l.name() + " 吞吐，上发下收"), Chart.Form.MIRROR, "bit/s", OptionalDouble.empty(), 1e6,
                OptionalDouble.empty(), "",
                List.of(scaled(BITS, curve(1, "out", "发", "net.out.bytes" + of)), scaled(BITS, curve(3, "in", "收", "net.in.bytes" + of)))),
            new Chart(Text.of(l.name() + " packets", l.name() + " 包"), Chart.Form.MIRROR, "/s", OptionalDouble.empty(), 100, OptionalDouble.empty(), "",
                List.of(curve(1, "out", "发", "net.out.packets" + of), curve(3, "in", "收", "net.in.packets" + of))),
            new Chart(Text.of(l.name() + " lost", l.name() + " 丢失"), Chart.Form.LINES, "/s", OptionalDouble.empty(), 10, OptionalDouble.of(1), "",
                List.of(curve(2, "dropped", "丢弃", "net.in.drops" + of, "net.out.drops" + of), curve(4, "errors", "错误", "net.in.errors" + of, "net.out.errors" + of))));
    }

    private Html row(PageContext c, String name, String of, Chart first, Chart second, Chart third) {
        return all(el("div", cls("cell res"), el("span", cls("nm mono"), name), el("span", cls("of"), text(of))),
            el("div", cls("cell plot"), first.html(c, readings, "")), el("div", cls("cell plot wait"), second.html(c, readings, "")),
            el("div", cls("cell plot wait"), third.html(c, readings, "")));
    }
}
