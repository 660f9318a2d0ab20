package dev.anole.cli;

/** This program's version; the build's own is compared with it by a test. */
final class Version {
    static final String TEXT = "0.1.0";

    private Version() {
    }
}
