package dev.anole.console;

import dev.anole.console.gate.HostNames;
import dev.anole.console.http.Certificate;
import dev.anole.console.http.Listener;
import dev.anole.console.http.Route;
import dev.anole.console.http.Router;
import dev.anole.console.live.AgentLink;
import dev.anole.console.live.History;
import dev.anole.console.live.LiveFeed;
import dev.anole.console.live.TaskMirror;
import dev.anole.console.store.AuditEvent;
import dev.anole.console.store.LoginLinks;
import dev.anole.console.store.Records;
import dev.anole.console.store.StoreException;
import dev.anole.operation.Agent;
import dev.anole.operation.Catalog;
import dev.anole.operation.Configuration;
import dev.anole.operation.OperationException;
import dev.anole.operation.Service;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.LoggerFactory;

/**
 * The console of a host: pages for people, an API for programs, one store beside them. It has no rights of its own on the
 * host: all it shows and does goes through the {@link Agent}. In clear text it listens on 127.0.0.1 and on nothing else;
 * another address demands TLS.
 */
public final class Console implements Service<ConsoleConfiguration> {
    private static final String LOOPBACK = "127.0.0.1";

    private final Catalog catalog;
    private final Agent agent;
    private final Path directory;
    private final String version;
    private final Clock clock;
    private final List<Configuration.Entry> configured;
    private Optional<Running> running = Optional.empty();

    /** What is there while it runs. */
    private record Running(ConsoleConfiguration configuration, Opening<Records> records, Listener listener, AgentLink link,
                           Opening<TaskMirror> mirror, Optional<LiveFeed> feed, Opening<Optional<History>> history,
                           Optional<TlsKeys> tls, String address, List<Route> routes) {
    }

    /**
     * @param catalog   the operations whose forms and endpoints it offers
     * @param agent     who does them; it may come and go
     * @param directory what is its own: store, history, keys
     * @param version   of Anole
     */
    public Console(Catalog catalog, Agent agent, Path directory, String version, Clock clock) {
        this(catalog, agent, directory, version, clock, List.of());
    }

    /** @param configured how it is configured, with who set each value, for the page of settings */
    public Console(Catalog catalog, Agent agent, Path directory, String version, Clock clock, List<Configuration.Entry> configured) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.agent = Objects.requireNonNull(agent, "agent");
        this.directory = directory.toAbsolutePath();
        this.version = Objects.requireNonNull(version, "version");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.configured = List.copyOf(configured);
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public Shape<ConsoleConfiguration> configuration() {
        return Shape.of(ConsoleConfiguration.class);
    }

    /**
     * Starts it. The store opens while the server starts, since both take their time.
     *
     * @throws OperationException in one line: the port is taken, the store is locked, damaged or newer, no certificate
     */
    @Override
    public synchronized void start(ConsoleConfiguration c) {
        if (running.isPresent()) {
            throw new IllegalStateException("the console runs already");
        }
        // SQLite's driver and Jetty both log, from threads of their own; whichever comes while SLF4J still looks for its
        // provider makes it print a warning on the terminal.
        LoggerFactory.getILoggerFactory();
        Opening<Records> records = Opening.of("store", () ->
            Records.open(directory, c.store(), clock, c.sessionIdle(), c.sessionMax(), c.recoverStore()));
        AgentLink link = new AgentLink(agent, clock);
        Opening<TaskMirror> mirror = Opening.of("mirror", () -> new TaskMirror(link, records.get().tasks(), clock));
        Opening<Optional<History>> history = Opening.of("history", () -> history(directory.resolve("series"), c.keepMetrics()));
        Optional<LiveFeed> feed = LiveFeed.of(link, catalog, sample -> history.get().ifPresent(h -> h.record(sample)));
        String address = c.listen().orElse(LOOPBACK);
        HostNames names = HostNames.of(c.listen(), c.names());
        try {
            Optional<TlsKeys> tls = c.listen().map(_ -> TlsKeys.of(c, new Certificate(directory.resolve("tls"), clock), names));
            Assembly assembly = new Assembly(catalog, version, clock, link, records, mirror, feed, history, names, configured);
            AtomicReference<Router> router = new AtomicReference<>();
            Listener listener = Listener.open(address, c.port(), tls.map(TlsKeys::factory), port -> {
                router.set(assembly.router(tls.isPresent(), port));
                return router.get();
            });
            Running started = new Running(c, records, listener, link, mirror, feed, history, tls, address,
                router.get().routes());
            running = Optional.of(started);
            records.get().audit().append(event(AuditEvent.Kind.CONSOLE_STARTED, address + ":" + listener.port()));
            records.get().settings().set(LoginLink.ADDRESS, address().toString());
            mirror.get().start();
            feed.ifPresent(LiveFeed::start);
            tls.ifPresent(TlsKeys::keepFresh);
            Thread.ofVirtual().name("store check").start(() -> records.get().store().check());
        } catch (StoreException e) {
            abandon(records, history);
            throw new OperationException(OperationException.Kind.CONFLICT, e.problem(), e.remedy(), e);
        } catch (RuntimeException e) {
            abandon(records, history);
            throw e;
        }
    }

