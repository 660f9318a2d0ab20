package dev.anole.console.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.Refusal;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.live.History;
import dev.anole.operation.Text;
import dev.anole.ops.series.Chart;
import dev.anole.ops.series.Selection;
import dev.anole.ops.series.SeriesId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * History at {@code /api/v1/series}: averages and maxima on one grid, which begins at {@code from} and has a point every
 * {@code step} seconds. A gap is null, never a zero. An {@code id} that ends in {@code *} stands for all that begin so.
 */
public final class SeriesApi {
    /** Longest span of one chart. */
    public static final Duration SPAN_MAX = Duration.ofDays(366);
    private static final Duration SPAN_DEFAULT = Duration.ofMinutes(15);
    private static final int POINTS_DEFAULT = 900;

    private final Supplier<History> history;
    private final Clock clock;

    public SeriesApi(Supplier<History> history, Clock clock) {
        this.history = Objects.requireNonNull(history, "history");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    public List<Route> routes() {
        return List.of(Route.get("/api/v1/series", Need.VIEWER, this::series));
    }

    private Reply series(Call call) {
        List<Selection> selections = selections(call.queries("id"));
        Instant to = call.query("to").map(t -> TasksApi.instant("to", t)).orElseGet(clock::instant);
        Instant from = call.query("from").map(t -> TasksApi.instant("from", t)).orElseGet(() -> to.minus(SPAN_DEFAULT));
        Duration span = Duration.between(from, to);
        if (span.isNegative() || span.isZero() || span.compareTo(SPAN_MAX) > 0) {
            throw Refusal.badRequest("from lies before to, by at most " + SPAN_MAX.toDays() + " days", "from 应早于 to，且相差不超过 " + SPAN_MAX.toDays() + " 天");
        }
        int points = Math.min(TasksApi.number(call, "points", POINTS_DEFAULT, 1_000_000), Chart.MAX_POINTS);
        List<Chart> charts = selections.stream().map(s -> history.get().chart(s, from.toEpochMilli(), to.toEpochMilli(), points)).toList();
        return Reply.json(TaskDocument.written(g -> write(g, charts)));
    }

    private static List<Selection> selections(List<String> texts) {
        if (texts.isEmpty() || texts.size() > Chart.MAX_LINES) {
            throw Refusal.badRequest("name 1 to " + Chart.MAX_LINES + " series with id", "请用 id 指定 1 到 " + Chart.MAX_LINES + " 个序列");
        }
        Set<SeriesId> exact = new TreeSet<>();
        List<Selection> selections = new ArrayList<>();
        for (String text : texts) {
            if (text.endsWith("*")) {
                selections.add(Selection.prefix(text.substring(0, text.length() - 1)));
            } else {
                try {
                    exact.add(SeriesId.parse(text));
                } catch (IllegalArgumentException e) {
                    throw Refusal.of(400, Text.of("not a series: " + e.getMessage(), "不是序列：" + e.getMessage()), Text.same(""));
                }
            }
        }
        if (selections.size() > 4) {
            throw Refusal.badRequest("at most 4 of them may end in *", "以 * 结尾的最多 4 个");
        }
        if (!exact.isEmpty()) {
            selections.addFirst(new Selection.Ids(exact));
        }
        return selections;
    }

    private static void write(JsonGenerator to, List<Chart> charts) throws IOException {
        Chart grid = charts.getFirst();   // all are read with the same bounds, so all have the same grid
        to.writeStartObject();
        to.writeStringField("from", Instant.ofEpochMilli(grid.startMillis()).toString());
        to.writeStringField("to", Instant.ofEpochMilli(grid.startMillis() + grid.points() * grid.stepMillis()).toString());
        to.writeNumberField("step", grid.stepMillis() / 1000.0);
        to.writeBooleanField("truncated", charts.stream().anyMatch(Chart::truncated));
        to.writeArrayFieldStart("series");
        for (Chart chart : charts) {
            for (Chart.Line line : chart.lines()) {
                to.writeStartObject();
                to.writeStringField("id", line.id().toString());
                values(to, "avg", line.mean());
                values(to, "max", line.max());
                to.writeEndObject();
            }
        }
        to.writeEndArray();
        to.writeEndObject();
    }

    private static void values(JsonGenerator to, String name, double[] values) throws IOException {
        to.writeArrayFieldStart(name);
        for (double value : values) {
            if (!Double.isFinite(value)) {
                to.writeNull();
            } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
                to.writeNumber((long) value);
            } else {
                // Fewer decimals the larger it is: a picture shows no more.
                double scale = Math.abs(value) < 1 ? 1e6 : Math.abs(value) < 1e4 ? 1e3 : 1;
                to.writeNumber(Math.rint(value * scale) / scale);
            }
        }
        to.writeEndArray();
    }
}
