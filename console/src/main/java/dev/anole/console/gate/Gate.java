package dev.anole.console.gate;

import dev.anole.console.http.Call;
import dev.anole.console.http.Forms;
import dev.anole.console.http.Refusal;
import dev.anole.console.store.ApiTokens;
import dev.anole.console.store.Sessions;
import dev.anole.console.store.Token;
import dev.anole.operation.Kind;
import dev.anole.operation.Role;
import dev.anole.operation.Text;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;

/**
 * The one place that decides whether a request is answered. Its steps, in order: the Host header names this console; the
 * caller is who they say (a session's cookie, or a program's token); they have what the route needs; and a request that
 * may change something comes from a page of ours, which its Origin and its CSRF token show. A program's token is sent by
 * no browser on its own, so it needs neither.
 *
 * <p>What a caller may do to the host is decided once more by the agent's {@link dev.anole.operation.Authority}.
 */
public final class Gate {
    private static final String BEARER = "Bearer ";
    private static final List<String> CSRF_FIELDS = List.of("csrf", "_csrf");

    private final HostNames names;
    private final Attempts attempts;
    private final Clock clock;
    private final String cookie;
    private final Supplier<Keys> keys;

    /** What proves who somebody is; asked for when it is needed, because the store may still be opening. */
    public record Keys(Sessions sessions, ApiTokens tokens) {
    }

    /** @param cookie the name of the session's cookie */
    public Gate(HostNames names, Attempts attempts, Clock clock, String cookie, Supplier<Keys> keys) {
        this.names = Objects.requireNonNull(names, "names");
        this.attempts = Objects.requireNonNull(attempts, "attempts");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.cookie = Objects.requireNonNull(cookie, "cookie");
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    /** The name of the session's cookie: under TLS with the prefix that binds it to this origin (RFC 6265bis, 4.1.3). */
    public static String cookieName(boolean tls, int port) {
        return (tls ? "__Host-anole-" : "anole-") + port;   // cookies do not know ports, and a host may have two consoles
    }

    /** Refuses what was sent to another name. */
    public void checkHost(Request request) {
        // The authority of HTTP/2 and the Host header of HTTP/1.1 both arrive as the URI's.
        String authority = request.getHttpURI().getAuthority();
        String header = request.getHeaders().get("Host");
        if (authority == null && header == null || authority != null && !names.accepts(authority)
            || header != null && !names.accepts(header)) {
            throw Refusal.of(421, Text.of("this console is not reached under that name", "此控制台不以该名称提供服务"),
                Text.of("use localhost, or add the name to \"names\" in the configuration", "请用 localhost，或在配置的 names 中加入该名称"));
        }
    }

    /** Who calls; somebody who presents what is no key, or none any more, is nobody. */
    public Caller identify(Request request) {
        String authorization = request.getHeaders().get("Authorization");
        if (authorization != null) {
            return byToken(authorization, Request.getRemoteAddr(request));
        }
        Optional<Token> token = Call.cookie(request, cookie).flatMap(Token::parse);
        return token.<Caller>flatMap(t -> keys.get().sessions().find(t, clock.instant()).map(s -> Caller.InBrowser.of(s, t)))
            .orElse(Caller.NOBODY);
    }

    private Caller byToken(String authorization, String address) {
        Refusal wrong = Refusal.of(401, Text.of("that token is not known, or its time is over", "该令牌无效或已过期"),
            Text.of("make one under Settings", "请在“设置”中新建")).with("WWW-Authenticate", "Bearer");
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw wrong;
        }
        Instant now = clock.instant();
        Optional<Caller> caller = Token.parse(authorization.substring(BEARER.length()).strip())
            .flatMap(t -> keys.get().tokens().find(t, now)).map(Caller.Program::new);
        return caller.orElseThrow(() -> {
            failed(address);
            return wrong;
        });
    }

