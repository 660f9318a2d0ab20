package dev.anole.security.shangmi;

import java.security.InvalidKeyException;

/** Holds the expanded key of one cipher. The same key again costs nothing; another one wipes it. */
final class KeySlot {
    private final Engine engine;
    private Sm4Key held;

    KeySlot(Engine engine) {
        this.engine = engine;
    }

    Sm4Key take(byte[] raw) throws InvalidKeyException {
        if (held == null || !held.is(raw)) {
            Sm4Key next = new Sm4Key(engine, raw);
            wipe();
            held = next;
        }
        return held;
    }

    Sm4Key key() {
        if (held == null) {
            throw new IllegalStateException("no key has been set: init comes first");
        }
        return held;
    }

    void wipe() {
        if (held != null) {
            held.wipe();
            held = null;
        }
    }
}
