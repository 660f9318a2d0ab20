package dev.anole.console.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same schema and the same statements on the engine of a fleet. */
class PostgresStoreTest extends StoreContract {
    private static Optional<PostgresServer> server = Optional.empty();
    private Optional<Store> open = Optional.empty();

    @BeforeAll
    static void startServer() throws Exception {
        assumeTrue(PostgresServer.programs().isPresent(), "PostgreSQL is not installed: apt-get install postgresql");
        server = Optional.of(PostgresServer.start(PostgresServer.programs().orElseThrow()));
    }

    @AfterAll
    static void stopServer() {
        server.ifPresent(PostgresServer::close);
    }

    @AfterEach
    void clear() throws Exception {
        open.ifPresent(Store::close);
        server.orElseThrow().clear();
    }

    @Override
    Store store() {
        Store store = Store.open(Engine.POSTGRESQL, "postgresql", server.orElseThrow()::connect);
        open = Optional.of(store);
        return store;
    }

    @Override
    void withoutTriggers(Store store, String sql) {
        store.write(c -> {
            try (Statement s = c.createStatement()) {
                for (String trigger : List.of("audit_no_change ON audit", "audit_no_truncate ON audit", "audit_head_no_delete ON audit_head",
                        "audit_head_no_return ON audit_head")) {
                    s.execute("DROP TRIGGER IF EXISTS " + trigger);
                }
                return s.executeUpdate(sql);
            }
        });
    }

    @Test
    void openingAgainChangesNothing() {
        store().close();
        Store again = store();
        assertEquals(Migrations.all().version(), again.<Long>read(c -> People.count(c, "SELECT COUNT(*) FROM schema_version")));
    }

    @Test
    void theAuditLogCannotBeTruncated() {
        Store store = store();
        assertThrows(StoreException.class, () -> store.write(c -> {
            try (Statement s = c.createStatement()) {
                return s.execute("TRUNCATE audit");
            }
        }));
    }
}
