package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.operation.Host;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interfaces in a network namespace of the test's own: a shell in it does what it is told. */
class NetworkKernelTest {
    @TempDir
    Path root;

    @Test
    void trafficOfAnInterfaceIsCountedAndAnInterfaceThatHasGoneIsForgotten() throws Exception {
        assumeTrue(Host.local().isRoot(), "a network namespace needs root");
        assumeTrue(Files.exists(Path.of("/usr/bin/unshare")) && Files.exists(Path.of("/bin/ip")), "needs unshare and ip");
        Process shell = new ProcessBuilder("unshare", "-n", "bash").redirectErrorStream(true).start();
        try {
            tell(shell, "ip link set lo up; ip link add a0 type veth peer name a1; ip addr add 10.9.9.1/24 dev a0; ip link set a0 up; ip link set a1 up");
            Files.createDirectories(root.resolve("proc/net"));
            Files.createSymbolicLink(root.resolve("proc/net/dev"), Path.of("/proc/" + shell.pid() + "/net/dev"));
            Fixture fixture = new Fixture(root);
            NetworkSampler sampler = new NetworkSampler(fixture.host, fixture.board, fixture.buffer);
            tell(shell, "for i in 1 2 3; do echo x > /dev/udp/127.0.0.1/9; done; ip neigh add 10.9.9.2 lladdr 02:00:00:00:00:02 dev a0; echo x > /dev/udp/10.9.9.2/9");
            fixture.sample(sampler, 1);
            // 1000 octets of payload, 8 of UDP, 20 of IP; the loopback counts no Ethernet header but its 14 octets.
            tell(shell, "x=$(printf '%01000d' 0); for i in $(seq 50); do printf %s $x > /dev/udp/127.0.0.1/9; done");
            SeriesValues values = fixture.sample(sampler, 1);
            assertTrue(values.get("net.out.packets{lo}") >= 50 && values.get("net.out.packets{lo}") < 150, "" + values.get("net.out.packets{lo}"));
            assertTrue(values.get("net.out.bytes{lo}") >= 50 * 1028, "" + values.get("net.out.bytes{lo}"));
            assertEquals(values.get("net.out.bytes{lo}"), values.get("net.in.bytes{lo}"));
            assertTrue(values.containsKey("net.in.bytes{a1}"), values.keySet().toString());
            int taken = fixture.board.taken();
            tell(shell, "ip link delete a0");
            values = fixture.sample(sampler, 1);
            assertTrue(values.keySet().stream().noneMatch(k -> k.contains("{a")), values.keySet().toString());
            assertTrue(fixture.board.taken() < taken);
        } finally {
            shell.destroyForcibly().waitFor();
        }
    }

    private static void tell(Process shell, String command) throws Exception {
        OutputStream to = shell.getOutputStream();
        to.write((command + "; echo done.\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("done.\n")) {
            int c = shell.getInputStream().read();
            assertTrue(c >= 0, "the shell ended: " + answer);
            answer.append((char) c);
        }
    }
}
