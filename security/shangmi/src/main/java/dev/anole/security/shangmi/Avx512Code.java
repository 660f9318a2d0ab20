package dev.anole.security.shangmi;

import dev.anole.kernel.machine.Condition;
import dev.anole.kernel.machine.Label;
import dev.anole.kernel.machine.Memory;
import dev.anole.kernel.machine.ProcessorFeature;
import dev.anole.kernel.machine.VectorRegister;

import java.util.EnumSet;
import java.util.Set;

import static dev.anole.kernel.machine.GeneralInstruction.ADD;
import static dev.anole.kernel.machine.GeneralInstruction.BZHI;
import static dev.anole.kernel.machine.GeneralInstruction.CMP;
import static dev.anole.kernel.machine.GeneralInstruction.KMOVW;
import static dev.anole.kernel.machine.GeneralInstruction.LEA;
import static dev.anole.kernel.machine.GeneralInstruction.MOV;
import static dev.anole.kernel.machine.GeneralInstruction.SHR;
import static dev.anole.kernel.machine.GeneralInstruction.SUB;
import static dev.anole.kernel.machine.GeneralInstruction.TEST;
import static dev.anole.kernel.machine.Gpr.EAX;
import static dev.anole.kernel.machine.Gpr.RAX;
import static dev.anole.kernel.machine.Gpr.RDX;
import static dev.anole.kernel.machine.Gpr.RSP;
import static dev.anole.kernel.machine.Mask.k;
import static dev.anole.kernel.machine.Operand.imm;
import static dev.anole.kernel.machine.VectorInstruction.*;
import static dev.anole.kernel.machine.VectorRegister.zmm;

/**
 * SM4 for AVX-512 with GFNI. A set is 16 blocks as four registers, one for each word of the state; four sets run side by
 * side so that no pipe waits. What is left of less than 64 blocks runs set by set, with masks for blocks that are not there.
 *
 * <p>Register j of a set takes blocks 4j to 4j+3; the transposition then puts block 4r+l to element 4l+r of each slice.
 */
final class Avx512Code extends EmittedCode {
    /** What the processor must have. */
    static final Set<ProcessorFeature> NEEDS = EnumSet.of(ProcessorFeature.AVX512F, ProcessorFeature.AVX512BW,
            ProcessorFeature.AVX512VL, ProcessorFeature.GFNI, ProcessorFeature.VPCLMULQDQ, ProcessorFeature.BMI2);

    private static final int SETS = 4;
    private static final int SET_BLOCKS = 16;
    private static final int SET_BYTES = SET_BLOCKS * Engine.BLOCK_BYTES;
    private static final int REGISTER_BYTES = 64;
    private static final int XOR3 = 0x96;
    /** Below the stack pointer: leaf functions own 128 bytes there. */
    private static final int RED_ZONE_WORDS = -16;

    private static final VectorRegister STAY = zmm(0);
    private static final VectorRegister MOVE = zmm(1);
    private static final VectorRegister TURN = zmm(2);
    /** Counters of the next set, or the ciphertext before it. */
    private static final VectorRegister CARRIED = zmm(3);

    private final Label stay = new Label("stay");
    private final Label move = new Label("move");
    private final Label turn = new Label("turn");
    private final Label in = new Label("A");
    private final Label out = new Label("A inverse");
    private final Label swapWords = new Label("swap words");
    private final Label swapBlock = new Label("swap block");
    private final Label iota = new Label("iota");
    private final Label sixteen = new Label("16");

    /** How a mode fills a set before the rounds, and what it does with it afterwards. */
    private interface Mode {
        void load(int set, boolean masked);

        void store(int set, boolean masked);
    }

    @Override
    byte[] emit() {
        door();
        parallel(Routine.ECB, () -> { }, new Blocks());
        parallel(Routine.XEX, () -> { }, new Masked());
        parallel(Routine.COUNTER, this::beginCounter, new Counter());
        parallel(Routine.CBC_DECRYPT, () -> a.emit(VBROADCASTI32X4, CARRIED, at(EXTRA, 0)), new Chained());
        serial(Routine.CBC_ENCRYPT, true);
        serial(Routine.CBC_MAC, false);
        new GhashCode(this, swapBlock, 512).emit();
        constants();
        return a.finish();
    }

