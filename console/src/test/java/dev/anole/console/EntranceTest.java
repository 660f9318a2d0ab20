package dev.anole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coming in, staying in, going out. */
class EntranceTest {
    @TempDir
    Path directory;

    @Test
    void aLoginLinkLetsItsBearerInOnce() {
        try (House house = new House(directory); Browser first = new Browser(house.console.address());
             Browser second = new Browser(house.console.address())) {
            URI link = house.console.loginLink();
            HttpResponse<String> in = first.comeIn(link);
            assertEquals(303, in.statusCode(), in.body());
            assertEquals("/", in.headers().firstValue("location").orElse(""));
            String cookie = in.headers().firstValue("set-cookie").orElse("");
            assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
            assertEquals(200, first.get("/api/v1/tasks").statusCode());
            assertEquals(403, second.comeIn(link).statusCode());
            assertEquals(401, second.get("/api/v1/tasks").statusCode());
        }
    }

    @Test
    void aBrowserThatFetchesAheadDoesNotUseTheLinkUp() {
        try (House house = new House(directory); Browser browser = new Browser(house.console.address())) {
            URI link = house.console.loginLink();
            assertEquals(200, browser.send(browser.request(link.toString()).header("Sec-Purpose", "prefetch")).statusCode());
            assertEquals(200, browser.send(browser.request(link.toString()).method("HEAD",
                java.net.http.HttpRequest.BodyPublishers.noBody())).statusCode());
            assertEquals(303, browser.comeIn(link).statusCode());
        }
    }

    @Test
    void whoHasNotSignedInIsLedToTheLogin() {
        try (House house = new House(directory); Browser browser = new Browser(house.console.address())) {
            HttpResponse<String> page = browser.getPage("/operations");
            assertEquals(303, page.statusCode());
            assertEquals("/login", page.headers().firstValue("location").orElse(""));
            HttpResponse<String> login = browser.getPage("/login");
            assertEquals(200, login.statusCode());
            assertTrue(login.body().contains("name=\"token\""), login.body());
        }
    }

    @Test
    void goingOutEndsTheSession() {
        try (House house = new House(directory); Browser browser = house.admin()) {
            var kept = java.util.Map.copyOf(browser.cookies());
            assertEquals(303, browser.postForm("/logout").statusCode());
            browser.cookies().putAll(kept);
            assertEquals(401, browser.get("/api/v1/tasks").statusCode());
        }
    }

    @Test
    void theSessionIsAnotherAfterEachLogin() {
        try (House house = new House(directory); Browser browser = house.admin()) {
            var before = java.util.Map.copyOf(browser.cookies());
            browser.comeIn(house.console.loginLink());
            assertFalse(browser.cookies().equals(before));
            browser.cookies().putAll(before);
            assertEquals(401, browser.get("/api/v1/tasks").statusCode());
        }
    }
}
