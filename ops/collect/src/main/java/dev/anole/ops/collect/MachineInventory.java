package dev.anole.ops.collect;

import dev.anole.operation.Described;
import dev.anole.operation.Host;

/** The machine, from its firmware's tables (DMI); empty where it has none, as many virtual machines. */
public record MachineInventory(
    @Described(en = "vendor", zh = "厂商") String vendor,
    @Described(en = "product", zh = "产品") String product,
    @Described(en = "board", zh = "主板") String board,
    @Described(en = "firmware", zh = "固件") String firmware) {

    static MachineInventory of(Host host) {
        return new MachineInventory(dmi(host, "sys_vendor"), dmi(host, "product_name"), dmi(host, "board_name"),
            (dmi(host, "bios_vendor") + " " + dmi(host, "bios_version") + " " + dmi(host, "bios_date")).strip());
    }

    private static String dmi(Host host, String name) {
        return SmallFile.value(host, "/sys/class/dmi/id/" + name).map(v -> Printable.line(v, 128)).orElse("");
    }
}
