package dev.anole.security.shangmi;

import dev.anole.kernel.machine.Assembler;
import dev.anole.kernel.machine.Condition;
import dev.anole.kernel.machine.Gpr;
import dev.anole.kernel.machine.Label;
import dev.anole.kernel.machine.Memory;
import dev.anole.kernel.machine.VectorRegister;

import static dev.anole.kernel.machine.GeneralInstruction.ADD;
import static dev.anole.kernel.machine.GeneralInstruction.LEA;
import static dev.anole.kernel.machine.GeneralInstruction.MOV;
import static dev.anole.kernel.machine.GeneralInstruction.SHR;
import static dev.anole.kernel.machine.GeneralInstruction.SUB;
import static dev.anole.kernel.machine.Gpr.R10;
import static dev.anole.kernel.machine.Gpr.R8;
import static dev.anole.kernel.machine.Gpr.RAX;
import static dev.anole.kernel.machine.Gpr.RCX;
import static dev.anole.kernel.machine.Gpr.RDI;
import static dev.anole.kernel.machine.Gpr.RDX;
import static dev.anole.kernel.machine.Gpr.RSI;
import static dev.anole.kernel.machine.Gpr.RSP;
import static dev.anole.kernel.machine.Operand.imm;
import static dev.anole.kernel.machine.VectorInstruction.*;
import static dev.anole.kernel.machine.VectorRegister.zmm;

/**
 * SM3 of 16 messages side by side, one in each 32-bit element: AVX-512. The function is
 * {@code (state, data, tails, places, blocks)}: state holds word i of lane l at 16·i + l; places holds for each lane an
 * offset into data, or, with the sign bit set, into tails. Every lane advances by the same number of blocks.
 *
 * <p>Registers 0 to 15 hold the window of 16 message words, 16 to 23 the state, the others what lives within a round.
 */
final class Sm3LaneCode {
    static final int LANES = 16;

    private static final int WINDOW = 16;
    private static final int ROUNDS = 64;
    private static final int WORDS = 68;
    private static final int REGISTER_BYTES = 64;
    private static final int ADDRESSES_BYTES = LANES * Long.BYTES;
    private static final int XOR3 = 0x96;
    private static final int MAJORITY = 0xe8;
    private static final int CHOOSE = 0xca;

    private static final Gpr STATE = RDI;
    private static final Gpr DATA = RSI;
    private static final Gpr TAILS = RDX;
    private static final Gpr PLACES = RCX;
    private static final Gpr BLOCKS = R8;

    private final Assembler a;
    private final Label swapWords = new Label("swap words");
    private final Label constants = new Label("T");

    Sm3LaneCode(Assembler a) {
        this.a = a;
    }

    /** Emits the function and its constants; gives where it begins. */
    Label emit() {
        a.align(64);
        Label entry = a.here("SM3 lanes");
        a.emit(SUB, RSP, imm(ADDRESSES_BYTES));
        addresses();
        for (int i = 0; i < 8; i++) {
            a.emit(VMOVDQU32, state(i), Memory.at(STATE, i * REGISTER_BYTES));
        }
        Label next = a.here("next block");
        load();
        for (int j = 0; j < ROUNDS; j++) {
            round(j);
        }
        for (int i = 0; i < 8; i++) {
            a.emit(VPXORD, state(i), state(i), Memory.at(STATE, i * REGISTER_BYTES));
            a.emit(VMOVDQU32_STORE, Memory.at(STATE, i * REGISTER_BYTES), state(i));
        }
        a.emit(SUB, BLOCKS, imm(1));
        a.jump(Condition.NOT_ZERO, next);
        a.emit(ADD, RSP, imm(ADDRESSES_BYTES));
        a.vzeroupper();
        a.ret();
        EmittedCode.constant(a, swapWords, EmittedCode.SWAP_WORDS, REGISTER_BYTES);
        a.bind(constants);
        for (int j = 0; j < ROUNDS; j++) {
            a.data(Sm3Compression.T[j]);
        }
        return entry;
    }

    /** Where each lane reads, to the stack. */
    private void addresses() {
        for (int lane = 0; lane < LANES; lane++) {
            Label tail = new Label("tail");
            Label done = new Label("done");
            a.emit(MOV, RAX.low(), Memory.at(PLACES, lane * Integer.BYTES));
            a.emit(ADD, RAX.low(), RAX.low());
            a.jump(Condition.BELOW, tail);
            a.emit(SHR, RAX, imm(1));
            a.emit(ADD, RAX, DATA);
            a.jump(done);
            a.bind(tail);
            a.emit(SHR, RAX, imm(1));
            a.emit(ADD, RAX, TAILS);
            a.bind(done);
            a.emit(MOV, Memory.at(RSP, lane * Long.BYTES), RAX);
        }
    }

    private static VectorRegister word(int j) {
        return zmm(j & WINDOW - 1);
    }

    private static VectorRegister state(int i) {
        return zmm(16 + i);
    }

    private static VectorRegister t(int i) {
        return zmm(24 + i);
    }

