package dev.anole.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code ./anole dist} makes, installed on a bare system that has neither JDK nor Maven nor compiler. */
@Tag("slow")
class InstalledTest {

    private Installed installed;

    /** Once, but not as a step of the class: Surefire drops the reason of a class that gives up as a whole. */
    @BeforeEach
    void makeAndInstall() throws Exception {
        installed = Installed.once();
    }

    private Ran in(String... command) throws IOException, InterruptedException {
        return installed.in(command);
    }

    @Test
    void theBareSystemHasNoJavaNoMavenAndNoCompiler() throws Exception {
        Ran ran = in("sh", "-c", "command -v java javac mvn gcc cc ld");
        assertEquals("", ran.out());
    }

    @Test
    void thePackageIsWholeAndItsDependenciesAreThere() throws Exception {
        assertEquals(new Ran(0, "", "", java.time.Duration.ZERO), withoutTime(in("dpkg", "--verify", "anole")));
        assertEquals("install ok installed", in("dpkg-query", "-W", "-f", "${Status}", "anole").out());
    }

    @Test
    void theInstalledCommandTakesItsTrainedCacheAndShowsTheHost() throws Exception {
        Ran ran = in("anole", "host", "show", "--json");
        assertEquals(0, ran.code(), ran.err());
        assertEquals("", ran.err(), "a refused cache would be said here");
        assertTrue(ran.out().startsWith("{"), ran.out());
    }

    @Test
    void theInstalledConsoleShowsItsFirstPage() throws Exception {
        try (Up up = Up.start(installed.enter("anole"), Path.of("/var/lib/anole-test"), Map.of())) {
            assertFirstPage(up);
            assertFalse(up.text().contains("start-up cache"), up.text());
        }
    }

    @Test
    void theArchiveRunsFromAnyDirectory() throws Exception {
        Path place = Files.createDirectories(installed.root().resolve("opt/some where"));
        assertEquals(0, Ran.in(place, Map.of(), List.of("tar", "-xzf", installed.archive().toString())).code());
        String directory = installed.archive().getFileName().toString().replaceFirst("-linux-.*", "");
        String program = "/opt/some where/" + directory + "/anole";
        Ran ran = in(program, "host", "show", "--json");
        assertEquals(0, ran.code(), ran.err());
        assertEquals("", ran.err());
        try (Up up = Up.start(installed.enter(program), Path.of("/var/lib/anole-test-2"), Map.of())) {
            assertFirstPage(up);
            assertFalse(up.text().contains("start-up cache"), up.text());
        }
    }

    private static void assertFirstPage(Up up) throws IOException, InterruptedException {
        try (var browser = HttpClient.newBuilder().cookieHandler(new java.net.CookieManager()).followRedirects(HttpClient.Redirect.NORMAL).build()) {
            var page = browser.send(HttpRequest.newBuilder(up.link()).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, page.statusCode(), page.body());
            assertTrue(page.body().contains("<h1"), page.body());
        }
    }

    private static Ran withoutTime(Ran ran) {
        return new Ran(ran.code(), ran.out(), ran.err(), java.time.Duration.ZERO);
    }
}
