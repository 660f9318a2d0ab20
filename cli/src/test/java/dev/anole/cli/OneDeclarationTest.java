package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.agent.AgentServer;
import dev.anole.agent.RemoteAgent;
import dev.anole.cli.screen.Terminal;
import dev.anole.console.Console;
import dev.anole.console.ConsoleConfiguration;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Door;
import dev.anole.operation.Effect;
import dev.anole.operation.Host;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Room;
import dev.anole.operation.Shape;
import dev.anole.operation.TaskLog;
import dev.anole.operation.Tasks;
import dev.anole.operation.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise "declared once, available everywhere": {@link Weigh} is one class, {@link #ROOM} has one line for it, and
 * nothing else in the house knows of it.
 */
@Timeout(60)
class OneDeclarationTest {
    private static final Room ROOM = new Room("test", Text.of("Kitchen", "厨房"), List.of(
        new Weigh()));

    /** One class. */
    public static final class Weigh implements Operation<Weigh.Input, Weigh.Weighed> {
        /** What it takes. */
        public record Input(
            @Described(en = "what lies on the scales", zh = "被称的东西", positional = true) String thing,
            @Described(en = "how many of it", zh = "数量", byDefault = "2", min = 1, max = 12) int pieces) {
        }

        /** What it gives. */
        public record Weighed(String thing, @Described(en = "weight", zh = "重量", unit = "g") int grams) {
        }

        @Override
        public OperationName name() {
            return OperationName.of("kitchen weigh");
        }

        @Override
        public Text summary() {
            return Text.of("Weighs what lies on the scales", "称量");
        }

        @Override
        public Effect effect() {
            return Effect.READS;
        }

        @Override
        public Shape<Input> input() {
            return Shape.of(Input.class);
        }

        @Override
        public Output<Weighed> output() {
            return Output.value(Weighed.class);
        }

        @Override
        public Weighed run(Input input, Context context) {
            context.progress().step(Text.of("reading the scales", "读取"));
            context.progress().amount(input.pieces(), input.pieces(), "pieces");
            return new Weighed(input.thing(), 7 * input.pieces());
        }
    }

    @TempDir
    private Path data;
    private Tasks tasks;
    private AgentServer server;
    private RemoteAgent remote;
    private Console console;
    private HttpClient browser;

    @BeforeEach
    void openTheHouse() throws IOException, InterruptedException {
        House house = new House(List.of(ROOM));
        tasks = new Tasks("test", Host.local(), house.catalog(), () -> {
            throw new IllegalStateException("no journal in this test");
        }, TaskLog.inMemory(), Clock.systemUTC());
        house.serve(tasks);
        server = new AgentServer(tasks, house.catalog());
        server.start(new AgentServer.Configuration(data));
        remote = RemoteAgent.at(data, house.catalog(), Door.CONSOLE);
        console = new Console(house.catalog(), remote, data.resolve("console"), "test", Clock.systemUTC());
        console.start(Shape.of(ConsoleConfiguration.class).parse(Map.of("port", List.of("0"))));
        browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).followRedirects(HttpClient.Redirect.NORMAL).build();
        assertEquals(200, get(console.loginLink()).statusCode());
    }

    @AfterEach
    void close() {
        browser.shutdownNow();
        console.close();
        remote.close();
        server.close();
        tasks.close();
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(address).header("Accept", "text/html,application/json").header("Accept-Language", "en").build(),
            HttpResponse.BodyHandlers.ofString());
    }

    private String page(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(console.address().resolve(path));
        assertEquals(200, response.statusCode(), path + ": " + response.body());
        return response.body();
    }

    private String command(String input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err, Terminal.Ends.NONE, Map.of());
        List<String> typed = new java.util.ArrayList<>(List.of("--data", data.toString()));
        typed.addAll(List.of(words));
        assertEquals(0, new Main(new House(List.of(ROOM)), terminal).run(typed), err::toString);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String find(String pattern, String in) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(in);
        assertTrue(matcher.find(), () -> "no " + pattern + " in\n" + in);
        return matcher.group(1);
    }

    @Test
    void theAuditLogOfARunningConsoleIsVerifiedFromTheCommandLine() {
        CommandRunner.Result result = new CommandRunner(data).run("audit", "verify");
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().startsWith("The audit log is whole: "), result.out());
        assertEquals(0, new CommandRunner(data).run("audit", "verify", "--json").code());
        CommandRunner.Result nowhere = new CommandRunner(data.resolve("nowhere")).run("audit", "verify");
        assertEquals(4, nowhere.code(), nowhere.out());
        assertTrue(nowhere.err().contains("no console has run") && nowhere.err().contains("anole up"), nowhere.err());
    }

    @Test
    void itIsACommand() {
        String help = command("", "--help");
        assertTrue(help.contains("Kitchen\n○ kitchen weigh  Weighs what lies on the scales\n"), help);
        assertTrue(command("", "kitchen", "weigh", "--help").contains("--pieces N  how many of it (1 to 12; default 2)"));
        assertEquals("{\"thing\":\"salt\",\"grams\":21}\n", command("", "kitchen", "weigh", "salt", "--pieces", "3", "--json"));
        assertEquals("thing   salt\nweight  14 g\n", command("", "kitchen", "weigh", "salt"));
        assertTrue(command("", "completion", "bash").contains("'kitchen weigh') opts='--pieces "));
    }

    @Test
    void itIsAnEndpointWithItsDescription() throws Exception {
        String api = page("/api");
        String path = find("\"/api/v1/operations/kitchen/weigh\":(\\{.*)", api);
        assertTrue(path.contains("Weighs what lies on the scales") && path.contains("\"maximum\":12"), path.substring(0, Math.min(2000, path.length())));
        assertEquals("{\"thing\":\"salt\",\"grams\":35}", page("/api/v1/operations/kitchen/weigh?thing=salt&pieces=5"));
    }

    @Test
    void itIsAPageWithAFormAndItsResult() throws Exception {
        assertTrue(page("/operations").contains("kitchen weigh"));
        String form = page("/operations/kitchen/weigh");
        assertTrue(form.contains("Weighs what lies on the scales") && form.contains("How many of it") && form.contains("max=\"12\""), form);
        assertTrue(form.contains("anole kitchen weigh"), "the form is the command");
        String csrf = find("name=\"_csrf\" value=\"([^\"]+)\"", form);
        String fields = "_csrf=" + URLEncoder.encode(csrf, StandardCharsets.UTF_8) + "&thing=pepper&pieces=4";
        HttpResponse<String> ran = browser.send(HttpRequest.newBuilder(console.address().resolve("/operations/kitchen/weigh"))
            .header("Content-Type", "application/x-www-form-urlencoded").header("Accept", "text/html").header("Accept-Language", "en")
            .POST(HttpRequest.BodyPublishers.ofString(fields)).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, ran.statusCode(), ran.body());
        String task = find("(t-[0-9a-z]{12})", ran.body() + ran.uri());
        String events = find("(event: ?step.*event: ?ended.*)", page("/api/v1/tasks/" + task + "/events"));
        assertTrue(events.contains("reading the scales"), events);
        String result = page("/tasks/" + task);
        assertTrue(result.contains("pepper") && result.contains("28"), result);
    }

    @Test
    void itIsAToolOfAnAssistant() {
        String said = command("""
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18"}}
            {"jsonrpc":"2.0","id":1,"method":"tools/list"}
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"kitchen_weigh","arguments":{"thing":"salt","pieces":6}}}
            """, "mcp");
        String tool = find("(\"name\":\"kitchen_weigh\".*?\"annotations\".*?\\})", said);
        assertTrue(tool.contains("Weighs what lies on the scales") && tool.contains("\"maximum\":12") && tool.contains("\"readOnlyHint\":true"), tool);
        assertTrue(said.contains("\"structuredContent\":{\"thing\":\"salt\",\"grams\":42}"), said);
    }

    @Test
    void aCallThroughOneDoorIsSeenThroughTheOthers() throws Exception {
        command("", "kitchen", "weigh", "saffron");
        assertTrue(command("", "tasks", "list").contains("saffron"));
        boolean seen = false;
        for (int i = 0; i < 50 && !seen; i++) {
            seen = page("/tasks?show=reads").contains("kitchen weigh");
            Thread.sleep(100);
        }
        assertTrue(seen);
    }
}
