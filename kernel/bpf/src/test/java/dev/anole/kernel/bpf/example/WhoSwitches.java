package dev.anole.kernel.bpf.example;

import dev.anole.kernel.bpf.BpfLinks;
import dev.anole.kernel.bpf.BpfObject;
import dev.anole.kernel.bpf.BtfCodec;
import dev.anole.kernel.bpf.LoadOptions;
import dev.anole.kernel.bpf.LoadedObject;
import dev.anole.kernel.bpf.RingBuffer;

import java.time.Duration;

/** Prints which threads of a process give way to which: WhoSwitches PID SECONDS. */
public final class WhoSwitches {
    /** The C structure's members of these names, whatever else it has. */
    record Event(long timeNs, int cpu, int previousTgid, String previousComm, String nextComm) {
    }

    public static void main(String[] arguments) {
        LoadOptions options = LoadOptions.DEFAULT.with("only_tgid", Integer.parseInt(arguments[0]));
        long end = System.nanoTime() + Duration.ofSeconds(Long.parseLong(arguments[1])).toNanos();
        try (LoadedObject loaded = BpfObject.resource(BpfObject.class, "switches.bpf.o").load(options);
             BpfLinks links = loaded.attach(); RingBuffer events = loaded.ringBuffer("events")) {
            BtfCodec<Event> codec = loaded.codec(Event.class, "event");
            while (System.nanoTime() < end) {
                events.await((memory, at, length) -> System.out.println(codec.read(memory, at)), Duration.ofMillis(100));
            }
            System.out.println(events.overruns() + " lost, " + links.all().size() + " program attached");
        }
    }
}
