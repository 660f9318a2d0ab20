package dev.anole.ops.collect;

import java.util.Map;

/**
 * Names of aarch64 processors by the implementer and part numbers of their MIDR register, as {@code /proc/cpuinfo} shows
 * them; arch/arm64/include/asm/cputype.h. Server processors only.
 */
final class ArmPart {
    private static final Map<String, String> VENDORS = Map.of("0x41", "Arm", "0x43", "Cavium", "0x46", "Fujitsu",
        "0x48", "HiSilicon", "0x4e", "NVIDIA", "0x50", "Applied Micro", "0x51", "Qualcomm", "0x70", "Phytium", "0xc0", "Ampere",
        "0x6d", "Microsoft");
    private static final Map<String, String> PARTS = Map.ofEntries(
        Map.entry("0x41/0xd03", "Cortex-A53"), Map.entry("0x41/0xd07", "Cortex-A57"), Map.entry("0x41/0xd08", "Cortex-A72"),
        Map.entry("0x41/0xd0b", "Cortex-A76"), Map.entry("0x41/0xd0c", "Neoverse-N1"), Map.entry("0x41/0xd40", "Neoverse-V1"),
        Map.entry("0x41/0xd49", "Neoverse-N2"), Map.entry("0x41/0xd4f", "Neoverse-V2"), Map.entry("0x41/0xd8e", "Neoverse-N3"),
        Map.entry("0x41/0xd84", "Neoverse-V3"), Map.entry("0x48/0xd01", "Kunpeng-920"), Map.entry("0x48/0xd02", "Kunpeng-920B"),
        Map.entry("0x46/0x001", "A64FX"), Map.entry("0x70/0x660", "FTC660"), Map.entry("0x70/0x661", "FTC661"),
        Map.entry("0x70/0x662", "FTC662"), Map.entry("0x70/0x663", "FTC663"), Map.entry("0x70/0x862", "FTC862"),
        Map.entry("0xc0/0xac3", "Ampere-1"), Map.entry("0xc0/0xac4", "Ampere-1a"), Map.entry("0x43/0x0af", "ThunderX2"),
        Map.entry("0x6d/0xd49", "Azure-Cobalt-100"));

    private ArmPart() {
    }

    static String vendor(Map<String, String> cpuinfo) {
        String implementer = cpuinfo.getOrDefault("CPU implementer", "");
        return VENDORS.getOrDefault(implementer, implementer);
    }

    /** The part's name, or its numbers where it is not known here. */
    static String name(Map<String, String> cpuinfo) {
        String numbers = cpuinfo.getOrDefault("CPU implementer", "") + "/" + cpuinfo.getOrDefault("CPU part", "");
        return PARTS.getOrDefault(numbers, vendor(cpuinfo) + " part " + cpuinfo.getOrDefault("CPU part", "unknown"));
    }
}