    /** A block of each lane, transposed: register j gets word j of all lanes. */
    private void load() {
        for (int lane = 0; lane < LANES; lane++) {
            a.emit(MOV, R10, Memory.at(RSP, lane * Long.BYTES));
            a.emit(VMOVDQU32, zmm(lane), Memory.at(R10, 0));
            a.emit(VPSHUFB, zmm(lane), zmm(lane), Memory.at(swapWords));
            a.emit(ADD, R10, imm(Sm3.BLOCK_BYTES));
            a.emit(MOV, Memory.at(RSP, lane * Long.BYTES), R10);
        }
        // Within 128 bits: groups of four lanes; afterwards register 4g+w holds in quarter q word 4q+w of lanes 4g to 4g+3.
        for (int g = 0; g < 16; g += 4) {
            a.emit(VPUNPCKLDQ, t(0), zmm(g), zmm(g + 1));
            a.emit(VPUNPCKHDQ, t(1), zmm(g), zmm(g + 1));
            a.emit(VPUNPCKLDQ, t(2), zmm(g + 2), zmm(g + 3));
            a.emit(VPUNPCKHDQ, t(3), zmm(g + 2), zmm(g + 3));
            a.emit(VPUNPCKLQDQ, zmm(g), t(0), t(2));
            a.emit(VPUNPCKHQDQ, zmm(g + 1), t(0), t(2));
            a.emit(VPUNPCKLQDQ, zmm(g + 2), t(1), t(3));
            a.emit(VPUNPCKHQDQ, zmm(g + 3), t(1), t(3));
        }
        // Then quarters: word 4q+w gathers quarter q of registers w, 4+w, 8+w, 12+w.
        for (int w = 0; w < 4; w++) {
            a.emit(VSHUFI32X4, t(0), zmm(w), zmm(4 + w), imm(0x88));
            a.emit(VSHUFI32X4, t(1), zmm(w), zmm(4 + w), imm(0xdd));
            a.emit(VSHUFI32X4, t(2), zmm(8 + w), zmm(12 + w), imm(0x88));
            a.emit(VSHUFI32X4, t(3), zmm(8 + w), zmm(12 + w), imm(0xdd));
            a.emit(VSHUFI32X4, zmm(w), t(0), t(2), imm(0x88));
            a.emit(VSHUFI32X4, zmm(4 + w), t(1), t(3), imm(0x88));
            a.emit(VSHUFI32X4, zmm(8 + w), t(0), t(2), imm(0xdd));
            a.emit(VSHUFI32X4, zmm(12 + w), t(1), t(3), imm(0xdd));
        }
    }

    private static VectorRegister half(int first, int name, int round) {
        return state(first + (name - round & 3));
    }

    private void round(int j) {
        VectorRegister aa = half(0, 0, j);
        VectorRegister b = half(0, 1, j);
        VectorRegister c = half(0, 2, j);
        VectorRegister d = half(0, 3, j);
        VectorRegister e = half(4, 0, j);
        VectorRegister f = half(4, 1, j);
        VectorRegister g = half(4, 2, j);
        VectorRegister h = half(4, 3, j);
        a.emit(VPROLD, t(0), aa, imm(12));
        a.emit(VPADDD, t(1), t(0), e);
        a.emit(VMOVDQU32, t(6), aa);
        a.emit(VMOVDQU32, t(7), e);
        addConstant(j);
        a.emit(VPTERNLOGD, t(6), b, c, imm(j < 16 ? XOR3 : MAJORITY));
        a.emit(VPTERNLOGD, t(7), f, g, imm(j < 16 ? XOR3 : CHOOSE));
        a.emit(VPROLD, t(1), t(1), imm(7));
        a.emit(VPXORD, t(0), t(0), t(1));
        a.emit(VPXORD, t(2), word(j), word(j + 4));
        a.emit(VPADDD, d, d, t(6));
        a.emit(VPADDD, h, h, t(7));
        a.emit(VPADDD, d, d, t(2));
        a.emit(VPADDD, h, h, word(j));
        a.emit(VPADDD, d, d, t(0));
        a.emit(VPADDD, h, h, t(1));
        a.emit(VPROLD, b, b, imm(9));
        a.emit(VPROLD, f, f, imm(19));
        a.emit(VPROLD, t(3), h, imm(9));
        a.emit(VPROLD, t(4), h, imm(17));
        a.emit(VPTERNLOGD, h, t(3), t(4), imm(XOR3));
        if (j + WINDOW < WORDS) {
            expand(j);
        }
    }

    private void addConstant(int j) {
        // A label has no displacement, so each constant is reached through RAX, which points at the first.
        if (j == 0) {
            a.emit(LEA, RAX, Memory.at(constants));
        }
        a.emit(VPADDD, t(1), t(1), Memory.at(RAX, j * Integer.BYTES).broadcasted());
    }

    /** W_(j+16) takes the place of W_j. */
    private void expand(int j) {
        VectorRegister w = word(j);
        a.emit(VPROLD, t(5), word(j + 13), imm(15));
        a.emit(VPTERNLOGD, w, word(j + 7), t(5), imm(XOR3));
        a.emit(VPROLD, t(3), w, imm(15));
        a.emit(VPROLD, t(4), w, imm(23));
        a.emit(VPROLD, t(5), word(j + 3), imm(7));
        a.emit(VPTERNLOGD, w, t(3), t(4), imm(XOR3));
        a.emit(VPTERNLOGD, w, t(5), word(j + 10), imm(XOR3));
    }
}
