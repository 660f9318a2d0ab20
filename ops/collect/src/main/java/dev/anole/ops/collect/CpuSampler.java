package dev.anole.ops.collect;

import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the CPUs spend their time, in all and core by core, and what the kernel counts beside it: {@code /proc/stat},
 * proc_stat(5). A share is a part of the sum of all states, so it holds on a host whose clock ticks are lost to a
 * hypervisor.
 */
final class CpuSampler implements Sampler {
    /** Series a core are kept for so many cores; beyond, only the sums are. */
    static final int CORES_MAX = 256;

    private static final String SOURCE = "/proc/stat";
    /** The columns of a cpu line. "user" holds "guest", and "nice" holds "guest_nice": they are parts, not states. */
    private static final int STATES = 8;
    private static final int COLUMNS = 10;
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;

    /** USER_HZ is 100 on x86-64 and aarch64: a tick in a second is one per cent of a core. */
    private static final Metric[] OF_CORE = {
        share("cpu.user", "in programs, guests included", "运行程序（含虚拟机）"),
        share("cpu.nice", "in programs of low priority", "运行低优先级程序"),
        share("cpu.system", "in the kernel for programs", "在内核中为程序工作"),
        share("cpu.idle", "idle with nothing outstanding", "空闲"),
        share("cpu.iowait", "idle while a task of this CPU waits for a disk", "空闲但有任务在等待磁盘"),
        share("cpu.irq", "in interrupts", "处理硬中断"),
        share("cpu.softirq", "in soft interrupts", "处理软中断"),
        share("cpu.steal", "wanted but taken by the hypervisor", "被虚拟机监控器窃取"),
        share("cpu.guest", "running virtual machines, part of user", "运行虚拟机（user 的一部分）"),
        share("cpu.guest.nice", "running virtual machines of low priority, part of nice", "运行低优先级虚拟机（nice 的一部分）"),
    };
    private static final Metric[] OF_ALL = Arrays.stream(OF_CORE).map(Metric::inAll).toArray(Metric[]::new);
    private static final Metric USED = Metric.derived("cpu.used", Unit.PERCENT, SOURCE,
        "CPU time that is neither idle nor waiting for a disk", "既非空闲也非等待磁盘的 CPU 时间");
    private static final Metric COUNT = Metric.level("cpu.count", Unit.COUNT, SOURCE, "CPUs that are online", "在线 CPU 数");
    private static final Metric INTERRUPTS = Metric.rate("cpu.interrupts", Unit.PER_SECOND, 1, SOURCE,
        "interrupts served", "处理的中断");
    private static final Metric SWITCHES = Metric.rate("cpu.switches", Unit.PER_SECOND, 1, SOURCE,
        "context switches", "上下文切换");
    private static final Metric FORKS = Metric.rate("process.forks", Unit.PER_SECOND, 1, SOURCE,
        "processes and threads started", "新建的进程与线程");
    private static final Metric RUNNABLE = Metric.level("cpu.runnable", Unit.COUNT, SOURCE,
        "tasks that run or wait for a CPU", "正在运行或等待 CPU 的任务");
    private static final Metric BLOCKED = Metric.level("cpu.blocked", Unit.COUNT, SOURCE,
        "tasks that wait for a disk", "等待磁盘的任务");
    private static final Metric SOFTIRQS = Metric.rate("cpu.softirqs", Unit.PER_SECOND, 1, SOURCE,
        "soft interrupts served", "处理的软中断");
    private static final Metric BOOTED = Metric.level("host.booted", Unit.SECONDS, SOURCE,
        "when the kernel started, since 1970", "内核启动时间（自 1970 年起）");

    private static final byte[] CPU = "cpu".getBytes(StandardCharsets.US_ASCII);
    private static final byte[][] KEYS = keys("intr ", "ctxt ", "btime ", "processes ", "procs_running ", "procs_blocked ",
        "softirq ");

    private final Board board;
    private final SourceFile file;
    private final Times all;
    private final List<Times> cores = new ArrayList<>();
    private final int used;
    private final int count;
    private final int interrupts;
    private final int switches;
    private final int forks;
    private final int runnable;
    private final int blocked;
    private final int softirqs;
    private final int booted;
    private int online;

    CpuSampler(Host host, Board board, ReadBuffer buffer) {
        this.board = board;
        this.file = new SourceFile(host, SOURCE, buffer);
        this.all = new Times(OF_ALL, "");
        used = board.claim(USED);
        count = board.claim(COUNT);
        interrupts = board.claim(INTERRUPTS);
        switches = board.claim(SWITCHES);
        forks = board.claim(FORKS);
        runnable = board.claim(RUNNABLE);
        blocked = board.claim(BLOCKED);
        softirqs = board.claim(SOFTIRQS);
        booted = board.claim(BOOTED);
    }

