package dev.anole.ops.collect;

import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.util.List;

/** How much the host's tasks wait for CPU, memory and disks: {@code /proc/pressure}. */
final class PressureSampler implements Sampler {
    private static final Metric CPU_SOME = metric("cpu", "some", "at least one task waited for a CPU", "至少一个任务在等待 CPU");
    private static final Metric CPU_FULL = metric("cpu", "full", "all tasks waited for a CPU; 0 by definition for a whole host",
        "所有任务都在等待 CPU（整机恒为 0）");
    private static final Metric MEMORY_SOME = metric("memory", "some", "at least one task waited for memory", "至少一个任务在等待内存");
    private static final Metric MEMORY_FULL = metric("memory", "full", "all tasks that were not idle waited for memory",
        "所有非空闲任务都在等待内存");
    private static final Metric IO_SOME = metric("io", "some", "at least one task waited for a disk", "至少一个任务在等待磁盘");
    private static final Metric IO_FULL = metric("io", "full", "all tasks that were not idle waited for a disk",
        "所有非空闲任务都在等待磁盘");
    private static final Metric IRQ_FULL = metric("irq", "full", "tasks stood still for interrupts", "任务因中断而停顿");

    private final Board board;
    private final SourceFile cpu;
    private final SourceFile memory;
    private final SourceFile io;
    private final SourceFile irq;
    private final int[] slots;

    PressureSampler(Host host, Board board, ReadBuffer buffer) {
        this.board = board;
        this.cpu = new SourceFile(host, "/proc/pressure/cpu", buffer);
        this.memory = new SourceFile(host, "/proc/pressure/memory", buffer);
        this.io = new SourceFile(host, "/proc/pressure/io", buffer);
        this.irq = new SourceFile(host, "/proc/pressure/irq", buffer);
        this.slots = metrics().stream().mapToInt(board::claim).toArray();
    }

    static List<Metric> metrics() {
        return List.of(CPU_SOME, CPU_FULL, MEMORY_SOME, MEMORY_FULL, IO_SOME, IO_FULL, IRQ_FULL);
    }

    @Override
    public String name() {
        return "pressure";
    }

    @Override
    public Probe probe() {
        return switch (cpu.probe()) {
            case Probe.Available available -> available;
            case Probe.Unavailable(Text _, String evidence, Text _) -> Probe.unavailable(
                Text.of("this kernel keeps no pressure stall information", "此内核没有启用压力停顿信息（PSI）"), evidence,
                Text.of("start it with psi=1, or with CONFIG_PSI=y where it was built without",
                    "请用 psi=1 启动内核；若编译时未包含，请启用 CONFIG_PSI=y"));
        };
    }

    @Override
    public void sample(Tick tick) {
        read(cpu, tick, slots[0], slots[1]);
        read(memory, tick, slots[2], slots[3]);
        read(io, tick, slots[4], slots[5]);
        read(irq, tick, Board.NONE, slots[6]);
    }

    private void read(SourceFile file, Tick tick, int some, int full) {
        if (file.read(tick)) {
            PressureFile.read(file.text(), board, some, full);
        }
    }

    @Override
    public void close() {
        cpu.close();
        memory.close();
        io.close();
        irq.close();
    }

    private static Metric metric(String resource, String kind, String en, String zh) {
        return Metric.rate("psi." + resource + "." + kind, Unit.PERCENT, PressureFile.PERCENT_PER_MICROSECOND,
            "/proc/pressure/" + resource, "share of time in which " + en, "时间占比：" + zh);
    }
}
