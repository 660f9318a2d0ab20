package dev.anole.agent;

/** The peer does not speak the wire's language, or has gone in the middle of a word. The connection is of no more use. */
final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param what what came, where something else belongs */
    WireException(String what) {
        super(what);
    }
}
