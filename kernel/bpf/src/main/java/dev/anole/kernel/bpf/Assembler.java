package dev.anole.kernel.bpf;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Writes a program instruction by instruction, so that a simple one needs no C. Each method is one instruction of
 * <a href="https://www.rfc-editor.org/rfc/rfc9669">RFC 9669</a>, named as its manual page would read; labels are forward or
 * backward, and are checked when the program is finished.
 *
 * <pre>
 * Assembler code = new Assembler();
 * Label end = code.label();
 * code.load(R2, R1, 0, Width.WORD)      // r2 = *(u32 *) (r1 + 0)
 *     .jumpIf(Condition.EQUAL, R2, 0, end)
 *     .move(R0, 1)
 *     .bind(end)
 *     .exit();
 * </pre>
 */
public final class Assembler {
    /** The registers: R0 for results, R1 to R5 for arguments, R6 to R9 that calls keep, R10 the stack's end. */
    public enum Register {
        R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10
    }

    /** How much a load or store moves. */
    public enum Width {
        BYTE(1, Insn.BPF_B), HALF(2, Insn.BPF_H), WORD(4, Insn.BPF_W), LONG(8, Insn.BPF_DW);

        private final int bytes;
        private final int code;

        Width(int bytes, int code) {
            this.bytes = bytes;
            this.code = code;
        }

        /** In bytes. */
        public int bytes() {
            return bytes;
        }

        /** The width of this many bytes: 1, 2, 4 or 8. */
        public static Width of(int bytes) {
            return Arrays.stream(values()).filter(each -> each.bytes == bytes).findFirst().orElseThrow(() ->
                    new IllegalArgumentException("no instruction moves " + bytes + " bytes"));
        }
    }

    /** What can be done with two numbers; the result is in the first's register. */
    public enum Operation {
        ADD(0x00), SUBTRACT(0x10), MULTIPLY(0x20), DIVIDE(0x30), OR(0x40), AND(0x50), SHIFT_LEFT(0x60), SHIFT_RIGHT(0x70),
        MODULO(0x90), XOR(0xa0), SHIFT_RIGHT_SIGNED(0xc0);

        private final int code;

        Operation(int code) {
            this.code = code;
        }
    }

    /** When a jump is taken, of all 64 bits. */
    public enum Condition {
        EQUAL(0x10), GREATER(0x20), GREATER_EQUAL(0x30), SET(0x40), NOT_EQUAL(0x50), SIGNED_GREATER(0x60),
        SIGNED_GREATER_EQUAL(0x70), LESS(0xa0), LESS_EQUAL(0xb0), SIGNED_LESS(0xc0), SIGNED_LESS_EQUAL(0xd0);

        private final int code;

        Condition(int code) {
            this.code = code;
        }
    }

    /** A place in the program that is jumped to. */
    public static final class Label {
        private int place = -1;

        private Label() {
        }
    }

    /** What the kernel lets a program at most have. */
    static final int INSNS_MAX = 1_000_000;
    private static final int MOVE = 0xb0;
    private static final int NEGATE = 0x80;

    private long[] code = new long[64];
    private int length;
    private final Map<Integer, Label> jumps = new LinkedHashMap<>();

    private Assembler add(int opcode, int dst, int src, int off, int imm) {
        if (length == INSNS_MAX) {
            throw new IllegalStateException("more than " + INSNS_MAX + " instructions");
        }
        if (off != (short) off) {
            throw new IllegalArgumentException("offset " + off + " is outside 16 bits");
        }
        if (length == code.length) {
            code = Arrays.copyOf(code, 2 * length);
        }
        code[length++] = Insn.of(opcode, dst, src, off, imm);
        return this;
    }

    /** A label that is not bound yet. */
    public Label label() {
        return new Label();
    }

    /** Makes a label stand for the next instruction. */
    public Assembler bind(Label label) {
        if (label.place >= 0) {
            throw new IllegalStateException("a label stands for one place");
        }
        label.place = length;
        return this;
    }

    /** {@code to = value}, sign-extended. */
    public Assembler move(Register to, int value) {
        return add(Insn.BPF_ALU64 | MOVE, to.ordinal(), 0, 0, value);
    }

    /** {@code to = from}. */
    public Assembler move(Register to, Register from) {
        return add(Insn.BPF_ALU64 | MOVE | Insn.BPF_X, to.ordinal(), from.ordinal(), 0, 0);
    }

    /** {@code to = value}, of 64 bits, in two instructions. */
    public Assembler moveLong(Register to, long value) {
        return add(Insn.LD_IMM64, to.ordinal(), 0, 0, (int) value).add(0, 0, 0, 0, (int) (value >>> 32));
    }

    /** {@code to = the map}, for helpers. */
    public Assembler moveMap(Register to, BpfMap map) {
        return moveDescriptor(to, map.number());
    }

    Assembler moveDescriptor(Register to, int number) {
        return add(Insn.LD_IMM64, to.ordinal(), Insn.BPF_PSEUDO_MAP_FD, 0, number).add(0, 0, 0, 0, 0);
    }

