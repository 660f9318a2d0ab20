package dev.anole.bench;

import dev.anole.kernel.bpf.Assembler;
import dev.anole.kernel.bpf.Assembler.Condition;
import dev.anole.kernel.bpf.Assembler.Label;
import dev.anole.kernel.bpf.Assembler.Register;
import dev.anole.kernel.bpf.Assembler.Width;
import dev.anole.kernel.bpf.BpfLinks;
import dev.anole.kernel.bpf.BpfMap;
import dev.anole.kernel.bpf.BpfObject;
import dev.anole.kernel.bpf.BpfProgram;
import dev.anole.kernel.bpf.Btf;
import dev.anole.kernel.bpf.BtfKind;
import dev.anole.kernel.bpf.LoadedObject;
import dev.anole.kernel.bpf.MapDefinition;
import dev.anole.kernel.bpf.MapType;
import dev.anole.kernel.bpf.RingBuffer;
import dev.anole.kernel.bpf.TestRun;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

/**
 * What BPF from Java costs: the index of the kernel's types, load and attach of one object beside libbpf's (interleaved,
 * A B B A), and how fast a ring buffer of 64-byte records is drained by one thread.
 *
 * <p>Records are written by a program that the kernel runs on given input, so that only this thread's reading is measured,
 * in CPU time. Needs root; libbpf's part needs gcc and libbpf-dev.
 *
 * <pre>java -cp … dev.anole.bench.BpfBench [rounds=40]</pre>
 */
public final class BpfBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int RING_BYTES = 16 << 20;
    private static final int RECORD_BYTES = 64;
    private static final int RINGBUF_RESERVE = 131;
    private static final int RINGBUF_SUBMIT = 132;

    private BpfBench() {
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
        index();
        load(rounds);
        ring();
    }

    private static long cpuMicros() {
        return THREADS.getCurrentThreadCpuTime() / 1000;
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void index() throws Exception {
        byte[] bytes = Files.readAllBytes(Path.of("/sys/kernel/btf/vmlinux"));
        long[] micros = new long[15];
        for (int i = 0; i < micros.length; i++) {
            long start = cpuMicros();
            Btf btf = Btf.of(bytes, "vmlinux");
            btf.find("task_struct", BtfKind.STRUCT);
            micros[i] = cpuMicros() - start;
            if (i == 0 || i == micros.length - 1) {
                System.out.printf("index of %d types, %s: %.1f ms CPU, %d bytes of heap beside %d raw%n", btf.typeCount(),
                        i == 0 ? "first in this JVM" : "median of 15", (i == 0 ? micros[0] : median(micros)) / 1000.0,
                        btf.indexBytes(), bytes.length);
            }
        }
    }

    private static void load(int rounds) throws Exception {
        Path directory = Files.createTempDirectory("anole-bpf-bench");
        try {
            Path object = directory.resolve("switches.bpf.o");
            try (InputStream in = BpfObject.class.getResourceAsStream("switches.bpf.o")) {
                Files.copy(in, object);
            }
            Path peer = directory.resolve("libbpf_load");
            boolean compiled = run(List.of("gcc", "-O2", "-o", peer.toString(), "bench/libbpf_load.c", "-lbpf")).isEmpty();
            ours(object, rounds);
            List<long[]> own = new ArrayList<>();
            List<long[]> libbpf = new ArrayList<>();
            for (int turn = 0; turn < 2; turn++) {
                own.addAll(ours(object, rounds));
                for (int again = 0; compiled && again < 2 - turn; again++) {
                    run(List.of(peer.toString(), object.toString(), Integer.toString(rounds))).forEach(line -> libbpf.add(
                            Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray()));
                }
            }
            print("load and attach, here", own);
            if (compiled) {
                print("load and attach, libbpf", libbpf);
            }
        } finally {
            try (var files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    private static void print(String what, List<long[]> times) {
        System.out.printf("%s: p50 %.1f ms, CPU %.1f ms, %d rounds%n", what,
                median(times.stream().mapToLong(each -> each[0]).toArray()) / 1000.0,
                median(times.stream().mapToLong(each -> each[1]).toArray()) / 1000.0, times.size());
    }

    private static List<long[]> ours(Path file, int rounds) throws Exception {
        List<long[]> times = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            long wall = System.nanoTime();
            long cpu = cpuMicros();
            try (LoadedObject loaded = BpfObject.read(file).load(); BpfLinks links = loaded.attach()) {
                times.add(new long[] {(System.nanoTime() - wall) / 1000, cpuMicros() - cpu, links.all().size()});
            }
        }
        return times;
    }

    private static List<String> run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes()).lines().toList();
        return process.waitFor() == 0 || !lines.isEmpty() ? lines : List.of("failed");
    }

    private static void ring() {
        try (BpfMap map = BpfMap.create(MapDefinition.of("ring", MapType.BPF_MAP_TYPE_RINGBUF, 0, 0, RING_BYTES));
             RingBuffer ring = RingBuffer.of(map); BpfProgram writer = writer(map)) {
            long records = 0;
            long[] sum = new long[1];
            long spent = 0;
            int each = RING_BYTES / (RECORD_BYTES + 8) - 1;
            for (int round = 0; round < 60; round++) {
                writer.testRun(new TestRun(new byte[60], new byte[0], each));
                long start = THREADS.getCurrentThreadCpuTime();
                int taken = ring.poll((memory, at, length) -> sum[0] += memory.get(JAVA_LONG_UNALIGNED, at) + length);
                // The first rounds warm up.
                if (round >= 20) {
                    spent += THREADS.getCurrentThreadCpuTime() - start;
                    records += taken;
                }
            }
            System.out.printf("ring buffer: %.1f million records of %d bytes a second of CPU, %d records, checksum %d%n",
                    records * 1000.0 / spent, RECORD_BYTES, records, sum[0]);
        }
    }

    private static BpfProgram writer(BpfMap map) {
        Assembler code = new Assembler();
        Label full = code.label();
        return code.moveMap(Register.R1, map).move(Register.R2, RECORD_BYTES).move(Register.R3, 0).call(RINGBUF_RESERVE)
                .jumpIf(Condition.EQUAL, Register.R0, 0, full).move(Register.R1, Register.R0)
                .store(Register.R1, 0, 1, Width.LONG).move(Register.R2, 0).call(RINGBUF_SUBMIT)
                .bind(full).move(Register.R0, 2).exit().load("writer", "xdp");
    }
}
