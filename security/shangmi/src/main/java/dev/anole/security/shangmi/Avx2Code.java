package dev.anole.security.shangmi;

import dev.anole.kernel.machine.Condition;
import dev.anole.kernel.machine.Gpr;
import dev.anole.kernel.machine.Label;
import dev.anole.kernel.machine.Memory;
import dev.anole.kernel.machine.ProcessorFeature;
import dev.anole.kernel.machine.VectorRegister;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import static dev.anole.kernel.machine.GeneralInstruction.ADD;
import static dev.anole.kernel.machine.GeneralInstruction.CMP;
import static dev.anole.kernel.machine.GeneralInstruction.LEA;
import static dev.anole.kernel.machine.GeneralInstruction.MOV;
import static dev.anole.kernel.machine.GeneralInstruction.SHL;
import static dev.anole.kernel.machine.GeneralInstruction.SUB;
import static dev.anole.kernel.machine.GeneralInstruction.TEST;
import static dev.anole.kernel.machine.GeneralInstruction.XOR;
import static dev.anole.kernel.machine.Gpr.EDX;
import static dev.anole.kernel.machine.Gpr.R10;
import static dev.anole.kernel.machine.Gpr.R11;
import static dev.anole.kernel.machine.Gpr.RAX;
import static dev.anole.kernel.machine.Gpr.RDX;
import static dev.anole.kernel.machine.Gpr.RSP;
import static dev.anole.kernel.machine.Operand.imm;
import static dev.anole.kernel.machine.VectorInstruction.*;
import static dev.anole.kernel.machine.VectorRegister.ymm;

/**
 * SM4 for AVX2 with AES-NI. AESENCLAST gives AES's S-box after ShiftRows; what SM4 wants of it is one linear map for bytes
 * that stay and one for bytes that move ({@link Sm4Box}), looked up by nibbles with VPSHUFB, and the shuffle that rotates
 * bytes into place takes ShiftRows back. That the S-box of AES can serve SM4's is from libgcrypt (Jussi Kivilinna); keeping
 * the state as Z saves the map before, and merging L with the map after it saves the shifts.
 *
 * <p>A set is 8 blocks as four registers, one for each word; two sets run side by side. Less than a set is copied to the
 * stack, which is wiped afterwards.
 */
final class Avx2Code extends EmittedCode {
    /** What the processor must have. */
    static final Set<ProcessorFeature> NEEDS =
            EnumSet.of(ProcessorFeature.AVX2, ProcessorFeature.AES, ProcessorFeature.PCLMULQDQ);

    private static final int SETS = 2;
    private static final int SET_BLOCKS = 8;
    private static final int SET_BYTES = SET_BLOCKS * Engine.BLOCK_BYTES;
    private static final int REGISTER_BYTES = 32;
    private static final BitMatrix AES_AFFINE = new BitMatrix(0xf1e3c78f1f3e7cf8L);
    private static final int AES_CONSTANT = 0x63;

    // The stack: blocks, masks, the counter's words, the next counters or the ciphertext before.
    private static final int FRAME_BYTES = 384;
    private static final int FRAME_MASKS = SET_BYTES;
    private static final int FRAME_WORDS = 2 * SET_BYTES;
    private static final int FRAME_CARRIED = FRAME_WORDS + 32;

    private static final VectorRegister STAY_LOW = ymm(12);
    private static final VectorRegister STAY_HIGH = ymm(13);
    private static final VectorRegister MOVE_LOW = ymm(14);
    private static final VectorRegister MOVE_HIGH = ymm(15);

    private final boolean wideAes;
    private final Label stayLow = new Label("stay, low nibble");
    private final Label stayHigh = new Label("stay, high nibble");
    private final Label moveLow = new Label("move, low nibble");
    private final Label moveHigh = new Label("move, high nibble");
    private final Label inLow = new Label("A, low nibble");
    private final Label inHigh = new Label("A, high nibble");
    private final Label outLow = new Label("A inverse, low nibble");
    private final Label outHigh = new Label("A inverse, high nibble");
    private final Label nibble = new Label("nibble");
    private final Label zero = new Label("zero");
    private final Label swapWords = new Label("swap words");
    private final Label swapBlock = new Label("swap block");
    private final Label iota = new Label("iota");
    private final Label eight = new Label("8");
    private final Label[] turned = {new Label("turn 0"), new Label("turn 8"), new Label("turn 16"), new Label("turn 24")};