    /** {@code to = the address of the map's first value}: of an array with one element. */
    public Assembler moveValue(Register to, BpfMap map, int offset) {
        return add(Insn.LD_IMM64, to.ordinal(), Insn.BPF_PSEUDO_MAP_VALUE, 0, map.number()).add(0, 0, 0, 0, offset);
    }

    /** {@code to = to operation value}. */
    public Assembler compute(Operation operation, Register to, int value) {
        return add(Insn.BPF_ALU64 | operation.code, to.ordinal(), 0, 0, value);
    }

    /** {@code to = to operation from}. */
    public Assembler compute(Operation operation, Register to, Register from) {
        return add(Insn.BPF_ALU64 | operation.code | Insn.BPF_X, to.ordinal(), from.ordinal(), 0, 0);
    }

    /** {@code to = -to}. */
    public Assembler negate(Register to) {
        return add(Insn.BPF_ALU64 | NEGATE, to.ordinal(), 0, 0, 0);
    }

    /** {@code to = *(from + offset)}, with zeros above. */
    public Assembler load(Register to, Register from, int offset, Width width) {
        return add(Insn.BPF_LDX | Insn.BPF_MEM | width.code, to.ordinal(), from.ordinal(), offset, 0);
    }

    /** {@code *(to + offset) = from}. */
    public Assembler store(Register to, int offset, Register from, Width width) {
        return add(Insn.BPF_STX | Insn.BPF_MEM | width.code, to.ordinal(), from.ordinal(), offset, 0);
    }

    /** {@code *(to + offset) = value}. */
    public Assembler store(Register to, int offset, int value, Width width) {
        return add(Insn.BPF_ST | Insn.BPF_MEM | width.code, to.ordinal(), 0, offset, value);
    }

    /** {@code *(to + offset) += from}, whole for all CPUs; words and longs only. */
    public Assembler addAtomically(Register to, int offset, Register from, Width width) {
        if (width.bytes < 4) {
            throw new IllegalArgumentException("only words and longs are added to atomically");
        }
        return add(Insn.BPF_STX | Insn.BPF_ATOMIC | width.code, to.ordinal(), from.ordinal(), offset, 0);
    }

    /** Calls a helper by its number, as in {@code include/uapi/linux/bpf.h}: arguments in R1 to R5, result in R0. */
    public Assembler call(int helper) {
        return add(Insn.BPF_CALL, 0, 0, 0, helper);
    }

    /** Goes on at a label. */
    public Assembler jump(Label label) {
        jumps.put(length, Objects.requireNonNull(label));
        return add(Insn.BPF_JA, 0, 0, 0, 0);
    }

    /** Goes on at a label if {@code register condition value}. */
    public Assembler jumpIf(Condition condition, Register register, int value, Label label) {
        jumps.put(length, Objects.requireNonNull(label));
        return add(Insn.BPF_JMP | condition.code, register.ordinal(), 0, 0, value);
    }

    /** Goes on at a label if {@code a condition b}. */
    public Assembler jumpIf(Condition condition, Register a, Register b, Label label) {
        jumps.put(length, Objects.requireNonNull(label));
        return add(Insn.BPF_JMP | condition.code | Insn.BPF_X, a.ordinal(), b.ordinal(), 0, 0);
    }

    /** Ends the program; it returns R0. */
    public Assembler exit() {
        return add(Insn.BPF_EXIT, 0, 0, 0, 0);
    }

    /** How many instructions there are. */
    public int length() {
        return length;
    }

    /**
     * The program.
     *
     * @throws IllegalStateException when a label was never bound or lies too far away
     */
    long[] finish() {
        long[] finished = Arrays.copyOf(code, length);
        jumps.forEach((insn, label) -> {
            int distance = label.place - insn - 1;
            if (label.place < 0 || label.place >= length || distance != (short) distance) {
                throw new IllegalStateException("the jump at instruction " + insn + " leads nowhere");
            }
            finished[insn] = Insn.withOff(finished[insn], distance);
        });
        return finished;
    }

    /** The bytes of the program, as the kernel takes them. */
    public byte[] toBytes() {
        return Insn.encode(finish());
    }

    /**
     * Loads it.
     *
     * @param section what it is for, as in C: {@code SEC("tp_btf/sched_switch")}
     * @throws VerifierException when the verifier refuses it
     */
    public BpfProgram load(String name, String section) {
        ProgramSection what = ProgramSection.of(section).orElseThrow(() ->
                new ObjectException(name, "section " + section, "names no type of program that is known here"));
        ProgramDefinition definition = new ProgramDefinition(name, section, what.type(), what.attachType(), what.flags(),
                what.target(), true);
        long[] finished = finish();
        LinkedProgram program = new LinkedProgram(new BpfFunction(name, section, 0, 0, finished, true, false), finished,
                java.util.List.of(), java.util.List.of(), Map.of(), Map.of());
        return BpfProgram.load(new BpfProgram.Load(definition, "Dual BSD/GPL", program, java.util.Optional.empty(),
                java.util.Optional.empty(), AttachTarget.type(definition, KernelBtf::running), java.util.Optional.empty(),
                new int[0]));
    }
}
