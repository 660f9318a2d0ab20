package dev.anole.console.api;

import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.EventStream;
import dev.anole.console.http.Refusal;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.live.LiveFeed;
import dev.anole.console.live.Sample;
import dev.anole.console.live.Subscription;
import dev.anole.console.live.Subscription.News;
import dev.anole.operation.Text;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Samples as they come, at {@code /api/v1/live}: {@code sample} events whose id is the sample's time; {@code skipped} when
 * the client was too slow; {@code lost} when the agent does not answer.
 */
public final class LiveApi {
    /** Series that one client may choose. */
    public static final int IDS_MAX = 400;

    private final Optional<LiveFeed> feed;

    public LiveApi(Optional<LiveFeed> feed) {
        this.feed = Objects.requireNonNull(feed, "feed");
    }

    public List<Route> routes() {
        return List.of(Route.get("/api/v1/live", Need.VIEWER, this::live));
    }

    private Reply live(Call call) {
        LiveFeed source = feed.orElseThrow(() -> Refusal.of(501,
            Text.of("this build gives no samples", "此构建不提供采样"), Text.same("")));
        List<String> ids = call.queries("id");
        if (ids.size() > IDS_MAX) {
            throw Refusal.badRequest("at most " + IDS_MAX + " series", "最多 " + IDS_MAX + " 个序列");
        }
        Optional<Instant> seen = call.header("Last-Event-ID").filter(s -> s.matches("\\d{1,15}"))
            .map(s -> Instant.ofEpochMilli(Long.parseLong(s)));
        if (call.method().equals("HEAD")) {
            return Reply.flowing(EventStream.MEDIA_TYPE, _ -> { });
        }
        Subscription subscription = source.subscribe(seen);
        return Reply.flowing(EventStream.MEDIA_TYPE, out -> tell(subscription, ids, out));
    }

    private static void tell(Subscription subscription, List<String> ids, OutputStream out)
            throws java.io.IOException, InterruptedException {
        try (subscription) {
            EventStream events = new EventStream(out);
            events.retry(1_000);
            while (!subscription.closed()) {
                Optional<News> news = subscription.next(EventStream.HEARTBEAT_MILLIS);
                if (news.isEmpty()) {
                    events.heartbeat();
                    continue;
                }
                switch (news.get()) {
                    case News.Sampled(Sample sample) -> events.event("sample", Long.toString(sample.at().toEpochMilli()),
                        ids.isEmpty() ? sample.json() : chosen(sample, ids));
                    case News.Skipped(long samples) -> events.event("skipped", "{\"samples\":" + samples + "}");
                    case News.Lost(Instant since) -> events.event("lost", "{\"since\":\"" + since + "\"}");
                }
            }
        }
    }

    private static String chosen(Sample sample, List<String> ids) {
        return TaskDocument.written(to -> {
            to.writeStartObject();
            to.writeStringField("at", sample.at().toString());
            to.writeObjectFieldStart("values");
            for (String id : ids) {
                Double value = sample.values().get(id);
                if (value != null && Double.isFinite(value)) {
                    to.writeNumberField(id, value);
                }
            }
            to.writeEndObject();
            to.writeEndObject();
        });
    }
}
