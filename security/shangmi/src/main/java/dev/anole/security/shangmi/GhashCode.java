package dev.anole.security.shangmi;

import dev.anole.kernel.machine.Assembler;
import dev.anole.kernel.machine.Condition;
import dev.anole.kernel.machine.Label;
import dev.anole.kernel.machine.Operand;
import dev.anole.kernel.machine.VectorInstruction;
import dev.anole.kernel.machine.VectorRegister;

import static dev.anole.kernel.machine.GeneralInstruction.ADD;
import static dev.anole.kernel.machine.GeneralInstruction.BZHI;
import static dev.anole.kernel.machine.GeneralInstruction.CMP;
import static dev.anole.kernel.machine.GeneralInstruction.KMOVW;
import static dev.anole.kernel.machine.GeneralInstruction.MOV;
import static dev.anole.kernel.machine.GeneralInstruction.SHL;
import static dev.anole.kernel.machine.GeneralInstruction.SHR;
import static dev.anole.kernel.machine.GeneralInstruction.SUB;
import static dev.anole.kernel.machine.GeneralInstruction.TEST;
import static dev.anole.kernel.machine.Gpr.EAX;
import static dev.anole.kernel.machine.Gpr.R10;
import static dev.anole.kernel.machine.Gpr.RAX;
import static dev.anole.kernel.machine.Gpr.RDX;
import static dev.anole.kernel.machine.Mask.k;
import static dev.anole.security.shangmi.EmittedCode.at;
import static dev.anole.kernel.machine.Operand.imm;
import static dev.anole.kernel.machine.VectorInstruction.*;

/**
 * GHASH with carry-less multiplication. Up to 16 blocks are multiplied with H^16 … H^1 (fewer with the last powers), the
 * products are summed and reduced once. Powers are kept multiplied by x, which makes up for the reflected bits, and the
 * reduction folds with 0xc2…: Gueron and Kounaris, "Intel Carry-Less Multiplication Instruction and its Usage for
 * Computing the GCM Mode", 2014, algorithm 5 in the form for reflected operands.
 */
final class GhashCode {
    static final int BATCH = 16;
    /** Powers, and as much again in zeros: masked-out blocks are multiplied with what stands there. */
    static final int TABLE_LONGS = 2 * BATCH * 2;

    private static final long FOLD = 0xc200000000000000L;

    private final EmittedCode code;
    private final Assembler a;
    private final Label swapBlock;
    private final Label fold = new Label("fold");
    private final int bits;
    private final VectorRegister state;
    private final VectorRegister low;
    private final VectorRegister middle;
    private final VectorRegister high;
    private final VectorRegister data;
    private final VectorRegister power;
    private final VectorRegister t;
    private final VectorRegister poly;

    /** @param bits 512 for blocks by four, with masks; 128 for AVX alone */
    GhashCode(EmittedCode code, Label swapBlock, int bits) {
        this.code = code;
        this.a = code.a;
        this.swapBlock = swapBlock;
        this.bits = bits;
        state = register(0);
        low = register(1);
        middle = register(2);
        high = register(3);
        data = register(4);
        power = register(5);
        t = register(6);
        poly = register(7);
    }

    private VectorRegister register(int number) {
        return new VectorRegister(number, bits);
    }

