package dev.anole.kernel.bpf.trace;

import dev.anole.kernel.bpf.Assembler;
import dev.anole.kernel.bpf.Attachment;
import dev.anole.kernel.bpf.BpfLink;
import dev.anole.kernel.bpf.BpfMap;
import dev.anole.kernel.bpf.BpfProgram;
import dev.anole.kernel.bpf.Btf;
import dev.anole.kernel.bpf.ElfFunctions;
import dev.anole.kernel.bpf.KernelBtf;

import java.util.ArrayList;
import java.util.List;

/**
 * A script at work. Programs gather in the kernel; {@link #tables} reads what they have so far. Closing it, or the end of
 * the process, ends it all.
 *
 * <pre>
 * try (Trace trace = Trace.start("sched_switch { @[prev.comm] = count() }")) {
 *     Thread.sleep(1000);
 *     trace.tables().forEach(table -&gt; System.out.print(table.text()));
 * }
 * </pre>
 */
public final class Trace implements AutoCloseable {
    private final TraceMaps maps;
    private final List<BpfProgram> programs = new ArrayList<>();
    private final List<BpfLink> links = new ArrayList<>();

    private Trace(TraceMaps maps) {
        this.maps = maps;
    }

    /**
     * Understands a script and starts it.
     *
     * @throws TraceException when the text is wrong, with the column
     * @throws dev.anole.kernel.linux.UnavailableException where this kernel or this process cannot, with reason and remedy
     */
    public static Trace start(String text) {
        return start(TraceScript.parse(text));
    }

    /** Starts a script. */
    public static Trace start(TraceScript script) {
        Btf kernel = KernelBtf.running();
        TraceMaps maps = check(script, kernel);
        Trace trace = new Trace(maps);
        try {
            maps.make();
            int number = 0;
            for (Probe probe : script.probes()) {
                for (Probe.Target target : probe.targets()) {
                    trace.add("trace_" + number++, new ProbeCompiler(maps, kernel, target).compile(probe), target);
                }
            }
            for (int i = 0; i < trace.programs.size(); i++) {
                trace.links.add(trace.attach(trace.programs.get(i), targets(script).get(i)));
            }
            return trace;
        } catch (RuntimeException e) {
            trace.close();
            throw e;
        }
    }

    /**
     * Checks a script against types without loading anything: names, members, and that maps are used alike.
     *
     * @return its maps, not made yet
     */
    static TraceMaps check(TraceScript script, Btf kernel) {
        TraceMaps maps = new TraceMaps();
        for (Probe probe : script.probes()) {
            for (Probe.Target target : probe.targets()) {
                new ProbeCompiler(maps, kernel, target).compile(probe);
            }
        }
        return maps;
    }

    private static List<Probe.Target> targets(TraceScript script) {
        return script.probes().stream().flatMap(probe -> probe.targets().stream()).toList();
    }

    private void add(String name, Assembler code, Probe.Target target) {
        programs.add(code.load(name, switch (target) {
            case Probe.Target.Tracepoint point -> "tp_btf/" + point.name();
            case Probe.Target.Profile profile -> "perf_event";
            case Probe.Target.KernelFunction function -> "kprobe/" + function.name();
            case Probe.Target.UserFunction function -> "uprobe/" + function.file();
        }));
    }

    private BpfLink attach(BpfProgram program, Probe.Target target) {
        return program.attach(switch (target) {
            case Probe.Target.Tracepoint point -> new Attachment.Typed();
            case Probe.Target.Profile(int at, int frequencyHz) -> sampling(at, frequencyHz);
            case Probe.Target.KernelFunction(int at, String name, boolean atReturn) ->
                    new Attachment.KernelProbe(name, 0, atReturn);
            case Probe.Target.UserFunction(int at, String file, String name, boolean atReturn) ->
                    new Attachment.UserProbe(file, ElfFunctions.offset(file, name), Attachment.ANY_PROCESS, atReturn);
        });
    }

    private static Attachment sampling(int at, int frequencyHz) {
        try {
            return new Attachment.Sampling(frequencyHz, Attachment.ANY_PROCESS);
        } catch (IllegalArgumentException e) {
            throw new TraceException(at, e.getMessage());
        }
    }

    /** What each map holds now, in the order in which the script names them. */
    public List<TraceTable> tables() {
        List<TraceTable> tables = new ArrayList<>();
        TableReader reader = new TableReader(maps.stacks());
        for (TraceMap shape : maps.shapes()) {
            tables.add(reader.read(shape, maps.map(shape.name()).orElseThrow()));
        }
        return tables;
    }

    /** Values that found no room, as a map holds at most {@link TraceMap#ENTRIES_MAX} keys. */
    public long lost() {
        return BpfMap.number(maps.lost().orElseThrow().lookup(BpfMap.bytes(0)).orElseThrow());
    }

    @Override
    public void close() {
        links.forEach(BpfLink::close);
        programs.forEach(BpfProgram::close);
        maps.close();
    }
}
