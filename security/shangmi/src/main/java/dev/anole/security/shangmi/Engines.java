package dev.anole.security.shangmi;

/** Chooses the engine. */
final class Engines {
    /** The system property that pins a tier by its label. */
    static final String PROPERTY = "anole.shangmi.tier";

    private Engines() {
    }
}
