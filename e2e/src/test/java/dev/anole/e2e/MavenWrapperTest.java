package dev.anole.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./mvnw} on a host without Maven. */
class MavenWrapperTest {

    private static final Hidden NO_MAVEN = new Hidden(List.of(Path.of("/usr/share/maven"), Path.of("/opt/maven")));

    @TempDir
    Path directory;

    private Ran mvnw(String repository) throws Exception {
        return NO_MAVEN.run(directory, Map.of("MVNW_REPOURL", repository, "MVNW_HOME", directory.resolve("kept").toString(), "MAVEN_HOME", "",
                "PATH", "/usr/bin:/bin"), List.of(Tree.own().root().resolve("mvnw").toString(), "-v"));
    }

    @Test
    void withoutMavenAndRepositoryOneLineSaysWhatToInstall() throws Exception {
        Ran ran = mvnw("");
        assertEquals(4, ran.code(), ran.err());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().contains("apt install maven") && ran.err().contains("MVNW_REPOURL"), ran.err());
    }

    @Test
    void anArchiveThatIsNotThePinnedOneIsNotRun() throws Exception {
        var asked = new AtomicReference<String>();
        HttpServer repository = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        repository.createContext("/", exchange -> {
            asked.set(exchange.getRequestURI().getPath());
            byte[] body = "not Maven".getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        repository.start();
        try {
            Ran ran = mvnw("http://127.0.0.1:" + repository.getAddress().getPort() + "/repository/");
            assertEquals(4, ran.code(), ran.err());
            assertTrue(ran.err().contains("SHA-512 differs"), ran.err());
            assertTrue(asked.get().startsWith("/repository/org/apache/maven/apache-maven/"), asked.get());
            try (var left = Files.list(directory.resolve("kept"))) {
                assertFalse(left.findAny().isPresent(), "nothing of a refused archive is kept");
            }
        } finally {
            repository.stop(0);
        }
    }
}
