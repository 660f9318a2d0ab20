package dev.anole.kernel.machine;

import java.util.Optional;

/**
 * Writes x86-64 machine code: exactly the instructions that are used somewhere, each compared byte for byte with what
 * LLVM makes of the same text. Operands stand in Intel's order, the target first:
 *
 * <pre>
 * a.bind(loop);
 * a.emit(VPXORD, zmm(0), zmm(1), at(RSI, 64));
 * a.emit(SUB, RDX, imm(1));
 * a.jump(NOT_ZERO, loop);
 * </pre>
 *
 * <p>Code is position-independent; constants stand beside it and are reached through labels. For one thread.
 */
public final class Assembler {
    private final CodeBuffer code = new CodeBuffer();
    private final VectorEncoder vectors = new VectorEncoder(code);
    private final GeneralEncoder general = new GeneralEncoder(code);

    /** A vector instruction. VEX is taken where it suffices, EVEX otherwise. */
    public void emit(VectorInstruction op, Operand... operands) {
        vectors.encode(op, Optional.empty(), false, operands);
    }

    /** A vector instruction that leaves the elements alone whose bit in the mask is clear. */
    public void emitMerging(VectorInstruction op, Mask mask, Operand... operands) {
        vectors.encode(op, Optional.of(mask), false, operands);
    }

    /** A vector instruction that clears the elements whose bit in the mask is clear; memory there is not touched. */
    public void emitZeroing(VectorInstruction op, Mask mask, Operand... operands) {
        vectors.encode(op, Optional.of(mask), true, operands);
    }

    /** An instruction with one operand. */
    public void emit(GeneralInstruction op, Operand operand) {
        general.encode(op, operand);
    }

    /** An instruction with a target and a source. */
    public void emit(GeneralInstruction op, Operand to, Operand from) {
        general.encode(op, to, from);
    }

    /** An instruction with three operands. */
    public void emit(GeneralInstruction op, Operand to, Operand second, Operand third) {
        general.encode(op, to, second, third);
    }

    /** Puts a register on the stack. */
    public void push(Gpr register) {
        general.stack(0x50, register);
    }

    /** Takes a register from the stack. */
    public void pop(Gpr register) {
        general.stack(0x58, register);
    }

    /** Jumps. */
    public void jump(Label to) {
        code.put(0xe9);
        code.putReference(to, 0);
    }

    /** Jumps when the flags say so. */
    public void jump(Condition when, Label to) {
        code.put(0x0f);
        code.put(0x80 | when.code());
        code.putReference(to, 0);
    }

    /** Jumps to the address in a register. */
    public void jump(Gpr to) {
        general.jump(to);
    }

    /** Calls a function of the same code. */
    public void call(Label function) {
        code.put(0xe8);
        code.putReference(function, 0);
    }

    /** Returns. */
    public void ret() {
        code.put(0xc3);
    }

    /** Clears the upper halves of the vector registers, as the ABI's callers want it after AVX code. */
    public void vzeroupper() {
        code.put(0xc5);
        code.put(0xf8);
        code.put(0x77);
    }

    /** Names this place. */
    public void bind(Label label) {
        label.bind(code.length());
    }

    /** A named place right here. */
    public Label here(String name) {
        Label label = new Label(name);
        bind(label);
        return label;
    }

    /** Fills up with NOPs to a multiple of a power of two. */
    public void align(int bytes) {
        while (code.length() % bytes != 0) {
            code.put(0x90);
        }
    }

    /** Constants. */
    public void data(byte[] bytes) {
        for (byte value : bytes) {
            code.put(value);
        }
    }

    /** A 32-bit constant. */
    public void data(int value) {
        code.putInt(value);
    }

    /** A 64-bit constant. */
    public void data(long value) {
        code.putLong(value);
    }

    /**
     * The code.
     *
     * @throws IllegalStateException if a label is used and never bound
     */
    public byte[] finish() {
        return code.finish();
    }
}
