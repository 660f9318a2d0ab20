package dev.anole.console.http;

import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/**
 * The server: HTTP/1.1 and HTTP/2 on one port, in clear text on the loopback or under TLS. Requests run on virtual
 * threads. Platform threads are there for the acceptor and the selector only, which sit in the kernel's poll.
 */
public final class Listener implements AutoCloseable {
    /** Connections at the same time. */
    public static final int CONNECTIONS_MAX = 512;
    /** Streams of one HTTP/2 connection at the same time. */
    public static final int STREAMS_MAX = 64;
    /** How long a connection may stand still, also one whose reader does not read. */
    public static final Duration IDLE_MAX = Duration.ofSeconds(30);
    /** Largest request head, in bytes. */
    public static final int HEAD_BYTES_MAX = 16 << 10;
    /** Largest message that a WebSocket may send to us, in bytes. */
    public static final int MESSAGE_BYTES_MAX = Route.INPUT_BYTES_MAX + 4096;
    private static final int PLATFORM_THREADS_MAX = 8;
    private static final long STOP_MILLIS_MAX = 2_000;
    /** Jetty tells of each start and stop; only its warnings are of use to others. Held, because loggers are weakly kept. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");
    /** These tell of each malformed header, which anybody may send as often as they like. */
    private static final List<Logger> CHATTY = List.of(Logger.getLogger("org.eclipse.jetty.util.HostPort"),
        Logger.getLogger("org.eclipse.jetty.http.HttpParser"));

    private final Server server;
    private final ServerConnector connector;

    private Listener(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Listens.
     *
     * @param address a literal address or a name of this host
     * @param port    0 takes a free one
     * @param tls     where it is not clear text
     * @param handler makes who answers, for the port that was got
     * @throws OperationException in one line when the port is taken or the address is not this host's
     */
    public static Listener open(String address, int port, Optional<SslContextFactory.Server> tls, IntFunction<? extends Handler> handler) {
        JETTY.setLevel(Level.WARNING);
        CHATTY.forEach(logger -> logger.setLevel(Level.OFF));
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS_MAX, 1);
        threads.setReservedThreads(0);
        threads.setName("console");
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request ", 0).factory()));
        Server server = new Server(threads);
        server.setStopTimeout(STOP_MILLIS_MAX);
        HttpConfiguration http = configuration();
        ServerConnector connector = new ServerConnector(server, null, null, null, 1, 1, tls.map(t -> secure(http, t)).orElseGet(() -> clear(http)));
        connector.setHost(address);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MAX.toMillis());
        connector.setAcceptQueueSize(128);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, connector));
        ServerWebSocketContainer sockets = ServerWebSocketContainer.ensure(server);
        sockets.setMaxTextMessageSize(MESSAGE_BYTES_MAX);
        sockets.setIdleTimeout(Duration.ofSeconds(90));   // a browser answers pings, which are sent more often
        try {
            connector.open();
            server.setHandler(handler.apply(connector.getLocalPort()));
            server.start();
        } catch (IOException e) {
            connector.close();
            stop(server);
            throw refused(address, port, e);
        } catch (RuntimeException e) {
            connector.close();
            stop(server);
            throw e;
        } catch (Exception e) {
            connector.close();
            stop(server);
            throw OperationException.failed(Text.of("the console's server did not start: " + e.getMessage(),
                "控制台服务未能启动：" + e.getMessage()), Text.same(""), e);
        }
        return new Listener(server, connector);
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(HEAD_BYTES_MAX);
        http.setOutputBufferSize(16 << 10);
        http.setUriCompliance(UriCompliance.DEFAULT);   // refuses ambiguous paths: encoded slashes, dots, parameters
        http.setMinRequestDataRate(64);
        return http;
    }

    private static ConnectionFactory[] clear(HttpConfiguration http) {
        HTTP2CServerConnectionFactory h2c = new HTTP2CServerConnectionFactory(http);
        h2c.setMaxConcurrentStreams(STREAMS_MAX);
        return new ConnectionFactory[] {new HttpConnectionFactory(http), h2c};
    }

    private static ConnectionFactory[] secure(HttpConfiguration clear, SslContextFactory.Server tls) {
        HttpConfiguration http = new HttpConfiguration(clear);
        // Not the certificate's names: the gate checks the Host header against those that are configured.
        http.addCustomizer(new SecureRequestCustomizer(false));
        HTTP2ServerConnectionFactory h2 = new HTTP2ServerConnectionFactory(http);
        h2.setMaxConcurrentStreams(STREAMS_MAX);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        return new ConnectionFactory[] {new SslConnectionFactory(tls, alpn.getProtocol()), alpn, h2, new HttpConnectionFactory(http)};
    }

    private static OperationException refused(String address, int port, IOException e) {
        if (e instanceof BindException || e.getCause() instanceof BindException) {
            String holder = PortHolder.of(port).map(h -> " by " + h).orElse("");
            String holderZh = PortHolder.of(port).map(h -> "（" + h + "）").orElse("");
            String said = e instanceof BindException ? e.getMessage() : e.getCause().getMessage();
            boolean taken = String.valueOf(said).contains("in use");
            return new OperationException(OperationException.Kind.CONFLICT,
                taken ? Text.of("port " + port + " of " + address + " is taken" + holder, address + " 的端口 " + port + " 已被占用" + holderZh)
                    : Text.of("the console cannot listen on " + address + ":" + port + ": " + said,
                        "控制台无法监听 " + address + ":" + port + "：" + said),
                taken ? Text.of("end that process, or choose another with --port", "结束那个进程，或用 --port 另选端口")
                    : Text.of("choose an address of this host and a port above 1023", "请选择本机地址和大于 1023 的端口"), e);
        }
        return OperationException.failed(Text.of("the console cannot listen on " + address + ":" + port + ": " + e.getMessage(),
            "控制台无法监听 " + address + ":" + port + "：" + e.getMessage()), Text.same(""), e);
    }

    /** The port that is listened on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Connections that are open now. */
    public int connections() {
        return connector.getConnectedEndPoints().size();
    }

    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            System.getLogger(Listener.class.getName()).log(System.Logger.Level.DEBUG, "stopping the server", e);
        }
    }
}