    /** @param wideAes whether AESENCLAST takes 256 bits at once (VAES) */
    Avx2Code(boolean wideAes) {
        this.wideAes = wideAes;
    }

    private interface Mode {
        void load(int set);

        void store(int set);
    }

    @Override
    byte[] emit() {
        door();
        parallel(Routine.ECB, () -> { }, new Blocks());
        parallel(Routine.XEX, () -> { }, new Masked());
        parallel(Routine.COUNTER, this::beginCounter, new Counter());
        parallel(Routine.CBC_DECRYPT, this::beginChain, new Chained());
        serial(Routine.CBC_ENCRYPT, true);
        serial(Routine.CBC_MAC, false);
        new GhashCode(this, swapBlock, 128).emit();
        constants();
        return a.finish();
    }

    private void constants() {
        BitMatrix unAes = AES_AFFINE.inverse();
        constant(a, swapWords, SWAP_WORDS, REGISTER_BYTES);
        constant(a, swapBlock, SWAP_BLOCK, REGISTER_BYTES);
        nibbles(stayLow, stayHigh, Sm4Box.STAY.after(unAes), Sm4Box.STAY_CONSTANT);
        nibbles(moveLow, moveHigh, Sm4Box.MOVE.after(unAes), Sm4Box.MOVE_CONSTANT);
        linear(inLow, inHigh, Sm4Box.A, 0);
        linear(outLow, outHigh, Sm4Box.A_INVERSE, 0);
        byte[] fifteens = new byte[16];
        Arrays.fill(fifteens, (byte) 15);
        constant(a, nibble, fifteens, REGISTER_BYTES);
        constant(a, zero, new byte[16], REGISTER_BYTES);
        for (int k = 0; k < 4; k++) {
            byte[] shuffle = new byte[16];
            for (int i = 0; i < 16; i++) {
                int row = (i - k) & 3;
                shuffle[i] = (byte) (4 * ((i >> 2) - row & 3) + row);
            }
            constant(a, turned[k], shuffle, REGISTER_BYTES);
        }
        a.bind(iota);
        for (int element = 0; element < SET_BLOCKS; element++) {
            a.data(2 * (element & 3) + (element >> 2));
        }
        a.bind(eight);
        a.data(SET_BLOCKS);
    }

    /** Tables for what comes out of AESENCLAST, whose constant has to be taken away. */
    private void nibbles(Label low, Label high, BitMatrix matrix, int constant) {
        linear(low, high, matrix, constant ^ matrix.apply(AES_CONSTANT));
    }

    private void linear(Label low, Label high, BitMatrix matrix, int constant) {
        byte[] lows = new byte[16];
        byte[] highs = new byte[16];
        for (int i = 0; i < 16; i++) {
            lows[i] = (byte) (matrix.apply(i) ^ constant);
            highs[i] = (byte) matrix.apply(i << 4);
        }
        constant(a, low, lows, REGISTER_BYTES);
        constant(a, high, highs, REGISTER_BYTES);
    }

    private void parallel(Routine routine, Runnable prologue, Mode mode) {
        begin(routine);
        a.emit(SUB, RSP, imm(FRAME_BYTES));
        loadTables();
        prologue.run();
        whileLeft(SETS * SET_BLOCKS, () -> sets(mode, SETS));
        whileLeft(SET_BLOCKS, () -> sets(mode, 1));
        Label done = new Label("done");
        a.emit(TEST, BLOCKS, BLOCKS);
        a.jump(Condition.ZERO, done);
        rest(mode);
        a.bind(done);
        a.emit(ADD, RSP, imm(FRAME_BYTES));
        end();
    }

    private void sets(Mode mode, int sets) {
        for (int set = 0; set < sets; set++) {
            mode.load(set);
        }
        rounds(sets, 256);
        for (int set = 0; set < sets; set++) {
            mode.store(set);
        }
        a.emit(ADD, IN, imm(sets * SET_BYTES));
        a.emit(ADD, OUT, imm(sets * SET_BYTES));
        a.emit(ADD, EXTRA, imm(sets * SET_BYTES));
        a.emit(SUB, BLOCKS, imm(sets * SET_BLOCKS));
    }