    void emit() {
        code.begin(Routine.GHASH);
        a.emit(VMOVDQU, state.as(128), at(EmittedCode.EXTRA, 0));
        a.emit(VPSHUFB, state.as(128), state.as(128), at(swapBlock));
        if (bits == 128) {
            a.emit(VMOVDQU, poly, at(fold));
        } else {
            a.emit(VBROADCASTI32X4, poly, at(fold));
        }
        Label batch = new Label("batch");
        Label full = new Label("full");
        Label done = new Label("done");
        a.bind(batch);
        a.emit(TEST, EmittedCode.BLOCKS, EmittedCode.BLOCKS);
        a.jump(Condition.ZERO, done);
        a.emit(MOV, RDX, EmittedCode.BLOCKS);
        a.emit(CMP, RDX, imm(BATCH));
        a.jump(Condition.BELOW, full);
        a.emit(MOV, RDX, imm(BATCH));
        a.bind(full);
        a.emit(SUB, EmittedCode.BLOCKS, RDX);
        // The powers that so many blocks need are the last ones of the table.
        a.emit(MOV, RAX, imm(BATCH));
        a.emit(SUB, RAX, RDX);
        a.emit(SHL, RAX, imm(4));
        a.emit(MOV, R10, EmittedCode.KEYS);
        a.emit(ADD, R10, RAX);
        xor(low, low, low);
        xor(middle, middle, middle);
        xor(high, high, high);
        if (bits == 128) {
            eachBlock();
        } else {
            fourByFour();
        }
        reduce();
        a.jump(batch);
        a.bind(done);
        a.emit(VPSHUFB, state.as(128), state.as(128), at(swapBlock));
        a.emit(VMOVDQU_STORE, at(EmittedCode.EXTRA, 0), state.as(128));
        code.end();
        a.align(16);
        a.bind(fold);
        a.data(1L);
        a.data(FOLD);
    }

    private void eachBlock() {
        Label next = a.here("next block");
        a.emit(VMOVDQU, data, at(EmittedCode.IN, 0));
        a.emit(VPSHUFB, data, data, at(swapBlock));
        xor(data, data, state);
        xor(state, state, state);
        a.emit(VMOVDQU, power, at(R10, 0));
        multiply();
        a.emit(ADD, EmittedCode.IN, imm(Engine.BLOCK_BYTES));
        a.emit(ADD, R10, imm(Engine.BLOCK_BYTES));
        a.emit(SUB, RDX, imm(1));
        a.jump(Condition.NOT_ZERO, next);
    }

    private void fourByFour() {
        a.emit(MOV, RAX, imm(-1));
        a.emit(ADD, RDX, RDX);
        a.emit(BZHI, RAX, RAX, RDX);
        for (int j = 0; j < 4; j++) {
            a.emit(KMOVW, k(1), EAX);
            a.emit(SHR, RAX, imm(8));
            a.emitZeroing(VMOVDQU64, k(1), data, at(EmittedCode.IN, 64 * j));
            a.emit(VPSHUFB, data, data, at(swapBlock));
            if (j == 0) {
                xor(data, data, state);
            }
            a.emit(VMOVDQU64, power, at(R10, 64 * j));
            multiply();
        }
        a.emit(ADD, EmittedCode.IN, imm(BATCH * Engine.BLOCK_BYTES));
    }

    /** Adds data times power, unreduced. */
    private void multiply() {
        a.emit(VPCLMULQDQ, t, data, power, imm(0x00));
        xor(low, low, t);
        a.emit(VPCLMULQDQ, t, data, power, imm(0x11));
        xor(high, high, t);
        a.emit(VPCLMULQDQ, t, data, power, imm(0x01));
        xor(middle, middle, t);
        a.emit(VPCLMULQDQ, t, data, power, imm(0x10));
        xor(middle, middle, t);
    }

    /** Folds low into middle and middle into high, then adds the lanes up: the state, in the lowest lane. */
    private void reduce() {
        a.emit(VPCLMULQDQ, t, poly, low, imm(0x01));
        a.emit(VPSHUFD, low, low, imm(0x4e));
        xor(middle, middle, low);
        xor(middle, middle, t);
        a.emit(VPCLMULQDQ, t, poly, middle, imm(0x01));
        a.emit(VPSHUFD, middle, middle, imm(0x4e));
        xor(high, high, middle);
        xor(state, high, t);
        if (bits == 512) {
            a.emit(VEXTRACTI64X4, t.as(256), state, imm(1));
            a.emit(VPXOR, state.as(256), state.as(256), t.as(256));
            a.emit(VEXTRACTI128, t.as(128), state.as(256), imm(1));
            a.emit(VPXOR, state.as(128), state.as(128), t.as(128));
        }
    }

    private void xor(VectorRegister to, VectorRegister x, Operand y) {
        VectorInstruction op = bits == 512 ? VPXORD : VPXOR;
        a.emit(op, to, x, y);
    }
}
