package dev.anole.console.store;

import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** An open store with all that is kept in it. One console at a time has a directory's records open. */
public final class Records implements AutoCloseable {
    private static final List<String> PARTS = List.of("", "-wal", "-shm");

    private final Store store;
    private final Optional<FileChannel> lock;
    private final People people;
    private final LoginLinks links;
    private final Sessions sessions;
    private final ApiTokens tokens;
    private final AuditLog audit;
    private final SeenTasks tasks;
    private final Settings settings;

    private Records(Store store, Optional<FileChannel> lock, Clock clock, Duration sessionIdle, Duration sessionMax) {
        this.store = store;
        this.lock = lock;
        people = new People(store);
        links = new LoginLinks(store);
        sessions = new Sessions(store, sessionIdle, sessionMax);
        tokens = new ApiTokens(store);
        audit = new AuditLog(store, clock);
        tasks = new SeenTasks(store, audit);
        settings = new Settings(store);
    }

    /** Opens the records that a directory holds in a file. */
    public static Records open(Path directory, Clock clock, Duration sessionIdle, Duration sessionMax, boolean recover) {
        return open(directory, Optional.empty(), clock, sessionIdle, sessionMax, recover);
    }

    /**
     * Opens the records of a console.
     *
     * @param directory the console's own
     * @param server    holds them in place of a file in that directory
     * @param recover sets a damaged store aside, under a name with the time, and begins a new one
     * @throws StoreException in one line, when it is locked, damaged, newer or cannot be written
     */
    public static Records open(Path directory, Optional<StoreServer> server, Clock clock, Duration sessionIdle, Duration sessionMax, boolean recover) {
        Objects.requireNonNull(clock, "clock");
        FileChannel lock = lock(directory);
        try {
            if (server.isPresent()) {
                Records records = new Records(claimed(server.get()), Optional.of(lock), clock, sessionIdle, sessionMax);
                StoreServer.mark(directory, server.isPresent());
                return records;
            }
            Path file = file(directory);
            Store store;
            boolean aside = false;
            try {
                store = sound(file, recover);
            } catch (StoreException e) {
                if (!recover || e.reason() != StoreException.Reason.DAMAGED) {
                    throw e;
                }
                setAside(file, clock);
                aside = true;
                store = Store.open(file);
            }
            Records records = new Records(store, Optional.of(lock), clock, sessionIdle, sessionMax);
            if (aside) {
                records.audit().append(new AuditEvent(AuditEvent.Kind.STORE_SET_ASIDE, "", "service", "", file.toString(), "", "{}"));
            }
            StoreServer.mark(directory, server.isPresent());
            return records;
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    /**
     * The same beside the console that has them open: both engines let several processes write, one after the other.
     * Empty when no console has run with that directory yet.
     *
     * @param server as this process is configured, which is how the console has to be
     * @throws StoreException when the console has its records on a server and this process is not told of one
     */
    public static Optional<Records> beside(Path directory, Optional<StoreServer> server, Clock clock) {
        if (server.isEmpty() && StoreServer.marked(directory)) {
            throw new StoreException(StoreException.Reason.UNREACHABLE,
                Text.of("the console of " + directory + " has its records on a server, and this command is not told on which",
                    directory + " 的控制台把记录存放在服务器上，而此命令不知道是哪一台"),
                Text.of("put store-url into /etc/anole/*.toml, or give ANOLE_CONSOLE_STORE_URL here as well",
                    "请把 store-url 写入 /etc/anole/*.toml，或在此处同样设置 ANOLE_CONSOLE_STORE_URL"), null);
        }
        Optional<Store> store = server.map(StoreServer::open).or(() -> Optional.of(file(directory)).filter(Files::exists).map(Store::open));
        return store.map(s -> new Records(s, Optional.empty(), clock, Duration.ofHours(1), Duration.ofHours(1)));
    }

    private static Path file(Path directory) {
        return directory.resolve("store.sqlite");
    }

    private static Store claimed(StoreServer server) {
        Store store = server.open();
        try {
            store.claim();
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** A store whose file is wholly read first, where somebody has said that it is damaged. */
    private static Store sound(Path file, boolean check) {
        Store store = Store.open(file);
        if (check && store.check().isPresent()) {
            store.close();
            throw store.damage().orElseThrow();
        }
        return store;
    }

    private static FileChannel lock(Path directory) {
        Path file = directory.resolve("lock");
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock held;
            try {
                held = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                held = null;
            }
            if (held == null) {
                byte[] by = channel.size() > 0 ? Files.readAllBytes(file) : new byte[0];
                String holder = new String(by, 0, Math.min(by.length, 20), StandardCharsets.US_ASCII).strip();
                channel.close();
                throw new StoreException(StoreException.Reason.LOCKED,
                    Text.of("another console uses " + directory + (holder.isEmpty() ? "" : " (pid " + holder + ")"),
                        "另一个控制台正在使用 " + directory + (holder.isEmpty() ? "" : "（pid " + holder + "）")),
                    Text.of("end it, or choose another directory with --data", "请结束它，或用 --data 另选目录"), null);
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            return channel;
        } catch (IOException e) {
            throw new StoreException(StoreException.Reason.UNREACHABLE,
                Text.of("the directory " + directory + " cannot be used: " + e, "无法使用目录 " + directory + "：" + e),
                Text.of("see that it is there and that Anole may write to it", "请检查它是否存在且 Anole 可写"), e);
        }
    }

    private static void setAside(Path file, Clock clock) {
        String time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC).format(clock.instant());
        try {
            for (String part : PARTS) {
                Path from = file.resolveSibling(file.getFileName() + part);
                if (Files.exists(from)) {
                    Files.move(from, file.resolveSibling(file.getFileName() + ".damaged-" + time + part));
                }
            }
        } catch (IOException e) {
            throw OperationException.failed(Text.of("the damaged store " + file + " cannot be set aside: " + e,
                "无法移开损坏的存储 " + file + "：" + e), Text.of("move it away by hand", "请手动移开"), e);
        }
    }

    public Store store() {
        return store;
    }

    public People people() {
        return people;
    }

    public LoginLinks links() {
        return links;
    }

    public Sessions sessions() {
        return sessions;
    }

    public ApiTokens tokens() {
        return tokens;
    }

    public AuditLog audit() {
        return audit;
    }

    public SeenTasks tasks() {
        return tasks;
    }

    public Settings settings() {
        return settings;
    }

    @Override
    public void close() {
        store.close();
        lock.ifPresent(Records::close);
    }

    private static void close(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            System.getLogger(Records.class.getName()).log(System.Logger.Level.DEBUG, "unlocking", e);
        }
    }
}
