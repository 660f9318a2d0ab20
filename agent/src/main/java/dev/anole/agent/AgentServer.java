package dev.anole.agent;

import dev.anole.operation.Agent;
import dev.anole.operation.Catalog;
import dev.anole.operation.Described;
import dev.anole.operation.OperationException;
import dev.anole.operation.Problem;
import dev.anole.operation.Service;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Offers an {@link Agent} to other processes of the same host over a Unix domain socket: to root, to the agent's own
 * user, and to the console's. One virtual thread a connection. It listens on nothing else.
 */
public final class AgentServer implements Service<AgentServer.Configuration> {
    /** Connections that may be open at the same time. */
    public static final int CONNECTIONS_MAX = 64;
    /** How many of them the console's user may have, so that a command line always finds room. */
    public static final int CONSOLE_CONNECTIONS_MAX = 48;
    /** Connections that are being told why they are refused; beyond that they are just closed. */
    private static final int REFUSALS_MAX = 8;
    private static final System.Logger LOG = System.getLogger(AgentServer.class.getName());

    /**
     * Where it serves.
     *
     * @param data the data directory; the socket is {@code run/agent.sock} in it
     */
    public record Configuration(
            @Described(en = "Directory that holds the agent's state", zh = "存放代理状态的目录") Path data) {
        public Configuration {
            Objects.requireNonNull(data, "data");
        }
    }

    private final Agent agent;
    private final Catalog catalog;
    private final Optional<AgentLock> held;
    private final Semaphore places = new Semaphore(CONNECTIONS_MAX);
    private final Semaphore consolePlaces = new Semaphore(CONSOLE_CONNECTIONS_MAX);
    private final Semaphore refusals = new Semaphore(REFUSALS_MAX);
    private Optional<Listening> listening = Optional.empty();

    /** What there is while it serves. */
    private record Listening(Configuration configuration, Optional<AgentLock> lock, AgentSocket socket, Connections connections,
                             Thread acceptor) {
    }

    /**
     * @param agent   who does the work; not closed with the server
     * @param catalog its operations, whose shapes the wire is typed with
     */
    public AgentServer(Agent agent, Catalog catalog) {
        this(agent, catalog, Optional.empty());
    }

    /**
     * For a process that took the lock before it did anything else.
     *
     * @param lock of the directory that it will serve; not closed with the server
     */
    public AgentServer(Agent agent, Catalog catalog, AgentLock lock) {
        this(agent, catalog, Optional.of(lock));
    }

    private AgentServer(Agent agent, Catalog catalog, Optional<AgentLock> held) {
        this.agent = Objects.requireNonNull(agent, "agent");
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.held = held;
    }

    /** The socket's path in a data directory. */
    public static Path socket(Path data) {
        return AgentSocket.in(data);
    }

    @Override
    public String name() {
        return "agent";
    }

    @Override
    public Shape<Configuration> configuration() {
        return Shape.of(Configuration.class);
    }

    @Override
    public synchronized void start(Configuration configuration) {
        if (listening.isPresent()) {
            throw new IllegalStateException("the agent serves already");
        }
        AgentSocket.check(configuration.data());
        Optional<AgentLock> taken = held.isPresent() ? Optional.empty() : Optional.of(AgentLock.take(configuration.data()));
        try {
            listening = Optional.of(listen(configuration, held.or(() -> taken).orElseThrow(), taken));
        } catch (RuntimeException e) {
            taken.ifPresent(AgentLock::close);
            throw e;
        }
    }

    private Listening listen(Configuration configuration, AgentLock lock, Optional<AgentLock> taken) {
        Peers peers;
        try {
            peers = new Peers(configuration.data());
        } catch (IOException e) {
            throw OperationException.failed(
                Text.of("the agent cannot tell users apart: " + e.getMessage(), "代理无法识别用户：" + e.getMessage()), Text.same(""), e);
        }
        AgentSocket socket = AgentSocket.listen(lock);
        Connections connections = new Connections("agent server");
        Thread acceptor = Thread.ofVirtual().name("agent accept").start(() -> accept(socket, peers, connections));
        return new Listening(configuration, taken, socket, connections, acceptor);
    }