    private void constants() {
        constant(a, swapWords, SWAP_WORDS, REGISTER_BYTES);
        constant(a, swapBlock, SWAP_BLOCK, REGISTER_BYTES);
        a.bind(iota);
        for (int element = 0; element < SET_BLOCKS; element++) {
            a.data(4 * (element & 3) + (element >> 2));
        }
        matrix(stay, Sm4Box.STAY);
        matrix(move, Sm4Box.MOVE);
        matrix(turn, Sm4Box.TURN);
        matrix(in, Sm4Box.A);
        matrix(out, Sm4Box.A_INVERSE);
        a.bind(sixteen);
        a.data(SET_BLOCKS);
    }

    private void matrix(Label label, BitMatrix matrix) {
        a.bind(label);
        a.data(matrix.rows());
    }

    private void parallel(Routine routine, Runnable prologue, Mode mode) {
        begin(routine);
        loadMatrices(512);
        prologue.run();
        whileLeft(SETS * SET_BLOCKS, () -> {
            for (int set = 0; set < SETS; set++) {
                mode.load(set, false);
            }
            rounds(SETS, 512);
            for (int set = 0; set < SETS; set++) {
                mode.store(set, false);
            }
            advance(SETS * SET_BLOCKS);
        });
        Label tail = new Label("tail");
        Label full = new Label("full");
        Label done = new Label("done");
        a.bind(tail);
        a.emit(TEST, BLOCKS, BLOCKS);
        a.jump(Condition.ZERO, done);
        a.emit(MOV, RDX, BLOCKS);
        a.emit(CMP, RDX, imm(SET_BLOCKS));
        a.jump(Condition.BELOW, full);
        a.emit(MOV, RDX, imm(SET_BLOCKS));
        a.bind(full);
        masks();
        mode.load(0, true);
        rounds(1, 512);
        mode.store(0, true);
        advance(SET_BLOCKS);
        a.jump(Condition.ABOVE, tail);
        a.bind(done);
        end();
    }

    private void loadMatrices(int bits) {
        a.emit(VPBROADCASTQ, STAY.as(bits), at(stay));
        a.emit(VPBROADCASTQ, MOVE.as(bits), at(move));
        a.emit(VPBROADCASTQ, TURN.as(bits), at(turn));
    }

    /** Two bits a block for each of four registers, of as many blocks as RDX says. */
    private void masks() {
        a.emit(MOV, RAX, imm(-1));
        a.emit(ADD, RDX, RDX);
        a.emit(BZHI, RAX, RAX, RDX);
        for (int j = 0; j < 4; j++) {
            a.emit(KMOVW, k(1 + j), EAX);
            a.emit(SHR, RAX, imm(8));
        }
    }

    /** Moves on; the flags tell whether blocks are left (above). */
    private void advance(int blocks) {
        a.emit(ADD, IN, imm(blocks * Engine.BLOCK_BYTES));
        a.emit(ADD, OUT, imm(blocks * Engine.BLOCK_BYTES));
        a.emit(ADD, EXTRA, imm(blocks * Engine.BLOCK_BYTES));
        a.emit(SUB, BLOCKS, imm(blocks));
    }

    /** The four slices of a set. */
    private static VectorRegister[] slices(int set, int bits) {
        VectorRegister[] x = new VectorRegister[4];
        for (int word = 0; word < 4; word++) {
            x[word] = new VectorRegister(16 + 4 * set + word, bits);
        }
        return x;
    }

