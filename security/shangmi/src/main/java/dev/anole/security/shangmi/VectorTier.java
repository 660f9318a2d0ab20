package dev.anole.security.shangmi;

import dev.anole.security.shangmi.EngineStatus.Unusable;

import java.util.Optional;

/** Keeps {@link VectorEngine} from being loaded where its module is not. */
final class VectorTier {
    private static final String MODULE = "jdk.incubator.vector";

    private VectorTier() {
    }

    /** Why it cannot run; empty if it can. */
    static Optional<Unusable> hindrance() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Optional.of(new Unusable(Tier.VECTOR, "this JVM was started without the module " + MODULE,
                    "start it with --add-modules " + MODULE));
        }
        if (!VectorEngine.isWideEnough()) {
            return Optional.of(new Unusable(Tier.VECTOR, "vectors have less than 512 bits here, and its tables would not fit them", ""));
        }
        return Optional.empty();
    }

    static Engine engine() {
        return new VectorEngine();
    }
}