    /** Less than a set: by way of the stack, so that no memory beyond the arrays is touched. */
    private void rest(Mode mode) {
        VectorRegister block = ymm(0).as(128);
        a.emit(MOV, R10, OUT);
        a.emit(MOV, R11, BLOCKS);
        a.emit(SHL, R11, imm(4));
        a.emit(XOR, EDX, EDX);
        Label copyIn = a.here("copy in");
        copy(block, IN, 0, RSP, 0);
        if (mode instanceof Masked) {
            copy(block, EXTRA, 0, RSP, FRAME_MASKS);
        }
        a.emit(ADD, RDX, imm(Engine.BLOCK_BYTES));
        a.emit(CMP, RDX, R11);
        a.jump(Condition.BELOW, copyIn);
        a.emit(MOV, IN, RSP);
        a.emit(MOV, OUT, RSP);
        a.emit(LEA, EXTRA, at(RSP, FRAME_MASKS));
        sets(mode, 1);
        a.emit(XOR, EDX, EDX);
        Label copyOut = a.here("copy out");
        copy(block, RSP, 0, R10, 0);
        a.emit(ADD, RDX, imm(Engine.BLOCK_BYTES));
        a.emit(CMP, RDX, R11);
        a.jump(Condition.BELOW, copyOut);
        a.emit(VPXOR, ymm(0), ymm(0), ymm(0));
        for (int at = 0; at < FRAME_BYTES; at += REGISTER_BYTES) {
            a.emit(VMOVDQU_STORE, at(RSP, at), ymm(0));
        }
    }

    private void copy(VectorRegister by, Gpr from, int fromAt, Gpr to, int toAt) {
        // RSP is a base, never an index.
        a.emit(VMOVDQU, by, Memory.at(from, RDX, 1, fromAt));
        a.emit(VMOVDQU_STORE, Memory.at(to, RDX, 1, toAt), by);
    }

    private void loadTables() {
        a.emit(VMOVDQU, STAY_LOW, at(stayLow));
        a.emit(VMOVDQU, STAY_HIGH, at(stayHigh));
        a.emit(VMOVDQU, MOVE_LOW, at(moveLow));
        a.emit(VMOVDQU, MOVE_HIGH, at(moveHigh));
    }

    private static VectorRegister[] slices(int set, int bits) {
        VectorRegister[] x = new VectorRegister[4];
        for (int word = 0; word < 4; word++) {
            x[word] = new VectorRegister(4 * set + word, bits);
        }
        return x;
    }

    /** What lives within a round; the sets share it, the processor renames. */
    private static VectorRegister[] scratch(int bits) {
        VectorRegister[] t = new VectorRegister[4];
        for (int i = 0; i < 4; i++) {
            t[i] = new VectorRegister(8 + i, bits);
        }
        return t;
    }

    private void rounds(int sets, int bits) {
        a.emit(LEA, RAX, at(KEYS, Engine.ROUNDS * Integer.BYTES));
        a.emit(MOV, RDX, KEYS);
        Label loop = a.here("rounds");
        for (int round = 0; round < 4; round++) {
            for (int set = 0; set < sets; set++) {
                VectorRegister[] x = slices(set, bits);
                round(x[round], x[round + 1 & 3], x[round + 2 & 3], x[round + 3 & 3], scratch(bits), round);
            }
        }
        a.emit(ADD, RDX, imm(4 * Integer.BYTES));
        a.emit(CMP, RDX, RAX);
        a.jump(Condition.NOT_ZERO, loop);
    }