    static List<Metric> metrics() {
        List<Metric> list = new ArrayList<>(List.of(OF_ALL));
        list.addAll(List.of(OF_CORE));
        list.addAll(List.of(USED, COUNT, INTERRUPTS, SWITCHES, SOFTIRQS, FORKS, RUNNABLE, BLOCKED, BOOTED));
        return list;
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public Probe probe() {
        return file.probe();
    }

    @Override
    public void sample(Tick tick) {
        if (!file.read(tick)) {
            return;
        }
        ByteCursor text = file.text();
        online = 0;
        while (text.take(CPU)) {
            if (text.peek() == ' ') {
                all.read(text);
            } else {
                core(text);
            }
            text.skipLine();
        }
        board.level(count, online);
        board.level(used, 100 - all.percent(IDLE) - all.percent(IOWAIT));
        readCounts(text);
        forgetAbsentCores();
    }

    /** CPUs that were online at the last reading. */
    int online() {
        return online;
    }

    private void core(ByteCursor text) {
        long number = text.number();
        online++;
        if (number < 0 || number >= CORES_MAX) {
            return;
        }
        while (cores.size() <= number) {
            cores.add(new Times(OF_CORE, Integer.toString(cores.size())));
        }
        cores.get((int) number).read(text);
    }

    private void readCounts(ByteCursor text) {
        while (!text.atEnd()) {
            for (int i = 0; i < KEYS.length; i++) {
                if (text.take(KEYS[i])) {
                    long value = text.number();
                    switch (i) {
                        case 0 -> board.count(interrupts, value);
                        case 1 -> board.count(switches, value);
                        case 2 -> board.level(booted, value);
                        case 3 -> board.count(forks, value);
                        case 4 -> board.level(runnable, value);
                        case 5 -> board.level(blocked, value);
                        case 6 -> board.count(softirqs, value);
                        default -> throw new AssertionError(i);
                    }
                    break;
                }
            }
            text.skipLine();
        }
    }

    private void forgetAbsentCores() {
        for (int i = 0; i < cores.size(); i++) {
            if (!cores.get(i).present) {
                cores.get(i).forget();
            }
            cores.get(i).present = false;
        }
    }

    @Override
    public void close() {
        file.close();
    }

    private static Metric share(String id, String en, String zh) {
        return Metric.rate(id, Unit.PERCENT, 1, SOURCE, "share of CPU time " + en, "CPU 时间占比：" + zh).per("cpu");
    }

    static byte[][] keys(String... keys) {
        return Arrays.stream(keys).map(k -> k.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
    }

    /** The states of one core, or of all. */
    private final class Times {
        private final Metric[] metrics;
        private final String label;
        private final int[] slots = new int[COLUMNS];
        private final long[] ticks = new long[COLUMNS];
        private final long[] gained = new long[COLUMNS];
        private final double[] percent = new double[COLUMNS];
        private boolean claimed;
        private boolean known;
        private boolean present;

        Times(Metric[] metrics, String label) {
            this.metrics = metrics;
            this.label = label;
        }

        double percent(int column) {
            return percent[column];
        }

        void read(ByteCursor text) {
            present = true;
            claim();
            long sum = 0;
            boolean backwards = false;
            for (int i = 0; i < COLUMNS; i++) {
                long now = text.numberOr(0);
                gained[i] = now - ticks[i];
                // Documented in proc(5): iowait may decrease; idle does so with it. That is noise, not a new counter.
                if (gained[i] < 0 && (i == IDLE || i == IOWAIT)) {
                    gained[i] = 0;
                }
                backwards |= gained[i] < 0;
                ticks[i] = now;
                if (i < STATES) {
                    sum += gained[i];
                }
            }
            boolean usable = known && !backwards && sum > 0;
            for (int i = 0; i < COLUMNS; i++) {
                percent[i] = usable ? 100.0 * gained[i] / sum : Double.NaN;
                board.share(slots[i], percent[i], ticks[i]);
            }
            known = true;
        }

        private void claim() {
            if (!claimed) {
                for (int i = 0; i < COLUMNS; i++) {
                    slots[i] = board.claim(metrics[i], label);
                }
                claimed = true;
            }
        }

        void forget() {
            if (claimed) {
                for (int slot : slots) {
                    board.release(slot);
                }
                claimed = false;
                known = false;
            }
        }
    }
}
