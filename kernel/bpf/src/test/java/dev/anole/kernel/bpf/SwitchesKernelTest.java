package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.NativeMemory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The main job: an object compiled elsewhere is fitted, loaded and attached, and its events arrive. */
class SwitchesKernelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @BeforeAll
    static void kernelTakesIt() {
        Kernels.assumeProgram("tp_btf/sched_switch");
    }

    private static BpfObject object() {
        return BpfObject.resource(BpfObject.class, "switches.bpf.o");
    }

    @Test
    void eventsOfOneProcessArrive() {
        int own = (int) ProcessHandle.current().pid();
        try (LoadedObject loaded = object().load(LoadOptions.DEFAULT.with("only_tgid", own));
             BpfLinks links = loaded.attach(); RingBuffer events = loaded.ringBuffer("events")) {
            assertEquals(1, links.all().size());
            List<Long> times = new ArrayList<>();
            Set<String> names = new HashSet<>();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (times.size() < 20 && System.nanoTime() < end) {
                nap();
                events.await((memory, at, length) -> {
                    assertEquals(64, length);
                    times.add(memory.get(JAVA_LONG_UNALIGNED, at));
                    int tgid = memory.get(JAVA_INT_UNALIGNED, at + 16);
                    String previous = NativeMemory.string(memory.asSlice(at + 32, 16));
                    String next = NativeMemory.string(memory.asSlice(at + 48, 16));
                    names.add(tgid == own ? previous : next);
                    int priority = memory.get(JAVA_INT_UNALIGNED, at + 28);
                    assertTrue(priority >= 0 && priority <= 140, "priority " + priority);
                }, Duration.ofMillis(100));
            }
            assertTrue(times.size() >= 20, "only " + times.size() + " events");
            assertFalse(names.isEmpty());
            assertEquals(0, events.overruns());
            assertTrue(events.countsOverruns());
        }
    }

    @Test
    void aFullRingIsCounted() {
        try (LoadedObject loaded = object().load(LoadOptions.DEFAULT.withEntriesMax("events", 4096));
             RingBuffer events = loaded.ringBuffer("events")) {
            try (BpfLinks links = loaded.attach()) {
                assertEquals(1, links.all().size());
                long end = System.nanoTime() + PATIENCE.toNanos();
                while (events.overruns() == 0 && System.nanoTime() < end) {
                    nap();
                }
            }
            assertTrue(events.overruns() > 0, "nothing was lost");
            long full = events.pendingBytes();
            assertTrue(full > 4096 - 80 && full <= 4096, full + " bytes");
            assertEquals(full / 72, events.poll((memory, at, length) -> assertEquals(64, length)));
            assertEquals(0, events.pendingBytes());
        }
    }

    @Test
    void anOlderFieldThatIsNotThereIsReported() {
        try (LoadedObject loaded = object().load()) {
            List<String> paths = loaded.unresolved().stream().map(CoreRelocator.Unresolved::path).toList();
            boolean hasOld = KernelBtf.running().findMember(
                    KernelBtf.running().find("task_struct", BtfKind.STRUCT).orElseThrow(), "state").isPresent();
            assertEquals(hasOld ? List.of("struct task_struct.__state")
                    : List.of("struct task_struct___before_5_14.state"), paths);
        }
    }

    @Test
    void closingTheLinkEndsTheEvents() {
        try (LoadedObject loaded = object().load(); RingBuffer events = loaded.ringBuffer("events")) {
            loaded.attach().close();
            // What ran on another CPU while the link was closed may still end.
            nap();
            events.poll((memory, at, length) -> { });
            nap();
            assertEquals(0, events.poll((memory, at, length) -> { }));
        }
    }

    private static void nap() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
