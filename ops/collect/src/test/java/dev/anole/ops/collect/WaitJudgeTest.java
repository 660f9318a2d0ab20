package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Text;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitJudgeTest {
    private static final double UNKNOWN = Double.NaN;
    private final Map<String, Double> values = new HashMap<>(Map.of("cpu.count", 2.0, "cpu.used", 20.0, "psi.cpu.some", 0.4,
        "psi.memory.some", 0.0, "psi.io.some", 0.1, "memory.total", 8.0 * (1L << 30), "memory.available", 4.0 * (1L << 30)));

    private static ProcessSample process(int pid, String name, double cpu, long memory, double write, double delay, double diskWait) {
        return new ProcessSample(pid, name, cpu, memory, 0, write, delay, diskWait, 1, Optional.empty(), ProcessState.SLEEPING, "root",
            pid == 7 ? "docker 3f2a9c1d0e5b" : "", 0, Optional.empty(), 1, Instant.EPOCH, name);
    }

    private Waits judge(ProcessSample... processes) {
        Sample sample = new Sample(Instant.EPOCH, values, List.of());
        return new WaitJudge(sample::value, sample, List.of(processes), Text.of("the last 10 s", "最近 10 秒")).judge();
    }

    @Test
    void aHealthyHostGetsOneQuietSentenceWithNumbers() {
        Waits waits = judge(process(7, "java", 30, 1 << 30, 1 << 20, 5, UNKNOWN));
        assertEquals(0, waits.findings());
        assertEquals("Nothing waits: in the last 10 s tasks waited for a CPU 0.40 %, for memory 0 % and for disks 0.10 % of the time.",
            waits.sentence().en());
        assertEquals("没有等待：最近 10 秒内，等待 CPU 的时间占 0.40%，内存 0%，磁盘 0.10%。", waits.sentence().zh());
    }

    @Test
    void aCrowdedCpuNamesWhoUsesItAndWhoWaits() {
        values.putAll(Map.of("psi.cpu.some", 62.0, "cpu.used", 99.0, "cpu.runnable", 9.0));
        Waits waits = judge(process(7, "java", 12, 1, 0, 812, UNKNOWN), process(9, "stress", 180, 1, 0, 20, UNKNOWN));
        assertEquals("Tasks waited for a CPU 62 % of the last 10 s; the 2 CPUs are 99 % busy. Most: stress (9) uses 180 % of a core, "
            + "java (7, docker 3f2a9c1d0e5b) uses 12 % of a core. Longest wait: java (7, docker 3f2a9c1d0e5b) waits 812 ms/s.",
            waits.sentence().en());
        assertTrue(waits.sentence().zh().contains("stress（9）占用单核 180%"), waits.sentence().zh());
        assertEquals(Waits.Resource.CPU, waits.waits().getFirst().resource());
    }

    @Test
    void aSlowDiskTellsItsLatencyQueueAndWriter() {
        values.putAll(Map.of("psi.io.some", 45.0, "disk.busy{vda}", 99.0, "disk.busy{vdb}", 1.0, "disk.write.latency{vda}", 35.0,
            "disk.queue{vda}", 12.3));
        String sentence = judge(process(9, "dd", 5, 1, 120 << 20, 0, 700)).sentence().en();
        assertEquals("Tasks waited for disks 45 % of the last 10 s; vda is 99 % busy, a write takes 35 ms, 12 requests are under way. "
            + "Most: dd (9) moves 120 MiB/s. Longest wait: dd (9) waits 700 ms/s.", sentence);
    }

    @Test
    void theWorstComesFirst() {
        values.putAll(Map.of("psi.cpu.some", 20.0, "psi.memory.some", 30.0, "psi.io.some", 25.0));
        assertEquals(List.of(Waits.Resource.MEMORY, Waits.Resource.DISK, Waits.Resource.CPU),
            judge().waits().stream().map(Waits.Wait::resource).toList());
    }

    @Test
    void beforeTheFirstRatesNothingIsSaidAboutTheKernel() {
        values.clear();
        assertEquals("Nothing can be said yet: the first second is being measured.", judge().sentence().en());
    }

    @Test
    void withoutPressureTheOlderSignsAreTakenAndNothingIsClaimed() {
        values.keySet().removeIf(k -> k.startsWith("psi."));
        assertEquals("Nothing is seen to wait; this kernel keeps no pressure, so short waits do not show.", judge().sentence().en());
        values.putAll(Map.of("cpu.used", 99.0, "cpu.runnable", 9.0));
        Waits waits = judge();
        assertTrue(waits.sentence().en().startsWith("Tasks wait for a CPU: 9 want one and there are 2;"), waits.sentence().en());
        assertTrue(Double.isNaN(waits.waits().getFirst().percent()));
    }

    @Test
    void aThrottledGroupIsNamedWithItsQuota() {
        values.putAll(Map.of("cgroup.cpu.throttled{/system.slice/web.service}", 300.0, "cgroup.cpu.limit{/system.slice/web.service}", 150.0));
        assertEquals("The group /system.slice/web.service stands still 300 ms a second because its quota of 1.5 CPUs is used up.",
            judge().sentence().en());
    }
}
