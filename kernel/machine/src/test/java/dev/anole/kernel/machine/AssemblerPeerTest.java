package dev.anole.kernel.machine;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Every instruction with many operands, byte for byte as LLVM assembles its text. */
class AssemblerPeerTest {
    private static final int SHAPES_PER_INSTRUCTION = 60;
    private static final long SEED = 20261120;

    private final Random random = new Random(SEED);
    private final List<String> lines = new ArrayList<>();
    private final List<String> ours = new ArrayList<>();

    @Test
    void everyVectorInstructionIsEncodedAsLlvmDoes() throws Exception {
        for (VectorInstruction op : VectorInstruction.values()) {
            for (int i = 0; i < SHAPES_PER_INSTRUCTION; i++) {
                vector(op);
            }
        }
        compare();
    }

    @Test
    void everyGeneralInstructionIsEncodedAsLlvmDoes() throws Exception {
        for (GeneralInstruction op : GeneralInstruction.values()) {
            for (int i = 0; i < SHAPES_PER_INSTRUCTION; i++) {
                general(op);
            }
        }
        for (Gpr register : List.of(Gpr.RBX, Gpr.R12, Gpr.RBP)) {
            Assembler push = new Assembler();
            push.push(register);
            add("push " + register, push);
            Assembler pop = new Assembler();
            pop.pop(register);
            add("pop " + register, pop);
            Assembler jump = new Assembler();
            jump.jump(register);
            add("jmp " + register, jump);
        }
        Assembler zero = new Assembler();
        zero.vzeroupper();
        add("vzeroupper", zero);
        Assembler ret = new Assembler();
        ret.ret();
        add("ret", ret);
        compare();
    }

    private void vector(VectorInstruction op) {
        boolean evex = op.encoding != VectorInstruction.Encoding.VEX && random.nextBoolean()
                || op.encoding == VectorInstruction.Encoding.EVEX;
        int bits = switch (op) {
            case VMOVD, VMOVD_STORE, VMOVQ -> 128;
            case VBROADCASTI128, VEXTRACTI128, VINSERTI128, VPERM2I128 -> 256;
            case VEXTRACTI64X4, VINSERTI64X4 -> 512;
            case VBROADCASTI32X4, VEXTRACTI32X4, VINSERTI32X4, VSHUFI32X4 -> evex && random.nextBoolean() ? 512 : 256;
            default -> evex ? 128 << random.nextInt(3) : 128 << random.nextInt(2);
        };
        VectorRegister wide = register(bits, evex);
        List<Operand> operands = new ArrayList<>();
        Operand rm = switch (op) {
            case VMOVD, VMOVD_STORE -> random.nextBoolean() ? gpr().low() : memory();
            case VMOVQ -> gpr();
            case VPBROADCASTD_GPR -> gpr().low();
            case VPBROADCASTD, VPBROADCASTQ -> random.nextBoolean() ? register(128, evex) : memory();
            case VBROADCASTI128, VBROADCASTI32X4 -> memory();
            case VEXTRACTI128, VINSERTI128, VEXTRACTI32X4, VINSERTI32X4 -> random.nextBoolean() ? register(128, evex) : memory();
            case VEXTRACTI64X4, VINSERTI64X4 -> random.nextBoolean() ? register(256, evex) : memory();
            // LLVM turns a copy from a high register to a low one round, into the store's opcode.
            case VMOVDQU, VMOVDQA -> random.nextBoolean() ? new VectorRegister(random.nextInt(8), bits) : memory();
            case VMOVDQU_STORE, VMOVDQU32_STORE, VMOVDQU64_STORE, VMOVDQU8_STORE -> memory();
            default -> random.nextBoolean() ? register(bits, evex) : memory();
        };
        // Shifts of memory by a number, and broadcasts from memory, are for EVEX only.
        boolean memoryNeedsEvex = op.form == VectorInstruction.Form.VMI;
        if (rm instanceof Memory && memoryNeedsEvex && !evex) {
            rm = register(bits, false);
        }
        if (rm instanceof Memory && memoryNeedsEvex && !(wide.number() > 15 || bits == 512)) {
            wide = new VectorRegister(16 + random.nextInt(16), bits);
        }
        // LLVM 14's parser of Intel syntax refuses a broadcast there.
        boolean llvmCannotRead = op == VectorInstruction.VGF2P8AFFINEQB || op == VectorInstruction.VGF2P8AFFINEINVQB;
        if (rm instanceof Memory m && evex && op.tuple == VectorInstruction.Tuple.FULL && !llvmCannotRead
                && random.nextInt(3) == 0) {
            rm = m.broadcasted();
        }
        switch (op.form) {
            case RM, RMI -> operands.addAll(List.of(wide, rm));
            case MR, MRI -> operands.addAll(List.of(rm, wide));
            case RVM, RVMI -> operands.addAll(List.of(wide, register(bits, evex), rm));
            case VMI -> operands.addAll(List.of(wide, rm));
        }
        if (op.form.immediate()) {
            operands.add(Operand.imm(op == VectorInstruction.VPSHUFD || random.nextBoolean() ? random.nextInt(128) : 1));
        }
        boolean canMask = evex && op.encoding != VectorInstruction.Encoding.VEX && switch (op) {
            case VPSHUFB, VPXORD, VPADDD, VMOVDQU8, VMOVDQU32, VMOVDQU64, VPTERNLOGD, VGF2P8AFFINEQB, VPROLD -> true;
            default -> false;
        };
        Assembler a = new Assembler();
        Optional<Mask> mask = canMask && random.nextBoolean() ? Optional.of(Mask.k(1 + random.nextInt(7))) : Optional.empty();
        boolean zeroing = mask.isPresent() && random.nextBoolean();
        Operand[] array = operands.toArray(Operand[]::new);
        if (mask.isEmpty()) {
            a.emit(op, array);
        } else if (zeroing) {
            a.emitZeroing(op, mask.get(), array);
        } else {
            a.emitMerging(op, mask.get(), array);
        }
        StringBuilder line = new StringBuilder(op.mnemonic()).append(' ');
        for (int i = 0; i < array.length; i++) {
            line.append(i == 0 ? "" : ", ").append(text(op, array[i], bits));
            if (i == 0 && mask.isPresent()) {
                line.append(" {").append(mask.get()).append('}').append(zeroing ? " {z}" : "");
            }
        }
        add(line.toString(), a);
    }

