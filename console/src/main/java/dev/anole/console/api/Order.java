package dev.anole.console.api;

import dev.anole.console.http.Call;
import dev.anole.console.http.Refusal;
import dev.anole.operation.Catalog;
import dev.anole.operation.Effect;
import dev.anole.operation.Json;
import dev.anole.operation.Mode;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Text;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a call asks to be done.
 *
 * @param operation what
 * @param input     with what
 * @param mode      done, or only shown
 */
public record Order(Operation<?, ?> operation, Record input, Mode mode) {
    /** Carries the host's name where an operation disrupts: whoever sends it has seen which host it is. */
    public static final String CONFIRM = "X-Anole-Confirm";
    private static final Set<String> NOT_INPUT = Set.of("lang", "preview");

    public Order {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(mode, "mode");
    }

    /** The operation that a path names. */
    public static Operation<?, ?> operation(Catalog catalog, String path) {
        OperationName name;
        try {
            name = OperationName.ofPath(path);
        } catch (IllegalArgumentException e) {
            throw Refusal.notFound("/api/v1/operations/" + path);
        }
        return catalog.get(name);
    }

    /** With the body's JSON as input. */
    static Order ofBody(Catalog catalog, Call call) {
        Operation<?, ?> operation = operation(catalog, call.variable("path"));
        String text = new String(call.body(), StandardCharsets.UTF_8);
        String type = call.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!text.isBlank() && !type.startsWith("application/json")) {
            throw Refusal.of(415, Text.of("an input is sent as application/json", "输入须以 application/json 发送"), Text.same(""));
        }
        return new Order(operation, Json.read(operation.input(), text.isBlank() ? "{}" : text, Json.Unknown.REFUSE), mode(call));
    }

    /** With the query as input: for what only reads, so that a link or an EventSource can ask for it. */
    static Order ofQuery(Catalog catalog, Call call, Map<String, List<String>> query) {
        Operation<?, ?> operation = operation(catalog, call.variable("path"));
        if (operation.effect() != Effect.READS) {
            throw Refusal.of(405, Text.of("\"" + operation.name() + "\" does more than read", "“" + operation.name() + "”不只是读取"),
                Text.of("send it with POST", "请用 POST 发送")).with("Allow", "POST");
        }
        Map<String, List<String>> values = new HashMap<>(query);
        NOT_INPUT.forEach(values::remove);
        for (String name : values.keySet()) {
            if (operation.input().component(name).filter(dev.anole.operation.Component::secret).isPresent()) {
                throw Refusal.badRequest(name + " is a secret, which does not belong in an address: send it with POST",
                    name + " 是机密，不应出现在地址中：请用 POST 发送");
            }
        }
        return new Order(operation, operation.input().parse(values), mode(call));
    }

    private static Mode mode(Call call) {
        return call.query("preview").filter(p -> p.equals("true")).isPresent() ? Mode.PREVIEW : Mode.RUN;
    }

    /**
     * Refuses what disrupts unless the host is named.
     *
     * @param confirmed the name that was sent
     */
    public void confirmed(Optional<String> confirmed, String host) {
        if (mode == Mode.RUN && operation.effect().needsConfirmation() && confirmed.filter(host::equals).isEmpty()) {
            throw Refusal.of(428, Text.of("\"" + operation.name() + "\" disrupts " + host + " and has to be confirmed",
                    "“" + operation.name() + "”会中断 " + host + "，须确认"),
                Text.of("send the host's name: " + CONFIRM + ": " + host, "请发送主机名：" + CONFIRM + ": " + host));
        }
    }
}
