package dev.anole.security.shangmi.accelerator;

import java.security.GeneralSecurityException;

/** How an operation ended. */
public sealed interface Outcome {
    /** With a result. */
    record Done(byte[] result) implements Outcome { }

    /** With a refusal that another device would repeat: the ciphertext is broken, the key has been destroyed. */
    record Refused(GeneralSecurityException reason) implements Outcome { }

    /** Not at all: the device has an error. Somebody else shall do it. */
    record Broken(String reason) implements Outcome { }

    /** The result. */
    default byte[] result() throws GeneralSecurityException {
        return switch (this) {
            case Done done -> done.result();
            case Refused refused -> throw refused.reason();
            case Broken broken -> throw new GeneralSecurityException(broken.reason());
        };
    }
}
