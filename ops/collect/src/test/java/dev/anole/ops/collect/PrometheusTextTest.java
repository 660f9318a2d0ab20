package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusTextTest {
    /** The grammar of the format's lines, as its specification gives it. */
    private static final Pattern SERIES = Pattern.compile(
        "[a-zA-Z_:][a-zA-Z0-9_:]*(\\{[a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\"\\})? (-?[0-9.]+(E-?[0-9]+)?|[+-]Inf|NaN)");

    @TempDir
    Path root;

    @Test
    void labelsAndHelpAreEscaped() {
        PrometheusText text = new PrometheusText();
        Metric metric = Metric.level("fs.used.bytes", Unit.BYTES, "test", "a \\ and\na line", "测试").per("mountpoint");
        text.add(metric, "/a \"b\"\\c\nd", 5, Double.NaN);
        assertEquals("""
            # HELP anole_fs_used_bytes a \\\\ and\\na line
            # TYPE anole_fs_used_bytes gauge
            anole_fs_used_bytes{mountpoint="/a \\"b\\"\\\\c\\nd"} 5
            """, text.toString());
    }

    @Test
    void countersAreShownAsTheKernelHasThemInBaseUnits() {
        Fixture fixture = new Fixture(root).withDirectory("/sys/block/sda/device");
        DiskSampler sampler = new DiskSampler(fixture.host, fixture.board, fixture.buffer);
        fixture.with("/proc/diskstats", "8 0 sda 100 0 800 1500 10 0 80 40 0 900 1040\n").sample(sampler, 1);
        String text = PrometheusText.of(fixture.board);
        assertTrue(text.contains("\nanole_disk_read_bytes_total{device=\"sda\"} 409600\n"), text);
        assertTrue(text.contains("\nanole_disk_read_time_seconds_total{device=\"sda\"} 1.5\n"), text);
        assertTrue(text.contains("\nanole_disk_busy_seconds_total{device=\"sda\"} 0.9\n"), text);
        assertTrue(text.contains("# TYPE anole_disk_busy_seconds_total counter\n"), text);
    }

    @Test
    void cpuTimesAreSecondsACore() {
        Fixture fixture = new Fixture(root);
        CpuSampler sampler = new CpuSampler(fixture.host, fixture.board, fixture.buffer);
        fixture.with("/proc/stat", "cpu  150 0 0 0 0 0 0 0 0 0\ncpu0 150 0 0 0 0 0 0 0 0 0\n").sample(sampler, 1);
        String text = PrometheusText.of(fixture.board);
        assertTrue(text.contains("anole_cpu_user_seconds_total{cpu=\"0\"} 1.5\n"), text);
        assertTrue(text.lines().noneMatch(l -> l.startsWith("anole_cpu_user_seconds_total ")), "the sum would count twice");
    }

    @Test
    void everyLineOfThisHostIsWellFormedAndEveryFamilyStandsTogether() throws Exception {
        String text = new Collector(dev.anole.operation.Host.local()).exposition();
        Map<String, Integer> families = new HashMap<>();
        String family = "";
        for (String line : text.split("\n")) {
            if (line.startsWith("# HELP ")) {
                family = line.split(" ")[2];
                assertEquals(null, families.put(family, 0), "twice: " + family);
            } else if (!line.startsWith("# TYPE ")) {
                assertTrue(SERIES.matcher(line).matches(), line);
                assertTrue(line.startsWith(family + "{") || line.startsWith(family + " "), line);
                families.merge(family, 1, Integer::sum);
            }
        }
        assertTrue(families.size() > 150, "families: " + families.size());
        assertTrue(families.values().stream().allMatch(n -> n > 0));
    }

    @Test
    void noTwoMetricsShareAnIdOrAName() {
        Map<String, Metric> ids = new HashMap<>();
        Map<String, Metric> names = new HashMap<>();
        for (Metric metric : Metrics.all()) {
            assertEquals(null, ids.put(metric.id() + metric.label().isPresent(), metric), metric.id());
            if (metric.form() != Metric.Form.DERIVED) {
                assertEquals(null, names.put(metric.prometheusName(), metric), metric.prometheusName());
            }
        }
        assertEquals(List.of(), Metrics.all().stream().filter(m -> m.meaning().zh().equals(m.meaning().en())).toList());
    }
}
