package dev.anole.ops.collect;

import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All samplers with their board: one call, one sample. A sampler that fails is left alone for a while and the others go
 * on. For one thread at a time.
 */
final class Sampling implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;
    /** /proc/stat of a host with thousands of interrupts is the longest of these files. */
    private static final int BUFFER_BYTES_MAX = 4 << 20;

    private final CollectorConfiguration configuration;
    private final Board board = new Board();
    private final ReadBuffer buffer = new ReadBuffer(BUFFER_BYTES, BUFFER_BYTES_MAX);
    private final CpuSampler cpu;
    private final ProcessSampler processes;
    private final CgroupSampler groups;
    private final KernelLogSampler kernelLog;
    private final ServiceSampler services;
    private final SelfSampler self;
    private final List<WatchedSampler> samplers = new ArrayList<>();
    private volatile String busyWith = "";

    Sampling(Host host, CollectorConfiguration configuration) {
        this.configuration = configuration;
        this.cpu = new CpuSampler(host, board, buffer);
        this.processes = new ProcessSampler(host, board, buffer);
        this.groups = new CgroupSampler(host, board, configuration.groups());
        this.kernelLog = new KernelLogSampler(host, board);
        this.services = new ServiceSampler(host);
        this.self = new SelfSampler(board, buffer);
        for (Sampler sampler : List.of(cpu, new LoadSampler(host, board, buffer), new PressureSampler(host, board, buffer),
                new MemorySampler(host, board, buffer), new VmSampler(host, board, buffer),
                new DiskSampler(host, board, buffer), new NetworkSampler(host, board, buffer),
                new ProtocolSampler(host, board, buffer), new SocketSampler(host, board, buffer), new AcceptQueueSampler(host, board),
                new FileSystemSampler(host, board), new KernelSampler(host, board, buffer), processes,
                groups, kernelLog, services, self)) {
            samplers.add(new WatchedSampler(sampler));
        }
    }

    /** Takes a sample. */
    Sample sample(Tick tick) {
        board.begin(tick);
        for (WatchedSampler sampler : samplers) {
            if (sampler.due(tick)) {
                busyWith = sampler.name();
                sampler.sample(tick);
            }
        }
        busyWith = "";
        List<ProcessSample> top = new ArrayList<>(configuration.top());
        for (TrackedProcess process : Ranking.choose(processes.processes(), configuration.top())) {
            top.add(process.sample(processes.booted()));
        }
        return new Sample(tick.at(), board.snapshot(), top);
    }

    /** All processes of the last sample. */
    List<ProcessSample> processes() {
        List<ProcessSample> all = new ArrayList<>(processes.processes().size());
        for (TrackedProcess process : processes.processes()) {
            all.add(process.sample(processes.booted()));
        }
        return all;
    }

    /** What each sampler finds of its source, by its name. */
    Map<String, Probe> probes() {
        Map<String, Probe> probes = new LinkedHashMap<>();
        samplers.forEach(s -> probes.put(s.name(), s.probe()));
        probes.put("run-delay", processes.runDelayProbe());
        probes.put("disk-wait", processes.diskWaitProbe());
        return probes;
    }

    /** The samplers that failed and rest. */
    List<String> failing() {
        return samplers.stream().filter(WatchedSampler::failing).map(WatchedSampler::name).toList();
    }

    /** How many series found no place. */
    long refused() {
        return board.refused();
    }

    /** Services that were restarted or failed, oldest first. */
    List<Incident> serviceIncidents() {
        return services.incidents();
    }

    KernelLog kernelLog() {
        return kernelLog.log();
    }

    Board board() {
        return board;
    }

    int onlineCpus() {
        return cpu.online();
    }

    /** Counts samples that were due and not taken. */
    void skipped(long samples) {
        self.skipped(samples);
    }

    /** The sampler at work, empty between samples; for whoever wonders why none comes. Safe from other threads. */
    String busyWith() {
        return busyWith;
    }

    @Override
    public void close() {
        samplers.forEach(WatchedSampler::close);
        buffer.close();
    }
}
