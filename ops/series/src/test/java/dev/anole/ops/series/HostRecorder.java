package dev.anole.ops.series;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Samples this host's {@code /proc} once a second and writes what it saw as a fixture for the tests:
 * <pre>java HostRecorder.java SECONDS FILE.gz</pre>
 *
 * The file is text, one line a series, so that gzip finds the likeness along time:
 * <pre>
 * anole-host-recording 1
 * time &lt;epoch ms of the first sample&gt; &lt;ms to the next&gt; ...
 * counter|gauge &lt;name&gt; &lt;decimals&gt; &lt;first value&gt; &lt;difference&gt; ...
 * </pre>
 * Values are integers in units of {@code 10^-decimals}. Raw counters are kept, so that a test may derive
 * rates as a collector would. Devices that never exist on a server at work (loop, ram, zram, ifb) are left out:
 * their eternal zeros would flatter the figures.
 */
final class HostRecorder {
    private static final int STEP_MILLIS = 1000;

    private record Series(boolean counter, int decimals, List<Long> values) {
    }

    private final Map<String, Series> series = new LinkedHashMap<>();
    private final List<Long> times = new ArrayList<>();

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int seconds = Integer.parseInt(arguments[0]);
        var recorder = new HostRecorder();
        long start = System.currentTimeMillis() / STEP_MILLIS * STEP_MILLIS + STEP_MILLIS;
        for (int i = 0; i < seconds; i++) {
            long wait = start + (long) i * STEP_MILLIS - System.currentTimeMillis();
            if (wait > 0) {
                Thread.sleep(wait);
            }
            recorder.sample();
        }
        recorder.write(Path.of(arguments[1]));
    }

    private void sample() throws IOException {
        times.add(System.currentTimeMillis());
        for (String line : lines("/proc/stat")) {
            String[] f = line.split(" +");
            if (f[0].startsWith("cpu")) {
                String[] states = {"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"};
                for (int i = 0; i < states.length; i++) {
                    counter("cpu." + states[i] + "{" + f[0] + "}", f[i + 1]);
                }
            } else if (f[0].startsWith("procs_")) {
                gauge("stat." + f[0], f[1]);
            } else if (!f[0].equals("btime")) {
                counter("stat." + f[0], f[1]);
            }
        }
        for (String line : lines("/proc/meminfo")) {
            String[] f = line.split("[: ]+");
            gauge("memory." + f[0], f.length > 2 ? Long.toString(Long.parseLong(f[1]) * 1024) : f[1]);
        }
        for (String line : lines("/proc/vmstat")) {
            String[] f = line.split(" ");
            if (f[0].startsWith("nr_")) {
                gauge("vmstat." + f[0], f[1]);
            } else {
                counter("vmstat." + f[0], f[1]);
            }
        }
        for (String line : lines("/proc/loadavg")) {
            String[] f = line.split(" ");
            gauge("load.1", f[0]);
            gauge("load.5", f[1]);
            gauge("load.15", f[2]);
        }
        for (String line : lines("/proc/net/dev")) {
            String[] f = line.strip().split("[: ]+");
            if (!line.contains(":") || f[0].startsWith("ifb")) {
                continue;
            }
            String[] names = {"rx.bytes", "rx.packets", "rx.errors", "rx.dropped", "rx.fifo", "rx.frame", "rx.compressed",
                "rx.multicast", "tx.bytes", "tx.packets", "tx.errors", "tx.dropped", "tx.fifo", "tx.collisions",
                "tx.carrier", "tx.compressed"};
            for (int i = 0; i < names.length; i++) {
                counter("net." + names[i] + "{" + f[0] + "}", f[i + 1]);
            }
        }
        for (String resource : List.of("cpu", "memory", "io")) {
            for (String line : lines("/proc/pressure/" + resource)) {
                String[] f = line.split("[ =]");
                for (int i = 1; i < 7; i += 2) {
                    gauge("pressure." + resource + "." + f[0] + "." + f[i], f[i + 1]);
                }
                counter("pressure." + resource + "." + f[0] + ".total", f[8]);
            }
        }
        for (String line : lines("/proc/diskstats")) {
            String[] f = line.strip().split(" +");
            if (f[2].matches("(loop|ram|zram).*")) {
                continue;
            }
            String[] names = {"read.operations", "read.merged", "read.sectors", "read.millis", "write.operations",
                "write.merged", "write.sectors", "write.millis", "inflight", "io.millis", "io.weighted.millis"};
            for (int i = 0; i < names.length; i++) {
                String name = "disk." + names[i] + "{" + f[2] + "}";
                if (names[i].equals("inflight")) {
                    gauge(name, f[i + 3]);
                } else {
                    counter(name, f[i + 3]);
                }
            }
        }
        String[] heads = {};
        for (String line : lines("/proc/net/snmp")) {
            String[] f = line.split(" ");
            if (heads.length == 0 || !heads[0].equals(f[0])) {
                heads = f;
                continue;
            }
            for (int i = 1; i < f.length; i++) {
                if (f[0].equals("Tcp:") && heads[i].equals("CurrEstab")) {
                    gauge("tcp.CurrEstab", f[i]);
                } else if (f[0].equals("Tcp:") && i > 4) {
                    counter("tcp." + heads[i], f[i]);
                }
            }
            heads = new String[0];
        }
        for (String line : lines("/proc/softirqs")) {
            String[] f = line.strip().split("[: ]+");
            for (int cpu = 1; line.contains(":") && cpu < f.length; cpu++) {
                counter("softirq." + f[0] + "{cpu" + (cpu - 1) + "}", f[cpu]);
            }
        }
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(Path.of(file), StandardCharsets.US_ASCII);
    }

    private void counter(String name, String value) {
        put(name, true, value);
    }

    private void gauge(String name, String value) {
        put(name, false, value);
    }

    private void put(String name, boolean counter, String text) {
        int space = text.indexOf(' ');
        String number = space < 0 ? text : text.substring(0, space);
        int point = number.indexOf('.');
        int decimals = point < 0 ? 0 : number.length() - point - 1;
        var one = series.computeIfAbsent(name, _ -> new Series(counter, decimals, new ArrayList<>()));
        if (one.values.size() < times.size()) {
            one.values.add(Long.parseLong(number.replace(".", "")));
        }
    }

    private void write(Path file) throws IOException {
        try (var out = new BufferedWriter(new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)) {
            {
                def.setLevel(9);
            }
        }, StandardCharsets.US_ASCII))) {
            out.write("anole-host-recording 1\ntime" + differences(times) + "\n");
            for (var one : series.entrySet()) {
                var s = one.getValue();
                if (s.values.size() == times.size()) {
                    out.write((s.counter ? "counter " : "gauge ") + one.getKey() + " " + s.decimals + differences(s.values) + "\n");
                }
            }
        }
    }

    private static String differences(List<Long> values) {
        var text = new StringBuilder();
        long last = 0;
        for (long value : values) {
            text.append(' ').append(value - last);
            last = value;
        }
        return text.toString();
    }
}
