package dev.anole.kernel.machine;

/** What an instruction works on. */
public sealed interface Operand permits Gpr, VectorRegister, Mask, Memory, Immediate {
    /** A number inside the instruction. */
    static Immediate imm(long value) {
        return new Immediate(value);
    }
}
