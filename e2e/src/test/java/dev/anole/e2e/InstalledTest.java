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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code ./anole dist} makes, installed on a bare system that has neither JDK nor Maven nor compiler. */
@Tag("slow")
class InstalledTest {

    /** Mounts and processes of its own, the bare system as root directory; loopback is shared, so that a page can be fetched. */
    private static final String ENTER = """
            set -e
            mount --bind "$1" "$1"; mount -t proc proc "$1/proc"; mount -t sysfs -o ro sysfs "$1/sys"; mount -t tmpfs tmpfs "$1/tmp"
            mount --rbind /dev "$1/dev"
            root=$1; shift
            exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"
            """;

    private static Path work;
    private static Path root;
    private static Path archive;
    private static Path deb;

    /** Once, but not as a step of the class: Surefire drops the reason of a class that gives up as a whole. */
    @BeforeEach
    void makeAndInstall() throws Exception {
        if (deb != null) {
            return;
        }
        work = Files.createTempDirectory("anole-installed-");
        root = work.resolve("root");
        Debian.bareSystem(root);
        Ran made = Tree.own().built().anole("dist", work.resolve("dist").toString());
        assertEquals(0, made.code(), made.err());
        List<Path> archives = made.out().lines().map(Path::of).toList();
        archive = archives.stream().filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
        deb = archives.stream().filter(file -> file.toString().endsWith(".deb")).findFirst().orElseThrow();
        Files.copy(deb, root.resolve("root").resolve(deb.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        Ran installed = in("dpkg", "-i", "/root/" + deb.getFileName());
        assertEquals(0, installed.code(), installed.out() + installed.err());
    }

    @AfterAll
    static void remove() throws Exception {
        if (work != null) {
            Ran.in(Path.of("/"), Map.of(), List.of("rm", "-rf", "--one-file-system", work.toString()));
        }
    }

    private static List<String> enter(String... command) {
        var words = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, "sh", root.toString()));
        words.addAll(List.of(command));
        return words;
    }

    private static Ran in(String... command) throws IOException, InterruptedException {
        return Ran.in(Path.of("/"), Map.of(), enter(command));
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
        try (Up up = Up.start(enter("anole"), Path.of("/var/lib/anole-test"), Map.of())) {
            assertFirstPage(up);
            assertFalse(up.text().contains("start-up cache"), up.text());
        }
    }

    @Test
    void theArchiveRunsFromAnyDirectory() throws Exception {
        Path place = Files.createDirectories(root.resolve("opt/some where"));
        assertEquals(0, Ran.in(place, Map.of(), List.of("tar", "-xzf", archive.toString())).code());
        String directory = archive.getFileName().toString().replaceFirst("-linux-.*", "");
        String program = "/opt/some where/" + directory + "/anole";
        Ran ran = in(program, "host", "show", "--json");
        assertEquals(0, ran.code(), ran.err());
        assertEquals("", ran.err());
        try (Up up = Up.start(enter(program), Path.of("/var/lib/anole-test-2"), Map.of())) {
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
