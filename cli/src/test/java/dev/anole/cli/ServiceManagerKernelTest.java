package dev.anole.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.kernel.linux.KernelSocket;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code anole agent} under something that listens as systemd does. */
@Timeout(60)
class ServiceManagerKernelTest {
    @TempDir
    private Path scratch;

    private static String receive(KernelSocket socket, MemorySegment into) {
        long n = socket.tryReceive(into, 0);
        return n < 0 ? "errno " + -n : new String(into.asSlice(0, n).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }

    @Test
    void systemdIsToldThatItIsReadyAliveAndStopping() throws Exception {
        String path = scratch.resolve("notify").toString();
        try (KernelSocket socket = KernelSocket.open(KernelSocket.AF_UNIX, KernelSocket.SOCK_DGRAM, 0, path); Arena arena = Arena.ofConfined()) {
            byte[] name = path.getBytes(StandardCharsets.UTF_8);
            MemorySegment address = arena.allocate(2L + name.length + 1, 2);
            address.set(JAVA_SHORT, 0, (short) KernelSocket.AF_UNIX);
            MemorySegment.copy(name, 0, address, JAVA_BYTE, 2, name.length);
            socket.bind(address);
            socket.setReceiveTimeout(Duration.ofSeconds(20));
            MemorySegment message = arena.allocate(4096);
            ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "dev.anole.cli.Main", "agent", "--data",
                scratch.resolve("data").toString()).redirectErrorStream(true).redirectOutput(new File(scratch.toFile(), "out"));
            builder.environment().put("NOTIFY_SOCKET", path);
            builder.environment().put("WATCHDOG_USEC", "1000000");
            Process agent = builder.start();
            try {
                assertTrue(receive(socket, message).startsWith("STATUS=serving " + scratch), "a status comes first");
                assertEquals("READY=1", receive(socket, message));
                assertEquals("WATCHDOG=1", receive(socket, message));
                assertEquals("WATCHDOG=1", receive(socket, message));
                agent.toHandle().destroy();
                String last = receive(socket, message);
                while (last.equals("WATCHDOG=1")) {
                    last = receive(socket, message);
                }
                assertEquals("STOPPING=1", last);
                assertTrue(agent.waitFor(20, TimeUnit.SECONDS));
                assertEquals(List.of(143), List.of(agent.exitValue()));
            } finally {
                agent.destroyForcibly();
            }
        }
    }
}
