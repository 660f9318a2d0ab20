package dev.anole.console.api;

import dev.anole.console.gate.Need;
import dev.anole.console.http.Refusal;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.live.HostFacts;
import dev.anole.operation.Text;
import dev.anole.ops.collect.HostMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Metrics of this moment at {@code /metrics}, as Prometheus scrapes them with a token. */
public final class MetricsApi {
    private final HostFacts facts;

    public MetricsApi(HostFacts facts) {
        this.facts = Objects.requireNonNull(facts, "facts");
    }

    public Route route() {
        return Route.get("/metrics", Need.VIEWER, _ -> {
            if (!facts.has("host metrics")) {
                throw Refusal.of(501, Text.of("this build gives no metrics", "此构建不提供指标"), Text.same(""));
            }
            HostMetrics.Exposition page = (HostMetrics.Exposition) facts.read("host metrics", Map.of(), Duration.ofMillis(500));
            return Reply.whole(200, page.mediaType(), page.text().getBytes(StandardCharsets.UTF_8));
        });
    }
}
