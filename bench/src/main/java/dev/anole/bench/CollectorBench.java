package dev.anole.bench;

import dev.anole.operation.Host;
import dev.anole.ops.collect.Collector;
import dev.anole.ops.collect.CollectorConfiguration;
import dev.anole.ops.collect.Sample;
import dev.anole.ops.collect.Subscription;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the collector costs, beside Debian's prometheus-node-exporter, in one run on one host.
 *
 * <p>The collector runs alone in a JVM of its own with the agent's flags and one reader; the exporter is scraped once a
 * second over the loopback. Both are measured over the same seconds, from {@code /proc}: CPU time in nanoseconds summed
 * over all threads, and resident memory at the end. Sleepers fill the host up to the wanted number of processes.
 *
 * <pre>java -cp … dev.anole.bench.CollectorBench [seconds=60] [processes=150] [warm-up=30]</pre>
 */
public final class CollectorBench {
    private static final String COLLECT = "--collect";
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms8m", "-Xmx64m", "-XX:TieredStopAtLevel=1",
        "-XX:ReservedCodeCacheSize=24m", "-Xss512k", "--enable-native-access=ALL-UNNAMED");
    private static final String EXPORTER = "/usr/bin/prometheus-node-exporter";

    private CollectorBench() {
    }

    /** What a process has cost so far. */
    private record Cost(double cpuSeconds, long residentKib) {
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals(COLLECT)) {
            collect();
            return;
        }
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        int wanted = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 150;
        int warmUp = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 30;
        List<Process> children = new ArrayList<>();
        try {
            fill(wanted, children);
            run(seconds, wanted, warmUp, children);
        } finally {
            children.forEach(Process::destroyForcibly);
        }
    }

    private static void run(int seconds, int wanted, int warmUp, List<Process> children) throws Exception {
        Process collector = collector();
        children.add(collector);
        int port = freePort();
        Optional<Process> exporter = exporter(port);
        exporter.ifPresent(children::add);
        int scraped = scrape(exporter.isPresent(), port, warmUp);
        fill(wanted, children);   // others may have ended meanwhile
        Cost collectorBefore = cost(collector.pid());
        Optional<Cost> exporterBefore = exporter.map(p -> cost(p.pid()));
        long from = System.nanoTime();
        scraped = Math.max(scraped, scrape(exporter.isPresent(), port, seconds));
        Cost collectorAfter = cost(collector.pid());
        Optional<Cost> exporterAfter = exporter.map(p -> cost(p.pid()));
        double took = (System.nanoTime() - from) / 1e9;

        System.out.printf("%d processes, %.0f s after %d s of warm-up, one sample and one scrape a second%n", processes(), took, warmUp);
        collector.getOutputStream().close();
        String series = new String(collector.getInputStream().readAllBytes()).strip();
        double own = print("collector", collectorBefore, collectorAfter, took, series);
        if (exporter.isPresent()) {
            double other = print("prometheus-node-exporter", exporterBefore.get(), exporterAfter.get(), took, scraped + " series of the host");
            System.out.printf("collector : exporter = %.2f : 1 in CPU, %.2f : 1 in memory%n", own / other,
                (double) collectorAfter.residentKib / exporterAfter.get().residentKib);
        } else {
            System.out.println("prometheus-node-exporter is not installed; apt-get install prometheus-node-exporter");
        }
    }

    private static double print(String name, Cost before, Cost after, double took, String gathers) {
        double percent = 100 * (after.cpuSeconds - before.cpuSeconds) / took;
        System.out.printf("%-25s %.2f %% of one core (%.1f s since its start), %.1f MB resident, %s%n", name, percent,
            after.cpuSeconds, after.residentKib * 1024 / 1e6, gathers);
        return percent;
    }

    /** The measured JVM: a collector with one reader, until its input ends. */
    private static void collect() throws Exception {
        try (Collector collector = new Collector(Host.local())) {
            collector.start(CollectorConfiguration.standard());
            Thread.ofVirtual().start(() -> {
                try (Subscription samples = collector.subscribe()) {
                    while (samples.isOpen()) {
                        samples.next(Duration.ofSeconds(5));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
            Sample last = collector.latest().orElseThrow();
            System.out.println(last.values().size() + " series and " + last.top().size() + " processes in each sample");
        }
    }

    private static Process collector() throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CollectorBench.class.getName(), COLLECT));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static Optional<Process> exporter(int port) throws IOException {
        if (!Files.isExecutable(Path.of(EXPORTER))) {
            return Optional.empty();
        }
        return Optional.of(new ProcessBuilder(EXPORTER, "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true).redirectOutput(new File("/dev/null")).start());
    }

    /** Scrapes once a second, and says how many series came last. */
    private static int scrape(boolean any, int port, int seconds) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).timeout(Duration.ofSeconds(5)).build();
        long next = System.nanoTime();
        int series = 0;
        for (int i = 0; i < seconds; i++) {
            next += 1_000_000_000L;
            Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            if (any) {
                String text = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
                // What it tells of itself is left out.
                series = (int) text.lines().filter(l -> l.startsWith("node_") && !l.startsWith("node_scrape_")).count();
            }
        }
        return series;
    }

    /** Starts sleepers until there are so many processes, kernel threads included. */
    private static void fill(int wanted, List<Process> children) throws IOException {
        for (int i = processes(); i < wanted; i++) {
            children.add(new ProcessBuilder("sleep", "86400").start());
        }
    }

    private static int processes() {
        String[] names = new File("/proc").list((_, name) -> name.chars().allMatch(Character::isDigit));
        return names == null ? 0 : names.length;
    }

    private static Cost cost(long pid) {
        try {
            double nanos = 0;
            for (File task : new File("/proc/" + pid + "/task").listFiles()) {
                nanos += Double.parseDouble(Files.readString(task.toPath().resolve("schedstat")).split(" ")[0]);
            }
            long resident = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(l -> l.startsWith("VmRSS:"))
                .map(l -> l.replaceAll("[^0-9]", "")).mapToLong(Long::parseLong).findFirst().orElse(0);
            return new Cost(nanos / 1e9, resident);
        } catch (IOException e) {
            throw new IllegalStateException("process " + pid + " cannot be measured: " + e.getMessage(), e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
