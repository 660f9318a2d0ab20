package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.MountFlag;
import dev.anole.kernel.linux.Mounts;
import dev.anole.kernel.linux.NamespaceKind;
import dev.anole.kernel.linux.Namespaces;
import dev.anole.kernel.linux.UnavailableException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Each kind of program: loaded, attached, and seen at work. */
class KindsKernelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OWN = (int) ProcessHandle.current().pid();

    @TempDir
    static Path scratch;

    private static BpfObject kinds;

    @BeforeAll
    static void compile() throws IOException {
        Kernels.assumeProgram("raw_tp/sys_enter");
        kinds = BpfObject.read(Clang.bytecode(Clang.resources().resolve("programs/kinds.bpf.c"),
                scratch.resolve("kinds.bpf.o"), "-O2", "-mcpu=v2"));
    }

    private static LoadedObject load(String... programs) {
        return kinds.load(LoadOptions.DEFAULT.only(programs).with("only", OWN));
    }

    private static void until(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what + " did not happen");
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void aRawTracepointCountsSystemCalls() {
        try (LoadedObject loaded = load("on_raw"); BpfLinks links = loaded.attach()) {
            assertEquals(1, links.all().size());
            until(() -> loaded.global("raw_count").value() > 10, "counting");
        }
    }

    @Test
    void aTracepointWithoutTracefsSaysWhatToMount() {
        assumeTrue(!Files.isDirectory(Path.of("/sys/kernel/tracing/events")), "tracefs is mounted here");
        try (LoadedObject loaded = load("on_tracepoint")) {
            String message = assertThrows(UnavailableException.class, loaded::attach).getMessage();
            assertTrue(message.contains("mount -t tracefs"), message);
        }
    }

    @Test
    void aTracepointCountsWhereTracefsIsMounted() throws InterruptedException {
        assumeTrue(Files.isDirectory(Path.of("/sys/kernel/tracing")), "this kernel has no tracefs");
        onOwnThread(() -> {
            // A mount of this thread's own, which goes with it.
            Namespaces.unshare(Set.of(NamespaceKind.CLONE_NEWNS));
            Mounts.propagate("/", MountFlag.MS_REC, MountFlag.MS_PRIVATE);
            try {
                Mounts.mount("tracefs", "/sys/kernel/tracing", "tracefs", Set.of(), "");
            } catch (ErrnoException e) {
                assumeTrue(false, e.getMessage());
            }
            assumeTrue(Files.isReadable(Path.of("/sys/kernel/tracing/events/sched/sched_switch/id")),
                    "this kernel has no event tracing");
            try (LoadedObject loaded = load("on_tracepoint"); BpfLinks links = loaded.attach()) {
                assertEquals(1, links.all().size());
                until(() -> loaded.global("tracepoint_count").value() > 0, "counting");
            }
        });
    }

    @Test
    void aClockSamplesEachCpuAndItsRecordsArrive() {
        try (LoadedObject loaded = load("on_sample"); PerfBuffer records = loaded.perfBuffer("output", 8);
             BpfLink link = loaded.program("on_sample").attach(new Attachment.Sampling(99, Attachment.ANY_PROCESS))) {
            assertTrue(link.descriptor().isOpen());
            List<Long> times = new ArrayList<>();
            until(() -> {
                records.await((cpu, record) -> times.add(BpfMap.number(record)), Duration.ofMillis(50));
                return times.size() >= 5;
            }, "sampling");
            assertTrue(loaded.global("sampled").value() >= times.size());
            assertEquals(0, records.overruns());
        }
    }

    @Test
    void userProbesSeeCallsOfThisProcess() {
        String libc = libc();
        long offset = ElfFunctions.offset(libc, "getppid");
        Kernels.assumeProgram("uprobe.multi");
        try (LoadedObject loaded = load("on_entry", "on_entries");
             BpfLink one = loaded.program("on_entry").attach(new Attachment.UserProbe(libc, offset, Attachment.ANY_PROCESS, false));
             BpfLink many = loaded.program("on_entries").attach(new Attachment.UserProbes(libc,
                     ElfFunctions.matching(libc, "getppi?"), Attachment.ANY_PROCESS, false))) {
            assertTrue(one.descriptor().isOpen() && many.descriptor().isOpen());
            callGetppid();
            until(() -> loaded.global("entered").value() > 0, "the probe");
            until(() -> loaded.global("many").value() > 0, "the probe of many");
        }
    }

    private static void callGetppid() {
        var linker = java.lang.foreign.Linker.nativeLinker();
        try {
            assertTrue((int) linker.downcallHandle(linker.defaultLookup().find("getppid").orElseThrow(),
                    java.lang.foreign.FunctionDescriptor.of(java.lang.foreign.ValueLayout.JAVA_INT)).invokeExact() > 0);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static String libc() {
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.map(line -> line.substring(line.lastIndexOf(' ') + 1)).filter(path -> path.contains("/libc.so"))
                    .findFirst().orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anIteratorListsAllTasks() {
        Kernels.assumeProgram("iter/task");
        try (LoadedObject loaded = load("each_task"); BpfIterator walk = loaded.iterate("each_task")) {
            ByteBuffer pairs = ByteBuffer.wrap(walk.readAll()).order(ByteOrder.LITTLE_ENDIAN);
            Set<Integer> processes = new HashSet<>();
            while (pairs.remaining() >= 8) {
                pairs.getInt();
                processes.add(pairs.getInt());
            }
            assertTrue(processes.contains(OWN), processes.toString() + " without " + OWN);
        }
    }

    @Test
    void aPacketProgramRunsOnGivenBytes() {
        try (LoadedObject loaded = load("on_packet")) {
            byte[] packet = new byte[60];
            TestRun.Result result = loaded.program("on_packet").testRun(TestRun.ofPacket(packet));
            assertEquals(2, result.returned());
            packet[0] = (byte) 0xaa;
            assertArrayEquals(packet, result.data());
            assertEquals(1, loaded.global("packets").value());
            assertEquals(60, BpfMap.number(loaded.map("queue").take(new byte[0]).orElseThrow()));
            assertTrue(loaded.map("queue").take(new byte[0]).isEmpty());
            Duration mean = loaded.program("on_packet").testRun(new TestRun(packet, new byte[0], 1000)).mean();
            assertTrue(mean.toNanos() < 1_000_000, mean.toString());
        }
    }

    @Test
    void aTailCallReachesTheProgramInTheSlot() {
        try (LoadedObject loaded = load("jump", "landed")) {
            BpfProgram jump = loaded.program("jump");
            assertEquals(0, jump.testRun(TestRun.ofPacket(new byte[60])).returned());
            loaded.map("jumps").update(BpfMap.bytes(1), loaded.program("landed"));
            assertEquals(3, jump.testRun(TestRun.ofPacket(new byte[60])).returned());
            assertEquals(1, loaded.global("tailed").value());
        }
    }

    @Test
    void packetsOfAnInterfaceInItsOwnNamespaceAreSeen() throws InterruptedException {
        Kernels.assumeProgram("tcx/egress");
        inOwnNetwork(() -> {
            try (LoadedObject loaded = load("on_packet", "on_egress")) {
                int index = interfaceIndex("anole1");
                try (BpfLink in = loaded.program("on_packet").attach(new Attachment.Xdp(index, Attachment.XdpMode.ANY));
                     BpfLink out = loaded.program("on_egress").attach(new Attachment.TrafficControl(interfaceIndex("anole0"), false))) {
                    assertTrue(in.descriptor().isOpen() && out.descriptor().isOpen());
                    Clang.run(scratch, List.of("ip", "link", "set", "anole0", "up"));
                    Clang.run(scratch, List.of("ip", "link", "set", "anole1", "up"));
                    Clang.run(scratch, List.of("ip", "addr", "add", "192.0.2.1/24", "dev", "anole0"));
                    Clang.run(scratch, List.of("sh", "-c", "ping -c 1 -W 1 192.0.2.2 || arping -c 1 192.0.2.2 || true"));
                    until(() -> loaded.global("packets").value() > 0, "a packet at the interface");
                    until(() -> loaded.global("egress").value() > 0, "a packet that leaves");
                }
            }
        });
    }

    private static int interfaceIndex(String name) {
        // /sys shows the namespace of who mounted it; ip asks the kernel from here.
        String line = Clang.run(scratch, List.of("ip", "-o", "link", "show", name));
        return Integer.parseInt(line.substring(0, line.indexOf(':')));
    }

    private static void inOwnNetwork(Runnable body) throws InterruptedException {
        onOwnThread(() -> {
            Namespaces.unshare(Set.of(NamespaceKind.CLONE_NEWNET));
            Clang.run(scratch, List.of("ip", "link", "add", "anole0", "type", "veth", "peer", "name", "anole1"));
            body.run();
        });
    }

    /** Namespaces are a kernel thread's, so they are entered on one that ends with the test. */
    private static void onOwnThread(Runnable body) throws InterruptedException {
        AtomicReference<Throwable> failed = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                body.run();
            } catch (Throwable e) {
                failed.set(e);
            }
        });
        thread.join();
        if (failed.get() instanceof TestAbortedException skipped) {
            throw skipped;
        }
        if (failed.get() != null) {
            throw new AssertionError(failed.get());
        }
    }

    @Test
    void packetsOfOneControlGroupAreSeen() throws IOException, InterruptedException {
        Path hierarchy = Path.of("/sys/fs/cgroup/unified");
        assumeTrue(Files.isWritable(hierarchy), "no cgroup v2 hierarchy at " + hierarchy);
        Path group = Files.createDirectory(hierarchy.resolve("anole-bpf-test-" + OWN));
        try (LoadedObject loaded = load("on_group_packet"); Directory directory = Directory.open(group.toString());
             BpfLink link = loaded.program("on_group_packet").attach(new Attachment.Cgroup(directory))) {
            assertTrue(link.descriptor().isOpen());
            String command = "echo $$ > " + group.resolve("cgroup.procs") + " && (echo x > /dev/udp/127.0.0.1/9 || true)";
            Clang.run(scratch, List.of("bash", "-c", command));
            until(() -> loaded.global("group_packets").value() > 0, "a packet of the group");
        } finally {
            Files.delete(group);
        }
    }

    @Test
    void optionsOfTheKernelArriveAsVariables() {
        try (LoadedObject loaded = load("configured"); BpfLinks links = loaded.attach()) {
            assertEquals(1, links.all().size());
            until(() -> loaded.global("has_bpf").value() != 0, "the version");
            assertEquals(KernelVersion.running().code(), loaded.global("has_bpf").value());
        }
    }

    @Test
    void aCongestionControlOfOursIsTakenAndLeavesWithItsLink() throws IOException {
        BpfObject object = BpfObject.read(Clang.bytecode(Clang.resources().resolve("programs/congestion.bpf.c"),
                scratch.resolve("congestion.bpf.o"), "-O2", "-mcpu=v2"));
        Path available = Path.of("/proc/sys/net/ipv4/tcp_available_congestion_control");
        try (LoadedObject loaded = object.load()) {
            try (BpfLinks links = loaded.attach()) {
                assertEquals(1, links.all().size());
                assertTrue(Files.readString(available).contains("anole_test"), Files.readString(available));
            }
        } catch (UnavailableException e) {
            assumeTrue(false, e.getMessage());
        }
        until(() -> {
            try {
                return !Files.readString(available).contains("anole_test");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }, "its removal");
    }

    @Test
    void whatThisKernelCannotIsSaidInOneLineWithARemedy() {
        for (String name : List.of("on_kprobe", "on_fentry", "nowhere")) {
            try (LoadedObject loaded = load(name); BpfLinks links = loaded.attach()) {
                assertEquals(1, links.all().size());
            } catch (UnavailableException e) {
                assertTrue(!e.getMessage().contains("\n") && !e.remedy().isEmpty(), e.getMessage());
            }
        }
        try (LoadedObject loaded = load("nowhere")) {
            String message = assertThrows(UnavailableException.class, loaded::attach).getMessage();
            assertTrue(message.contains("no_such_tracepoint"), message);
        }
    }

    @Test
    void functionsOfTheKernelAreCalledByName() {
        assumeTrue(KernelBtf.running().find("bpf_rcu_read_lock", BtfKind.FUNC).isPresent(), "this kernel has no bpf_rcu_read_lock");
        try (LoadedObject loaded = load("kernel_functions"); BpfLinks links = loaded.attach()) {
            assertEquals(1, links.all().size());
            until(() -> loaded.global("locked").value() > 0, "a call");
        }
        VerifierException refused = assertThrows(VerifierException.class, () -> load("missing_function").close());
        assertEquals("missing_function", refused.program());
    }

    @Test
    void aFunctionWithoutSymbolIsNamed() {
        try (LoadedObject loaded = load("no_symbol")) {
            String message = assertThrows(ObjectException.class, loaded::attach).getMessage();
            assertTrue(message.contains("no_such_function_anywhere"), message);
        }
    }
}