    private void round(VectorRegister w0, VectorRegister w1, VectorRegister w2, VectorRegister w3, VectorRegister[] t,
                       int round) {
        int bits = w0.bits();
        a.emit(VPBROADCASTD, t[0], at(RDX, round * Integer.BYTES));
        a.emit(VPXOR, t[0], t[0], w1);
        a.emit(VPXOR, t[0], t[0], w2);
        a.emit(VPXOR, t[0], t[0], w3);
        if (bits == 128 || wideAes) {
            a.emit(VAESENCLAST, t[0], t[0], at(zero));
        } else {
            a.emit(VEXTRACTI128, t[1].as(128), t[0], imm(1));
            a.emit(VAESENCLAST, t[0].as(128), t[0].as(128), at(zero));
            a.emit(VAESENCLAST, t[1].as(128), t[1].as(128), at(zero));
            a.emit(VINSERTI128, t[0], t[0], t[1].as(128), imm(1));
        }
        a.emit(VPSRLD, t[1], t[0], imm(4));
        a.emit(VPAND, t[0], t[0], at(nibble));
        a.emit(VPAND, t[1], t[1], at(nibble));
        // t2 moves, t0 stays, t1 (their sum) turns by 24.
        a.emit(VPSHUFB, t[2], MOVE_LOW.as(bits), t[0]);
        a.emit(VPSHUFB, t[3], MOVE_HIGH.as(bits), t[1]);
        a.emit(VPXOR, t[2], t[2], t[3]);
        a.emit(VPSHUFB, t[0], STAY_LOW.as(bits), t[0]);
        a.emit(VPSHUFB, t[1], STAY_HIGH.as(bits), t[1]);
        a.emit(VPXOR, t[0], t[0], t[1]);
        a.emit(VPXOR, t[1], t[0], t[2]);
        a.emit(VPSHUFB, t[0], t[0], at(turned[0]));
        a.emit(VPXOR, w0, w0, t[0]);
        a.emit(VPSHUFB, t[3], t[2], at(turned[1]));
        a.emit(VPXOR, w0, w0, t[3]);
        a.emit(VPSHUFB, t[2], t[2], at(turned[2]));
        a.emit(VPSHUFB, t[1], t[1], at(turned[3]));
        a.emit(VPXOR, t[1], t[1], t[2]);
        a.emit(VPXOR, w0, w0, t[1]);
    }

    /** A linear map of all bytes. */
    private void map(VectorRegister x, Label low, Label high) {
        VectorRegister[] t = scratch(x.bits());
        a.emit(VPSRLD, t[1], x, imm(4));
        a.emit(VPAND, t[0], x, at(nibble));
        a.emit(VPAND, t[1], t[1], at(nibble));
        a.emit(VMOVDQU, t[2], at(low));
        a.emit(VMOVDQU, t[3], at(high));
        a.emit(VPSHUFB, t[2], t[2], t[0]);
        a.emit(VPSHUFB, t[3], t[3], t[1]);
        a.emit(VPXOR, x, t[2], t[3]);
    }

    private void slice(int set) {
        VectorRegister[] x = slices(set, 256);
        for (VectorRegister word : x) {
            a.emit(VPSHUFB, word, word, at(swapWords));
        }
        transpose(x, scratch(256));
        for (VectorRegister word : x) {
            map(word, inLow, inHigh);
        }
    }

    private VectorRegister[] unslice(int set) {
        VectorRegister[] x = reversed(slices(set, 256));
        transpose(x, scratch(256));
        for (VectorRegister word : x) {
            map(word, outLow, outHigh);
            a.emit(VPSHUFB, word, word, at(swapWords));
        }
        return x;
    }

    private static int offset(int set, int j) {
        return set * SET_BYTES + j * REGISTER_BYTES;
    }

    private class Blocks implements Mode {
        @Override
        public void load(int set) {
            VectorRegister[] x = slices(set, 256);
            for (int j = 0; j < 4; j++) {
                a.emit(VMOVDQU, x[j], at(IN, offset(set, j)));
            }
            slice(set);
        }

        @Override
        public void store(int set) {
            VectorRegister[] x = unslice(set);
            for (int j = 0; j < 4; j++) {
                a.emit(VMOVDQU_STORE, at(OUT, offset(set, j)), x[j]);
            }
        }
    }

    private final class Masked implements Mode {
        @Override
        public void load(int set) {
            VectorRegister[] x = slices(set, 256);
            for (int j = 0; j < 4; j++) {
                a.emit(VMOVDQU, x[j], at(IN, offset(set, j)));
                a.emit(VPXOR, x[j], x[j], at(EXTRA, offset(set, j)));
            }
            slice(set);
        }

        @Override
        public void store(int set) {
            VectorRegister[] x = unslice(set);
            for (int j = 0; j < 4; j++) {
                a.emit(VPXOR, x[j], x[j], at(EXTRA, offset(set, j)));
                a.emit(VMOVDQU_STORE, at(OUT, offset(set, j)), x[j]);
            }
        }
    }

    private void beginChain() {
        a.emit(VBROADCASTI128, ymm(0), at(EXTRA, 0));
        a.emit(VMOVDQU_STORE, at(RSP, FRAME_CARRIED), ymm(0));
    }

