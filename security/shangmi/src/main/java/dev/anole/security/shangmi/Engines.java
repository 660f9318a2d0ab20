package dev.anole.security.shangmi;

import dev.anole.kernel.linux.UnavailableException;
import dev.anole.kernel.machine.ProcessorFeature;
import dev.anole.security.shangmi.EngineStatus.Finding;
import dev.anole.security.shangmi.EngineStatus.Unusable;
import dev.anole.security.shangmi.EngineStatus.Usable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Chooses the engine, once a process: the fastest tier whose needs the host meets and whose answers are those of plain
 * Java. What is not usable is skipped with its reason, see {@link EngineStatus}.
 */
final class Engines {
    /** The system property that pins a tier by its label; what is pinned and unusable falls to the next one. */
    static final String PROPERTY = "anole.shangmi.tier";

    private static final List<Engine> USABLE = new ArrayList<>();

    /** The engine in use. */
    static final Engine ENGINE;
    static final EngineStatus STATUS;

    static {
        List<Finding> findings = new ArrayList<>();
        for (Tier tier : Tier.values()) {
            findings.add(probe(tier));
        }
        String pinned = System.getProperty(PROPERTY, "");
        ENGINE = choose(USABLE, pinned);
        STATUS = new EngineStatus(ENGINE.tier(), pinned, findings);
    }

    private Engines() {
    }

    /** Every engine that works here, fastest first; the last is plain Java. */
    static List<Engine> usable() {
        return List.copyOf(USABLE);
    }

    /** The pinned one, or the next below it, or the fastest if none or no known one is pinned. */
    static Engine choose(List<Engine> usable, String pinned) {
        int from = 0;
        for (Tier tier : Tier.values()) {
            if (tier.label().equals(pinned)) {
                from = tier.ordinal();
            }
        }
        for (Engine engine : usable) {
            if (engine.tier().ordinal() >= from) {
                return engine;
            }
        }
        throw new AssertionError("plain Java is always usable");
    }

    private static Finding probe(Tier tier) {
        return switch (tier) {
            case AVX512 -> emitted(tier, Avx512Engine.NEEDS, Avx512Engine::new);
            case AVX2 -> emitted(tier, Avx2Engine.NEEDS, Avx2Engine::new);
            case VECTOR -> new Unusable(tier, "not built", "");
            case SCALAR -> {
                USABLE.add(new ScalarEngine());
                yield new Usable(tier);
            }
        };
    }

    private static Finding emitted(Tier tier, Set<ProcessorFeature> needs, Supplier<Engine> engine) {
        Set<ProcessorFeature> missing = EnumSet.copyOf(needs);
        missing.removeAll(ProcessorFeature.available());
        if (!missing.isEmpty()) {
            return new Unusable(tier, "the processor lacks " + missing.stream().map(ProcessorFeature::flag)
                    .collect(Collectors.joining(", ")), "");
        }
        try {
            return examined(engine.get());
        } catch (ExceptionInInitializerError failed) {
            if (failed.getCause() instanceof UnavailableException refused) {
                return new Unusable(tier, refused.reason(), refused.remedy());
            }
            throw failed;
        }
    }

    private static Finding examined(Engine engine) {
        Optional<Routine> wrong = SelfTest.wrong(engine);
        if (wrong.isPresent()) {
            return new Unusable(engine.tier(), "its self-test failed in " + wrong.get(), "please report this processor");
        }
        USABLE.add(engine);
        return new Usable(engine.tier());
    }
}
