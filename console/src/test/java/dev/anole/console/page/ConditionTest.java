package dev.anole.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static Condition of(Map<String, Double> minute, List<ProcessRow> processes, List<Fill> fills) {
        Map<String, Double> all = new HashMap<>(Map.of("cpu.used", 12.0, "memory.used", 2e9, "psi.cpu.some", 0.5, "psi.memory.some", 0.0, "psi.io.some", 0.2));
        all.putAll(minute);
        return Condition.of(Fixtures.header(), Fixtures.devices(), new Readings(Fixtures.NOW, all, all), processes, fills);
    }

    @Test
    void aHealthyHostIsQuiet() {
        Condition c = of(Map.of(), List.of(), List.of(new Fill("/", 61, 4e10)));
        assertEquals(Condition.Level.QUIET, c.level());
        assertEquals(Optional.empty(), c.resource());
    }

    @Test
    void whoWaitsForADiskIsNamedWithItsShare() {
        Condition c = of(Map.of("psi.io.some", 31.0), Fixtures.processes(), List.of());
        assertEquals(Optional.of(Resource.DISK), c.resource());
        assertEquals("This host waits for its disk nvme0n1: for 31\u00a0% of the last minute at least one task stood still.", c.headline().en());
        assertEquals("orders-api (pid 4312) accounts for 78\u00a0% of the waiting.", c.detail().en());
        assertTrue(c.headline().zh().contains("31%"));
    }

    @Test
    void withoutAProcessToBlameItSaysWhatIsCalm() {
        Condition c = of(Map.of("psi.io.some", 31.0), List.of(), List.of());
        assertEquals("Nothing waits for CPU or memory.", c.detail().en());
    }

    @Test
    void theWorstComesFirst() {
        assertEquals(Optional.of(Resource.MEMORY), of(Map.of("psi.io.some", 25.0, "psi.memory.some", 40.0), List.of(), List.of()).resource());
        assertEquals(Condition.Level.CRITICAL, of(Map.of("psi.io.some", 25.0, "vm.oom.kills", 0.02), List.of(), List.of()).level());
    }

    @Test
    void aFullFileSystemIsToldWithWhatIsLeft() {
        Condition c = of(Map.of(), List.of(), List.of(new Fill("/var", 98, 3e8)));
        assertEquals(Condition.Level.CRITICAL, c.level());
        assertEquals("The file system /var is 98\u00a0% full: 286\u00a0MiB are left.", c.headline().en());
    }

    @Test
    void aHostWithoutPressureIsJudgedByItsUse() {
        Map<String, Double> few = Map.of("cpu.used", 99.0, "memory.used", 1e9);
        Condition c = Condition.of(Fixtures.header(), Fixtures.devices(), new Readings(Fixtures.NOW, few, few), List.of(), List.of());
        assertEquals("All 16 cores are busy: 99\u00a0% over the last minute.", c.headline().en());
    }
}
