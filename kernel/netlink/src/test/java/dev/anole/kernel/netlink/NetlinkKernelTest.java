package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.Capability;
import dev.anole.kernel.linux.CapabilitySets;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.KernelHas;
import dev.anole.kernel.linux.NamespaceKind;
import dev.anole.kernel.linux.Namespaces;
import dev.anole.kernel.linux.SystemCall;
import org.junit.jupiter.api.Test;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class NetlinkKernelTest {
    @Test
    void linksAreThoseThatTheJdkSees() throws Exception {
        try (RouteSocket route = RouteSocket.open()) {
            Set<String> names = new HashSet<>();
            for (Link link : route.links()) {
                names.add(link.name());
                if (!Files.exists(Path.of("/sys/class/net", link.name()))) {
                    continue; // Somebody's link that has just gone.
                }
                assertEquals(Long.parseLong(sys(link, "mtu")), link.mtu());
                assertEquals(Integer.parseInt(sys(link, "ifindex")), link.index());
                assertTrue(Long.parseLong(sys(link, "statistics/rx_bytes"))
                        >= link.statistics().orElseThrow().receivedBytes());
            }
            // The JDK leaves out links that are down and have no address.
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                assertTrue(names.contains(each.getName()), each.getName());
            }
            Link loopback = route.link("lo").orElseThrow();
            assertTrue(loopback.isLoopback());
            assertEquals(772, loopback.hardwareType());
        }
    }

    @Test
    void loopbackHasItsAddressAndItsRoute() {
        try (RouteSocket route = RouteSocket.open()) {
            int loopback = route.link("lo").orElseThrow().index();
            InterfaceAddress own = route.addresses().stream().filter(each -> each.link() == loopback
                    && each.address() instanceof Inet4Address).findFirst().orElseThrow();
            assertEquals("127.0.0.1", own.address().getHostAddress());
            assertEquals(8, own.prefixLength());
            Route local = route.routes(10_000).stream().filter(each -> each.destination().isPresent()
                    && each.destination().get().getHostAddress().equals("127.0.0.1")).findFirst().orElseThrow();
            assertEquals(255, local.table());
            assertEquals(OptionalInt.of(loopback), local.link());
            assertFalse(local.isDefault());
            assertEquals(1, route.routes(1).size());
            // What was not read to the end does not disturb the next question.
            assertEquals(loopback, route.link("lo").orElseThrow().index());
        }
    }

    @Test
    void aLinkIsMadeInANetworkOfItsOwn() throws Exception {
        assumeTrue(CapabilitySets.current().effective().contains(Capability.CAP_SYS_ADMIN),
                "a network namespace needs CAP_SYS_ADMIN");
        onOwnThread(() -> {
            Namespaces.unshare(Set.of(NamespaceKind.CLONE_NEWNET));
            try (RouteSocket route = RouteSocket.open();
                    NetlinkSocket raw = NetlinkSocket.open(NetlinkProtocol.NETLINK_ROUTE)) {
                assertEquals(List.of("lo"), route.links().stream().map(Link::name).toList());
                assertEquals(List.of(), route.addresses());
                try {
                    raw.ask(veth("anole0"), "a link", (type, body) -> true);
                } catch (ErrnoException e) {
                    assumeTrue(e.errno() != Errno.EOPNOTSUPP, "this kernel has no veth");
                    throw e;
                }
                Link made = route.link("anole0").orElseThrow();
                assertEquals(Optional.of("veth"), made.kind());
                assertEquals(1234, made.mtu());
                assertEquals(LinkState.DOWN, made.state());
                assertEquals(17, made.hardwareAddress().orElseThrow().length());
                Link peer = route.links().stream().filter(each -> each.index() == made.peer().orElseThrow())
                        .findFirst().orElseThrow();
                assertEquals(OptionalInt.of(made.index()), peer.peer());
                ErrnoException again = assertThrows(ErrnoException.class,
                        () -> raw.ask(veth("anole0"), "a link", (type, body) -> true));
                assertEquals(Errno.EEXIST, again.errno());
            }
            return null;
        });
    }

    @Test
    void theKernelsOwnWordsComeWithAnError() throws Exception {
        assumeTrue(CapabilitySets.current().effective().contains(Capability.CAP_SYS_ADMIN),
                "a network namespace needs CAP_SYS_ADMIN");
        onOwnThread(() -> {
            Namespaces.unshare(Set.of(NamespaceKind.CLONE_NEWNET));
            try (NetlinkSocket raw = NetlinkSocket.open(NetlinkProtocol.NETLINK_ROUTE)) {
                NetlinkRequest nonsense = new NetlinkRequest(RouteSocket.RTM_NEWLINK, NetlinkRequest.NLM_F_ACK
                        | NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_EXCL).header(IfinfomsgLayout.SIZE)
                        .nested(Link.IFLA_LINKINFO, info -> info.attribute(Link.IFLA_INFO_KIND, "anole-nonsense"));
                ErrnoException e = assertThrows(ErrnoException.class,
                        () -> raw.ask(nonsense, "a link", (type, body) -> true));
                assertEquals("netlink a link (Unknown device type): operation not supported (EOPNOTSUPP)",
                        e.getMessage());
            }
            return null;
        });
    }

    @Test
    void aListenerShowsHowManyWaitForIt() throws Exception {
        protocolIsThere(NetlinkProtocol.NETLINK_SOCK_DIAG);
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        List<Socket> clients = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 7, loopback);
                SocketDiagnosis diagnosis = SocketDiagnosis.open()) {
            for (int i = 0; i < 3; i++) {
                clients.add(new Socket(loopback, server.getLocalPort()));
            }
            TcpSocket listener = diagnosis.listeners(10_000).sockets().stream()
                    .filter(each -> each.local().getPort() == server.getLocalPort()).findFirst().orElseThrow();
            assertEquals(TcpState.TCP_LISTEN, listener.state());
            assertEquals(3, listener.receiveQueue());
            assertEquals(7, listener.sendQueue());
            assertEquals(loopback, address(listener.local()));
            assertTrue(listener.inode() > 0);
            TcpCounts counts = diagnosis.countTcp();
            assertTrue(counts.waitingToBeAccepted() >= 3);
            assertTrue(counts.in(TcpState.TCP_LISTEN) >= 1);
            assertTrue(counts.in(TcpState.TCP_ESTABLISHED) >= 6);
            assertTrue(counts.total() >= 7);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aConnectionTellsWhatItCarriesAndWhatNobodyHasRead() throws Exception {
        protocolIsThere(NetlinkProtocol.NETLINK_SOCK_DIAG);
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket server = new ServerSocket(0, 7, loopback);
                Socket client = new Socket(loopback, server.getLocalPort());
                Socket accepted = server.accept();
                SocketDiagnosis diagnosis = SocketDiagnosis.open()) {
            client.getOutputStream().write(new byte[1000]);
            for (int i = 0; i < 1000 && accepted.getInputStream().available() < 1000; i++) {
                Thread.sleep(2);
            }
            SocketDiagnosis.Listing listing = diagnosis.tcp(EnumSet.of(TcpState.TCP_ESTABLISHED), true, 100_000);
            assertFalse(listing.wasCut());
            TcpSocket receiving = find(listing, server.getLocalPort(), client.getLocalPort());
            assertEquals(1000, receiving.receiveQueue());
            assertEquals(1000, receiving.info().orElseThrow().receivedBytes().orElseThrow());
            TcpSocket sending = find(listing, client.getLocalPort(), server.getLocalPort());
            assertEquals(1000, sending.info().orElseThrow().sentBytes().orElse(1000));
            assertTrue(sending.info().orElseThrow().roundTripMicros() > 0);
            assertTrue(diagnosis.tcp(EnumSet.of(TcpState.TCP_ESTABLISHED), false, 1).wasCut());
            assertFalse(diagnosis.countTcp().byState().isEmpty());
        }
    }

    @Test
    void aTaskTellsWhatItUsedAndWhetherDelaysAreCounted() throws Exception {
        assumeTrue(CapabilitySets.current().effective().contains(Capability.CAP_NET_ADMIN),
                "taskstats needs CAP_NET_ADMIN");
        protocolIsThere(NetlinkProtocol.NETLINK_GENERIC);
        try (GenericNetlink generic = GenericNetlink.open()) {
            assumeTrue(generic.family("TASKSTATS").isPresent(), "this kernel has no taskstats");
            assertEquals(OptionalInt.empty(), generic.family("ANOLE_NONE"));
        }
        Path off = Path.of("/proc/sys/kernel/task_delayacct");
        boolean counted = !Files.exists(off) || !Files.readString(off).strip().equals("0");
        try (TaskAccounting accounting = TaskAccounting.open()) {
            int tid = (int) SystemCall.GETTID.call();
            TaskStatistics own = accounting.ofTask(tid);
            assertEquals(Files.readString(Path.of("/proc/thread-self/comm")).strip(), own.command());
            assertTrue(own.userMicros() + own.systemMicros() > 0);
            assertTrue(own.peakResidentKib() > 1000);
            TaskStatistics process = accounting.ofProcess((int) ProcessHandle.current().pid());
            assertTrue(process.voluntarySwitches() >= own.voluntarySwitches());
            assertTrue(process.processorDelay().count() > 0);
            if (counted) {
                TaskDelays.Measured delays = assertInstanceOf(TaskDelays.Measured.class, process.delays());
                assertTrue(delays.processor().count() > 0);
            } else {
                TaskDelays.Unavailable none = assertInstanceOf(TaskDelays.Unavailable.class, process.delays());
                assertTrue(none.remedy().contains("task_delayacct=1"));
            }
            assertEquals(Errno.ESRCH,
                    assertThrows(ErrnoException.class, () -> accounting.ofTask(Integer.MAX_VALUE)).errno());
        }
    }

    private static void protocolIsThere(NetlinkProtocol protocol) {
        KernelHas.known(() -> NetlinkSocket.open(protocol).close(), Errno.EPROTONOSUPPORT, protocol.name());
    }

    private static NetlinkRequest veth(String name) {
        return new NetlinkRequest(RouteSocket.RTM_NEWLINK,
                NetlinkRequest.NLM_F_ACK | NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_EXCL)
                .header(IfinfomsgLayout.SIZE).attribute(Link.IFLA_IFNAME, name).attribute(Link.IFLA_MTU, 1234)
                .nested(Link.IFLA_LINKINFO, info -> info.attribute(Link.IFLA_INFO_KIND, "veth"));
    }

    private static TcpSocket find(SocketDiagnosis.Listing listing, int localPort, int remotePort) {
        return listing.sockets().stream().filter(each -> each.local().getPort() == localPort
                && each.remote().getPort() == remotePort).findFirst().orElseThrow();
    }

    /** A socket of IPv6 that serves IPv4 shows mapped addresses, which the JDK turns back into IPv4. */
    private static InetAddress address(InetSocketAddress socket) {
        return socket.getAddress();
    }

    private static String sys(Link link, String file) throws Exception {
        return Files.readString(Path.of("/sys/class/net", link.name(), file)).strip();
    }

    private static void onOwnThread(Callable<Void> work) throws Exception {
        FutureTask<Void> task = new FutureTask<>(work);
        Thread.ofPlatform().start(task);
        try {
            task.get();
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}
