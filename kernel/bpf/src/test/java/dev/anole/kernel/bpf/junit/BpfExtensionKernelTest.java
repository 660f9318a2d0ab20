package dev.anole.kernel.bpf.junit;

import dev.anole.kernel.bpf.BpfProgram;
import dev.anole.kernel.bpf.LoadedObject;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A test class as people write them, over the object of this module. */
@BpfTest("/dev/anole/kernel/bpf/switches.bpf.o")
class BpfExtensionKernelTest {
    @Test
    void aProgramIsGivenByItsName(BpfProgram on_switch) {
        assertEquals("on_switch", on_switch.definition().name());
        assertTrue(on_switch.id() > 0);
    }

    @RepeatedTest(2)
    void eachTestHasAnObjectOfItsOwn(LoadedObject loaded) {
        assertEquals(0, loaded.global("events_lost").value());
        loaded.global("events_lost").set(7);
        assertEquals(7, loaded.global("events_lost").value());
    }
}
