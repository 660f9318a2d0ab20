package dev.anole.ops.collect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All metrics, in the order of their samplers. The list is written by hand, one line a sampler. */
public final class Metrics {
    private static final List<Metric> ALL = list();
    private static final Map<String, Metric> BY_ID = byId();

    private Metrics() {
    }

    /** All of them; a sum and what it sums have one id, the sum first. */
    public static List<Metric> all() {
        return ALL;
    }

    /** The metric of a series, {@code disk.read.latency{vda}} or {@code cpu.user}. */
    public static Optional<Metric> ofSeries(String series) {
        int brace = series.indexOf('{');
        return Optional.ofNullable(BY_ID.get(brace < 0 ? series : series.substring(0, brace) + "{}"));
    }

    private static List<Metric> list() {
        List<Metric> all = new ArrayList<>();
        all.addAll(CpuSampler.metrics());
        all.addAll(LoadSampler.metrics());
        all.addAll(PressureSampler.metrics());
        all.addAll(MemorySampler.metrics());
        all.addAll(VmSampler.metrics());
        all.addAll(DiskSampler.metrics());
        all.addAll(NetworkSampler.metrics());
        all.addAll(ProtocolSampler.metrics());
        all.addAll(SocketSampler.metrics());
        all.addAll(AcceptQueueSampler.metrics());
        all.addAll(FileSystemSampler.metrics());
        all.addAll(KernelSampler.metrics());
        all.addAll(ProcessSampler.metrics());
        all.addAll(SampledGroup.metrics());
        all.addAll(KernelLogSampler.metrics());
        all.addAll(SelfSampler.metrics());
        return Collections.unmodifiableList(all);
    }

    private static Map<String, Metric> byId() {
        Map<String, Metric> map = new HashMap<>();
        for (Metric metric : ALL) {
            map.put(metric.label().isEmpty() ? metric.id() : metric.id() + "{}", metric);
        }
        return map;
    }
}
