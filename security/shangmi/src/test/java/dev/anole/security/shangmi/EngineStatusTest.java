package dev.anole.security.shangmi;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EngineStatusTest {
    @Test
    void everyTierIsNamedAndOneRuns() {
        EngineStatus status = EngineStatus.current();
        assertEquals(List.of(Tier.values()), status.tiers().stream().map(EngineStatus.Finding::tier).toList());
        assertTrue(Engines.usable().stream().anyMatch(engine -> engine.tier() == status.running()));
        for (EngineStatus.Finding finding : status.tiers()) {
            switch (finding) {
                case EngineStatus.Usable usable -> assertEquals(Optional.empty(), SelfTest.wrong(Engines.choose(usable.tier().label())));
                case EngineStatus.Unusable unusable -> assertFalse(unusable.reason().isEmpty());
            }
        }
    }

    @Test
    void aPinnedTierIsTakenOrTheNextBelowIt() {
        assertEquals(Tier.SCALAR, Engines.choose("scalar").tier());
        Tier fastest = Engines.usable().getFirst().tier();
        assertEquals(fastest, Engines.choose("").tier());
        assertEquals(fastest, Engines.choose("no such tier").tier());
        assertTrue(Engines.choose("vector").tier().compareTo(Tier.VECTOR) >= 0);
    }

    @Test
    void anEngineThatErrsIsFoundOut() {
        Engine scalar = new ScalarEngine();
        Engine wrong = (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[] {Engine.class},
                (proxy, method, arguments) -> method.getName().equals("xex") ? null : method.invoke(scalar, arguments));
        assertEquals(Optional.of(Routine.XEX), SelfTest.wrong(wrong));
    }
}