    /**
     * Somebody has tried to come in with what is no key. Who does so too often is told to wait, and costs nothing more.
     * A right key always opens: it has 256 bits, so nobody finds it by trying, and behind one address there may be many.
     */
    public void failed(String address) {
        long seconds = attempts.secondsToWait(address);
        if (seconds > 0) {
            throw Refusal.of(429, Text.of("too many attempts", "尝试次数过多"),
                Text.of("wait " + seconds + " s", "请等待 " + seconds + " 秒")).with("Retry-After", Long.toString(seconds));
        }
        attempts.failed(address);
    }

    /** Refuses a caller who has not what a route needs. */
    public void check(Need need, Caller caller) {
        switch (need) {
            case Need.Nothing _ -> { }
            case Need.Known(Role role) -> checkRole(role, caller);
            case Need.InPerson(Role role) -> {
                checkRole(role, caller);
                if (!(caller instanceof Caller.InBrowser)) {
                    throw Refusal.of(403, Text.of("only a person in a browser may do this, no token", "仅限本人在浏览器中操作，令牌不行"),
                        Text.of("sign in to the console", "请登录控制台"));
                }
            }
        }
    }

    private static void checkRole(Role role, Caller caller) {
        if (caller instanceof Caller.Nobody) {
            throw unknown();
        }
        if (!caller.has(role)) {
            String needed = Kind.Choice.nameOf(role);
            throw Refusal.of(403, Text.of("this needs the role " + needed, "需要角色 " + needed),
                Text.of("ask an administrator", "请联系管理员"));
        }
    }

    /** What somebody unknown is told. */
    public static Refusal unknown() {
        return Refusal.of(401, Text.of("you are not signed in", "尚未登录"),
            Text.of("open a login link, or send a token as Authorization: Bearer", "请打开登录链接，或以 Authorization: Bearer 发送令牌"))
            .with("WWW-Authenticate", "Bearer");
    }

    /**
     * Refuses a request of a browser that does not come from one of our own pages. Before its body is read.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6454">RFC 6454, The Web Origin Concept</a>
     * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata</a>
     */
    public void checkOrigin(Request request, Caller caller) {
        if (caller instanceof Caller.Program) {
            return;
        }
        String origin = request.getHeaders().get("Origin");
        String site = request.getHeaders().get("Sec-Fetch-Site");
        boolean foreignSite = site != null && !site.equals("same-origin") && !site.equals("none");
        String own = (request.isSecure() ? "https://" : "http://") + Objects.requireNonNullElse(request.getHeaders().get("Host"),
            Objects.requireNonNullElse(request.getHttpURI().getAuthority(), ""));
        if (foreignSite || origin != null && !origin.equalsIgnoreCase(own)) {
            throw Refusal.of(403, Text.of("this request comes from a page of another origin", "该请求来自其他来源的页面"),
                Text.of("use the console's own pages, or a token", "请使用控制台自己的页面，或使用令牌"));
        }
    }

    /** Refuses a request of a session that does not carry the session's CSRF token, as header or as field of its form. */
    public void checkCsrf(Request request, Caller caller, byte[] body) {
        if (!(caller instanceof Caller.InBrowser browser)) {
            return;
        }
        Optional<String> given = Optional.ofNullable(request.getHeaders().get("X-CSRF-Token")).or(() -> inForm(request, body));
        if (given.isEmpty() || !matches(browser, given.get())) {
            throw badCsrf();
        }
    }

    /** The same for a token that came in another way: the first message of a WebSocket. */
    public static boolean matches(Caller.InBrowser browser, String given) {
        return MessageDigest.isEqual(browser.csrf().getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    public static Refusal badCsrf() {
        return Refusal.of(403, Text.of("this form was not made for your session", "此表单不属于当前会话"),
            Text.of("load the page again and repeat", "请刷新页面后重试"));
    }

    private static Optional<String> inForm(Request request, byte[] body) {
        String type = request.getHeaders().get("Content-Type");
        if (type == null || !type.toLowerCase(java.util.Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            return Optional.empty();
        }
        Map<String, List<String>> form = Forms.parse(new String(body, StandardCharsets.UTF_8));
        return CSRF_FIELDS.stream().map(form::get).filter(Objects::nonNull).map(List::getFirst).findFirst();
    }
}
