package dev.anole.ops.collect;

import dev.anole.kernel.linux.AuxiliaryVector;
import dev.anole.operation.Described;
import dev.anole.operation.Host;
import java.util.HashMap;
import java.util.Map;

/** How much memory there is. How it is used is in the samples. */
public record MemoryInventory(
    @Described(en = "total", zh = "总量", unit = "B") long totalBytes,
    @Described(en = "available now", zh = "当前可用", unit = "B") long availableBytes,
    @Described(en = "swap space", zh = "交换空间", unit = "B") long swapBytes,
    @Described(en = "size of a page", zh = "页大小", unit = "B") long pageBytes,
    @Described(en = "transparent huge pages", zh = "透明大页") String transparentHugePages,
    @Described(en = "huge pages set aside", zh = "预留大页", unit = "B") long hugePagesBytes) {

    private static final int FILE_BYTES_MAX = 16 * 1024;

    static MemoryInventory of(Host host) {
        Map<String, Long> values = new HashMap<>();
        SmallFile.text(host, "/proc/meminfo", FILE_BYTES_MAX).ifPresent(text -> text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String number = line.substring(colon + 1).strip();
                boolean kilobytes = number.endsWith(" kB");
                SmallFile.parse(kilobytes ? number.substring(0, number.length() - 3) : number)
                    .ifPresent(n -> values.put(line.substring(0, colon), kilobytes ? n * 1024 : n));
            }
        }));
        return new MemoryInventory(values.getOrDefault("MemTotal", 0L), values.getOrDefault("MemAvailable", 0L),
            values.getOrDefault("SwapTotal", 0L), AuxiliaryVector.current().pageBytes(),
            chosen(SmallFile.value(host, "/sys/kernel/mm/transparent_hugepage/enabled").orElse("")),
            values.getOrDefault("Hugetlb", 0L));
    }

    /** The word in brackets: {@code always [madvise] never}. */
    static String chosen(String alternatives) {
        int from = alternatives.indexOf('[');
        int to = alternatives.indexOf(']');
        return from >= 0 && to > from ? alternatives.substring(from + 1, to) : alternatives;
    }
}
