package dev.anole.console.store;

import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The console's store: people, sessions, tokens, the audit log, the tasks seen, settings. SQLite in a file on one host;
 * the same schema and the same statements on PostgreSQL.
 *
 * <p>One writer at a time, so that SQLite's lock is never fought for inside this process; up to {@value #READERS_MAX}
 * readers beside it, who see the last commit (write-ahead log). A commit returns when it is on disk
 * ({@code synchronous=FULL}): what has been answered survives {@code kill -9} and a power cut.
 */
public final class Store implements AutoCloseable {
    /** Readers at the same time; one more waits. */
    public static final int READERS_MAX = 4;
    /** How long a statement waits for another process's lock, in milliseconds. */
    public static final int BUSY_MILLIS_MAX = 5_000;
    /** How long a caller waits for a reader or the writer of this process, in milliseconds. */
    public static final long TURN_MILLIS_MAX = 10_000;
    /** Page cache of one connection, in KiB. */
    private static final int CACHE_KIB = 512;

    /** What a transaction is for. */
    enum Purpose { READING, WRITING }

    /** Opens a connection. */
    @FunctionalInterface
    public interface Connector {
        Connection connect() throws SQLException;
    }

    /** What is done with a connection; its transaction is the caller's business no more than its closing. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private final Engine engine;
    private final String name;
    private final Connector connector;
    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore reading = new Semaphore(READERS_MAX);
    private final Deque<Connection> idle = new ArrayDeque<>();
    private Connection writer;
    private volatile boolean claimed;
    private volatile Optional<StoreException> damage = Optional.empty();
    private volatile boolean closed;

    private Store(Engine engine, String name, Connector connector, Migrations migrations) {
        this.engine = engine;
        this.name = name;
        this.connector = connector;
        Connection opened = null;
        try {
            opened = connector.connect();
            migrations.apply(opened, engine, name);
            writer = opened;
        } catch (SQLException e) {
            close(opened);
            throw engine.explain(name, e);
        } catch (RuntimeException e) {
            close(opened);
            throw e;
        }
    }

    /**
     * Opens the SQLite store in a file, which is made (mode 0600) when it is not there.
     *
     * @throws StoreException in one line, when it is locked, damaged, newer or cannot be written
     */
    public static Store open(Path file) {
        return open(file, Migrations.all());
    }

