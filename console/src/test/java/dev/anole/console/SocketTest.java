package dev.anole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations over a WebSocket. */
class SocketTest {
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

    private static final class Heard implements WebSocket.Listener {
        final List<String> messages = new CopyOnWriteArrayList<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                messages.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }

    private static WebSocket open(String operation, Heard heard, String... headers) {
        WebSocket.Builder builder = admin.client().newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
        admin.cookies().forEach((name, value) -> builder.header("Cookie", name + "=" + value));
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.buildAsync(URI.create("ws://127.0.0.1:" + house.console.address().getPort() + "/api/v1/operations/" + operation + "/socket"), heard).join();
    }

    @Test
    void itemsComeAsMessages() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open("test/count", heard);
        socket.sendText("{\"input\":{\"items\":3},\"csrf\":\"" + admin.csrf() + "\"}", true).join();
        assertEquals(WebSocket.NORMAL_CLOSURE, heard.closed.get(10, TimeUnit.SECONDS));
        assertTrue(heard.messages.getFirst().startsWith("{\"event\":\"started\",\"data\":{\"task\":\"t-"), heard.messages.toString());
        assertEquals("{\"event\":\"item\",\"data\":{\"number\":1,\"name\":\"<b>item 1</b>\"}}", heard.messages.get(1));
        assertTrue(heard.messages.getLast().startsWith("{\"event\":\"ended\",\"data\":{\"state\":\"done\""), heard.messages.toString());
    }

    @Test
    void aSessionShowsItsCsrfTokenHereToo() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open("test/change", heard);
        String before = house.change.value.get();
        socket.sendText("{\"input\":{\"value\":\"by a foreign page\"},\"csrf\":\"wrong\"}", true).join();
        heard.closed.get(10, TimeUnit.SECONDS);
        assertTrue(heard.messages.getFirst().contains("\"status\":403"), heard.messages.toString());
        assertEquals(before, house.change.value.get());
    }

    @Test
    void aPageOfAnotherOriginGetsNoSocket() {
        assertThrows(CompletionException.class, () -> open("test/count", new Heard(), "Origin", "https://evil.example"));
    }

    @Test
    void whatDisruptsHasToNameTheHostHereToo() throws Exception {
        Heard heard = new Heard();
        int before = house.disrupt.done.get();
        open("test/disrupt", heard).sendText("{\"csrf\":\"" + admin.csrf() + "\"}", true).join();
        heard.closed.get(10, TimeUnit.SECONDS);
        assertTrue(heard.messages.getFirst().contains("\"status\":428"), heard.messages.toString());
        assertEquals(before, house.disrupt.done.get());
    }

    @Test
    void closingStopsTheTask() throws Exception {
        Heard heard = new Heard();
        int before = house.quiet.stopped.get();
        WebSocket socket = open("test/quiet", heard);
        socket.sendText("{\"csrf\":\"" + admin.csrf() + "\"}", true).join();
        while (heard.messages.isEmpty()) {
            Thread.sleep(10);
        }
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (house.quiet.stopped.get() == before && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        assertEquals(before + 1, house.quiet.stopped.get());
    }

    @Test
    void nonsenseIsRefused() throws Exception {
        for (String message : List.of("", "[]", "{\"input\":7}", "{\"what\":1}", "{\"input\":{\"items\":-1}}", "\u0000")) {
            Heard heard = new Heard();
            open("test/count", heard).sendText(message, true).join();
            heard.closed.get(10, TimeUnit.SECONDS);
            assertTrue(heard.messages.getFirst().contains("\"event\":\"refused\""), message + " " + heard.messages);
        }
    }
}