    private static String text(VectorInstruction op, Operand operand, int bits) {
        if (operand instanceof Immediate i) {
            return Long.toString(i.value());
        }
        if (operand instanceof Memory m && m.broadcast()) {
            int element = op.elementBytes();
            return (element == 8 ? "qword ptr " : "dword ptr ") + m + "{1to" + bits / 8 / element + "}";
        }
        return operand.toString();
    }

    private void general(GeneralInstruction op) {
        boolean wide = random.nextBoolean();
        Gpr to = wide ? gpr() : gpr().low();
        Gpr other = wide ? gpr() : gpr().low();
        Gpr third = wide ? gpr() : gpr().low();
        Operand source = random.nextBoolean() ? other : memory();
        String size = wide ? "qword ptr " : "dword ptr ";
        long small = random.nextInt(256) - 128;
        Assembler a = new Assembler();
        switch (op.form) {
            case ARITHMETIC -> {
                switch (random.nextInt(3)) {
                    case 0 -> two(a, op, to, source);
                    case 1 -> two(a, op, memory(), to);
                    default -> two(a, op, to, Operand.imm(random.nextBoolean() ? small : random.nextInt(1 << 24) + 200));
                }
            }
            case MOVE -> {
                switch (random.nextInt(3)) {
                    case 0 -> two(a, op, to, source);
                    case 1 -> two(a, op, memory(), to);
                    default -> {
                        long value = !wide || random.nextBoolean() ? random.nextInt() & 0x7fffffff : random.nextLong();
                        a.emit(op, to, Operand.imm(value));
                        add((value == (int) value ? "mov " : "movabs ") + to + ", " + value, a);
                    }
                }
            }
            case LOAD, LOAD_0F38 -> two(a, op, to, memory());
            case LOAD_0F, ADX -> two(a, op, to, source);
            case TEST -> two(a, op, other, to);
            case UNARY -> {
                Operand only = op == GeneralInstruction.MUL && wide ? source : to;
                a.emit(op, only);
                add(op.mnemonic() + " " + (only instanceof Memory ? size : "") + only, a);
            }
            case SWAP -> {
                a.emit(op, to);
                add(op.mnemonic() + " " + to, a);
            }
            case SHIFT -> two(a, op, to, Operand.imm(1 + random.nextInt(31)));
            case VEX_RVM -> three(a, op, to, other, random.nextBoolean() ? third : memory());
            case VEX_RMV -> three(a, op, to, source, third);
            case VEX_RMI -> three(a, op, to, source, Operand.imm(random.nextInt(32)));
            case TO_MASK -> two(a, op, Mask.k(1 + random.nextInt(7)), op == GeneralInstruction.KMOVQ ? gpr() : gpr().low());
        }
    }

    private void two(Assembler a, GeneralInstruction op, Operand to, Operand from) {
        a.emit(op, to, from);
        add(op.mnemonic() + " " + plain(to) + ", " + plain(from), a);
    }

    private void three(Assembler a, GeneralInstruction op, Operand to, Operand second, Operand third) {
        a.emit(op, to, second, third);
        add(op.mnemonic() + " " + plain(to) + ", " + plain(second) + ", " + plain(third), a);
    }

    private static String plain(Operand operand) {
        return operand instanceof Immediate i ? Long.toString(i.value()) : operand.toString();
    }

    private Gpr gpr() {
        return Gpr.values()[random.nextInt(16)];
    }

    private VectorRegister register(int bits, boolean evex) {
        return new VectorRegister(random.nextInt(evex ? 32 : 16), bits);
    }

    private Memory memory() {
        int displacement = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 64 * (random.nextInt(200) - 100);
            case 2 -> random.nextInt(256) - 128;
            default -> random.nextInt(100000) - 50000;
        };
        Gpr index = gpr();
        return index == Gpr.RSP || random.nextBoolean() ? Memory.at(gpr(), displacement)
                : Memory.at(gpr(), index, 1 << random.nextInt(4), displacement);
    }

    private void add(String line, Assembler a) {
        lines.add(line);
        ours.add(HexFormat.of().formatHex(a.finish()));
    }

    private void compare() throws Exception {
        Optional<LlvmMc> llvm = LlvmMc.find();
        assumeTrue(llvm.isPresent(), "llvm-mc is not installed: apt-get install llvm");
        List<String> theirs = llvm.get().encode(lines);
        assertEquals(lines.size(), theirs.size());
        List<String> different = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!theirs.get(i).equals(ours.get(i))) {
                different.add(lines.get(i) + ": LLVM " + theirs.get(i) + ", we " + ours.get(i));
            }
        }
        assertEquals("", different.stream().limit(40).collect(Collectors.joining("\n")),
                different.size() + " of " + lines.size() + " differ, seed " + SEED + " " + Arrays.asList());
    }
}
