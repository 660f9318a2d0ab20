package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Descriptor;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.NativeMemory;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.SystemCall;
import dev.anole.kernel.linux.UnavailableException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * The perf events that programs are attached to, perf_event_open(2). Offsets of {@code struct perf_event_attr} in bytes,
 * {@code include/uapi/linux/perf_event.h}.
 */
final class PerfEventOpen {
    static final int TYPE = 0;
    static final int SIZE_FIELD = 4;
    static final int CONFIG = 8;
    static final int SAMPLE_PERIOD = 16;
    static final int SAMPLE_TYPE = 24;
    static final int FLAGS = 40;
    static final int WAKEUP_EVENTS = 48;
    static final int CONFIG1 = 56;
    static final int CONFIG2 = 64;
    static final int SIZE = 112;

    static final int PERF_TYPE_SOFTWARE = 1;
    static final int PERF_TYPE_TRACEPOINT = 2;
    static final int PERF_COUNT_SW_CPU_CLOCK = 0;
    static final int PERF_COUNT_SW_BPF_OUTPUT = 10;
    static final int PERF_SAMPLE_RAW = 1 << 10;
    static final int PERF_FLAG_FD_CLOEXEC = 8;
    static final int PERF_EVENT_IOC_ENABLE = 0x2400;
    static final int PERF_EVENT_IOC_SET_BPF = 0x40042408;
    /** Bits of the word at {@link #FLAGS}. */
    private static final long FLAG_FREQUENCY = 1 << 10;

    private static final List<String> TRACEFS = List.of("/sys/kernel/tracing", "/sys/kernel/debug/tracing");
    private static final int SMALL_FILE_BYTES_MAX = 4096;

    private PerfEventOpen() {
    }

    /** What is open of one event. */
    @FunctionalInterface
    private interface Attributes {
        void fill(MemorySegment attributes, Arena arena);
    }

    private static Descriptor open(String subject, int pid, int cpu, Attributes fill) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(SIZE, Long.BYTES);
            attributes.set(JAVA_INT, SIZE_FIELD, SIZE);
            fill.fill(attributes, arena);
            long result;
            do {
                result = SystemCall.PERF_EVENT_OPEN.call(attributes.address(), pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
            } while (Errno.EINTR.is(result));
            return new Descriptor((int) ErrnoException.check(result, "perf_event_open", subject), subject);
        }
    }

    static Descriptor tracepoint(String category, String name) {
        long id = tracepointId(category, name);
        return open("tracepoint " + category + "/" + name, -1, 0, (attributes, arena) -> {
            attributes.set(JAVA_INT, TYPE, PERF_TYPE_TRACEPOINT);
            attributes.set(JAVA_LONG, CONFIG, id);
            attributes.set(JAVA_LONG, SAMPLE_PERIOD, 1);
        });
    }

    private static long tracepointId(String category, String name) {
        for (String mount : TRACEFS) {
            Path file = Path.of(mount, "events", category, name, "id");
            if (Files.isReadable(file)) {
                return number(file);
            }
        }
        boolean mounted = TRACEFS.stream().anyMatch(mount -> Files.isDirectory(Path.of(mount, "events")));
        throw new UnavailableException("tracepoint " + category + "/" + name,
                mounted ? "this kernel has none of that name" : "tracefs is not mounted",
                mounted ? "ls " + TRACEFS.getFirst() + "/events" : "mount -t tracefs tracefs /sys/kernel/tracing, or use tp_btf "
                        + "or raw_tp, which need no files");
    }

    static Descriptor kernelProbe(Attachment.KernelProbe probe) {
        return probe("kprobe", probe.function() + "+" + probe.offset(), Attachment.ANY_PROCESS, probe.atReturn(),
                probe.function(), probe.offset());
    }

    static Descriptor userProbe(Attachment.UserProbe probe) {
        return probe("uprobe", probe.file() + ":0x" + Long.toHexString(probe.offset()), probe.pid(), probe.atReturn(),
                probe.file(), probe.offset());
    }

    private static Descriptor probe(String kind, String subject, int pid, boolean atReturn, String name, long offset) {
        Path directory = Path.of("/sys/bus/event_source/devices", kind);
        if (!Files.isReadable(directory.resolve("type"))) {
            throw new UnavailableException(kind + " " + subject, "this kernel has no " + kind + "s",
                    kind.equals("kprobe") ? "use one with CONFIG_KPROBE_EVENTS, or a tracepoint (tp_btf, raw_tp)"
                            : "use one with CONFIG_UPROBE_EVENTS");
        }
        int type = (int) number(directory.resolve("type"));
        // "config:0": the bit of config that means a return probe.
        String format = text(directory.resolve("format/retprobe")).strip();
        long returnBit = 1L << Integer.parseInt(format.substring(format.indexOf(':') + 1));
        return open(kind + " " + subject, pid < 0 ? -1 : pid, pid < 0 ? 0 : -1, (attributes, arena) -> {
            attributes.set(JAVA_INT, TYPE, type);
            attributes.set(JAVA_LONG, CONFIG, atReturn ? returnBit : 0);
            attributes.set(JAVA_LONG, CONFIG1, NativeMemory.cString(arena, name).address());
            attributes.set(JAVA_LONG, CONFIG2, offset);
        });
    }

    /** One event a CPU that is online, each with the processor's software clock. */
    static List<Descriptor> sampling(Attachment.Sampling sampling) {
        List<Descriptor> found = new ArrayList<>();
        try {
            for (int cpu = 0; cpu < PossibleCpus.count(); cpu++) {
                try {
                    found.add(open("cpu clock of CPU " + cpu, sampling.pid(), cpu, (attributes, arena) -> {
                        attributes.set(JAVA_INT, TYPE, PERF_TYPE_SOFTWARE);
                        attributes.set(JAVA_LONG, CONFIG, PERF_COUNT_SW_CPU_CLOCK);
                        attributes.set(JAVA_LONG, SAMPLE_PERIOD, sampling.frequencyHz());
                        attributes.set(JAVA_LONG, FLAGS, FLAG_FREQUENCY);
                    }));
                } catch (ErrnoException e) {
                    // A CPU that is possible but not online.
                    if (e.errno() != Errno.ENODEV) {
                        throw e;
                    }
                }
            }
            return found;
        } catch (RuntimeException e) {
            found.forEach(Descriptor::close);
            throw e;
        }
    }

    /** What programs write to with {@code bpf_perf_event_output} on one CPU. */
    static Descriptor output(int cpu, int wakeupEvents) {
        return open("BPF output of CPU " + cpu, -1, cpu, (attributes, arena) -> {
            attributes.set(JAVA_INT, TYPE, PERF_TYPE_SOFTWARE);
            attributes.set(JAVA_LONG, CONFIG, PERF_COUNT_SW_BPF_OUTPUT);
            attributes.set(JAVA_LONG, SAMPLE_PERIOD, 1);
            attributes.set(JAVA_LONG, SAMPLE_TYPE, PERF_SAMPLE_RAW);
            attributes.set(JAVA_INT, WAKEUP_EVENTS, wakeupEvents);
        });
    }

    private static long number(Path file) {
        return Long.parseLong(text(file).strip());
    }

    private static String text(Path file) {
        try (OpenFile open = OpenFile.open(file.toString(), Access.O_RDONLY)) {
            return new String(open.readAll(SMALL_FILE_BYTES_MAX), StandardCharsets.UTF_8);
        }
    }

}
