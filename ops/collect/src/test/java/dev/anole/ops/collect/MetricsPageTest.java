package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    private static final Path PAGE = Path.of(Optional.ofNullable(System.getProperty("anole.root")).orElse("../.."), "docs/metrics.md");

    /** {@code ANOLE_WRITE=1} in the environment writes the page anew. */
    @Test
    void thePageListsExactlyTheMetricsThatThereAre() throws Exception {
        String page = MetricsPage.of(Metrics.all());
        if ("1".equals(System.getenv("ANOLE_WRITE"))) {
            Files.writeString(PAGE, page);
        }
        assertEquals(Files.readString(PAGE), page, "write it anew: run this test with ANOLE_WRITE=1");
    }

    @Test
    void everySeriesOfThisHostIsOnThePage() throws Exception {
        Reading reading = new Collector(dev.anole.operation.Host.local()).read();
        for (String series : reading.sample().values().keySet()) {
            assertTrue(Metrics.ofSeries(series).isPresent(), series);
        }
    }
}
