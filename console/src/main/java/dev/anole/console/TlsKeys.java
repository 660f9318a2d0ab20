package dev.anole.console;

import dev.anole.console.gate.HostNames;
import dev.anole.console.http.Certificate;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The keys that TLS uses, given or made, and their exchange while the server runs. */
final class TlsKeys implements AutoCloseable {
    /** How often it is looked whether they near their end. */
    private static final Duration LOOK_EVERY = Duration.ofHours(12);

    private final Optional<Certificate.Keys> given;
    private final Certificate own;
    private final HostNames names;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private Optional<Thread> keeper = Optional.empty();

    private TlsKeys(Optional<Certificate.Keys> given, Certificate own, HostNames names) {
        this.given = given;
        this.own = own;
        this.names = names;
        factory.setKeyStoreType("PKCS12");
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        // Nobody waits for a client that never finishes its handshake, and a session is not resumed for longer than a day.
        factory.setRenegotiationAllowed(false);
        take(given.orElseGet(() -> own.keys(names.all())));
    }

    /** @throws OperationException when a given key store cannot be read */
    static TlsKeys of(ConsoleConfiguration c, Certificate own, HostNames names) {
        return new TlsKeys(c.keyStore().map(file -> given(file, c.keyStorePassword().orElseThrow())), own, names);
    }

    private static Certificate.Keys given(Path file, Path password) {
        try {
            Certificate.Keys keys = new Certificate.Keys(file, Files.readString(password).lines().findFirst().orElse("").strip());
            Certificate.read(keys);
            return keys;
        } catch (IOException | GeneralSecurityException e) {
            throw OperationException.usage(
                Text.of("the key store " + file + " cannot be used: " + e.getMessage(), "无法使用密钥库 " + file + "：" + e.getMessage()),
                Text.of("give a PKCS #12 file with a key and its certificate, and the file with its password",
                    "请提供含密钥和证书的 PKCS #12 文件及其密码文件"));
        }
    }

    private void take(Certificate.Keys keys) {
        factory.setKeyStorePath(keys.file().toUri().toString());
        factory.setKeyStorePassword(keys.password());
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    /** Reads given keys again; makes own ones anew when it is time. New connections use them. */
    void refresh() {
        Certificate.Keys keys = given.orElseGet(() -> own.keys(names.all()));
        try {
            factory.reload(_ -> take(keys));
        } catch (Exception e) {
            throw OperationException.failed(Text.of("the new keys of " + keys.file() + " cannot be used: " + e.getMessage(),
                "无法使用 " + keys.file() + " 中的新密钥：" + e.getMessage()), Text.of("the old ones stay in use", "继续使用旧密钥"), e);
        }
    }

    void keepFresh() {
        keeper = Optional.of(Thread.ofVirtual().name("certificate").start(() -> {
            try {
                while (true) {
                    Thread.sleep(LOOK_EVERY);
                    try {
                        refresh();
                    } catch (RuntimeException e) {
                        System.getLogger(TlsKeys.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
                    }
                }
            } catch (InterruptedException e) {
                // The console stops.
            }
        }));
    }

    @Override
    public void close() {
        keeper.ifPresent(Thread::interrupt);
    }
}
