package dev.anole.kernel.machine;

import dev.anole.kernel.machine.VectorInstruction.Encoding;
import dev.anole.kernel.machine.VectorInstruction.Form;

import java.util.Optional;

/** VEX and EVEX: Intel SDM volume 2, sections 2.3 and 2.7. */
final class VectorEncoder {
    private final CodeBuffer code;

    VectorEncoder(CodeBuffer code) {
        this.code = code;
    }

    void encode(VectorInstruction op, Optional<Mask> mask, boolean zeroing, Operand... operands) {
        Form form = op.form;
        if (operands.length != form.operands) {
            throw new IllegalArgumentException(op.mnemonic() + " takes " + form.operands + " operands, not " + operands.length);
        }
        int reg = op.extension;
        int vvvv = 0;
        Operand rm;
        switch (form) {
            case RM, RMI -> {
                reg = number(operands[0]);
                rm = operands[1];
            }
            case MR, MRI -> {
                rm = operands[0];
                reg = number(operands[1]);
            }
            case RVM, RVMI -> {
                reg = number(operands[0]);
                vvvv = number(operands[1]);
                rm = operands[2];
            }
            case VMI -> {
                vvvv = number(operands[0]);
                rm = operands[1];
            }
            default -> throw new AssertionError(form);
        }
        int bits = bits(operands);
        if (needsEvex(op, mask, bits, reg, vvvv, rm)) {
            evex(op, mask, zeroing, bits, reg, vvvv, rm);
        } else {
            vex(op, bits, reg, vvvv, rm);
        }
        if (form.immediate()) {
            code.put((int) immediate(op, operands[operands.length - 1]));
        }
    }

    private static boolean needsEvex(VectorInstruction op, Optional<Mask> mask, int bits, int reg, int vvvv, Operand rm) {
        boolean high = bits == 512 || reg > 15 || vvvv > 15 || rm instanceof VectorRegister v && v.number() > 15
                || rm instanceof Memory m && m.broadcast() || mask.isPresent();
        if (op.encoding == Encoding.VEX && high) {
            throw new IllegalArgumentException(op.mnemonic() + " has no EVEX form for these operands");
        }
        return op.encoding == Encoding.EVEX || op.encoding != Encoding.VEX && high;
    }

    private void vex(VectorInstruction op, int bits, int reg, int vvvv, Operand rm) {
        int w = op.encoding == Encoding.BOTH_W ? 0 : op.w;
        prefixVex(code, op.prefix.ordinal(), op.map.ordinal() + 1, w, bits == 256 ? 1 : 0, reg, vvvv, rm);
        code.put(op.opcode);
        code.putOperand(reg, rm, 1, op.form.immediate() ? 1 : 0);
    }

    /** The two- or three-byte prefix; shared with the BMI instructions, which are VEX-encoded too. */
    static void prefixVex(CodeBuffer code, int prefix, int map, int w, int l, int reg, int vvvv, Operand rm) {
        int r = reg >> 3 & 1 ^ 1;
        int x = indexBit(rm) ^ 1;
        int b = baseBit(rm) ^ 1;
        int tail = (~vvvv & 15) << 3 | l << 2 | prefix;
        if (x == 1 && b == 1 && w == 0 && map == 1) {
            code.put(0xc5);
            code.put(r << 7 | tail);
        } else {
            code.put(0xc4);
            code.put(r << 7 | x << 6 | b << 5 | map);
            code.put(w << 7 | tail);
        }
    }

    private void evex(VectorInstruction op, Optional<Mask> mask, boolean zeroing, int bits, int reg, int vvvv, Operand rm) {
        int x = rm instanceof VectorRegister v ? v.number() >> 4 & 1 : indexBit(rm);
        boolean broadcast = rm instanceof Memory m && m.broadcast();
        if (broadcast && op.tuple != VectorInstruction.Tuple.FULL) {
            throw new IllegalArgumentException(op.mnemonic() + " cannot broadcast from memory");
        }
        code.put(0x62);
        code.put((reg >> 3 & 1 ^ 1) << 7 | (x ^ 1) << 6 | (baseBit(rm) ^ 1) << 5 | (reg >> 4 & 1 ^ 1) << 4 | op.map.ordinal() + 1);
        code.put(op.w << 7 | (~vvvv & 15) << 3 | 4 | op.prefix.ordinal());
        code.put((zeroing ? 0x80 : 0) | bits / 256 << 5 | (broadcast ? 0x10 : 0) | (vvvv >> 4 & 1 ^ 1) << 3
                | mask.map(Mask::number).orElse(0));
        code.put(op.opcode);
        code.putOperand(reg, rm, displacementUnit(op, bits, broadcast), op.form.immediate() ? 1 : 0);
    }

    private static int displacementUnit(VectorInstruction op, int bits, boolean broadcast) {
        return switch (op.tuple) {
            case FULL -> broadcast ? op.elementBytes() : bits / 8;
            case FULL_MEM -> bits / 8;
            case ELEMENT -> op.elementBytes();
            case M128 -> 16;
            case M256 -> 32;
        };
    }

    private static int baseBit(Operand rm) {
        return switch (rm) {
            case Gpr g -> g.number() >> 3;
            case VectorRegister v -> v.number() >> 3 & 1;
            case Memory m -> m.base().map(g -> g.number() >> 3).orElse(0);
            case Mask mask -> 0;
            case Immediate i -> 0;
        };
    }

    private static int indexBit(Operand rm) {
        return rm instanceof Memory m ? m.index().map(g -> g.number() >> 3).orElse(0) : 0;
    }

    private static int bits(Operand... operands) {
        int bits = 128;
        for (Operand operand : operands) {
            if (operand instanceof VectorRegister v) {
                bits = Math.max(bits, v.bits());
            }
        }
        return bits;
    }

    private static int number(Operand operand) {
        if (operand instanceof VectorRegister v) {
            return v.number();
        }
        throw new IllegalArgumentException("a vector register is needed, not " + operand);
    }

    private static long immediate(VectorInstruction op, Operand operand) {
        if (operand instanceof Immediate i && i.value() >= 0 && i.value() <= 255) {
            return i.value();
        }
        throw new IllegalArgumentException(op.mnemonic() + " ends with a number from 0 to 255, not " + operand);
    }
}
