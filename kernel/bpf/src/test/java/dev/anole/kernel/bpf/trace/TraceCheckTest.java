package dev.anole.kernel.bpf.trace;

import dev.anole.kernel.bpf.Btf;
import dev.anole.kernel.bpf.BtfBuilder;
import dev.anole.kernel.bpf.BtfKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Scripts against the types of a kernel that is not running: nothing is loaded. */
class TraceCheckTest {
    private static final Btf KERNEL = kernel();

    private static Btf kernel() {
        BtfBuilder builder = new BtfBuilder();
        int number = builder.integer("int", 4, true);
        int character = builder.integer("char", 1, true);
        int comm = builder.array(character, number, 16);
        int inner = builder.composite(BtfKind.STRUCT, "entity", 8, List.of(BtfBuilder.Part.member("weight", number, 4)));
        int task = builder.composite(BtfKind.STRUCT, "task_struct", 40, List.of(BtfBuilder.Part.member("pid", number, 0),
                BtfBuilder.Part.member("comm", comm, 8), BtfBuilder.Part.member("se", inner, 24)));
        int pointer = builder.reference(BtfKind.PTR, "", task);
        int anything = builder.reference(BtfKind.PTR, "", 0);
        int prototype = builder.prototype(0, List.of(BtfBuilder.Part.parameter("__data", anything),
                BtfBuilder.Part.parameter("prev", pointer), BtfBuilder.Part.parameter("reason", number)));
        builder.reference(BtfKind.TYPEDEF, "btf_trace_switched", builder.reference(BtfKind.PTR, "", prototype));
        builder.function("__traceiter_switched", prototype, 0);
        return Btf.of(builder.toBytes(), "test kernel");
    }

    private static TraceMaps check(String script) {
        return Trace.check(TraceScript.parse(script), KERNEL);
    }

    @Test
    void mapsGetTheirShapesFromTheirUses() {
        List<TraceMap> shapes = check("switched { @[prev.comm, prev.se.weight] = hist(reason); @n = prev.pid }").shapes();
        assertEquals(List.of(TraceMap.Kind.TEXT, TraceMap.Kind.NUMBER), shapes.get(0).keys());
        assertEquals(32, shapes.get(0).keyBytes());
        assertTrue(shapes.get(1).gathering().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "nowhere { @ = count() }                                | this kernel has no tracepoint nowhere",
        "switched { @[prev.nothing] = count() }                 | struct task_struct has no member nothing",
        "switched { @[prev.se] = count() }                      | neither number nor text",
        "switched { @[next.pid] = count() }                     | nothing is called next here; there are pid, tid",
        "switched { @ = sum(prev.comm) }                        | a number is wanted here",
        "switched { @ = sum(reason.pid) }                       | only arguments of tracepoints have types",
        "switched { @a = count(); @a = sum(1) }                 | @a is used in two ways: count() by no key",
        "switched { @a[pid] = 1; @b = @a[comm] }                | @a is used in two ways",
        "switched { @[prev.comm < comm] = count() }             | == and != only",
        "switched { @[comm == 3] = count() }                    | text is compared with text",
        "switched /comm == 'a text that is too long'/ { @++ }   | cannot stand here",
        "switched { @[1,2,3,4,5,6,7,8,9] = count() }            | at most 8 parts"})
    void whatTheTypesDoNotAllowIsSaid(String script, String reason) {
        String message = assertThrows(TraceException.class, () -> check(script)).getMessage();
        assertTrue(message.contains(reason), message);
    }

    @Test
    void aMapThatIsOnlyReadIsRefused() {
        try (TraceMaps maps = check("switched { @b = @a[pid] }")) {
            assertTrue(assertThrows(TraceException.class, maps::make).getMessage().contains("@a is never set"));
        }
    }
}
