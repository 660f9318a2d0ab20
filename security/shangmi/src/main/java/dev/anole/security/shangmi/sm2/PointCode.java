package dev.anole.security.shangmi.sm2;

import dev.anole.kernel.machine.Assembler;
import dev.anole.kernel.machine.Condition;
import dev.anole.kernel.machine.GeneralInstruction;
import dev.anole.kernel.machine.Gpr;
import dev.anole.kernel.machine.Label;
import dev.anole.kernel.machine.Memory;

import static dev.anole.kernel.machine.GeneralInstruction.ADC;
import static dev.anole.kernel.machine.GeneralInstruction.ADCX;
import static dev.anole.kernel.machine.GeneralInstruction.ADD;
import static dev.anole.kernel.machine.GeneralInstruction.ADOX;
import static dev.anole.kernel.machine.GeneralInstruction.AND;
import static dev.anole.kernel.machine.GeneralInstruction.LEA;
import static dev.anole.kernel.machine.GeneralInstruction.MOV;
import static dev.anole.kernel.machine.GeneralInstruction.MULX;
import static dev.anole.kernel.machine.GeneralInstruction.OR;
import static dev.anole.kernel.machine.GeneralInstruction.SBB;
import static dev.anole.kernel.machine.GeneralInstruction.SHL;
import static dev.anole.kernel.machine.GeneralInstruction.SHR;
import static dev.anole.kernel.machine.GeneralInstruction.SUB;
import static dev.anole.kernel.machine.GeneralInstruction.XOR;
import static dev.anole.kernel.machine.Gpr.R10;
import static dev.anole.kernel.machine.Gpr.R11;
import static dev.anole.kernel.machine.Gpr.R12;
import static dev.anole.kernel.machine.Gpr.R13;
import static dev.anole.kernel.machine.Gpr.R14;
import static dev.anole.kernel.machine.Gpr.R15;
import static dev.anole.kernel.machine.Gpr.R8;
import static dev.anole.kernel.machine.Gpr.R9;
import static dev.anole.kernel.machine.Gpr.RAX;
import static dev.anole.kernel.machine.Gpr.RBP;
import static dev.anole.kernel.machine.Gpr.RBX;
import static dev.anole.kernel.machine.Gpr.RCX;
import static dev.anole.kernel.machine.Gpr.RDI;
import static dev.anole.kernel.machine.Gpr.RDX;
import static dev.anole.kernel.machine.Gpr.RSI;
import static dev.anole.kernel.machine.Operand.imm;

/**
 * The formulas of {@link Accumulator} as x86-64 code with BMI2 and ADX: field elements are four words in Montgomery form
 * with R = 2^256, always below 2^256, so that nothing is lazy here. No jump depends on a value but the count of doublings.
 *
 * <p>The state (RDI) is a row of elements: X, Y, Z of the point, then room, then X', Y', Z' of a sum and H. A table entry
 * (RSI + RDX bytes) is X, Y, Z, Z², Z³ and -Y, or for affine points X, Y.
 */
final class PointCode {
    /** Words of an element. */
    static final int WORDS = 4;
    /** Elements of the state. */
    static final int STATE_WORDS = 13 * WORDS;
    /** Elements of a Jacobian entry, and their places. */
    static final int ENTRY_WORDS = 6 * WORDS;
    static final int ENTRY_Y = WORDS;
    static final int ENTRY_NEGATIVE_Y = 5 * WORDS;
    /** Where the sum stands in the state. */
    static final int SUM = 8 * WORDS;

    private static final int ELEMENT_BYTES = WORDS * Long.BYTES;
    private static final long P1 = 0xffffffff00000000L;
    private static final long P3 = 0xfffffffeffffffffL;
    private static final Gpr[] SAVED = {RBX, RBP, R12, R13, R14, R15};
    private static final Gpr[] T = {R8, R9, R10, R11, R12, R13};

    /** Elements of the state. */
    private enum Place {
        X, Y, Z, A, B, C, D, E, X3, Y3, Z3, H, R
    }

    private final Assembler a = new Assembler();
    private final Label multiply = new Label("multiply");
    private final Label add = new Label("add");
    private final Label subtract = new Label("subtract");
    private final Label twice = new Label("twice");
    private final Label sum = new Label("sum");
    private final Label sumAffine = new Label("sumAffine");
    private final Label powers = new Label("powers");

    byte[] emit() {
        emitMultiply();
        emitAdd();
        emitSubtract();
        emitTwice();
        emitSum(sum, false);
        emitSum(sumAffine, true);
        emitPowers();
        return a.finish();
    }

    /** twice(state, count): doubles the point so many times. */
    int twice() {
        return twice.position();
    }

