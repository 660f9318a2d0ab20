package dev.anole.security.shangmi;

import dev.anole.kernel.machine.Assembler;
import dev.anole.kernel.machine.Condition;
import dev.anole.kernel.machine.Gpr;
import dev.anole.kernel.machine.Label;
import dev.anole.kernel.machine.Memory;

import static dev.anole.kernel.machine.GeneralInstruction.*;
import static dev.anole.kernel.machine.Gpr.*;
import static dev.anole.kernel.machine.Memory.at;
import static dev.anole.kernel.machine.Operand.imm;

/**
 * SM3's compression of one message with BMI: rotations into another register (RORX), and the message's expansion woven
 * into the rounds, whose chain of dependent operations leaves the processor time for it.
 *
 * <p>The function is {@code (state, in, inAt, blocks)}; W_0 to W_67 stand on the stack.
 */
final class Sm3StreamCode {
    private static final int ROUNDS = 64;
    private static final int WORDS = 68;
    private static final int FRAME_BYTES = 288;

    private static final Gpr STATE = RDI;
    private static final Gpr IN = RSI;
    private static final Gpr BLOCKS = RDX;
    private static final Gpr[] SAVED = {RBX, RBP, R12, R13, R14, R15};
    /** A to H of the standard; their names rotate from round to round. */
    private static final Gpr[] V = {EAX, EBX, ECX, EBP, R8D, R9D, R10D, R11D};
    private static final Gpr T0 = R12D;
    private static final Gpr T1 = R13D;
    private static final Gpr T2 = R14D;
    private static final Gpr T3 = R15D;

    private final Assembler a;

    Sm3StreamCode(Assembler a) {
        this.a = a;
    }

    /** Emits the function; gives where it begins. */
    Label emit() {
        a.align(64);
        Label entry = a.here("SM3 stream");
        for (Gpr register : SAVED) {
            a.push(register);
        }
        a.emit(SUB, RSP, imm(FRAME_BYTES));
        // The third argument is the offset, the fourth the number of blocks.
        a.emit(ADD, IN, RDX);
        a.emit(MOV, BLOCKS, RCX);
        for (int i = 0; i < V.length; i++) {
            a.emit(MOV, V[i], at(STATE, 4 * i));
        }
        Label next = a.here("next block");
        for (int j = 0; j < 16; j++) {
            a.emit(MOV, T0, at(IN, 4 * j));
            a.emit(BSWAP, T0);
            a.emit(MOV, word(j), T0);
        }
        for (int j = 0; j < ROUNDS; j++) {
            round(j);
        }
        for (int i = 0; i < V.length; i++) {
            a.emit(XOR, V[i], at(STATE, 4 * i));
            a.emit(MOV, at(STATE, 4 * i), V[i]);
        }
        a.emit(ADD, IN, imm(Sm3.BLOCK_BYTES));
        a.emit(SUB, BLOCKS, imm(1));
        a.jump(Condition.NOT_ZERO, next);
        a.emit(XOR, EAX, EAX);
        for (int at = 0; at < FRAME_BYTES; at += Long.BYTES) {
            a.emit(MOV, at(RSP, at), RAX);
        }
        a.emit(ADD, RSP, imm(FRAME_BYTES));
        for (int i = SAVED.length - 1; i >= 0; i--) {
            a.pop(SAVED[i]);
        }
        a.ret();
        return entry;
    }

    private static Memory word(int j) {
        return at(RSP, 4 * j);
    }

    /**
     * Round j. D becomes the next A and H the next E, so the names of both halves move on by one: within a half of four
     * registers.
     */
    private void round(int j) {
        Gpr[] h = half(0, j);
        Gpr[] l = half(4, j);
        // What comes from A and E of the round before (SS1, SS2) is added last: everything else can be ready by then.
        a.emit(ADD, l[3], word(j));
        a.emit(MOV, T2, word(j));
        a.emit(XOR, T2, word(j + 4));
        a.emit(ADD, h[3], T2);
        rotate(T0, h[0], 12);
        a.emit(LEA, T1, at(whole(l[0]), Sm3Compression.T[j]));
        a.emit(ADD, T1, T0);
        rotate(T1, T1, 7);
        a.emit(XOR, T0, T1);
        if (j < 16) {
            a.emit(MOV, T2, h[0]);
            a.emit(MOV, T3, l[0]);
            a.emit(XOR, T2, h[1]);
            a.emit(XOR, T3, l[1]);
            a.emit(XOR, T2, h[2]);
            a.emit(XOR, T3, l[2]);
            a.emit(ADD, h[3], T2);
            a.emit(ADD, l[3], T3);
        } else {
            // (A and B) + ((A xor B) and C); (E and F) + (not E and G): the terms share no bit.
            a.emit(ANDN, T3, l[0], l[2]);
            a.emit(MOV, T2, l[0]);
            a.emit(AND, T2, l[1]);
            a.emit(ADD, l[3], T3);
            a.emit(MOV, T3, h[0]);
            a.emit(ADD, l[3], T2);
            a.emit(MOV, T2, h[0]);
            a.emit(AND, T3, h[1]);
            a.emit(XOR, T2, h[1]);
            a.emit(ADD, h[3], T3);
            a.emit(AND, T2, h[2]);
            a.emit(ADD, h[3], T2);
        }
        a.emit(ADD, l[3], T1);
        a.emit(ADD, h[3], T0);
        a.emit(ROL, h[1], imm(9));
        a.emit(ROL, l[1], imm(19));
        rotate(T2, l[3], 9);
        rotate(T3, l[3], 17);
        a.emit(XOR, l[3], T2);
        a.emit(XOR, l[3], T3);
        if (j + 16 < WORDS) {
            expand(j + 16);
        }
    }

    /** A, B, C, D or E, F, G, H as they are named in round j. */
    private static Gpr[] half(int first, int round) {
        Gpr[] names = new Gpr[4];
        for (int i = 0; i < 4; i++) {
            names[i] = V[first + (i - round & 3)];
        }
        return names;
    }

    private static Gpr whole(Gpr low) {
        return Gpr.values()[low.number()];
    }

    private void expand(int j) {
        a.emit(RORX, T2, word(j - 3), imm(32 - 15));
        a.emit(XOR, T2, word(j - 16));
        a.emit(XOR, T2, word(j - 9));
        rotate(T3, T2, 15);
        rotate(T0, T2, 23);
        a.emit(XOR, T2, T3);
        a.emit(RORX, T1, word(j - 13), imm(32 - 7));
        a.emit(XOR, T2, T0);
        a.emit(XOR, T1, word(j - 6));
        a.emit(XOR, T2, T1);
        a.emit(MOV, word(j), T2);
    }

    private void rotate(Gpr to, Gpr from, int left) {
        a.emit(RORX, to, from, imm(32 - left));
    }
}
