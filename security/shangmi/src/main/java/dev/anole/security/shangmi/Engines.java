package dev.anole.security.shangmi;

import dev.anole.kernel.linux.UnavailableException;
import dev.anole.kernel.machine.ProcessorFeature;
import dev.anole.security.shangmi.EngineStatus.Finding;
import dev.anole.security.shangmi.EngineStatus.Unusable;
import dev.anole.security.shangmi.EngineStatus.Usable;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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

    private static final int CAUSES_MAX = 8;

    /** Each tier is tried once: a class whose pages were refused cannot be tried again. */
    private static final Map<Tier, Found> TRIED = new EnumMap<>(Tier.class);

    /** The engine in use. Slower tiers are not even loaded for it. */
    static final Engine ENGINE = choose(System.getProperty(PROPERTY, ""));

    private Engines() {
    }

    /** All tiers, examined when somebody first asks. */
    private static final class Survey {
        static final List<Engine> USABLE = new ArrayList<>();
        static final EngineStatus STATUS;

        static {
            List<Finding> findings = new ArrayList<>();
            for (Tier tier : Tier.values()) {
                Found found = probe(tier);
                found.engine().ifPresent(USABLE::add);
                findings.add(found.finding());
            }
            STATUS = new EngineStatus(ENGINE.tier(), System.getProperty(PROPERTY, ""), findings);
        }
    }

    /** What a tier came to. */
    private record Found(Finding finding, Optional<Engine> engine) {
    }

    static EngineStatus status() {
        return Survey.STATUS;
    }

    /** Every engine that works here, fastest first; the last is plain Java. */
    static List<Engine> usable() {
        return List.copyOf(Survey.USABLE);
    }

    /** The pinned one, or the next below it, or the fastest if none or no known one is pinned. */
    static Engine choose(String pinned) {
        int from = 0;
        for (Tier tier : Tier.values()) {
            if (tier.label().equals(pinned)) {
                from = tier.ordinal();
            }
        }
        for (int i = from; i < Tier.values().length; i++) {
            Optional<Engine> engine = probe(Tier.values()[i]).engine();
            if (engine.isPresent()) {
                return engine.get();
            }
        }
        throw new AssertionError("plain Java is always usable");
    }

    private static Found probe(Tier tier) {
        synchronized (TRIED) {
            return TRIED.computeIfAbsent(tier, Engines::attempt);
        }
    }

    private static Found attempt(Tier tier) {
        try {
            return examined(tier);
        } catch (LinkageError failed) {
            // Emitted code is sealed when its class begins.
            return found(refusal(tier, failed));
        }
    }

    private static Found examined(Tier tier) {
        return switch (tier) {
            case AVX512 -> emitted(tier, Avx512Code.NEEDS, Avx512Engine::new);
            case AVX2 -> emitted(tier, Avx2Code.NEEDS, Avx2Engine::new);
            case VECTOR -> {
                Optional<Unusable> hindrance = VectorTier.hindrance();
                yield hindrance.isPresent() ? found(hindrance.get()) : examined(VectorTier.engine());
            }
            case SCALAR -> new Found(new Usable(tier), Optional.of(new ScalarEngine()));
        };
    }

    private static Found emitted(Tier tier, Set<ProcessorFeature> needs, Supplier<Engine> engine) {
        Set<ProcessorFeature> missing = EnumSet.copyOf(needs);
        try {
            missing.removeAll(ProcessorFeature.available());
        } catch (UncheckedIOException unreadable) {
            return found(new Unusable(tier, unreadable.getMessage(), "mount /proc"));
        }
        if (!missing.isEmpty()) {
            return found(new Unusable(tier, "the processor lacks " + missing.stream().map(ProcessorFeature::flag)
                    .collect(Collectors.joining(", ")), ""));
        }
        return examined(engine.get());
    }

    /** Why a class of emitted code could not begin: the host refused its pages, or the JVM native access; others go on. */
    private static Unusable refusal(Tier tier, LinkageError failed) {
        Throwable cause = failed;
        for (int depth = 0; depth < CAUSES_MAX && cause != null; depth++, cause = cause.getCause()) {
            if (cause instanceof UnavailableException refused) {
                return new Unusable(tier, refused.reason(), refused.remedy());
            }
            // The JVM remembers a class that could not begin, and keeps only the text of the first refusal.
            if (cause instanceof IllegalCallerException || failed instanceof NoClassDefFoundError) {
                return new Unusable(tier, "this JVM refuses native access", "start it with --enable-native-access");
            }
        }
        throw failed;
    }

    private static Found examined(Engine engine) {
        Optional<Routine> wrong = SelfTest.wrong(engine);
        if (wrong.isPresent()) {
            return found(new Unusable(engine.tier(), "its self-test failed in " + wrong.get(), "please report this processor"));
        }
        return new Found(new Usable(engine.tier()), Optional.of(engine));
    }

    private static Found found(Unusable finding) {
        return new Found(finding, Optional.empty());
    }
}
