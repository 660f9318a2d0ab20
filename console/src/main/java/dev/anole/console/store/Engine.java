package dev.anole.console.store;

import dev.anole.operation.Text;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.stream.Stream;

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

        @Override
        boolean claim(Connection connection) {
            return true;
        }

        @Override
        boolean answers(Connection connection) {
            return true;
        }

        @Override
        Text remedy(StoreException.Reason reason, String store) {
            return switch (reason) {
                case LOCKED -> Text.of("end that process (fuser " + store + " names it), then try again",
                    "结束那个进程（fuser " + store + " 可查到它）后重试");
                case DAMAGED -> Text.of("put a backup in its place, or start with --recover-store, which sets the file aside and begins a new one",
                    "用备份替换它，或以 --recover-store 启动：旧文件会移到一旁并新建存储");
                case FULL -> Text.of("make room on that disk; what is stored can still be read", "请清理该磁盘；已有内容仍可读取");
                case UNREACHABLE -> Text.of("see that it is there and that Anole may write to it", "请检查它是否存在且 Anole 可写");
                case REFUSED, NEWER -> Text.same("");
            };
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
            // Connection lost, no authorisation, no such database, no such schema, no connection left, going down.
            if (Stream.of("08", "28", "3D", "3F", "533", "57").anyMatch(state::startsWith)) {
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

        @Override
        boolean claim(Connection connection) throws SQLException {
            // A session's lock: it goes with the connection, so a console that was killed leaves nothing behind.
            try (PreparedStatement s = connection.prepareStatement("SELECT pg_try_advisory_lock(?, hashtext(current_schema()))")) {
                s.setInt(1, CLAIM);
                try (ResultSet rows = s.executeQuery()) {
                    rows.next();
                    return rows.getBoolean(1);
                }
            }
        }

        @Override
        boolean answers(Connection connection) throws SQLException {
            return connection.isValid(ANSWER_SECONDS_MAX);
        }

        @Override
        Text remedy(StoreException.Reason reason, String store) {
            return switch (reason) {
                case LOCKED -> Text.of("see pg_stat_activity on that server, then try again", "请查看该服务器的 pg_stat_activity 后重试");
                case DAMAGED -> Text.of("see the server's log, and put a backup of its database back", "请查看服务器日志，并恢复其数据库备份");
                case FULL -> Text.of("make room on the server's disk; what is stored can still be read", "请清理服务器磁盘；已有内容仍可读取");
                case UNREACHABLE -> Text.of("see that the server runs and lets the console in: store-url, store-user, store-password of [console]",
                    "请确认服务器在运行且允许控制台连接：[console] 的 store-url、store-user、store-password");
                case REFUSED, NEWER -> Text.of("see that the console's user may make and use tables there", "请确认控制台的用户可在其中建表和用表");
            };
        }
    };

    /** How long a server may take to say that it is there, in seconds. */
    private static final int ANSWER_SECONDS_MAX = 5;
    /** The first key of the lock that a console holds on its schema: "anol" in ASCII. */
    private static final int CLAIM = 0x616e6f6c;

    /** What kind of refusal an exception of this engine's driver is. */
    abstract StoreException.Reason reason(SQLException e);

    abstract void begin(Connection connection, Store.Purpose purpose) throws SQLException;

    abstract void commit(Connection connection) throws SQLException;

    abstract void rollback(Connection connection) throws SQLException;

    /** Takes the store for the process of this connection, as long as it is open. @return false when another has it */
    abstract boolean claim(Connection connection) throws SQLException;

    /** Whether a connection can still be used. Asks the server, where there is one. */
    abstract boolean answers(Connection connection) throws SQLException;

    /** What a person can do about it. */
    abstract Text remedy(StoreException.Reason reason, String store);

    /** As in the names of migrations: {@code sqlite}. */
    String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }

    StoreException explain(String store, SQLException e) {
        StoreException.Reason reason = reason(e);
        String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst("\\.$", "");
        Text problem = switch (reason) {
            case LOCKED -> Text.of("the store " + store + " is locked by another process", "存储 " + store + " 被另一个进程锁定");
            case DAMAGED -> Text.of("the store " + store + " is damaged (" + said + ")", "存储 " + store + " 已损坏（" + said + "）");
            case FULL -> Text.of("there is no room to write to the store " + store, "没有空间写入存储 " + store);
            case UNREACHABLE -> Text.of("the store " + store + " cannot be reached: " + said, "无法访问存储 " + store + "：" + said);
            case REFUSED, NEWER -> Text.of("the store " + store + " refused a statement: " + said, "存储 " + store + " 拒绝了语句：" + said);
        };
        return new StoreException(reason, problem, remedy(reason, store), e);
    }
}
