package dev.anole.kernel.machine;

import java.util.Locale;

/** The general-purpose registers, whole (R…) or as their lower 32 bits (E…, R…D): writing those clears the rest. */
public enum Gpr implements Operand {
    RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15,
    EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI, R8D, R9D, R10D, R11D, R12D, R13D, R14D, R15D;

    /** How the processor numbers it, 0 to 15. */
    public int number() {
        return ordinal() & 15;
    }

    /** 64 or 32 bits. */
    public int bits() {
        return ordinal() < 16 ? 64 : 32;
    }

    /** Its lower half. */
    public Gpr low() {
        return values()[number() + 16];
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