    private void accept(AgentSocket socket, Peers peers, Connections connections) {
        while (true) {
            try {
                SocketChannel channel = socket.accept();
                // The bound on threads is the bound on places: who finds none is told by one of few, or not at all.
                if (places.tryAcquire()) {
                    Thread.ofVirtual().name("agent connection").start(() -> {
                        try {
                            serve(channel, socket.path(), peers, connections);
                        } finally {
                            places.release();
                        }
                    });
                } else {
                    refuse(channel, connections, full());
                }
            } catch (java.nio.channels.ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "the agent could not accept a connection: " + e.getMessage());
                if (!pause()) {
                    return;
                }
            }
        }
    }

    /** Out of descriptors, say: the next try is not at once. */
    private static boolean pause() {
        try {
            Thread.sleep(100);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static Problem full() {
        return new Problem(OperationException.Kind.CONFLICT,
            Text.of("the agent has as many connections as it takes", "代理的连接数已满"),
            Text.of("close some, or try again", "请关闭一些连接，或稍后重试"));
    }

    private void refuse(SocketChannel channel, Connections connections, Problem why) {
        Connection connection = new Connection(channel);
        if (!refusals.tryAcquire()) {
            connection.close();
            return;
        }
        Thread.ofVirtual().name("agent refusal").start(() -> {
            connections.add(connection);
            try {
                connection.within(1);
                Conversation.refuse(connection, why);
            } finally {
                connections.end(connection);
                refusals.release();
            }
        });
    }

    private void serve(SocketChannel channel, Path socket, Peers peers, Connections connections) {
        Connection connection = new Connection(channel);
        connections.add(connection);
        try {
            connection.within(Wire.HELLO_SECONDS_MAX);
            var peer = channel.getOption(jdk.net.ExtendedSocketOptions.SO_PEERCRED).user();
            Conversation conversation = new Conversation(connection, agent, catalog);
            switch (peers.of(peer)) {
                case OWNER -> conversation.hold(Peers.Standing.OWNER);
                case CONSOLE -> {
                    if (consolePlaces.tryAcquire()) {
                        try {
                            conversation.hold(Peers.Standing.CONSOLE);
                        } finally {
                            consolePlaces.release();
                        }
                    } else {
                        Conversation.refuse(connection, full());
                    }
                }
                case STRANGER -> {
                    LOG.log(System.Logger.Level.INFO, "the agent refused user " + peer.getName());
                    Conversation.refuse(connection, Peers.refusal(peer, socket));
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection to the agent broke", e);
        } finally {
            connections.end(connection);
        }
    }

    @Override
    public synchronized boolean ready() {
        return listening.isPresent();
    }

    @Override
    public synchronized Health health() {
        if (listening.isEmpty()) {
            return new Health.Failed(Text.of("the agent is not started", "代理没有启动"), Text.of("start it", "请启动它"));
        }
        if (!listening.get().acceptor().isAlive()) {
            return new Health.Failed(Text.of("the agent accepts no connections any more", "代理不再接受连接"),
                Text.of("restart it", "请重启它"));
        }
        if (places.availablePermits() == 0) {
            return new Health.Impaired(full().message(), full().remedy());
        }
        return new Health.Good();
    }

    /** Takes nothing new: the directory of an agent is its identity. */
    @Override
    public synchronized void reload(Configuration configuration) {
        if (listening.filter(l -> !l.configuration().equals(configuration)).isPresent()) {
            throw OperationException.usage(
                Text.of("the agent's data directory cannot change while it runs", "代理运行时不能更换数据目录"),
                Text.of("restart it", "请重启它"));
        }
    }

    @Override
    public Handover handover() {
        return Handover.nothing();
    }

    @Override
    public synchronized void close() {
        listening.ifPresent(l -> {
            l.socket().close();
            l.connections().close();
            l.lock().ifPresent(AgentLock::close);
        });
        listening = Optional.empty();
    }
}
