package dev.anole.console;

import dev.anole.console.store.StoreServer;
import dev.anole.operation.Described;
import dev.anole.operation.Text;
import dev.anole.operation.InvalidValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a console is set up: the section {@code [console]} of the configuration, the flags of {@code anole up}.
 *
 * @param port           on which it listens; 0 takes a free one
 * @param listen         on which address, beside TLS; without one it is 127.0.0.1 in clear text
 * @param names          host names under which it is reached, beside localhost and the address it listens on
 * @param keyStore       a PKCS #12 file with key and certificate; without one the console makes its own
 * @param keyStorePassword a file whose first line is that key store's password
 * @param storeUrl       a PostgreSQL server that holds what the console keeps; without one it is an SQLite file
 * @param storeUser      who comes in there
 * @param storePassword  a file whose first line is that user's password
 * @param sessionIdle    ends a session after this long without a request
 * @param sessionMax     ends a session after this long in any case
 * @param keepMetrics    keeps the minute means of all metrics this long; finer ones go after an hour and two days
 * @param recoverStore   sets a damaged store aside and begins a new one
 */
public record ConsoleConfiguration(
    @Described(en = "port to listen on; 0 takes a free one", zh = "监听端口；0 表示任选空闲端口", byDefault = "8520", min = 0, max = 65535)
    int port,
    @Described(en = "address to listen on with TLS; without it, 127.0.0.1 only", zh = "以 TLS 监听的地址；不给时仅 127.0.0.1")
    Optional<String> listen,
    @Described(en = "host names under which it is reached", zh = "访问它所用的主机名")
    List<String> names,
    @Described(en = "PKCS #12 file with its key and certificate", zh = "含密钥与证书的 PKCS #12 文件")
    Optional<Path> keyStore,
    @Described(en = "file whose first line is the key store's password", zh = "首行为密钥库密码的文件")
    Optional<Path> keyStorePassword,
    @Described(en = "PostgreSQL database for people, tasks and audit; without it, an SQLite file", zh = "存放人员、任务与审计的 PostgreSQL 数据库；不给时为 SQLite 文件")
    Optional<String> storeUrl,
    @Described(en = "user of that database", zh = "该数据库的用户")
    Optional<String> storeUser,
    @Described(en = "file whose first line is that user's password", zh = "首行为该用户密码的文件")
    Optional<Path> storePassword,
    @Described(en = "a session ends after this long without use", zh = "会话闲置多久后结束", byDefault = "12h", min = 60, max = 2_592_000)
    Duration sessionIdle,
    @Described(en = "a session ends after this long in any case", zh = "会话最长持续时间", byDefault = "7d", min = 60, max = 7_776_000)
    Duration sessionMax,
    @Described(en = "minute means of metrics are kept this long", zh = "指标的分钟均值保留多久", byDefault = "30d", min = 172_800, max = 31_622_400)
    Duration keepMetrics,
    @Described(en = "set a damaged store aside and begin a new one", zh = "将损坏的存储移开并新建")
    boolean recoverStore) {

    /** Names that are accepted in a request's Host header at most. */
    public static final int NAMES_MAX = 32;

    public ConsoleConfiguration {
        names = List.copyOf(names);
        Objects.requireNonNull(keyStore, "keyStore");
        if (names.size() > NAMES_MAX) {
            throw new InvalidValue("names", Text.of("at most " + NAMES_MAX + " names", "最多 " + NAMES_MAX + " 个名称"));
        }
        for (String name : names) {
            if (!name.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})")) {
                throw new InvalidValue("names", Text.of("\"" + name + "\" is not a host name", "“" + name + "”不是主机名"));
            }
        }
        if (keyStore.isPresent() != keyStorePassword.isPresent()) {
            throw new InvalidValue("key-store", Text.of("a key store and its password file belong together",
                "密钥库与其密码文件须同时给出"));
        }
        if (keyStore.isPresent() && listen.isEmpty()) {
            throw new InvalidValue("key-store", Text.of("a key store is of use with listen only", "密钥库仅在设置 listen 时有用"));
        }
        storeUrl.ifPresent(ConsoleConfiguration::checkStore);
        if (storeUrl.isEmpty() && (storeUser.isPresent() || storePassword.isPresent())) {
            throw new InvalidValue(storeUser.isPresent() ? "storeUser" : "storePassword",
                Text.of("a user and a password are of use with store-url only", "用户和密码仅在设置 store-url 时有用"));
        }
        if (storeUrl.isPresent() && recoverStore) {
            throw new InvalidValue("recoverStore", Text.of("only an SQLite file is set aside; a server's database is restored there",
                "只有 SQLite 文件会被移开；服务器上的数据库请在服务器上恢复"));
        }
    }

    /** The value is shown by {@code config show}, so a password has no place in it. */
    private static void checkStore(String url) {
        if (!url.startsWith(StoreServer.SCHEME)) {
            throw new InvalidValue("storeUrl", Text.of("is not an address such as jdbc:postgresql://db.example:5432/anole",
                "不是 jdbc:postgresql://db.example:5432/anole 这样的地址"));
        }
        if (url.matches("(?i).*([?&](user|password)=|//[^/?]*@).*")) {
            throw new InvalidValue("storeUrl", Text.of("user and password do not belong in the address; use store-user and store-password",
                "地址中不应有用户和密码；请使用 store-user 和 store-password"));
        }
    }

    /** The server that holds what the console keeps; empty for a file. */
    Optional<StoreServer> store() {
        return storeUrl.map(url -> new StoreServer(url, storeUser, storePassword));
    }
}