    /** sum(state, table, bytes): X', Y', Z' become the sum; the result is 0 if H is. */
    int sum() {
        return sum.position();
    }

    /** sumAffine(state, table, bytes): the same with an affine entry. */
    int sumAffine() {
        return sumAffine.position();
    }

    /** powers(table, bytes): Z² and Z³ of an entry. */
    int powers() {
        return powers.position();
    }

    private static Memory at(Gpr base, int word) {
        return Memory.at(base, word * Long.BYTES);
    }

    private static Memory place(Place place) {
        return Memory.at(RDI, place.ordinal() * ELEMENT_BYTES);
    }

    /**
     * [RCX] = [RSI]·[RBX] / 2^256. Row by row: t += a_i·b with two carry chains, then m = t_0 is cancelled by
     * m·p = m·(2^256 + 2^64) - m·2^32·(2^192 + 2^64) - m, as n' is 1.
     */
    private void emitMultiply() {
        a.align(64);
        a.bind(multiply);
        Gpr[] t = T.clone();
        for (int i = 0; i < WORDS; i++) {
            a.emit(MOV, RDX, at(RSI, i));
            if (i == 0) {
                a.emit(MULX, t[1], t[0], at(RBX, 0));
                for (int j = 1; j < WORDS; j++) {
                    a.emit(MULX, t[j + 1], RAX, at(RBX, j));
                    a.emit(j == 1 ? ADD : ADC, t[j], RAX);
                }
                a.emit(ADC, t[4], imm(0));
                a.emit(MOV, t[5].low(), imm(0));
            } else {
                // Clears both carries.
                a.emit(XOR, t[5].low(), t[5].low());
                for (int j = 0; j < WORDS; j++) {
                    a.emit(MULX, RBP, RAX, at(RBX, j));
                    a.emit(ADCX, t[j], RAX);
                    a.emit(ADOX, t[j + 1], RBP);
                }
                a.emit(MOV, RAX.low(), imm(0));
                a.emit(ADCX, t[4], RAX);
                a.emit(ADOX, t[5], RAX);
                a.emit(ADCX, t[5], RAX);
            }
            Gpr m = t[0];
            a.emit(MOV, RAX, m);
            a.emit(MOV, RBP, m);
            a.emit(SHL, RAX, imm(32));
            a.emit(SHR, RBP, imm(32));
            a.emit(ADD, t[1], m);
            a.emit(ADC, t[2], imm(0));
            a.emit(ADC, t[3], imm(0));
            a.emit(ADC, t[4], m);
            a.emit(ADC, t[5], imm(0));
            a.emit(SUB, t[1], RAX);
            a.emit(SBB, t[2], RBP);
            a.emit(SBB, t[3], RAX);
            a.emit(SBB, t[4], RBP);
            a.emit(SBB, t[5], imm(0));
            System.arraycopy(t.clone(), 1, t, 0, 5);
            t[5] = m;
        }
        subtractPrime(t, t[4]);
        store(t);
        a.ret();
    }

    /** t, with its fifth word above, minus p unless it is smaller. */
    private void subtractPrime(Gpr[] t, Gpr above) {
        a.emit(MOV, RAX, imm(P1));
        a.emit(MOV, RBP, imm(P3));
        a.emit(SUB, t[0], imm(-1));
        a.emit(SBB, t[1], RAX);
        a.emit(SBB, t[2], imm(-1));
        a.emit(SBB, t[3], RBP);
        a.emit(SBB, above, imm(0));
        addPrime(t, above);
    }

    /** t += p where the mask is -1; RAX and RBP hold p's words. */
    private void addPrime(Gpr[] t, Gpr mask) {
        a.emit(AND, RAX, mask);
        a.emit(AND, RBP, mask);
        a.emit(ADD, t[0], mask);
        a.emit(ADC, t[1], RAX);
        a.emit(ADC, t[2], mask);
        a.emit(ADC, t[3], RBP);
    }

    private void store(Gpr[] t) {
        for (int i = 0; i < WORDS; i++) {
            a.emit(MOV, at(RCX, i), t[i]);
        }
    }

    private void load(Gpr from) {
        for (int i = 0; i < WORDS; i++) {
            a.emit(MOV, T[i], at(from, i));
        }
    }

    private void chain(GeneralInstruction first, GeneralInstruction next) {
        for (int i = 0; i < WORDS; i++) {
            a.emit(i == 0 ? first : next, T[i], at(RBX, i));
        }
    }

    /** [RCX] = [RSI] + [RBX]. */
    private void emitAdd() {
        a.align(32);
        a.bind(add);
        load(RSI);
        a.emit(XOR, R12.low(), R12.low());
        chain(ADD, ADC);
        a.emit(ADC, R12, imm(0));
        subtractPrime(T, R12);
        store(T);
        a.ret();
    }