    /** A history that cannot be opened is no reason not to show the host. */
    private static Optional<History> history(Path directory, Duration keep) {
        try {
            return Optional.of(History.open(directory, keep));
        } catch (RuntimeException e) {
            System.getLogger(Console.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
            return Optional.empty();
        }
    }

    private AuditEvent event(AuditEvent.Kind kind, String subject) {
        return new AuditEvent(kind, "", "service", "", subject, "", "{\"version\":\"" + version + "\"}");
    }

    private void abandon(Opening<Records> records, Opening<Optional<History>> history) {
        running.ifPresent(r -> r.listener().close());
        running = Optional.empty();
        records.close(Records::close);
        history.close(h -> h.ifPresent(History::close));
    }

    private synchronized Running running() {
        return running.orElseThrow(() -> new IllegalStateException("the console does not run"));
    }

    /** Where it is reached. */
    public URI address() {
        Running r = running();
        String host = r.tls().map(_ -> shown(r.address())).orElse(LOOPBACK);
        return URI.create((r.tls().isPresent() ? "https://" : "http://") + host + ":" + r.listener().port() + "/");
    }

    private static String shown(String address) {
        if (address.equals("0.0.0.0") || address.equals("::")) {
            return "localhost";
        }
        return address.contains(":") ? "[" + address + "]" : address;
    }

    /** Everything that is answered, for the tests that try all of it. */
    List<Route> routes() {
        return running().routes();
    }

    /** Samples as they come, for tests. */
    LiveFeed feed() {
        return running().feed().orElseThrow();
    }

    /** What is kept, for tests. */
    Records records() {
        return running().records().get();
    }

    /** A new link that lets the first administrator in, once, within {@link LoginLinks#LIFETIME}. */
    public URI loginLink() {
        return LoginLink.make(running().records().get(), address(), clock, "service");
    }

    @Override
    public synchronized boolean ready() {
        return running.isPresent();
    }

    @Override
    public synchronized Health health() {
        if (running.isEmpty()) {
            return new Health.Failed(Text.of("the console does not run", "控制台未运行"), Text.of("start it with anole up", "请用 anole up 启动"));
        }
        Optional<StoreException> damage = running.get().records().get().store().damage();
        if (damage.isPresent()) {
            return new Health.Impaired(damage.get().problem(), damage.get().remedy());
        }
        return running.get().link().lostSince().<Health>map(since -> new Health.Impaired(
            Text.of("the agent has not answered since " + since, "代理自 " + since + " 起没有应答"),
            Text.of("see that it runs", "请确认它在运行"))).orElseGet(Health.Good::new);
    }

    /** Takes what can be exchanged while people are in: the keys of TLS. Another port or address needs a restart. */
    @Override
    public synchronized void reload(ConsoleConfiguration c) {
        running.flatMap(Running::tls).ifPresent(TlsKeys::refresh);
    }

    @Override
    public Handover handover() {
        return Handover.nothing();
    }

    @Override
    public void close() {
        Optional<Running> stopping;
        synchronized (this) {
            stopping = running;
            running = Optional.empty();
        }
        stopping.ifPresent(r -> {
            r.feed().ifPresent(LiveFeed::close);
            r.mirror().close(TaskMirror::close);
            r.tls().ifPresent(TlsKeys::close);
            r.listener().close();
            r.history().close(h -> h.ifPresent(History::close));
            r.records().close(records -> {
                try (records) {
                    records.audit().append(event(AuditEvent.Kind.CONSOLE_STOPPED, r.address()));
                } catch (StoreException e) {
                    System.getLogger(Console.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
                }
            });
        });
    }
}
