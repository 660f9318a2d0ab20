package dev.anole.console.site;

import dev.anole.console.gate.Caller;
import dev.anole.console.gate.Gate;
import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.page.LoginPage;
import dev.anole.console.store.AuditEvent;
import dev.anole.console.store.Person;
import dev.anole.console.store.Records;
import dev.anole.console.store.Token;
import dev.anole.operation.Text;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Coming in with a one-time link, going out, and how a person likes the pages. */
public final class EntrancePages {
    private static final Duration PREFERENCE_LIFETIME = Duration.ofDays(365);
    private static final Map<String, List<String>> PREFERENCES = Map.of("language", List.of("en", "zh"),
        "theme", List.of("system", "light", "dark"), "keys", List.of("on", "off"));

    private final Gate gate;
    private final Contexts contexts;
    private final Supplier<Records> records;
    private final Clock clock;
    private final String cookie;
    private final boolean tls;

    /** @param cookie the name of the session's cookie */
    public EntrancePages(Gate gate, Contexts contexts, Supplier<Records> records, Clock clock, String cookie, boolean tls) {
        this.gate = Objects.requireNonNull(gate, "gate");
        this.contexts = Objects.requireNonNull(contexts, "contexts");
        this.records = Objects.requireNonNull(records, "records");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.cookie = Objects.requireNonNull(cookie, "cookie");
        this.tls = tls;
    }

    public List<Route> routes() {
        return List.of(
            Route.get("/login", Need.NOTHING, this::login),
            Route.post("/login", Need.NOTHING, call -> comeIn(call, call.field("token").strip())),
            Route.post("/logout", Need.VIEWER_IN_PERSON, this::logout),
            Route.post("/preferences", Need.NOTHING, this::preferences));
    }

    private Reply login(Call call) {
        Optional<String> token = call.query("token");
        // A link is used up by following it: not by a look at its head, nor by a browser that fetches ahead.
        boolean ahead = call.method().equals("HEAD") || call.header("Sec-Purpose").or(() -> call.header("Purpose"))
            .filter(p -> p.contains("prefetch")).isPresent();
        if (token.isEmpty() || ahead) {
            return call.caller() instanceof Caller.InBrowser && token.isEmpty() ? Reply.seeOther("/")
                : Reply.html(LoginPage.render(contexts.of(call), Optional.empty()));
        }
        return comeIn(call, token.get());
    }

    private Reply comeIn(Call call, String text) {
        Optional<Person> person = Token.parse(text).flatMap(t -> records.get().links().use(t, clock.instant()));
        if (person.isEmpty()) {
            gate.failed(call.remote());
            records.get().audit().append(new AuditEvent(AuditEvent.Kind.LOGIN_REFUSED, "", "console", call.remote(), "/login",
                "the link is not known, was used, or its time is over", "{}"));
            return Reply.html(403, LoginPage.render(contexts.of(call), Optional.of(Text.of(
                "This link was used before, or its time is over.", "该链接已被使用或已过期。"))));
        }
        // A session of before ends: what was known of it is worth nothing from here on.
        if (call.caller() instanceof Caller.InBrowser old) {
            records.get().sessions().end(old.session().hash());
        }
        String browser = call.header("User-Agent").orElse("");
        Token session = records.get().sessions().begin(person.get(), browser, clock.instant());
        records.get().audit().append(new AuditEvent(AuditEvent.Kind.LOGIN, person.get().name(), "console", call.remote(), "/login", "", "{}"));
        String set = cookie + "=" + session.reveal() + "; Path=/; HttpOnly; SameSite=Strict" + (tls ? "; Secure" : "");
        // Where the link was followed from another site, the browser would not send a strict cookie with the next
        // request of a redirect; a page of ours that leads on is a request of our own.
        if (call.header("Sec-Fetch-Site").filter(s -> s.equals("cross-site")).isPresent()) {
            return Reply.html("<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0;url=/\"><title>Anole</title>"
                + "<a href=\"/\">Anole</a>").withCookie(set);
        }
        return Reply.seeOther("/").withCookie(set);
    }

    private Reply logout(Call call) {
        if (call.caller() instanceof Caller.InBrowser browser) {
            records.get().sessions().end(browser.session().hash());
            records.get().audit().append(new AuditEvent(AuditEvent.Kind.LOGOUT, browser.session().person().name(), "console",
                call.remote(), "/logout", "", "{}"));
        }
        return Reply.seeOther("/login").withCookie(cookie + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0" + (tls ? "; Secure" : ""))
            .with("Clear-Site-Data", "\"cache\", \"storage\"");
    }

    /** Wishes are kept in cookies, so that they hold before somebody has signed in, too. */
    private Reply preferences(Call call) {
        Reply reply = Reply.seeOther(back(call.field("back")));
        for (var preference : PREFERENCES.entrySet()) {
            String wish = call.field(preference.getKey());
            if (preference.getValue().contains(wish)) {
                reply = reply.withCookie(kept(preference.getKey(), wish));
            }
        }
        String zone = call.field("zone");
        if (java.time.ZoneId.getAvailableZoneIds().contains(zone)) {
            reply = reply.withCookie(kept("zone", zone.replace("/", "%2F")));
        }
        return reply;
    }

    private String kept(String name, String value) {
        return name + "=" + value + "; Path=/; SameSite=Lax; Max-Age=" + PREFERENCE_LIFETIME.toSeconds() + (tls ? "; Secure" : "");
    }

    /** A path of this console and nothing else: no other origin, no line break. */
    static String back(String asked) {
        return asked.matches("/(?![/\\\\])[\\x21-\\x7e]*") && !asked.contains("\\") ? asked : "/";
    }
}