    /** [RCX] = [RSI] - [RBX]. */
    private void emitSubtract() {
        a.align(32);
        a.bind(subtract);
        load(RSI);
        chain(SUB, SBB);
        a.emit(SBB, R12, R12);
        a.emit(MOV, RAX, imm(P1));
        a.emit(MOV, RBP, imm(P3));
        addPrime(T, R12);
        store(T);
        a.ret();
    }

    private void call(Label function, Memory to, Memory first, Memory second) {
        a.emit(LEA, RSI, first);
        a.emit(LEA, RBX, second);
        a.emit(LEA, RCX, to);
        a.call(function);
    }

    private void multiply(Place to, Place first, Place second) {
        call(multiply, place(to), place(first), place(second));
    }

    private void add(Place to, Place first, Place second) {
        call(add, place(to), place(first), place(second));
    }

    private void subtract(Place to, Place first, Place second) {
        call(subtract, place(to), place(first), place(second));
    }

    private void begin(Label function) {
        a.align(64);
        a.bind(function);
        for (Gpr register : SAVED) {
            a.push(register);
        }
    }

    private void end() {
        for (int i = SAVED.length - 1; i >= 0; i--) {
            a.pop(SAVED[i]);
        }
        a.ret();
    }

    private void emitTwice() {
        begin(twice);
        a.emit(MOV, R15, RSI);
        Label loop = a.here("doubling");
        multiply(Place.D, Place.Z, Place.Z);
        subtract(Place.E, Place.X, Place.D);
        add(Place.D, Place.X, Place.D);
        multiply(Place.E, Place.E, Place.D);
        add(Place.D, Place.E, Place.E);
        add(Place.E, Place.E, Place.D);
        multiply(Place.Z, Place.Y, Place.Z);
        add(Place.Z, Place.Z, Place.Z);
        multiply(Place.B, Place.Y, Place.Y);
        add(Place.B, Place.B, Place.B);
        multiply(Place.C, Place.X, Place.B);
        add(Place.C, Place.C, Place.C);
        multiply(Place.D, Place.E, Place.E);
        subtract(Place.D, Place.D, Place.C);
        subtract(Place.X, Place.D, Place.C);
        subtract(Place.C, Place.C, Place.X);
        multiply(Place.C, Place.E, Place.C);
        multiply(Place.B, Place.B, Place.B);
        add(Place.B, Place.B, Place.B);
        subtract(Place.Y, Place.C, Place.B);
        a.emit(SUB, R15, imm(1));
        a.jump(Condition.NOT_ZERO, loop);
        end();
    }

    private static Memory entry(int element) {
        return Memory.at(R14, element * ELEMENT_BYTES);
    }

    private void emitSum(Label function, boolean affine) {
        begin(function);
        a.emit(LEA, R14, Memory.at(RSI, RDX, 1, 0));
        multiply(Place.A, Place.Z, Place.Z);
        call(multiply, place(Place.H), entry(0), place(Place.A));
        multiply(Place.A, Place.A, Place.Z);
        call(multiply, place(Place.R), entry(1), place(Place.A));
        Place x = affine ? Place.X : Place.D;
        Place y = affine ? Place.Y : Place.E;
        if (!affine) {
            call(multiply, place(Place.D), place(Place.X), entry(3));
            call(multiply, place(Place.E), place(Place.Y), entry(4));
        }
        subtract(Place.H, Place.H, x);
        subtract(Place.R, Place.R, y);
        multiply(Place.Z3, Place.Z, Place.H);
        if (!affine) {
            call(multiply, place(Place.Z3), place(Place.Z3), entry(2));
        }
        multiply(Place.A, Place.H, Place.H);
        multiply(Place.C, x, Place.A);
        multiply(Place.B, Place.H, Place.A);
        multiply(Place.Y3, y, Place.B);
        multiply(Place.A, Place.R, Place.R);
        subtract(Place.A, Place.A, Place.B);
        subtract(Place.A, Place.A, Place.C);
        subtract(Place.X3, Place.A, Place.C);
        subtract(Place.C, Place.C, Place.X3);
        multiply(Place.C, Place.R, Place.C);
        subtract(Place.Y3, Place.C, Place.Y3);
        a.emit(MOV, RAX, place(Place.H));
        for (int i = 1; i < WORDS; i++) {
            a.emit(OR, RAX, Memory.at(RDI, Place.H.ordinal() * ELEMENT_BYTES + i * Long.BYTES));
        }
        end();
    }

    private void emitPowers() {
        begin(powers);
        a.emit(LEA, R14, Memory.at(RDI, RSI, 1, 0));
        call(multiply, entry(3), entry(2), entry(2));
        call(multiply, entry(4), entry(3), entry(2));
        end();
    }
}
