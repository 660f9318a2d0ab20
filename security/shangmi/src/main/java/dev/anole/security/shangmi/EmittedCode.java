package dev.anole.security.shangmi;

import dev.anole.kernel.machine.Assembler;
import dev.anole.kernel.machine.Condition;
import dev.anole.kernel.machine.Gpr;
import dev.anole.kernel.machine.Label;
import dev.anole.kernel.machine.Memory;
import dev.anole.kernel.machine.VectorRegister;

import java.util.EnumMap;
import java.util.Map;

import static dev.anole.kernel.machine.GeneralInstruction.ADD;
import static dev.anole.kernel.machine.GeneralInstruction.CMP;
import static dev.anole.kernel.machine.GeneralInstruction.LEA;
import static dev.anole.kernel.machine.GeneralInstruction.MOV;
import static dev.anole.kernel.machine.Gpr.R8;
import static dev.anole.kernel.machine.Gpr.R9;
import static dev.anole.kernel.machine.Gpr.RAX;
import static dev.anole.kernel.machine.Gpr.RCX;
import static dev.anole.kernel.machine.Gpr.RDI;
import static dev.anole.kernel.machine.Gpr.RDX;
import static dev.anole.kernel.machine.Gpr.RSI;
import static dev.anole.kernel.machine.Gpr.RSP;
import static dev.anole.kernel.machine.Operand.imm;
import static dev.anole.kernel.machine.VectorInstruction.VPUNPCKHDQ;
import static dev.anole.kernel.machine.VectorInstruction.VPUNPCKHQDQ;
import static dev.anole.kernel.machine.VectorInstruction.VPUNPCKLDQ;
import static dev.anole.kernel.machine.VectorInstruction.VPUNPCKLQDQ;

/**
 * What the code of all emitted tiers has in common: the beginning and end of a function, constants, and the transposition
 * between blocks and word slices.
 */
abstract class EmittedCode {
    /** Arguments after the beginning of a function: offsets are added, and the seventh is fetched from the stack. */
    static final Gpr KEYS = RDI;
    static final Gpr IN = RSI;
    static final Gpr OUT = RCX;
    static final Gpr BLOCKS = R9;
    static final Gpr EXTRA = R8;

    /** Reverses the bytes of each 32-bit word, or of a whole block, for VPSHUFB. */
    static final byte[] SWAP_WORDS = {3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12};
    static final byte[] SWAP_BLOCK = {15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0};

    final Assembler a = new Assembler();
    private final Map<Routine, Label> entries = new EnumMap<>(Routine.class);

    /** The code, whole. */
    abstract byte[] emit();

    /** Where a function begins, once emitted, as the door's last argument. */
    int entry(Routine routine) {
        return entries.get(routine).position();
    }

    /** The one function that Java calls, at the very beginning: an eighth argument says which routine to go on with. */
    void door() {
        Label start = a.here("door");
        a.emit(LEA, RAX, at(start));
        a.emit(ADD, RAX, at(RSP, 16));
        a.jump(RAX);
    }

    /** Begins a function. */
    void begin(Routine routine) {
        a.align(64);
        entries.put(routine, a.here(routine.name()));
        a.emit(ADD, RSI, RDX);
        a.emit(ADD, RCX, R8);
        a.emit(MOV, R8, at(RSP, 8));
    }

    void end() {
        a.vzeroupper();
        a.ret();
    }

    /** Runs a body while at least so many blocks are left. */
    void whileLeft(int blocks, Runnable body) {
        Label loop = new Label("loop");
        Label done = new Label("done");
        a.bind(loop);
        a.emit(CMP, BLOCKS, imm(blocks));
        a.jump(Condition.BELOW, done);
        body.run();
        a.jump(loop);
        a.bind(done);
    }

    /** A 16-byte pattern, so often that it fills a register. */
    static void constant(Assembler a, Label label, byte[] pattern, int bytes) {
        a.align(64);
        a.bind(label);
        for (int i = 0; i < bytes; i += pattern.length) {
            a.data(pattern);
        }
    }

    /**
     * Transposes 4 times 4 words in each 128-bit lane: register r with words 0 to 3 of its lane becomes word r of registers
     * 0 to 3.
     *
     * @param t two registers that are overwritten, beside the four
     */
    void transpose(VectorRegister[] x, VectorRegister[] t) {
        a.emit(VPUNPCKLDQ, t[0], x[0], x[1]);
        a.emit(VPUNPCKHDQ, t[1], x[0], x[1]);
        a.emit(VPUNPCKLDQ, x[0], x[2], x[3]);
        a.emit(VPUNPCKHDQ, x[1], x[2], x[3]);
        a.emit(VPUNPCKHQDQ, x[3], t[1], x[1]);
        a.emit(VPUNPCKLQDQ, x[2], t[1], x[1]);
        a.emit(VPUNPCKHQDQ, x[1], t[0], x[0]);
        a.emit(VPUNPCKLQDQ, x[0], t[0], x[0]);
    }

    static VectorRegister[] reversed(VectorRegister[] x) {
        return new VectorRegister[] {x[3], x[2], x[1], x[0]};
    }

    static Memory at(Gpr base, int displacement) {
        return Memory.at(base, displacement);
    }

    static Memory at(Label label) {
        return Memory.at(label);
    }
}
