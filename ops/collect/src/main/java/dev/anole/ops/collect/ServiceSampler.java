package dev.anole.ops.collect;

import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Notices services that were restarted and services that failed. systemd keeps a link for each running unit,
 * {@code /run/systemd/units/invocation:NAME}, whose target is the identity of this run (systemd's unit.c,
 * {@code unit_export_invocation_id}): reading a directory tells what has changed, and only then systemd itself is asked why.
 */
final class ServiceSampler implements Sampler {
    /** Between two looks. */
    static final int EVERY_SECONDS = 5;
    /** Incidents kept; the oldest give way. */
    static final int INCIDENTS_MAX = 100;
    /** A service that is back within this time was restarted; one that comes later was started. */
    static final int GONE_SECONDS_MAX = 30;

    private static final String DIRECTORY = "/run/systemd/units";
    private static final String PREFIX = "invocation:";
    private static final String SUFFIX = ".service";
    /** Units beyond are passed over. */
    private static final int UNITS_MAX = 2_000;
    /** Questions to systemd at a time; what fails beyond, in one moment, is not told apart from what ended. */
    private static final int QUESTIONS_MAX = 4;
    private static final int ANSWER_SECONDS_MAX = 5;

    private final Host host;
    private final Function<String, String> result;
    private final Rarely due = new Rarely(EVERY_SECONDS);
    private final Semaphore questions = new Semaphore(QUESTIONS_MAX);
    private final Map<String, String> running = new HashMap<>();
    private final Map<String, Instant> gone = new LinkedHashMap<>();
    private final Deque<Incident> incidents = new ArrayDeque<>();
    private boolean first = true;

    ServiceSampler(Host host) {
        this(host, ServiceSampler::ask);
    }

    /** @param result how a unit's last run ended, in systemd's word: {@code success}, {@code exit-code}, {@code oom-kill} … */
    ServiceSampler(Host host, Function<String, String> result) {
        this.host = host;
        this.result = result;
    }

    private static String ask(String unit) {
        StringBuilder said = new StringBuilder();
        try {
            ProgramOutput.lines(List.of("systemctl", "show", "--property=Result", "--value", "--", unit), ANSWER_SECONDS_MAX, TimeUnit.SECONDS, 1,
                line -> said.append(line.strip()));
        } catch (OperationException | InterruptedException e) {
            return "";   // nobody can say; it is not called a failure
        }
        return said.toString();
    }

    @Override
    public String name() {
        return "service";
    }

    @Override
    public Probe probe() {
        return SmallFile.exists(host, DIRECTORY) ? Probe.available() : Probe.unavailable(Text.of("systemd does not run this host", "此主机不由 systemd 管理"),
            DIRECTORY + ": ENOENT", Text.of("restarts of services are not seen here", "此处看不到服务重启"));
    }

    @Override
    public void sample(Tick tick) {
        if (!due.due(tick)) {
            return;
        }
        Map<String, String> now = new HashMap<>();
        for (String link : SmallFile.names(host, DIRECTORY)) {
            if (link.startsWith(PREFIX) && link.endsWith(SUFFIX) && now.size() < UNITS_MAX) {
                SmallFile.link(host, DIRECTORY + "/" + link).ifPresent(run -> now.put(link.substring(PREFIX.length()), run));
            }
        }
        gone.values().removeIf(since -> since.plusSeconds(GONE_SECONDS_MAX).isBefore(tick.at()));
        if (!first) {
            now.forEach((unit, run) -> {
                boolean again = running.containsKey(unit) ? !running.get(unit).equals(run) : gone.remove(unit) != null;
                if (again) {
                    add(tick.at(), unit, Incident.Kind.SERVICE_RESTARTED, "restarted", "已重启");
                }
            });
            running.keySet().stream().filter(unit -> !now.containsKey(unit)).forEach(unit -> {
                gone.put(unit, tick.at());
                wonder(unit, tick.at());
            });
        }
        first = false;
        running.clear();
        running.putAll(now);
    }

    /** Asks why a service has ended, beside the sampling, which waits for nobody. */
    private void wonder(String unit, Instant at) {
        if (questions.tryAcquire()) {
            Thread.ofVirtual().name("asking after " + unit).start(() -> {
                try {
                    String how = result.apply(unit);
                    if (!how.isEmpty() && !how.equals("success")) {
                        add(at, unit, Incident.Kind.SERVICE_FAILED, "failed (" + how + ")", "失败（" + how + "）");
                    }
                } finally {
                    questions.release();
                }
            });
        }
    }

    private void add(Instant at, String unit, Incident.Kind kind, String en, String zh) {
        String name = Printable.line(unit.substring(0, unit.length() - SUFFIX.length()), 128);
        synchronized (incidents) {
            incidents.addLast(new Incident(at, kind, name, Text.of(name + " " + en, name + " " + zh)));
            if (incidents.size() > INCIDENTS_MAX) {
                incidents.removeFirst();
            }
        }
    }

    /** What was noticed, oldest first. Safe from other threads. */
    List<Incident> incidents() {
        synchronized (incidents) {
            return List.copyOf(incidents);
        }
    }

    @Override
    public void close() {
        running.clear();
        gone.clear();
    }
}
