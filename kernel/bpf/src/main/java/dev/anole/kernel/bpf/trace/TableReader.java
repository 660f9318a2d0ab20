package dev.anole.kernel.bpf.trace;

import dev.anole.kernel.bpf.BpfMap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a script's maps and adds up what each CPU has gathered. */
final class TableReader {
    private final Optional<BpfMap> stacks;
    private Optional<KernelNames> names = Optional.empty();

    TableReader(Optional<BpfMap> stacks) {
        this.stacks = stacks;
    }

    /** What all CPUs have together. */
    private static final class Sum {
        private long count;
        private long sum;
        private long min = Long.MAX_VALUE;
        private long max = Long.MIN_VALUE;

        void add(byte[] cpu) {
            long own = word(cpu, 0);
            if (own != 0) {
                count += own;
                sum += word(cpu, 8);
                min = Math.min(min, word(cpu, 16));
                max = Math.max(max, word(cpu, 24));
            }
        }
    }

    TraceTable read(TraceMap shape, BpfMap map) {
        Map<List<String>, TraceTable.Cell> rows = new LinkedHashMap<>();
        Map<List<String>, Map<Integer, Long>> histograms = new HashMap<>();
        map.forEach((key, value) -> {
            List<String> parts = parts(shape, key);
            if (shape.gathering().isEmpty()) {
                rows.put(parts, new TraceTable.Cell.Scalar(BpfMap.number(value)));
                return;
            }
            Sum sum = new Sum();
            for (int cpu = 0; cpu < value.length / map.valueStride(); cpu++) {
                sum.add(map.ofCpu(value, cpu));
            }
            switch (shape.gathering().get()) {
                case COUNT -> rows.put(parts, new TraceTable.Cell.Scalar(sum.count));
                case SUM -> rows.put(parts, new TraceTable.Cell.Scalar(sum.sum));
                case MIN -> rows.put(parts, new TraceTable.Cell.Scalar(sum.min));
                case MAX -> rows.put(parts, new TraceTable.Cell.Scalar(sum.max));
                case AVG -> rows.put(parts, new TraceTable.Cell.Scalar(sum.count == 0 ? 0 : sum.sum / sum.count));
                case STATS -> rows.put(parts, new TraceTable.Cell.Stats(sum.count, sum.sum));
                case HIST -> histograms.computeIfAbsent(parts, each -> new HashMap<>())
                        .merge((int) word(key, key.length - 8), sum.count, Long::sum);
            }
        });
        histograms.forEach((parts, buckets) -> rows.put(parts, new TraceTable.Cell.Histogram(buckets)));
        List<TraceTable.Row> sorted = new ArrayList<>();
        rows.forEach((parts, cell) -> sorted.add(new TraceTable.Row(parts, cell)));
        sorted.sort(Comparator.comparingLong((TraceTable.Row row) -> row.cell().weight()).thenComparing(row -> row.key().toString()));
        return new TraceTable(shape.name(), sorted);
    }

    private List<String> parts(TraceMap shape, byte[] key) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        for (TraceMap.Kind kind : shape.keys()) {
            byte[] part = Arrays.copyOfRange(key, at, at + kind.bytes());
            at += kind.bytes();
            parts.add(switch (kind) {
                case NUMBER -> Long.toString(BpfMap.number(part));
                case TEXT -> new String(part, 0, length(part), java.nio.charset.StandardCharsets.UTF_8);
                case KERNEL_STACK -> frames(BpfMap.number(part), true);
                case USER_STACK -> frames(BpfMap.number(part), false);
            });
        }
        return parts;
    }

    private static int length(byte[] text) {
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return length;
    }

    private String frames(long id, boolean kernel) {
        if (id < 0 || stacks.isEmpty()) {
            return "(no stack)";
        }
        Optional<byte[]> addresses = stacks.get().lookup(BpfMap.bytes((int) id));
        if (addresses.isEmpty()) {
            return "(lost)";
        }
        StringBuilder lines = new StringBuilder();
        for (int at = 0; at < addresses.get().length; at += 8) {
            long address = word(addresses.get(), at);
            if (address == 0) {
                break;
            }
            lines.append("\n    ").append(kernel ? names().name(address) : "0x" + Long.toHexString(address));
        }
        return lines.append('\n').toString();
    }

    private KernelNames names() {
        if (names.isEmpty()) {
            names = Optional.of(KernelNames.read());
        }
        return names.get();
    }

    private static long word(byte[] bytes, int at) {
        return BpfMap.number(Arrays.copyOfRange(bytes, at, at + 8));
    }
}