    private final class Chained extends Blocks {
        @Override
        public void store(int set) {
            VectorRegister[] x = unslice(set);
            VectorRegister[] t = scratch(256);
            a.emit(VMOVDQU, t[2], at(RSP, FRAME_CARRIED));
            for (int j = 0; j < 4; j++) {
                // Each block's predecessor: the upper half of the register before, then the lower half of this one.
                a.emit(VMOVDQU, t[0], at(IN, offset(set, j)));
                a.emit(VPERM2I128, t[1], t[2], t[0], imm(0x21));
                a.emit(VMOVDQU, t[2], t[0]);
                a.emit(VPXOR, x[j], x[j], t[1]);
                a.emit(VMOVDQU_STORE, at(OUT, offset(set, j)), x[j]);
            }
            a.emit(VMOVDQU_STORE, at(RSP, FRAME_CARRIED), t[2]);
        }
    }

    private void beginCounter() {
        VectorRegister words = ymm(0).as(128);
        a.emit(VMOVDQU, words, at(EXTRA, 0));
        a.emit(VPSHUFB, words, words, at(swapWords));
        a.emit(VPSHUFD, ymm(1).as(128), words, imm(0xff));
        a.emit(VPBROADCASTD, ymm(1), ymm(1).as(128));
        a.emit(VPADDD, ymm(1), ymm(1), at(iota));
        a.emit(VMOVDQU_STORE, at(RSP, FRAME_CARRIED), ymm(1));
        map(words, inLow, inHigh);
        a.emit(VMOVDQU_STORE, at(RSP, FRAME_WORDS), words);
    }

    private final class Counter implements Mode {
        @Override
        public void load(int set) {
            VectorRegister[] x = slices(set, 256);
            VectorRegister next = scratch(256)[0];
            for (int word = 0; word < 3; word++) {
                a.emit(VPBROADCASTD, x[word], at(RSP, FRAME_WORDS + word * Integer.BYTES));
            }
            a.emit(VMOVDQU, x[3], at(RSP, FRAME_CARRIED));
            a.emit(VPBROADCASTD, next, at(eight));
            a.emit(VPADDD, next, next, x[3]);
            a.emit(VMOVDQU_STORE, at(RSP, FRAME_CARRIED), next);
            map(x[3], inLow, inHigh);
        }

        @Override
        public void store(int set) {
            VectorRegister[] x = unslice(set);
            for (int j = 0; j < 4; j++) {
                a.emit(VPXOR, x[j], x[j], at(IN, offset(set, j)));
                a.emit(VMOVDQU_STORE, at(OUT, offset(set, j)), x[j]);
            }
        }
    }

    /** One block after the other. */
    private void serial(Routine routine, boolean output) {
        begin(routine);
        loadTables();
        VectorRegister[] x = slices(0, 128);
        VectorRegister chain = ymm(4).as(128);
        a.emit(VMOVDQU, chain, at(EXTRA, 0));
        whileLeft(1, () -> {
            a.emit(VPXOR, x[0], chain, at(IN, 0));
            a.emit(VPSHUFB, x[0], x[0], at(swapWords));
            map(x[0], inLow, inHigh);
            a.emit(VPSHUFD, x[1], x[0], imm(0x55));
            a.emit(VPSHUFD, x[2], x[0], imm(0xaa));
            a.emit(VPSHUFD, x[3], x[0], imm(0xff));
            rounds(1, 128);
            a.emit(VPUNPCKLDQ, x[3], x[3], x[2]);
            a.emit(VPUNPCKLDQ, x[1], x[1], x[0]);
            a.emit(VPUNPCKLQDQ, x[3], x[3], x[1]);
            map(x[3], outLow, outHigh);
            a.emit(VPSHUFB, chain, x[3], at(swapWords));
            a.emit(ADD, IN, imm(Engine.BLOCK_BYTES));
            if (output) {
                a.emit(VMOVDQU_STORE, at(OUT, 0), chain);
                a.emit(ADD, OUT, imm(Engine.BLOCK_BYTES));
            }
            a.emit(SUB, BLOCKS, imm(1));
        });
        a.emit(VMOVDQU_STORE, at(EXTRA, 0), chain);
        end();
    }
}
