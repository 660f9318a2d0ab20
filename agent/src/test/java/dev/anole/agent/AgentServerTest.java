package dev.anole.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Door;
import dev.anole.operation.Json;
import dev.anole.operation.OperationException;
import dev.anole.operation.Service;
import dev.anole.operation.Shape;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentServerTest {
    private Fixture fixture;

    @BeforeEach
    void make() throws IOException {
        fixture = new Fixture();
    }

    @AfterEach
    void clean() {
        fixture.close();
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(AgentServer.socket(fixture.data)));
    }

    private static void send(SocketChannel channel, Frame frame) throws IOException {
        new FrameWriter(channel).write(frame);
    }

    private static Frame receive(SocketChannel channel) throws IOException {
        FrameReader reader = new FrameReader(channel);
        return reader.payload(reader.header(Frame.LENGTH_MAX, () -> { }).orElseThrow(() -> new IOException("closed")));
    }

    private static Wire.Welcome greet(SocketChannel channel, Wire.Versions versions, Door door) throws IOException {
        send(channel, Wire.hello(versions, door));
        return Wire.greeting(Shape.of(Wire.Welcome.class), receive(channel));
    }

    /** Whether the other side closes, which every read of a peer that was sent away ends in. */
    private static boolean closes(SocketChannel channel) {
        try {
            ByteBuffer rest = ByteBuffer.allocate(1024);
            while (channel.read(rest.clear()) >= 0) {
                rest.flip();
            }
            return true;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void theSocketIsOpenToAllAndItsDirectoryShowsNothing() throws IOException {
        fixture.started();
        Path socket = AgentServer.socket(fixture.data);
        assertEquals("rw-rw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        assertEquals("rwx--x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
        fixture.server.close();
        assertFalse(Files.exists(socket));
    }

    @Test
    void aServiceThatServesIsReadyAndGood() {
        assertFalse(fixture.server.ready());
        assertInstanceOf(Service.Health.Failed.class, fixture.server.health());
        fixture.started();
        assertTrue(fixture.server.ready());
        assertInstanceOf(Service.Health.Good.class, fixture.server.health());
        fixture.server.reload(new AgentServer.Configuration(fixture.data));
        assertThrows(OperationException.class, () -> fixture.server.reload(new AgentServer.Configuration(Path.of("/elsewhere"))));
        fixture.server.close();
        fixture.server.close();
        assertFalse(fixture.server.ready());
    }

    @Test
    void aSecondAgentOnTheSameDirectorySaysSo() throws IOException {
        fixture.started();
        try (AgentServer second = new AgentServer(fixture.tasks, fixture.catalog)) {
            OperationException e = assertThrows(OperationException.class,
                () -> second.start(new AgentServer.Configuration(fixture.data)));
            assertEquals(OperationException.Kind.CONFLICT, e.kind());
            assertEquals("another agent (process " + ProcessHandle.current().pid() + ") serves " + fixture.data
                + " already; use that one, stop it, or give another --data directory", e.getMessage());
        }
        try (RemoteAgent remote = fixture.remote()) {
            assertEquals("test", remote.greeting().version());
        }
    }

    @Test
    void whatAKilledAgentLeftIsReplaced() throws IOException {
        Path socket = AgentServer.socket(fixture.data);
        Files.createDirectories(socket.getParent());
        try (var stale = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            stale.bind(UnixDomainSocketAddress.of(socket));
        }
        assertTrue(Files.exists(socket));
        fixture.started();
        try (RemoteAgent remote = fixture.remote()) {
            assertEquals("test", remote.greeting().version());
        }
    }

    @Test
    void aSocketThatSomebodyAnswersIsLeftAlone() throws IOException {
        Path socket = AgentServer.socket(fixture.data);
        Files.createDirectories(socket.getParent());
        try (var other = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socket));
            OperationException e = assertThrows(OperationException.class, fixture::started);
            assertEquals(OperationException.Kind.CONFLICT, e.kind());
            assertTrue(Files.exists(socket));
        }
    }

    @Test
    void aPathThatIsTooLongIsSaidBeforeAnythingIsMade() {
        Path deep = fixture.data.resolve("x".repeat(100));
        OperationException e = assertThrows(OperationException.class,
            () -> fixture.server.start(new AgentServer.Configuration(deep)));
        assertTrue(e.getMessage().endsWith("choose a shorter --data directory"), e::getMessage);
        assertFalse(Files.exists(deep));
    }

    @Test
    void aCallerOfANewerWireIsToldInOneLine() throws IOException {
        fixture.started();
        try (SocketChannel channel = connect()) {
            Wire.Welcome answer = greet(channel, new Wire.Versions(Wire.VERSION + 1, Wire.VERSION + 2), Door.CLI);
            assertEquals(0, answer.version());
            assertTrue(answer.refusal().orElseThrow().message().en().contains("version 2 to 3"), answer::toString);
            assertTrue(closes(channel));
        }
        try (SocketChannel channel = connect()) {
            assertEquals(Wire.VERSION, greet(channel, new Wire.Versions(Wire.VERSION, Wire.VERSION + 1), Door.CLI).version());
        }
    }

    @Test
    void nonsenseIsAnsweredOnceAndThenNotAtAll() throws IOException {
        fixture.started();
        for (Frame nonsense : List.of(Frame.message("{\"call\":{\"kind\":\"dance\"}}"), Frame.message("not json"),
                Frame.record("{}"), Frame.bytes(new byte[] {1, 2, 3}), Frame.message("[".repeat(5000)))) {
            try (SocketChannel channel = connect()) {
                assertEquals(Wire.VERSION, greet(channel, Wire.SPOKEN, Door.CLI).version());
                send(channel, nonsense);
                Reply.Refused refused = assertInstanceOf(Reply.Refused.class, Reply.of(receive(channel)));
                assertTrue(refused.problem().message().en().startsWith("the agent did not understand: "), refused::toString);
                assertFalse(refused.problem().message().en().contains("\n"), refused::toString);
                assertTrue(closes(channel));
            }
        }
        try (RemoteAgent remote = fixture.remote()) {
            assertEquals("test", remote.greeting().version());
        }
    }

    @Test
    void anInputWithAMisspeltPropertyIsRefusedAndTheNextCallIsHeard() throws IOException {
        fixture.started();
        try (SocketChannel channel = connect()) {
            greet(channel, Wire.SPOKEN, Door.CLI);
            send(channel, Call.frame(new Call.Start(dev.anole.operation.OperationName.of("do echo"), Fixture.PERSON,
                dev.anole.operation.Mode.RUN)));
            send(channel, Frame.record("{\"text\":\"x\",\"tmies\":3}"));
            Reply.Refused refused = assertInstanceOf(Reply.Refused.class, Reply.of(receive(channel)));
            assertTrue(refused.problem().message().en().contains("tmies"), refused::toString);
            send(channel, Call.frame(new Call.Greet()));
            assertInstanceOf(Reply.Greeted.class, Reply.of(receive(channel)));
        }
    }

    @Test
    void whoConnectsAndSaysNothingIsClosed() throws Exception {
        fixture.started();
        try (SocketChannel silent = connect(); SocketChannel slow = connect()) {
            ByteBuffer half = ByteBuffer.allocate(5).putInt(100).put((byte) 1).flip();
            slow.write(half);
            long before = System.nanoTime();
            assertTrue(closes(silent));
            assertTrue(closes(slow));
            long seconds = (System.nanoTime() - before) / 1_000_000_000L;
            assertTrue(seconds <= Wire.FRAME_SECONDS_MAX + 2, () -> "closed after " + seconds + " s");
        }
    }

    @Test
    void moreConnectionsThanTheBoundAreRefusedAndPlacesComeBack() throws Exception {
        fixture.started();
        List<SocketChannel> open = new ArrayList<>();
        try {
            for (int i = 0; i < AgentServer.CONNECTIONS_MAX; i++) {
                SocketChannel channel = connect();
                open.add(channel);
                assertEquals(Wire.VERSION, greet(channel, Wire.SPOKEN, Door.CLI).version());
            }
            assertInstanceOf(Service.Health.Impaired.class, fixture.server.health());
            try (SocketChannel one = connect()) {
                Wire.Welcome answer = greet(one, Wire.SPOKEN, Door.CLI);
                assertEquals("the agent has as many connections as it takes", answer.refusal().orElseThrow().message().en());
            }
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
        for (int i = 0; i < 100 && !(fixture.server.health() instanceof Service.Health.Good); i++) {
            Thread.sleep(20);
        }
        try (RemoteAgent remote = fixture.remote()) {
            assertEquals("test", remote.greeting().version());
        }
    }

    @Test
    void theConsolesUserComesInAsTheConsoleOnly() {
        Speaker console = new Speaker(Peers.Standing.CONSOLE, Door.CONSOLE);
        console.check();
        assertEquals(Door.API, console.admit(new dev.anole.operation.Actor("bob", dev.anole.operation.Role.VIEWER, Door.API)).door());
        assertThrows(OperationException.class, () -> console.admit(Fixture.PERSON));
        assertThrows(OperationException.class, () -> new Speaker(Peers.Standing.CONSOLE, Door.CLI).check());
        assertThrows(OperationException.class, () -> new Speaker(Peers.Standing.STRANGER, Door.CONSOLE).check());
    }

    @Test
    void aReplyThatGainsAPropertyIsStillUnderstood() {
        Reply reply = Reply.of(Frame.message("{\"reply\":{\"kind\":\"started\",\"task\":{\"value\":\"t-0123456789ab\",\"new\":1},\"more\":[]}}"));
        assertEquals("t-0123456789ab", ((Reply.Started) reply).task().value());
        assertEquals("{\"reply\":{\"kind\":\"done\"}}", Json.write(new Reply.Answer(new Reply.Done())));
    }
}
