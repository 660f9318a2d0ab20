package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.UnavailableException;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Messages that lie are refused, and nothing worse happens. */
class DecoderFuzzTest {
    private static final int ROUNDS = 40_000;

    private record Subject(String name, NetlinkRequest good, Consumer<Payload> decoder) {
    }

    private static final List<Subject> SUBJECTS = List.of(
            new Subject("link", new NetlinkRequest(16, 0).header(IfinfomsgLayout.SIZE).attribute(Link.IFLA_IFNAME, "lo")
                    .attribute(Link.IFLA_MTU, 65536).attribute(Link.IFLA_ADDRESS, new byte[6])
                    .attribute(Link.IFLA_STATS64, new byte[200]).attribute(Link.IFLA_OPERSTATE, new byte[] {6})
                    .nested(Link.IFLA_LINKINFO, info -> info.attribute(Link.IFLA_INFO_KIND, "veth")), Link::decode),
            new Subject("address", new NetlinkRequest(20, 0).header(IfaddrmsgLayout.SIZE)
                    .attribute(InterfaceAddress.IFA_ADDRESS, new byte[4])
                    .attribute(InterfaceAddress.IFA_LOCAL, new byte[16])
                    .attribute(InterfaceAddress.IFA_LABEL, "lo:1"), InterfaceAddress::decode),
            new Subject("route", new NetlinkRequest(24, 0).header(RtmsgLayout.SIZE)
                    .attribute(Route.RTA_DST, new byte[4]).attribute(Route.RTA_GATEWAY, new byte[4])
                    .attribute(Route.RTA_VIA, new byte[18]).attribute(Route.RTA_MULTIPATH, new byte[] {16, 0, 0, 0, 1,
                        0, 0, 0, 8, 0, 5, 0, 1, 2, 3, 4}).attribute(Route.RTA_OIF, 1), Route::decode),
            new Subject("socket", new NetlinkRequest(20, 0).header(InetDiagMsgLayout.SIZE).setByte(0, 2).setByte(1, 10)
                    .attribute(TcpSocket.INET_DIAG_INFO, new byte[232]), TcpSocket::decode),
            new Subject("task", GenericNetlink.request(30, 1, 1, 0).nested(TaskAccounting.TASKSTATS_TYPE_AGGR_PID,
                    inner -> inner.attribute(TaskAccounting.TASKSTATS_CMD_ATTR_PID, 1)
                            .attribute(TaskAccounting.TASKSTATS_TYPE_STATS, stats())),
                    body -> TaskAccounting.find(body, TaskAccounting.TASKSTATS_TYPE_AGGR_PID, false)));

    @Test
    void brokenMessagesAreReadOrRefusedAndNothingElse() {
        long seed = Long.getLong("anole.seed", System.nanoTime());
        System.out.println("DecoderFuzzTest -Danole.seed=" + seed);
        Random random = new Random(seed);
        for (Subject subject : SUBJECTS) {
            byte[] good = subject.good().encode(1);
            int header = NlmsghdrLayout.SIZE;
            subject.decoder().accept(new Payload(subject.name(), good, header, good.length));
            int refused = 0;
            for (int i = 0; i < ROUNDS; i++) {
                byte[] bytes = Arrays.copyOf(good, header + random.nextInt(good.length - header + 1));
                for (int change = random.nextInt(4); change > 0 && bytes.length > header; change--) {
                    int at = header + random.nextInt(Math.min(bytes.length - header, 64));
                    bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) random.nextInt(20);
                }
                try {
                    subject.decoder().accept(new Payload(subject.name(), bytes, header, bytes.length));
                } catch (FormatException | UnavailableException expected) {
                    refused++;
                }
            }
            assertTrue(refused > 0 && refused < ROUNDS, subject.name() + ": " + refused + " refused");
        }
    }

    private static byte[] stats() {
        byte[] stats = new byte[416];
        stats[0] = 13;
        stats[1] = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN ? 0 : (byte) 13;
        return stats;
    }
}
