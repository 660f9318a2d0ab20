package dev.anole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.console.gate.Need;
import dev.anole.console.http.Route;
import dev.anole.console.store.Person;
import dev.anole.operation.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every address of the console, tried by those who have no right to it. */
class EveryEndpointTest {
    @TempDir
    static Path directory;
    private static House house;
    private static Browser admin;

    @BeforeAll
    static void start() {
        house = new House(directory);
        admin = house.admin();
    }

    @AfterAll
    static void stop() {
        admin.close();
        house.close();
    }

    static Stream<Route> routes() {
        return house.console.routes().stream();
    }

    static Stream<Route> guarded() {
        return routes().filter(r -> !(r.need() instanceof Need.Nothing));
    }

    static Stream<Route> unsafe() {
        return routes().filter(r -> r.method().equals("POST"));
    }

    private static String path(Route route) {
        return route.pattern().replace("{path...}", "test/greet").replace("{id}", "t-000000000000").replace("{host}", House.HOST)
            .replace("{tab}", "processes").replace("{name}", "style.css");
    }

    private static HttpRequest.Builder request(Browser browser, Route route) {
        HttpRequest.Builder request = browser.request(path(route));
        return route.method().equals("GET") ? request
            : request.header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString("a=b"));
    }

    private static void assertRefused(HttpResponse<String> response, Route route, int... allowed) {
        assertTrue(java.util.Arrays.stream(allowed).anyMatch(s -> s == response.statusCode()),
            route.method() + " " + route.pattern() + " answered " + response.statusCode() + " " + response.body());
        assertFalse(response.body().contains("hello"), response.body());
    }

    @Test
    void nothingIsOpenButTheWayIn() {
        assertEquals(List.of("GET /static/{name}", "GET /login", "POST /login", "POST /preferences"),
            routes().filter(r -> r.need() instanceof Need.Nothing).map(r -> r.method() + " " + r.pattern()).toList());
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void whoIsUnknownIsRefused(Route route) {
        try (Browser nobody = new Browser(house.console.address())) {
            assertRefused(nobody.send(request(nobody, route).header("Accept", "application/json")), route, 401);
            HttpResponse<String> page = nobody.send(request(nobody, route).header("Accept", "text/html"));
            assertRefused(page, route, 401, 303);
            if (page.statusCode() == 303) {
                assertEquals("/login", page.headers().firstValue("location").orElse(""));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void aTokenThatIsNoneIsRefused(Route route) {
        for (String token : List.of("x", "an_" + "A".repeat(43), "")) {
            try (Browser program = Browser.withToken(house.console.address(), token)) {
                assertRefused(program.send(request(program, route).header("Accept", "application/json")), route, 401, 429);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void aSessionThatIsNoneIsRefused(Route route) {
        try (Browser browser = new Browser(house.console.address())) {
            admin.cookies().keySet().forEach(name -> browser.cookies().put(name, "B".repeat(43)));
            assertRefused(browser.send(request(browser, route).header("Accept", "application/json")), route, 401);
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void aRoleThatIsTooLowIsRefused(Route route) {
        Role needed = switch (route.need()) {
            case Need.Nothing _ -> throw new AssertionError();
            case Need.Known(Role role) -> role;
            case Need.InPerson(Role role) -> role;
        };
        if (needed == Role.VIEWER) {
            return;   // there is no lower one
        }
        Role lower = Role.values()[needed.ordinal() - 1];
        try (Browser browser = new Browser(house.console.address())) {
            Person person = person(lower);
            browser.comeIn(house.console.address().resolve("/login?token="
                + house.console.records().links().make(person, Instant.now()).reveal()));
            assertRefused(browser.send(request(browser, route).header("X-CSRF-Token", browser.csrf())), route, 403);
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void whatAsksForAPersonRefusesAProgram(Route route) {
        if (!(route.need() instanceof Need.InPerson)) {
            return;
        }
        Person person = person(Role.ADMIN);
        String token = house.console.records().tokens().make(person, "program", Role.ADMIN, Duration.ofDays(1), Instant.now()).secret().reveal();
        try (Browser program = Browser.withToken(house.console.address(), token)) {
            assertRefused(program.send(request(program, route)), route, 403);
        }
    }

    private static Person person(Role role) {
        String name = "test-" + role;
        return house.console.records().people().byName(name)
            .orElseGet(() -> house.console.records().people().add(name, role, Instant.now()));
    }

    @ParameterizedTest
    @MethodSource("unsafe")
    void aSessionWithoutItsCsrfTokenIsRefused(Route route) {
        if (route.pattern().equals("/login")) {
            return;   // whoever has no session yet has no token either; the link itself is the secret
        }
        for (String token : List.of("", "wrong", "C".repeat(43))) {
            assertRefused(admin.send(request(admin, route).header("X-CSRF-Token", token)), route, 403);
        }
        assertRefused(admin.send(request(admin, route)), route, 403);
        assertRefused(admin.send(admin.form(path(route), "csrf", "wrong")), route, 403);
    }

    @ParameterizedTest
    @MethodSource("unsafe")
    void aPageOfAnotherOriginIsRefused(Route route) {
        String port = ":" + house.console.address().getPort();
        for (String origin : List.of("https://evil.example", "null", "http://localhost:1", "https://127.0.0.1" + port, "http://127.0.0.1" + port + ".evil.example")) {
            assertRefused(admin.send(request(admin, route).header("Origin", origin).header("X-CSRF-Token", admin.csrf())), route, 403);
        }
        for (String site : List.of("cross-site", "same-site")) {
            assertRefused(admin.send(request(admin, route).header("Sec-Fetch-Site", site).header("X-CSRF-Token", admin.csrf())), route, 403);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void anotherHostNameIsRefused(Route route) {
        for (String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "127.0.0.2", "[::2]", "localhost:x")) {
            HttpResponse<String> response = admin.send(request(admin, route).header("Host", host).header("X-CSRF-Token", admin.csrf()));
            assertRefused(response, route, 421, 400);
        }
    }

    @Test
    void theNamesOfTheLoopbackAreAccepted() {
        int port = house.console.address().getPort();
        for (String host : List.of("localhost", "localhost:" + port, "127.0.0.1:" + port, "LOCALHOST", "[::1]:" + port)) {
            assertEquals(200, admin.send(admin.request("/api/v1/tasks").header("Host", host)).statusCode(), host);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyAnswerCarriesThePolicyAndIsNotKept(Route route) {
        HttpResponse<String> response = admin.send(request(admin, route).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertEquals(dev.anole.console.http.Sender.POLICY, response.headers().firstValue("content-security-policy").orElse(""));
        assertEquals("nosniff", response.headers().firstValue("x-content-type-options").orElse(""));
        String caching = response.headers().firstValue("cache-control").orElse("");
        assertEquals(route.pattern().startsWith("/static") ? "public, no-cache" : "no-store", caching);
        assertTrue(response.headers().firstValue("server").isEmpty(), "nobody needs to know what serves it");
    }
}
