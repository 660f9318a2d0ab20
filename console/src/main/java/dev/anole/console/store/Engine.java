package dev.anole.console.store;

import dev.anole.operation.Text;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** The engines that the store's schema and statements suit. */
public enum Engine {
    /** One host: a file. Result codes: <a href="https://www.sqlite.org/rescode.html">sqlite.org/rescode.html</a>. */
    SQLITE {
        @Override
        StoreException.Reason reason(SQLException e) {
            return switch (e.getErrorCode() & 0xff) {
                case 5, 6 -> StoreException.Reason.LOCKED;          // SQLITE_BUSY, SQLITE_LOCKED
                case 11, 26 -> StoreException.Reason.DAMAGED;       // SQLITE_CORRUPT, SQLITE_NOTADB
                case 13 -> StoreException.Reason.FULL;              // SQLITE_FULL
                case 8, 10, 14 -> StoreException.Reason.UNREACHABLE; // SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN
                default -> StoreException.Reason.REFUSED;
            };
        }

        // By hand: the driver begins the next transaction in the same breath as it commits one, and so would hold the lock.
        @Override
        void begin(Connection connection, Store.Purpose purpose) throws SQLException {
            // A writer takes the lock first, not half-way; a reader never takes it.
            execute(connection, switch (purpose) {
                case WRITING -> "BEGIN IMMEDIATE";
                case READING -> "BEGIN";
            });
        }

        @Override
        void commit(Connection connection) throws SQLException {
            execute(connection, "COMMIT");
        }

        @Override
        void rollback(Connection connection) throws SQLException {
            execute(connection, "ROLLBACK");
        }

        private void execute(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    },
    /** A fleet: a server. SQLSTATE classes: PostgreSQL manual, appendix A. */
    POSTGRESQL {
        @Override
        StoreException.Reason reason(SQLException e) {
            String state = e.getSQLState() == null ? "" : e.getSQLState();
            if (state.equals("53100")) {
                return StoreException.Reason.FULL;
            }
            if (state.startsWith("XX")) {
                return StoreException.Reason.DAMAGED;
            }
            if (state.startsWith("08") || state.startsWith("57")) {
                return StoreException.Reason.UNREACHABLE;
            }
            return state.startsWith("55") || state.startsWith("40") ? StoreException.Reason.LOCKED : StoreException.Reason.REFUSED;
        }

        @Override
        void begin(Connection connection, Store.Purpose purpose) throws SQLException {
            connection.setTransactionIsolation(switch (purpose) {
                case WRITING -> Connection.TRANSACTION_READ_COMMITTED;
                case READING -> Connection.TRANSACTION_REPEATABLE_READ;
            });
            connection.setAutoCommit(false);
        }

        @Override
        void commit(Connection connection) throws SQLException {
            connection.commit();
            connection.setAutoCommit(true);
        }

        @Override
        void rollback(Connection connection) throws SQLException {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    };

    /** What kind of refusal an exception of this engine's driver is. */
    abstract StoreException.Reason reason(SQLException e);

    abstract void begin(Connection connection, Store.Purpose purpose) throws SQLException;

    abstract void commit(Connection connection) throws SQLException;

    abstract void rollback(Connection connection) throws SQLException;

    /** As in the names of migrations: {@code sqlite}. */
    String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }

    StoreException explain(String store, SQLException e) {
        StoreException.Reason reason = reason(e);
        String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return switch (reason) {
            case LOCKED -> new StoreException(reason,
                Text.of("the store " + store + " is locked by another process", "存储 " + store + " 被另一个进程锁定"),
                Text.of("end that process (fuser " + store + " names it), then try again",
                    "结束那个进程（fuser " + store + " 可查到它）后重试"), e);
            case DAMAGED -> new StoreException(reason,
                Text.of("the store " + store + " is damaged (" + said + ")", "存储 " + store + " 已损坏（" + said + "）"),
                Text.of("put a backup in its place, or start with --recover-store, which sets the file aside and begins a new one",
                    "用备份替换它，或以 --recover-store 启动：旧文件会移到一旁并新建存储"), e);
            case FULL -> new StoreException(reason,
                Text.of("there is no room to write to the store " + store, "没有空间写入存储 " + store),
                Text.of("make room on that disk; what is stored can still be read", "请清理该磁盘；已有内容仍可读取"), e);
            case UNREACHABLE -> new StoreException(reason,
                Text.of("the store " + store + " cannot be reached: " + said, "无法访问存储 " + store + "：" + said),
                Text.of("see that it is there and that Anole may write to it", "请检查它是否存在且 Anole 可写"), e);
            case REFUSED, NEWER -> new StoreException(StoreException.Reason.REFUSED,
                Text.of("the store " + store + " refused a statement: " + said, "存储 " + store + " 拒绝了语句：" + said),
                Text.same(""), e);
        };
    }
}
