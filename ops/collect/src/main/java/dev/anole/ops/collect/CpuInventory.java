package dev.anole.ops.collect;

import dev.anole.operation.Described;
import dev.anole.operation.Host;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The processors, {@code /proc/cpuinfo} and {@code /sys/devices/system/cpu}. */
public record CpuInventory(
    @Described(en = "model", zh = "型号") String model,
    @Described(en = "vendor", zh = "厂商") String vendor,
    @Described(en = "CPUs that are online", zh = "在线 CPU") int online,
    @Described(en = "cores", zh = "核") int cores,
    @Described(en = "sockets", zh = "插槽") int sockets,
    @Described(en = "NUMA nodes", zh = "NUMA 节点") int nodes,
    @Described(en = "highest clock", zh = "最高主频", unit = "MHz") Optional<Double> megahertzMax,
    @Described(en = "last-level cache", zh = "末级缓存", unit = "B") Optional<Long> cacheBytes,
    @Described(en = "features", zh = "特性") List<String> features,
    @Described(en = "known flaws", zh = "已知漏洞") Map<String, String> vulnerabilities) {

    /** 512 CPUs with their flags are some 1.5 MB. */
    private static final int FILE_BYTES_MAX = 4 << 20;
    private static final int CPUS_MAX = 4096;

    public CpuInventory {
        features = List.copyOf(features);
        vulnerabilities = java.util.Collections.unmodifiableMap(new TreeMap<>(vulnerabilities));
    }

    static CpuInventory of(Host host) {
        String text = SmallFile.text(host, "/proc/cpuinfo", FILE_BYTES_MAX).orElse("");
        Map<String, String> first = new HashMap<>();
        Set<String> sockets = new HashSet<>();
        Set<String> cores = new HashSet<>();
        int online = 0;
        String socket = "";
        for (String line : (Iterable<String>) text.lines()::iterator) {
            int colon = line.indexOf(':');
            if (colon < 0 || online > CPUS_MAX) {
                continue;
            }
            String key = line.substring(0, colon).strip();
            String value = line.substring(colon + 1).strip();
            switch (key) {
                case "processor" -> {
                    online++;
                    socket = "";
                }
                case "physical id" -> {
                    socket = value;
                    sockets.add(value);
                }
                case "core id" -> cores.add(socket + "/" + value);
                default -> first.putIfAbsent(key, value);
            }
        }
        boolean arm = first.containsKey("CPU implementer");
        int coreCount = cores.isEmpty() ? topologyCores(host, online) : cores.size();
        return new CpuInventory(
            Printable.line(arm ? ArmPart.name(first) : first.getOrDefault("model name", first.getOrDefault("cpu model", "unknown")), 128),
            Printable.line(arm ? ArmPart.vendor(first) : first.getOrDefault("vendor_id", ""), 64),
            online, coreCount, Math.max(1, sockets.size()), nodes(host), megahertz(host, first), cache(host),
            features(first.getOrDefault("flags", first.getOrDefault("Features", ""))), vulnerabilities(host));
    }

    private static List<String> features(String words) {
        return words.isEmpty() ? List.of() : List.of(words.split(" +"));
    }

    /** aarch64's cpuinfo does not tell cores: siblings that share one name it the same way. */
    private static int topologyCores(Host host, int online) {
        Set<String> cores = new HashSet<>();
        for (String name : SmallFile.names(host, "/sys/devices/system/cpu")) {
            if (name.startsWith("cpu") && name.length() > 3 && Character.isDigit(name.charAt(3)) && cores.size() < CPUS_MAX) {
                SmallFile.value(host, "/sys/devices/system/cpu/" + name + "/topology/thread_siblings_list").ifPresent(cores::add);
            }
        }
        return cores.isEmpty() ? online : cores.size();
    }

    private static int nodes(Host host) {
        int nodes = 0;
        for (String name : SmallFile.names(host, "/sys/devices/system/node")) {
            nodes += name.startsWith("node") && name.length() > 4 && Character.isDigit(name.charAt(4)) ? 1 : 0;
        }
        return Math.max(1, nodes);
    }

    private static Optional<Double> megahertz(Host host, Map<String, String> first) {
        return SmallFile.number(host, "/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq").map(khz -> khz / 1000.0)
            .or(() -> Optional.ofNullable(first.get("cpu MHz")).flatMap(text -> {
                try {
                    return Optional.of(Double.parseDouble(text));
                } catch (NumberFormatException e) {
                    return Optional.empty();
                }
            }));
    }

    /** The cache with the highest index is the last level. */
    private static Optional<Long> cache(Host host) {
        Optional<Long> last = Optional.empty();
        for (int index = 0; index < 8; index++) {
            Optional<Long> size = SmallFile.value(host, "/sys/devices/system/cpu/cpu0/cache/index" + index + "/size")
                .flatMap(CpuInventory::bytes);
            last = size.isPresent() ? size : last;
        }
        return last;
    }

    /** {@code "32768K"}. */
    private static Optional<Long> bytes(String size) {
        if (size.endsWith("K")) {
            return SmallFile.parse(size.substring(0, size.length() - 1)).map(k -> k * 1024);
        }
        return size.endsWith("M") ? SmallFile.parse(size.substring(0, size.length() - 1)).map(m -> m << 20) : SmallFile.parse(size);
    }

    private static Map<String, String> vulnerabilities(Host host) {
        Map<String, String> found = new TreeMap<>();
        for (String name : new ArrayList<>(SmallFile.names(host, "/sys/devices/system/cpu/vulnerabilities"))) {
            SmallFile.value(host, "/sys/devices/system/cpu/vulnerabilities/" + name)
                .ifPresent(v -> found.put(name, Printable.line(v, 200)));
        }
        return found;
    }
}