    /** Registers for what lives within a round. */
    private static VectorRegister[] scratch(int set, int bits) {
        VectorRegister[] t = new VectorRegister[4];
        for (int i = 0; i < 4; i++) {
            t[i] = new VectorRegister(4 + 4 * (set % 3) + i, bits);
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
                round(x[round], x[round + 1 & 3], x[round + 2 & 3], x[round + 3 & 3], scratch(set, bits), round);
            }
        }
        a.emit(ADD, RDX, imm(4 * Integer.BYTES));
        a.emit(CMP, RDX, RAX);
        a.jump(Condition.NOT_ZERO, loop);
    }

    /** See {@link Sm4Box} for the maps. */
    private void round(VectorRegister w0, VectorRegister w1, VectorRegister w2, VectorRegister w3, VectorRegister[] t,
                       int round) {
        int bits = w0.bits();
        a.emit(VPXORD, t[0], w1, at(RDX, round * Integer.BYTES).broadcasted());
        a.emit(VPTERNLOGD, t[0], w2, w3, imm(XOR3));
        a.emit(VGF2P8AFFINEINVQB, t[1], t[0], MOVE.as(bits), imm(Sm4Box.MOVE_CONSTANT));
        a.emit(VGF2P8AFFINEINVQB, t[2], t[0], STAY.as(bits), imm(Sm4Box.STAY_CONSTANT));
        if (bits == 512) {
            // Many blocks at once wait for pipes, of which XOR has more; one block at a time waits for results.
            a.emit(VPXORD, t[0], t[1], t[2]);
        } else {
            a.emit(VGF2P8AFFINEINVQB, t[0], t[0], TURN.as(bits), imm(Sm4Box.TURN_CONSTANT));
        }
        a.emit(VPROLD, t[3], t[1], imm(8));
        a.emit(VPROLD, t[1], t[1], imm(16));
        a.emit(VPROLD, t[0], t[0], imm(24));
        a.emit(VPTERNLOGD, w0, t[2], t[3], imm(XOR3));
        a.emit(VPTERNLOGD, w0, t[1], t[0], imm(XOR3));
    }

    /** From blocks, just loaded, to slices. */
    private void slice(int set) {
        VectorRegister[] x = slices(set, 512);
        for (VectorRegister word : x) {
            a.emit(VPSHUFB, word, word, at(swapWords));
        }
        transpose(x, scratch(set, 512));
        for (VectorRegister word : x) {
            a.emit(VGF2P8AFFINEQB, word, word, at(in).broadcasted(), imm(0));
        }
    }

    /** From slices to blocks; register j of the result holds blocks 4j and following. */
    private VectorRegister[] unslice(int set) {
        VectorRegister[] x = reversed(slices(set, 512));
        transpose(x, scratch(set, 512));
        for (VectorRegister word : x) {
            a.emit(VGF2P8AFFINEQB, word, word, at(out).broadcasted(), imm(0));
            a.emit(VPSHUFB, word, word, at(swapWords));
        }
        return x;
    }

    private static int offset(int set, int j) {
        return set * SET_BYTES + j * REGISTER_BYTES;
    }

    private void load(VectorRegister to, Memory from, int j, boolean masked) {
        if (masked) {
            a.emitZeroing(VMOVDQU64, k(1 + j), to, from);
        } else {
            a.emit(VMOVDQU64, to, from);
        }
    }

    private void store(Memory to, VectorRegister from, int j, boolean masked) {
        if (masked) {
            a.emitMerging(VMOVDQU64_STORE, k(1 + j), to, from);
        } else {
            a.emit(VMOVDQU64_STORE, to, from);
        }
    }

    /** XORs what is in memory; other memory is not touched. */
    private void xor(VectorRegister to, Memory from, VectorRegister scratch, int j, boolean masked) {
        if (masked) {
            load(scratch, from, j, true);
            a.emit(VPXORD, to, to, scratch);
        } else {
            a.emit(VPXORD, to, to, from);
        }
    }

    private class Blocks implements Mode {
        @Override
        public void load(int set, boolean masked) {
            VectorRegister[] x = slices(set, 512);
            for (int j = 0; j < 4; j++) {
                Avx512Code.this.load(x[j], at(IN, offset(set, j)), j, masked);
            }
            slice(set);
        }

        @Override
        public void store(int set, boolean masked) {
            VectorRegister[] x = unslice(set);
            for (int j = 0; j < 4; j++) {
                Avx512Code.this.store(at(OUT, offset(set, j)), x[j], j, masked);
            }
        }
    }

    private final class Masked implements Mode {
        @Override
        public void load(int set, boolean masked) {
            VectorRegister[] x = slices(set, 512);
            for (int j = 0; j < 4; j++) {
                Avx512Code.this.load(x[j], at(IN, offset(set, j)), j, masked);
                xor(x[j], at(EXTRA, offset(set, j)), scratch(set, 512)[0], j, masked);
            }
            slice(set);
        }

        @Override
        public void store(int set, boolean masked) {
            VectorRegister[] x = unslice(set);
            for (int j = 0; j < 4; j++) {
                xor(x[j], at(EXTRA, offset(set, j)), scratch(set, 512)[0], j, masked);
                Avx512Code.this.store(at(OUT, offset(set, j)), x[j], j, masked);
            }
        }
    }

    private final class Chained extends Blocks {
        @Override
        public void store(int set, boolean masked) {
            VectorRegister[] x = unslice(set);
            VectorRegister[] t = scratch(set, 512);
            if (!masked) {
                // All predecessors are read before anything is written, which may be the same memory.
                for (int j = 1; j < 4; j++) {
                    a.emit(VPXORD, x[j], x[j], at(IN, offset(set, j) - Engine.BLOCK_BYTES));
                }
            }
            for (int j = 0; j < (masked ? 4 : 1); j++) {
                // Each block's predecessor: the last quadwords of the register before, then this one's.
                Avx512Code.this.load(t[0], at(IN, offset(set, j)), j, masked);
                a.emit(VALIGNQ, t[1], t[0], CARRIED, imm(6));
                a.emit(VMOVDQA32, CARRIED, t[0]);
                a.emit(VPXORD, x[j], x[j], t[1]);
                Avx512Code.this.store(at(OUT, offset(set, j)), x[j], j, masked);
            }
            if (!masked) {
                a.emit(VMOVDQU64, CARRIED, at(IN, offset(set, 3)));
                for (int j = 1; j < 4; j++) {
                    Avx512Code.this.store(at(OUT, offset(set, j)), x[j], j, false);
                }
            }
        }
    }

    /** The counter's words to the red zone, all of them as Z but the last; the last ones of 16 blocks to CARRIED. */
    private void beginCounter() {
        VectorRegister words = zmm(4).as(128);
        a.emit(VMOVDQU32, words, at(EXTRA, 0));
        a.emit(VPSHUFB, words, words, at(swapWords));
        a.emit(VPSHUFD, zmm(5).as(128), words, imm(0xff));
        a.emit(VPBROADCASTD, CARRIED, zmm(5).as(128));
        a.emit(VPADDD, CARRIED, CARRIED, at(iota));
        a.emit(VGF2P8AFFINEQB, words, words, at(in).broadcasted(), imm(0));
        a.emit(VMOVDQU32_STORE, at(RSP, RED_ZONE_WORDS), words);
    }

    private final class Counter implements Mode {
        @Override
        public void load(int set, boolean masked) {
            VectorRegister[] x = slices(set, 512);
            for (int word = 0; word < 3; word++) {
                a.emit(VPBROADCASTD, x[word], at(RSP, RED_ZONE_WORDS + word * Integer.BYTES));
            }
            a.emit(VGF2P8AFFINEQB, x[3], CARRIED, at(in).broadcasted(), imm(0));
            a.emit(VPADDD, CARRIED, CARRIED, at(sixteen).broadcasted());
        }

        @Override
        public void store(int set, boolean masked) {
            VectorRegister[] x = unslice(set);
            for (int j = 0; j < 4; j++) {
                xor(x[j], at(IN, offset(set, j)), scratch(set, 512)[0], j, masked);
                Avx512Code.this.store(at(OUT, offset(set, j)), x[j], j, masked);
            }
        }
    }

    /** One block after the other. */
    private void serial(Routine routine, boolean output) {
        begin(routine);
        loadMatrices(128);
        VectorRegister[] x = slices(0, 128);
        VectorRegister block = zmm(4).as(128);
        VectorRegister chain = zmm(9).as(128);
        a.emit(VMOVDQU32, chain, at(EXTRA, 0));
        whileLeft(1, () -> {
            a.emit(VPXORD, block, chain, at(IN, 0));
            a.emit(VPSHUFB, block, block, at(swapWords));
            a.emit(VGF2P8AFFINEQB, x[0], block, at(in).broadcasted(), imm(0));
            a.emit(VPSHUFD, x[1], x[0], imm(0x55));
            a.emit(VPSHUFD, x[2], x[0], imm(0xaa));
            a.emit(VPSHUFD, x[3], x[0], imm(0xff));
            rounds(1, 128);
            a.emit(VPUNPCKLDQ, x[3], x[3], x[2]);
            a.emit(VPUNPCKLDQ, x[1], x[1], x[0]);
            a.emit(VPUNPCKLQDQ, x[3], x[3], x[1]);
            a.emit(VGF2P8AFFINEQB, x[3], x[3], at(out).broadcasted(), imm(0));
            a.emit(VPSHUFB, chain, x[3], at(swapWords));
            a.emit(ADD, IN, imm(Engine.BLOCK_BYTES));
            if (output) {
                a.emit(VMOVDQU32_STORE, at(OUT, 0), chain);
                a.emit(ADD, OUT, imm(Engine.BLOCK_BYTES));
            }
            a.emit(SUB, BLOCKS, imm(1));
        });
        a.emit(VMOVDQU32_STORE, at(EXTRA, 0), chain);
        end();
    }
}
