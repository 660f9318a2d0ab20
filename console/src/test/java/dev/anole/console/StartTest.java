package dev.anole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.console.http.Certificate;
import dev.anole.console.store.AuditLog;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.OperationException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a console starts: where it listens, with which keys, and what it says when it cannot. */
class StartTest {
    @TempDir
    Path directory;

    @Test
    void aTakenPortIsOneLineWithItsHolder() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            OperationException e = assertThrows(OperationException.class, () -> new House(directory, Clock.systemUTC(), options -> {
                options.put("port", List.of(Integer.toString(taken.getLocalPort())));
                return options;
            }));
            assertEquals(1, e.getMessage().lines().count());
            assertTrue(e.getMessage().contains("port " + taken.getLocalPort() + " of 127.0.0.1 is taken by java (pid " + ProcessHandle.current().pid() + ")"),
                e.getMessage());
            assertTrue(e.getMessage().contains("--port"), e.getMessage());
        }
        new House(directory).close();   // nothing of the failed start is in the way
    }

    @Test
    void withoutListenOnlyTheLoopbackAnswers() throws IOException {
        try (House house = new House(directory)) {
            int port = house.console.address().getPort();
            new Socket("127.0.0.1", port).close();
            assertThrows(IOException.class, () -> new Socket("127.0.0.2", port).close());
        }
    }

    @Test
    void anotherAddressSpeaksTlsWithACertificateOfItsOwn() throws Exception {
        UnaryOperator<java.util.Map<String, List<String>>> listen = options -> {
            options.put("listen", List.of("127.0.0.1"));
            options.put("names", List.of("anole.test"));
            return options;
        };
        try (House house = new House(directory, Clock.systemUTC(), listen)) {
            assertEquals("https", house.console.address().getScheme());
            try (Browser two = new Browser(house.console.address(), HttpClient.Version.HTTP_2)) {
                two.comeIn(house.console.loginLink());
                assertTrue(two.cookies().keySet().stream().allMatch(n -> n.startsWith("__Host-")), two.cookies().toString());
                var response = two.get("/api/v1/tasks");
                assertEquals(200, response.statusCode());
                assertEquals(HttpClient.Version.HTTP_2, response.version());
            }
            assertThrows(IOException.class, () -> ((HttpURLConnection) URI.create("http://127.0.0.1:" + house.console.address().getPort() + "/login")
                .toURL().openConnection()).getResponseCode(), "clear text is not answered");
        }
        Path tls = directory.resolve("console/tls");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(tls.resolve("console.p12"))));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(tls.resolve("password"))));
    }

    @Test
    void aCertificateIsKeptUntilItNearsItsEndOrItsNamesChange() throws Exception {
        Instant now = Instant.now();
        Path tls = directory.resolve("tls");
        List<String> names = List.of("localhost", "127.0.0.1", "::1", "host.test");
        Certificate.Keys first = new Certificate(tls, Clock.systemUTC()).keys(names);
        var certificate = Certificate.read(first);
        assertEquals("EC", certificate.getPublicKey().getAlgorithm());
        assertEquals(certificate, Certificate.read(new Certificate(tls, Clock.systemUTC()).keys(names)));
        Clock later = Clock.fixed(now.plus(Certificate.LIFETIME).minus(Certificate.RENEW_BEFORE).plus(Duration.ofDays(1)), ZoneOffset.UTC);
        assertNotEquals(certificate, Certificate.read(new Certificate(tls, later).keys(names)));
        assertTrue(Certificate.read(new Certificate(tls, Clock.systemUTC()).keys(List.of("localhost", "more.test"))).getSubjectAlternativeNames()
            .toString().contains("more.test"));
    }

    @Test
    void aKeyStoreThatIsNoneIsRefusedInOneLine() throws IOException {
        Path store = Files.writeString(directory.resolve("x.p12"), "not a key store");
        Path password = Files.writeString(directory.resolve("password"), "secret\n");
        OperationException e = assertThrows(OperationException.class, () -> new House(directory, Clock.systemUTC(), options -> {
            options.put("listen", List.of("127.0.0.1"));
            options.put("keyStore", List.of(store.toString()));
            options.put("keyStorePassword", List.of(password.toString()));
            return options;
        }));
        assertTrue(e.getMessage().contains(store.toString()) && !e.getMessage().contains("secret"), e.getMessage());
        assertThrows(InvalidValue.class, () -> new House(directory, Clock.systemUTC(), options -> {
            options.put("keyStore", List.of(store.toString()));
            return options;
        }));
    }

    @Test
    void clearTextHttp2IsSpokenOnTheLoopback() {
        try (House house = new House(directory); Browser two = new Browser(house.console.address(), HttpClient.Version.HTTP_2)) {
            two.comeIn(house.console.loginLink());
            assertEquals(HttpClient.Version.HTTP_2, two.get("/api/v1/tasks").version());
        }
    }

    @Test
    void aSessionSurvivesARestartAndALinkCanBeMadeBesideTheConsole() {
        try (House house = new House(directory)) {
            try (Browser browser = new Browser(house.console.address())) {
                URI link = LoginLink.make(directory.resolve("console"), House.configured(java.util.Map.of()), Clock.systemUTC());
                assertEquals(303, browser.comeIn(link).statusCode(), link.toString());
                assertEquals(200, browser.get("/api/v1/tasks").statusCode());
            }
            assertTrue(house.console.records().audit().verify() instanceof AuditLog.Chain.Whole);
        }
        OperationException e = assertThrows(OperationException.class, () -> LoginLink.make(directory.resolve("elsewhere"), House.configured(java.util.Map.of()), Clock.systemUTC()));
        assertTrue(e.getMessage().contains("anole up"), e.getMessage());
    }

    @Test
    void aSecondConsoleOnTheSameDirectorySaysWhoHasIt() {
        try (House _ = new House(directory)) {
            OperationException e = assertThrows(OperationException.class, () -> new House(directory));
            assertTrue(e.getMessage().contains("another console uses"), e.getMessage());
        }
    }

    @Test
    void aDamagedStoreStopsTheStartWithItsRemedy() throws IOException {
        Files.createDirectories(directory.resolve("console"));
        Files.writeString(directory.resolve("console/store.sqlite"), "no database ".repeat(500));
        OperationException e = assertThrows(OperationException.class, () -> new House(directory));
        assertTrue(e.getMessage().contains("damaged") && e.getMessage().contains("--recover-store"), e.getMessage());
        new House(directory, Clock.systemUTC(), options -> {
            options.put("recoverStore", List.of("true"));
            return options;
        }).close();
        new House(directory).close();
    }
}
