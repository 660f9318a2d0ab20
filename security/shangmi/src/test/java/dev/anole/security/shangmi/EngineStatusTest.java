package dev.anole.security.shangmi;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class EngineStatusTest {
    @Test
    void everyTierIsNamedAndOneRuns() {
        EngineStatus status = EngineStatus.current();
        assertEquals(List.of(Tier.values()), status.tiers().stream().map(EngineStatus.Finding::tier).toList());
        assertEquals(Engines.usable().getFirst().tier(), status.running());
        for (EngineStatus.Finding finding : status.tiers()) {
            switch (finding) {
                case EngineStatus.Usable usable -> assertEquals(Optional.empty(), SelfTest.wrong(Engines.choose(Engines.usable(), usable.tier().label())));
                case EngineStatus.Unusable unusable -> assertFalse(unusable.reason().isEmpty());
            }
        }
    }

    @Test
    void aPinnedTierIsTakenOrTheNextBelowIt() {
        Engine scalar = new ScalarEngine();
        assertEquals(Tier.SCALAR, Engines.choose(List.of(scalar), "avx512").tier());
        assertEquals(Tier.SCALAR, Engines.choose(Engines.usable(), "scalar").tier());
        assertEquals(Engines.usable().getFirst(), Engines.choose(Engines.usable(), ""));
        assertEquals(Engines.usable().getFirst(), Engines.choose(Engines.usable(), "no such tier"));
    }

    @Test
    void anEngineThatErrsIsFoundOut() {
        Engine scalar = new ScalarEngine();
        Engine wrong = (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[] {Engine.class},
                (proxy, method, arguments) -> method.getName().equals("xex") ? null : method.invoke(scalar, arguments));
        assertEquals(Optional.of(Routine.XEX), SelfTest.wrong(wrong));
    }
}
