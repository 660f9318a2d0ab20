package dev.anole.console.http;

import dev.anole.console.gate.Caller;
import dev.anole.console.gate.Gate;
import dev.anole.operation.Language;
import dev.anole.operation.Text;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/**
 * Finds the route of a request, lets the {@link Gate} decide, calls the handler, and turns whatever goes wrong into an
 * answer. Runs on a virtual thread per request, so handlers may block.
 */
public final class Router extends Handler.Abstract {
    private static final System.Logger LOG = System.getLogger(Router.class.getName());
    private static final byte[] NO_BODY = new byte[0];

    /** What somebody was refused, for the audit log and for the page that says so. */
    public interface Refusals {
        /** A call was refused at the gate; the caller may be nobody. */
        void note(Refusal refusal, Request request, Caller caller);

        /** The page that tells a person. */
        Reply page(Refusal refusal, Request request, Caller caller, Language language);
    }

    private final Gate gate;
    private final List<Route> routes;
    private final Refusals refusals;
    private final Bodies bodies = new Bodies();

    public Router(Gate gate, List<Route> routes, Refusals refusals) {
        this.gate = Objects.requireNonNull(gate, "gate");
        this.routes = List.copyOf(routes);
        this.refusals = Objects.requireNonNull(refusals, "refusals");
    }

    public List<Route> routes() {
        return routes;
    }

    private record Found(Route route, Map<String, String> variables) {
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Caller caller = Caller.NOBODY;
        boolean passed = false;
        try {
            gate.checkHost(request);
            String path = path(request);
            caller = gate.identify(request);
            Found found = find(request, path, caller);
            gate.check(found.route().need(), caller);
            boolean socket = "websocket".equalsIgnoreCase(request.getHeaders().get("Upgrade"));
            boolean unsafe = found.route().method().equals("POST");
            if (unsafe || socket) {
                gate.checkOrigin(request, caller);
            }
            byte[] body = unsafe ? bodies.read(request, found.route().bodyMax()) : NO_BODY;
            if (unsafe) {
                gate.checkCsrf(request, caller, body);
            }
            passed = true;
            Call call = new Call(request, path, found.variables(), caller, body);
            Reply reply = found.route().handler().answer(call);
            if (reply.body() instanceof Reply.Body.Socket(var listener)) {
                upgrade(request, response, callback, listener);
            } else {
                Sender.send(request, response, callback, reply);
            }
        } catch (InterruptedException e) {
            callback.failed(e);
        } catch (RuntimeException e) {
            refuse(request, response, callback, caller, e, passed);
        }
        return true;
    }

    private void upgrade(Request request, Response response, Callback callback, org.eclipse.jetty.websocket.api.Session.Listener listener) {
        boolean upgraded = ServerWebSocketContainer.get(request.getContext())
            .upgrade((_, _, _) -> listener, request, response, callback);
        if (!upgraded) {
            throw Refusal.of(426, Text.of("this address speaks WebSocket", "该地址使用 WebSocket"), Text.same(""))
                .with("Upgrade", "websocket");
        }
    }

    /** The path, decoded. Jetty has refused what is ambiguous (encoded slashes and dots); this refuses the rest. */
    private static String path(Request request) {
        String path = request.getHttpURI().getCanonicalPath();
        if (path == null || !path.startsWith("/")) {
            throw Refusal.badRequest("the path is not well formed", "路径格式不正确");
        }
        String decoded = org.eclipse.jetty.util.URIUtil.decodePath(path);
        if (decoded.chars().anyMatch(Character::isISOControl) || decoded.contains("\\") || decoded.contains("//")) {
            throw Refusal.badRequest("the path holds what no path of the console holds", "路径中有不允许的字符");
        }
        return decoded;
    }

    private Found find(Request request, String path, Caller caller) {
        List<String> segments = Route.segments(path);
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        boolean otherMethod = false;
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(segments);
            if (variables.isPresent()) {
                if (route.method().equals(method)) {
                    return new Found(route, variables.get());
                }
                otherMethod = true;
            }
        }
        if (caller instanceof Caller.Nobody) {
            throw Gate.unknown();   // who is nobody does not learn what there is
        }
        throw otherMethod ? Refusal.of(405, Text.of(request.getMethod() + " is not for " + path, path + " 不支持 " + request.getMethod()),
            Text.of("see /api for what is", "参见 /api")) : Refusal.notFound(path);
    }

    private void refuse(Request request, Response response, Callback callback, Caller caller, RuntimeException e, boolean passed) {
        Refusal refusal = Refusal.from(e);
        if (refusal.fault()) {
            LOG.log(System.Logger.Level.WARNING, () -> request.getMethod() + " " + request.getHttpURI().getPath() + " failed", e);
        }
        if (response.isCommitted()) {
            callback.failed(e);
            return;
        }
        if (!passed || refusal.status() == 403) {
            refusals.note(refusal, request, caller);
        }
        Language language = Call.language(request, Optional.empty());
        Reply reply = Call.wantsPage(request) ? refusals.page(refusal, request, caller, language) : ProblemDocument.of(refusal, language);
        response.reset();
        if (!request.consumeAvailable()) {
            response.getHeaders().put("Connection", "close");   // what is left of a refused body is not read
        }
        Sender.send(request, response, callback, reply);
    }
}