    static Store open(Path file, Migrations migrations) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException e) {
            throw new StoreException(StoreException.Reason.UNREACHABLE,
                Text.of("the store " + file + " cannot be made: " + e, "无法创建存储 " + file + "：" + e),
                Text.of("see that the directory is there and that Anole may write to it", "请检查目录是否存在且 Anole 可写"), e);
        }
        NativeLibrary.prepare(file.toAbsolutePath().getParent());
        // Not through DriverManager: it would load and ask every driver on the path.
        return new Store(Engine.SQLITE, file.toString(), () -> org.sqlite.JDBC.createConnection("jdbc:sqlite:" + file, pragmas()), migrations);
    }

    /** Opens a store on a server, such as PostgreSQL. */
    static Store open(Engine engine, String name, Connector connector) {
        return new Store(engine, name, connector, Migrations.all());
    }

    private static Properties pragmas() {
        Properties p = new Properties();
        p.setProperty("journal_mode", "WAL");
        p.setProperty("synchronous", "FULL");
        p.setProperty("foreign_keys", "true");
        p.setProperty("busy_timeout", Integer.toString(BUSY_MILLIS_MAX));
        p.setProperty("cache_size", Integer.toString(-CACHE_KIB));
        return p;
    }

    /** Its file or its address, for messages. */
    public String name() {
        return name;
    }

    public Engine engine() {
        return engine;
    }

    /**
     * Takes a store on a server for this process, as long as it is open: two consoles would take each other's tasks for
     * lost. Of a file's, the lock beside it sees to that.
     *
     * @throws StoreException of reason LOCKED when another has it
     */
    void claim() {
        takeWriter();
        try {
            claim(writer);
            claimed = true;
        } catch (SQLException e) {
            throw engine.explain(name, e);
        } finally {
            writing.unlock();
        }
    }

    private void claim(Connection connection) throws SQLException {
        if (!engine.claim(connection)) {
            throw new StoreException(StoreException.Reason.LOCKED,
                Text.of("another console uses the store " + name, "另一个控制台正在使用存储 " + name),
                Text.of("end it, or give this one a database of its own: store-url", "请结束它，或用 store-url 另给一个数据库"), null);
        }
    }

    /** A server may have been restarted since the last transaction; then its connection is opened anew. */
    private void reviveWriter() throws SQLException {
        if (!engine.answers(writer)) {
            close(writer);
            Connection next = connector.connect();
            if (claimed) {
                try {
                    claim(next);
                } catch (SQLException | RuntimeException e) {
                    close(next);
                    throw e;
                }
            }
            writer = next;
        }
    }

    /** What {@link #check} has found, if anything. */
    public Optional<StoreException> damage() {
        return damage;
    }

    /** Reads. Several at a time. */
    public <T> T read(Work<T> work) {
        return reading(work);
    }

    /** Reads more than once and sees one state. */
    public <T> T readWhole(Work<T> work) {
        return reading(connection -> {
            engine.begin(connection, Purpose.READING);
            T result = work.with(connection);
            engine.rollback(connection);   // where the work fails, the connection is closed instead
            return result;
        });
    }

    private <T> T reading(Work<T> work) {
        take(reading);
        Connection connection = null;
        boolean sound = false;
        try {
            synchronized (idle) {
                connection = idle.poll();
            }
            if (connection != null && !engine.answers(connection)) {
                close(connection);
                connection = null;
            }
            if (connection == null) {
                connection = connector.connect();
            }
            T result = work.with(connection);
            sound = true;
            return result;
        } catch (SQLException e) {
            throw engine.explain(name, e);
        } finally {
            giveBack(connection, sound);
            reading.release();
        }
    }

    /** Writes in one transaction: all of it, on disk, or nothing. */
    public <T> T write(Work<T> work) {
        damage.ifPresent(d -> {
            throw new StoreException(d.reason(), d.problem(), d.remedy(), d);
        });
        takeWriter();
        try {
            reviveWriter();
            engine.begin(writer, Purpose.WRITING);
            T result;
            try {
                result = work.with(writer);
                engine.commit(writer);
            } catch (SQLException | RuntimeException e) {
                try {
                    engine.rollback(writer);
                } catch (SQLException second) {
                    e.addSuppressed(second);   // SQLite has rolled back by itself, as it does where the disk is full
                }
                throw e;
            }
            return result;
        } catch (SQLException e) {
            throw engine.explain(name, e);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Reads every page of an SQLite file and compares what must agree; on a server, does nothing. Slow for a large file,
     * so it is no part of opening. After damage was found, writes are refused with it: they could make it worse.
     */
    public Optional<StoreException> check() {
        if (engine == Engine.SQLITE) {
            try {
                String said = read(c -> {
                    try (Statement s = c.createStatement(); var rows = s.executeQuery("PRAGMA quick_check(1)")) {
                        rows.next();
                        return rows.getString(1);
                    }
                });
                if (!said.equals("ok")) {
                    damage = Optional.of(engine.explain(name, new SQLException(said, "", 11)));
                }
            } catch (StoreException e) {
                if (e.reason() == StoreException.Reason.DAMAGED) {
                    damage = Optional.of(e);
                }
            }
        }
        return damage;
    }

    private void take(Semaphore turns) {
        open();
        try {
            if (!turns.tryAcquire(TURN_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    private void takeWriter() {
        open();
        try {
            if (!writing.tryLock(TURN_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    private void open() {
        if (closed) {
            throw new StoreException(StoreException.Reason.UNREACHABLE,
                Text.of("the store " + name + " is closed", "存储 " + name + " 已关闭"),
                Text.of("try again when the console is up", "请等控制台启动后重试"), null);
        }
    }

    private StoreException busy() {
        return new StoreException(StoreException.Reason.LOCKED,
            Text.of("the store " + name + " has too much to do", "存储 " + name + " 过于繁忙"),
            Text.of("try again in a moment", "请稍后重试"), null);
    }

    private void giveBack(Connection connection, boolean sound) {
        if (connection != null) {
            if (sound && !closed) {
                synchronized (idle) {
                    idle.push(connection);
                }
            } else {
                close(connection);
            }
        }
    }

    private static void close(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            System.getLogger(Store.class.getName()).log(System.Logger.Level.DEBUG, "closing a connection", e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        reading.acquireUninterruptibly(READERS_MAX);
        writing.lock();
        try {
            synchronized (idle) {
                idle.forEach(Store::close);
                idle.clear();
            }
            close(writer);   // the last one to close folds the write-ahead log into the file
        } finally {
            writing.unlock();
            reading.release(READERS_MAX);
        }
    }
}
