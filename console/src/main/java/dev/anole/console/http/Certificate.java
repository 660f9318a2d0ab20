package dev.anole.console.http;

import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The console's own certificate, where none is given: EC P-256, signed by itself, for the names under which the console is
 * reached, in a PKCS #12 file (mode 0600) beside a file with its random password. Made by the JDK's {@code keytool}; the
 * password reaches it through a file, because every process can read another's arguments. Renewed
 * {@link #RENEW_BEFORE} before its end, and when the names have changed.
 */
public final class Certificate {
    /** How long a certificate is good: browsers accept at most 398 days. */
    public static final Duration LIFETIME = Duration.ofDays(397);
    /** How long before its end it is made anew. */
    public static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final String ALIAS = "console";
    private static final int KEYTOOL_SECONDS_MAX = 30;

    private final Path directory;
    private final Clock clock;

    /** @param directory where key store and password lie; made with mode 0700 */
    public Certificate(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** A key store with its password. */
    public record Keys(Path file, String password) {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** The keys for these names, made when they are not there, are near their end, or are for other names. */
    public Keys keys(List<String> names) {
        Path store = directory.resolve("console.p12");
        Path password = directory.resolve("password");
        try {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (Files.exists(store) && Files.exists(password)) {
                Keys present = new Keys(store, Files.readString(password).strip());
                if (good(present, names)) {
                    return present;
                }
            }
            String secret = dev.anole.console.store.Token.random().reveal();
            make(names, secret, store, password);
            return new Keys(store, secret);
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
    }

    private boolean good(Keys keys, List<String> names) {
        try {
            X509Certificate certificate = read(keys);
            Instant now = clock.instant();
            return now.isAfter(certificate.getNotBefore().toInstant())
                && now.isBefore(certificate.getNotAfter().toInstant().minus(RENEW_BEFORE))
                && new TreeSet<>(alternatives(certificate)).containsAll(names.stream().map(Certificate::literal).toList());
        } catch (GeneralSecurityException | IOException e) {
            return false;   // unreadable: it is made anew
        }
    }

    /** The certificate of a key store. */
    public static X509Certificate read(Keys keys) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys.file())) {
            store.load(in, keys.password().toCharArray());
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.getCertificate(alias) instanceof X509Certificate certificate && store.isKeyEntry(alias)) {
                return certificate;
            }
        }
        throw new GeneralSecurityException("no key with a certificate in " + keys.file());
    }

    private static List<String> alternatives(X509Certificate certificate) throws GeneralSecurityException {
        List<String> names = new ArrayList<>();
        var alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            alternatives.forEach(a -> names.add(String.valueOf(a.get(1))));
        }
        return names.stream().map(Certificate::literal).toList();
    }

    /** Addresses in one spelling: Java writes IPv6 in full. */
    private static String literal(String name) {
        return address(name) ? InetAddress.ofLiteral(name).getHostAddress() : name;
    }

    private static boolean address(String name) {
        return name.matches("[0-9.]+") || name.contains(":");
    }

    private void make(List<String> names, String secret, Path store, Path password) throws IOException {
        Path nextPassword = directory.resolve("password.new");
        Path next = directory.resolve("console.p12.new");
        Files.deleteIfExists(next);
        Files.deleteIfExists(nextPassword);
        Files.createFile(nextPassword, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(nextPassword, secret + "\n");
        String alternatives = String.join(",", names.stream().map(n -> (address(n) ? "ip:" : "dns:") + n).toList());
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1",
            "-sigalg", "SHA256withECDSA", "-dname", "CN=Anole console", "-validity", Long.toString(LIFETIME.toDays()),
            "-ext", "san=" + alternatives, "-ext", "ku:c=digitalSignature", "-ext", "eku=serverAuth",
            "-alias", ALIAS, "-storetype", "PKCS12", "-keystore", next.toString(), "-storepass:file", nextPassword.toString())
            .redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(KEYTOOL_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw failed(said.lines().findFirst().orElse("keytool gave no reason"), null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("stopped", e);
        } finally {
            process.destroyForcibly();
        }
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
        // The password first: a store without its password is made anew at the next start, and so is one with another's.
        Files.move(nextPassword, password, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.move(next, store, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private OperationException failed(String why, Exception cause) {
        return OperationException.failed(
            Text.of("no certificate could be made in " + directory + ": " + why, "无法在 " + directory + " 生成证书：" + why),
            Text.of("see that a JDK's keytool is there and the directory writable, or give a key store with key-store",
                "请检查 JDK 的 keytool 与目录权限，或用 key-store 指定密钥库"), cause);
    }
}
