package dev.anole.ops.collect;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.util.List;

/** {@code host network}: each interface with its traffic, and what TCP complains of. */
public final class HostNetwork implements Operation<HostNetwork.Input, HostNetwork.Network> {
    private final Collector collector;

    HostNetwork(Collector collector) {
        this.collector = collector;
    }

    /** Nothing is asked. */
    public record Input() {
    }

    /** What is answered. */
    public record Network(
        @Described(en = "interfaces", zh = "接口") List<InterfaceRow> interfaces,
        @Described(en = "open TCP connections", zh = "已建立的 TCP 连接") double established,
        @Described(en = "TCP segments sent again", zh = "重传的 TCP 报文段", unit = "%") double retransmittedPercent,
        @Described(en = "accept queue overflows", zh = "接受队列溢出", unit = "/s") double overflowsPerSecond) implements Viewed {
        public Network {
            interfaces = List.copyOf(interfaces);
        }

        @Override
        public View view() {
            return new View.Group(List.of(
                new View.Section(Text.same(""), new View.Rows<>(Shape.of(InterfaceRow.class), interfaces)),
                new View.Section(Text.same("TCP"), new View.Facts(List.of(
                    new View.Fact(Text.of("open connections", "已建立的连接"), Quantity.number(established)),
                    new View.Fact(Text.of("segments sent again", "重传报文段"), Quantity.number(retransmittedPercent) + " %"),
                    new View.Fact(Text.of("refused at a full accept queue", "接受队列满被拒"), Quantity.number(overflowsPerSecond) + "/s"))))));
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("host network");
    }

    @Override
    public Text summary() {
        return Text.of("Network interfaces with their traffic, and TCP's troubles", "网络接口流量与 TCP 异常");
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
    public Output<Network> output() {
        return Output.value(Network.class);
    }

    @Override
    public Network run(Input input, Context context) throws InterruptedException {
        Sample sample = collector.read().sample();
        // A second without segments has no share of them.
        double retransmitted = sample.value("tcp.retransmitted");
        return new Network(InterfaceInventory.of(context.host()).stream().map(i -> InterfaceRow.of(i, sample)).toList(),
            sample.value("tcp.established"), sample.value("tcp.out.segments") == 0 ? 0 : retransmitted,
            sample.value("tcp.listen.overflows"));
    }
}
