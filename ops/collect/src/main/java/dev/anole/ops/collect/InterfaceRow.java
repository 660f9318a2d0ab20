package dev.anole.ops.collect;

import dev.anole.operation.Described;
import java.util.List;
import java.util.Optional;

/** An interface with its traffic. */
public record InterfaceRow(
    @Described(en = "name", zh = "名称") String name,
    @Described(en = "kind", zh = "类型") InterfaceInventory.Kind kind,
    @Described(en = "state", zh = "状态") String state,
    @Described(en = "speed", zh = "速率", unit = "Mbit/s") Optional<Long> speed,
    @Described(en = "received", zh = "接收", unit = "B/s") double inBytesPerSecond,
    @Described(en = "sent", zh = "发送", unit = "B/s") double outBytesPerSecond,
    @Described(en = "drops received", zh = "接收丢弃", unit = "/s") double inDrops,
    @Described(en = "drops sent", zh = "发送丢弃", unit = "/s") double outDrops,
    @Described(en = "errors", zh = "错误", unit = "/s") double errors,
    @Described(en = "addresses", zh = "地址") List<String> addresses) {

    public InterfaceRow {
        addresses = List.copyOf(addresses);
    }

    static InterfaceRow of(InterfaceInventory one, Sample sample) {
        String of = "{" + one.name() + "}";
        return new InterfaceRow(one.name(), one.kind(), one.state(), one.speed(), sample.value("net.in.bytes" + of),
            sample.value("net.out.bytes" + of), sample.value("net.in.drops" + of), sample.value("net.out.drops" + of),
            sample.value("net.in.errors" + of) + sample.value("net.out.errors" + of), one.addresses());
    }
}
