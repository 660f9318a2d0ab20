package dev.anole.kernel.machine;

/** Instructions on general-purpose registers: Intel SDM volume 2, section 2.1, 2.2 (REX) and each one's page. */
final class GeneralEncoder {
    private static final int PREFIX_OPERAND = 0x66;
    private static final int PREFIX_REP = 0xf3;

    private final CodeBuffer code;

    GeneralEncoder(CodeBuffer code) {
        this.code = code;
    }

    void encode(GeneralInstruction op, Operand first) {
        int w = first instanceof Gpr g ? wide(g) : 1;
        switch (op.form) {
            case UNARY -> plain(w, op.extension, first, 0, op.opcode);
            case SWAP -> {
                Gpr register = gpr(first);
                rex(wide(register), 0, 0, register.number() >> 3);
                code.put(0x0f);
                code.put(op.opcode | register.number() & 7);
            }
            default -> throw wrong(op, first);
        }
    }

    void encode(GeneralInstruction op, Operand to, Operand from) {
        switch (op.form) {
            case ARITHMETIC -> arithmetic(op, to, from);
            case MOVE -> move(op, to, from);
            case LOAD -> plain(wide(gpr(to)), gpr(to).number(), memory(from), 0, op.opcode);
            case LOAD_0F -> plain(wide(gpr(to)), gpr(to).number(), from, 0, 0x0f, op.opcode);
            case LOAD_0F38 -> plain(wide(gpr(to)), gpr(to).number(), memory(from), 0, 0x0f, 0x38, op.opcode);
            case TEST -> plain(wide(gpr(from)), gpr(from).number(), to, 0, op.opcode);
            case SHIFT -> shift(op, gpr(to), (int) number(from));
            case ADX -> {
                code.put(op.extension == 1 ? PREFIX_OPERAND : PREFIX_REP);
                plain(wide(gpr(to)), gpr(to).number(), from, 0, 0x0f, 0x38, op.opcode);
            }
            case TO_MASK -> {
                Gpr source = gpr(from);
                int reg = ((Mask) to).number();
                VectorEncoder.prefixVex(code, op.extension, 1, wide(source), 0, reg, 0, source);
                code.put(op.opcode);
                code.putOperand(reg, source, 1, 0);
            }
            default -> throw wrong(op, to);
        }
    }

    void encode(GeneralInstruction op, Operand to, Operand second, Operand third) {
        Gpr target = gpr(to);
        switch (op.form) {
            case VEX_RVM -> bmi(op, target, gpr(second).number(), third, 2, 0);
            case VEX_RMV -> bmi(op, target, gpr(third).number(), second, 2, 0);
            case VEX_RMI -> {
                bmi(op, target, 0, second, 3, 1);
                code.put((int) number(third));
            }
            default -> throw wrong(op, to);
        }
    }

    private void bmi(GeneralInstruction op, Gpr target, int vvvv, Operand rm, int map, int trailingBytes) {
        VectorEncoder.prefixVex(code, op.extension, map, wide(target), 0, target.number(), vvvv, rm);
        code.put(op.opcode);
        code.putOperand(target.number(), rm, 1, trailingBytes);
    }

    private void arithmetic(GeneralInstruction op, Operand to, Operand from) {
        switch (from) {
            case Immediate immediate -> {
                long value = immediate.value();
                int w = to instanceof Gpr g ? wide(g) : 1;
                if (value == (byte) value) {
                    plain(w, op.extension, to, 1, 0x83);
                    code.put((int) value);
                } else if (to == Gpr.RAX || to == Gpr.EAX) {
                    // The accumulator has a shorter form.
                    rex(w, 0, 0, 0);
                    code.put(op.opcode + 5);
                    code.putInt(int32(value));
                } else {
                    plain(w, op.extension, to, 4, 0x81);
                    code.putInt(int32(value));
                }
            }
            case Gpr register -> plain(wide(register), register.number(), to, 0, op.opcode + 1);
            case Memory memory -> plain(wide(gpr(to)), gpr(to).number(), memory, 0, op.opcode + 3);
            case VectorRegister v -> throw wrong(op, v);
            case Mask k -> throw wrong(op, k);
        }
    }

    private void move(GeneralInstruction op, Operand to, Operand from) {
        switch (from) {
            case Gpr register -> plain(wide(register), register.number(), to, 0, 0x89);
            case Memory memory -> plain(wide(gpr(to)), gpr(to).number(), memory, 0, 0x8b);
            case Immediate immediate -> constant(gpr(to), immediate.value());
            case VectorRegister v -> throw wrong(op, v);
            case Mask k -> throw wrong(op, k);
        }
    }

    private void constant(Gpr to, long value) {
        if (to.bits() == 32) {
            rex(0, 0, 0, to.number() >> 3);
            code.put(0xb8 | to.number() & 7);
            code.putInt(int32(value));
        } else if (value == (int) value) {
            plain(1, 0, to, 4, 0xc7);
            code.putInt((int) value);
        } else {
            rex(1, 0, 0, to.number() >> 3);
            code.put(0xb8 | to.number() & 7);
            code.putLong(value);
        }
    }

    private void shift(GeneralInstruction op, Gpr to, int count) {
        if (count <= 0 || count >= to.bits()) {
            throw new IllegalArgumentException("a shift of " + to + " by " + count);
        }
        if (count == 1) {
            plain(wide(to), op.extension, to, 0, 0xd1);
        } else {
            plain(wide(to), op.extension, to, 1, 0xc1);
            code.put(count);
        }
    }

    void stack(int opcode, Gpr register) {
        rex(0, 0, 0, register.number() >> 3);
        code.put(opcode | register.number() & 7);
    }

    void jump(Gpr register) {
        plain(0, 4, register, 0, 0xff);
    }

    /** REX, opcode and operand. */
    private void plain(int w, int reg, Operand rm, int trailingBytes, int... opcode) {
        int base = 0;
        int index = 0;
        if (rm instanceof Gpr g) {
            base = g.number() >> 3;
        } else if (rm instanceof Memory m) {
            base = m.base().map(g -> g.number() >> 3).orElse(0);
            index = m.index().map(g -> g.number() >> 3).orElse(0);
        }
        rex(w, reg >> 3, index, base);
        for (int piece : opcode) {
            code.put(piece);
        }
        code.putOperand(reg, rm, 1, trailingBytes);
    }

    private void rex(int w, int r, int x, int b) {
        if ((w | r | x | b) != 0) {
            code.put(0x40 | w << 3 | r << 2 | x << 1 | b);
        }
    }

    private static int wide(Gpr register) {
        return register.bits() == 64 ? 1 : 0;
    }

    private static int int32(long value) {
        if (value != (int) value && value >>> 32 != 0) {
            throw new IllegalArgumentException(value + " does not fit 32 bits");
        }
        return (int) value;
    }

    private static Gpr gpr(Operand operand) {
        if (operand instanceof Gpr g) {
            return g;
        }
        throw new IllegalArgumentException("a general-purpose register is needed, not " + operand);
    }

    private static Memory memory(Operand operand) {
        if (operand instanceof Memory m) {
            return m;
        }
        throw new IllegalArgumentException("a place in memory is needed, not " + operand);
    }

    private static long number(Operand operand) {
        if (operand instanceof Immediate i) {
            return i.value();
        }
        throw new IllegalArgumentException("a number is needed, not " + operand);
    }

    private static IllegalArgumentException wrong(GeneralInstruction op, Operand operand) {
        return new IllegalArgumentException(op.mnemonic() + " does not take " + operand);
    }
}
