package dev.anole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.console.store.AuditLog;
import dev.anole.console.store.PostgresServer;
import dev.anole.operation.Configuration;
import dev.anole.operation.OperationException;
import dev.anole.operation.Shape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A console whose records are on a PostgreSQL server, as store-url asks. */
class ServerStoreTest {
    private static Optional<PostgresServer> server = Optional.empty();
    @TempDir
    Path directory;

    @BeforeAll
    static void startServer() throws Exception {
        if (PostgresServer.programs().isPresent()) {
            server = Optional.of(PostgresServer.start(PostgresServer.programs().get()));
        }
    }

    @AfterAll
    static void stopServer() {
        server.ifPresent(PostgresServer::close);
    }

    @AfterEach
    void forget() throws Exception {
        if (server.isPresent()) {
            server.get().clear();
        }
    }

    private static PostgresServer server() {
        assumeTrue(server.isPresent(), "PostgreSQL is not installed: apt-get install postgresql");
        return server.orElseThrow();
    }

    private Path password(String text) throws IOException {
        return Files.writeString(directory.resolve("password"), text + "\n");
    }

    private House house(String name, String url, Path password) {
        return new House(directory.resolve(name), Clock.systemUTC(), options -> {
            options.putAll(options(url, password));
            return options;
        });
    }

    private static Map<String, List<String>> options(String url, Path password) {
        return Map.of("storeUrl", List.of(url), "storeUser", List.of("anole"), "storePassword", List.of(password.toString()));
    }

    @Test
    void whoeverOpensTheStoreElsewhereIsToldByTheConfigurationAndByNothingThatTheConsoleWrote() throws Exception {
        Path mine = directory.resolve("one/console");
        new House(directory.resolve("one")).close();   // an old SQLite file lies there
        house("one", server().url(), password(server().password())).close();
        OperationException e = assertThrows(OperationException.class, () -> LoginLink.make(mine, House.configured(Map.of()), Clock.systemUTC()));
        assertTrue(e.getMessage().contains("has its records on a server") && e.getMessage().contains("ANOLE_CONSOLE_STORE_URL"), e.getMessage());
        try (Stream<Path> files = Files.list(mine)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("jdbc:"), file + " says where");
            }
        }
        new House(directory.resolve("one")).close();
        assertThrows(OperationException.class, () -> AuditChain.verify(directory.resolve("nowhere"), House.configured(Map.of()), Clock.systemUTC()));
        assertEquals("http", LoginLink.make(mine, House.configured(Map.of()), Clock.systemUTC()).getScheme(), "back on its file");
    }

    @Test
    void sessionsTasksAndAuditLiveOnTheServerAndNoFileHoldsThePassword() throws Exception {
        Path password = password(server().password());
        URI link;
        try (House house = house("one", server().url() + "?currentSchema=public", password)) {
            // As another process makes it, which is configured alike.
            link = LoginLink.make(directory.resolve("one/console"), House.configured(options(server().url(), password)), Clock.systemUTC());
            try (Browser browser = new Browser(house.console.address())) {
                assertEquals(303, browser.comeIn(link).statusCode());
                assertEquals(200, browser.get("/api/v1/operations/test/greet?whom=you").statusCode());
                assertTrue(browser.get("/audit").body().contains("test greet"));
            }
        }
        try (House house = house("another", server().url(), password)) {
            assertTrue(house.console.records().audit().verify() instanceof AuditLog.Chain.Whole(long rows, var _, var _) && rows >= 4);
        }
        assertFalse(Files.exists(directory.resolve("one/console/store.sqlite")));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).filter(f -> !f.equals(password)).toList()) {
                assertFalse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(server().password()), file.toString());
            }
        }
    }

    @Test
    void aSecondConsoleOnTheSameDatabaseIsRefusedUntilTheFirstEnds() throws Exception {
        Path password = password(server().password());
        try (House _ = house("one", server().url(), password)) {
            OperationException e = assertThrows(OperationException.class, () -> house("two", server().url(), password));
            assertTrue(e.getMessage().startsWith("another console uses the store postgresql://127.0.0.1:"), e.getMessage());
            assertTrue(e.getMessage().contains("store-url"), e.getMessage());
        }
        house("two", server().url(), password).close();
    }

    @Test
    void aServerThatWasRestartedIsFoundAgain() throws Exception {
        try (House house = house("one", server().url(), password(server().password())); Browser browser = house.admin()) {
            assertTrue(server().endSessions() >= 1);
            assertEquals(200, browser.get("/audit").statusCode(), "reading");
            house.console.loginLink();   // writing
            assertThrows(OperationException.class, () -> house("two", server().url(), directory.resolve("password")), "it holds the database again");
        }
    }

    @Test
    void aWrongPasswordAndAServerThatIsNotThereAreOneLineWithoutThePassword() throws Exception {
        Path wrong = password("guessed-wrong-91");
        OperationException refused = assertThrows(OperationException.class, () -> house("one", server().url(), wrong));
        assertEquals(1, refused.getMessage().lines().count());
        assertTrue(refused.getMessage().contains("password authentication failed for user \"anole\"")
            && refused.getMessage().contains("store-password"), refused.getMessage());
        assertFalse(refused.getMessage().contains("guessed-wrong-91"));
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        OperationException absent = assertThrows(OperationException.class, () -> house("one", "jdbc:postgresql://127.0.0.1:" + free + "/x", wrong));
        assertEquals(1, absent.getMessage().lines().count());
        assertTrue(absent.getMessage().startsWith("the store postgresql://127.0.0.1:" + free + "/x cannot be reached"), absent.getMessage());
        OperationException unread = assertThrows(OperationException.class, () -> house("one", server().url(), directory.resolve("no-file")));
        assertTrue(unread.getMessage().contains("no-file"), unread.getMessage());
    }

    @Test
    void whatDoesNotFitTogetherIsRefusedBeforeAnythingStarts() {
        refused("user and password do not belong", Map.of("ANOLE_CONSOLE_STORE_URL", "jdbc:postgresql://db/anole?user=x&password=hunter2"));
        refused("user and password do not belong", Map.of("ANOLE_CONSOLE_STORE_URL", "jdbc:postgresql://me:hunter2@db/anole"));
        refused("jdbc:postgresql://db.example", Map.of("ANOLE_CONSOLE_STORE_URL", "jdbc:mysql://db/anole"));
        refused("ANOLE_CONSOLE_STORE_USER", Map.of("ANOLE_CONSOLE_STORE_USER", "anole"));
        refused("only an SQLite file", Map.of("ANOLE_CONSOLE_STORE_URL", "jdbc:postgresql://db/anole", "ANOLE_CONSOLE_RECOVER_STORE", "true"));
        Configuration good = configured(Map.of("ANOLE_CONSOLE_STORE_URL", "jdbc:postgresql://db/anole?sslmode=verify-full",
            "ANOLE_CONSOLE_STORE_PASSWORD", "/etc/anole/store-password"));
        assertEquals("postgresql://db/anole", good.get("console", ConsoleConfiguration.class).store().orElseThrow().name());
    }

    private Configuration configured(Map<String, String> environment) {
        return Configuration.load(List.of(new Configuration.Section<>("console", Shape.of(ConsoleConfiguration.class))), Map.of(), environment,
            directory.resolve("etc"));
    }

    private void refused(String because, Map<String, String> environment) {
        OperationException e = assertThrows(OperationException.class, () -> configured(environment));
        assertTrue(e.getMessage().contains(because), e.getMessage());
        assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
    }
}
