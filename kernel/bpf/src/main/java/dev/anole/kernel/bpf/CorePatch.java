package dev.anole.kernel.bpf;

/** Writes a relocation's answer into its instruction. Of each instruction one field can hold one: which, by its class. */
record CorePatch(String program, int insn, String path) {
    /** Whether the instruction had to be poisoned. */
    boolean apply(long[] code, CoreValue value) {
        long old = code[insn];
        if (value.poison()) {
            return poison(code);
        }
        switch (Insn.instructionClass(old)) {
            case Insn.BPF_ALU, Insn.BPF_ALU64 -> {
                if ((Insn.code(old) & Insn.BPF_X) != 0) {
                    throw wrong("the instruction takes no constant");
                }
                expect(value, Insn.imm(old), (int) value.before());
                code[insn] = Insn.withImm(old, (int) value.after());
            }
            case Insn.BPF_LDX, Insn.BPF_ST, Insn.BPF_STX -> {
                expect(value, Insn.off(old), value.before());
                if (value.after() > Short.MAX_VALUE) {
                    throw wrong("the field lies " + value.after() + " bytes into the structure, and an instruction reaches 32767");
                }
                if (!value.sizeMayChange()) {
                    return poison(code);
                }
                code[insn] = Insn.withOff(resized(old, value), (int) value.after());
            }
            case Insn.BPF_LD -> {
                if (!Insn.isLoadImm64(old) || Insn.src(old) != 0 || Insn.off(old) != 0 || insn + 1 >= code.length
                        || (code[insn + 1] & 0xffffffffL) != 0) {
                    throw wrong("not an instruction that loads a constant");
                }
                long held = Integer.toUnsignedLong(Insn.imm(old)) | (long) Insn.imm(code[insn + 1]) << 32;
                expect(value, held, value.before());
                code[insn] = Insn.withImm(old, (int) value.after());
                code[insn + 1] = Insn.withImm(code[insn + 1], (int) (value.after() >>> 32));
            }
            default -> throw wrong("an instruction with code 0x" + Integer.toHexString(Insn.code(old)) + " holds no answer");
        }
        return false;
    }

    private long resized(long old, CoreValue value) {
        if (value.bytesBefore() == value.bytesAfter()) {
            return old;
        }
        if (Insn.memoryBytes(old) != value.bytesBefore()) {
            throw wrong("it moves " + Insn.memoryBytes(old) + " bytes of a field of " + value.bytesBefore());
        }
        int size = switch (value.bytesAfter()) {
            case 1 -> Insn.BPF_B;
            case 2 -> Insn.BPF_H;
            case 4 -> Insn.BPF_W;
            case 8 -> Insn.BPF_DW;
            default -> throw wrong("the target's field has " + value.bytesAfter() + " bytes, which no instruction moves");
        };
        return Insn.withCode(old, Insn.code(old) & ~0x18 | size);
    }

    private void expect(CoreValue value, long held, long expected) {
        if (value.validate() && held != expected) {
            throw wrong("it holds " + held + " where its own types say " + expected);
        }
    }

    private boolean poison(long[] code) {
        long poison = Insn.of(Insn.BPF_CALL, 0, 0, 0, CoreRelocator.POISON);
        // The second half of a 64-bit load would otherwise be an unknown instruction.
        if (Insn.isLoadImm64(code[insn]) && insn + 1 < code.length) {
            code[insn + 1] = poison;
        }
        code[insn] = poison;
        return true;
    }

    private RelocationException wrong(String reason) {
        return new RelocationException(program, insn, path, reason);
    }
}
