package dev.anole.kernel.machine;

import java.util.Locale;

/** The instructions on general-purpose registers that are used, with 32-bit and 64-bit operands. */
public enum GeneralInstruction {
    ADD(Form.ARITHMETIC, 0x00, 0), OR(Form.ARITHMETIC, 0x08, 1), ADC(Form.ARITHMETIC, 0x10, 2),
    SBB(Form.ARITHMETIC, 0x18, 3), AND(Form.ARITHMETIC, 0x20, 4), SUB(Form.ARITHMETIC, 0x28, 5),
    XOR(Form.ARITHMETIC, 0x30, 6), CMP(Form.ARITHMETIC, 0x38, 7),
    /** Between registers and memory, or a constant into a register. */
    MOV(Form.MOVE, 0x88, 0),
    LEA(Form.LOAD, 0x8d, 0),
    TEST(Form.TEST, 0x85, 0),
    INC(Form.UNARY, 0xff, 0), DEC(Form.UNARY, 0xff, 1), NOT(Form.UNARY, 0xf7, 2), NEG(Form.UNARY, 0xf7, 3),
    /** RDX:RAX becomes RAX times the operand. */
    MUL(Form.UNARY, 0xf7, 4),
    ROL(Form.SHIFT, 0, 0), ROR(Form.SHIFT, 0, 1), SHL(Form.SHIFT, 0, 4), SHR(Form.SHIFT, 0, 5), SAR(Form.SHIFT, 0, 7),
    BSWAP(Form.SWAP, 0xc8, 0),
    IMUL(Form.LOAD_0F, 0xaf, 0),
    /** Loads and swaps bytes. */
    MOVBE(Form.LOAD_0F38, 0xf0, 0),
    /** Adds with the carry flag alone, and with the overflow flag alone. */
    ADCX(Form.ADX, 0xf6, 1), ADOX(Form.ADX, 0xf6, 2),
    /** BMI: not the first source, and the second. */
    ANDN(Form.VEX_RVM, 0xf2, 0),
    /** BMI2: keeps so many low bits of the first source as the second says. */
    BZHI(Form.VEX_RMV, 0xf5, 0),
    /** BMI2: high and low half of RDX times the source, no flags touched. */
    MULX(Form.VEX_RVM, 0xf6, 3),
    RORX(Form.VEX_RMI, 0xf0, 3),
    KMOVW(Form.TO_MASK, 0x92, 0), KMOVQ(Form.TO_MASK, 0x92, 3);

    enum Form { ARITHMETIC, MOVE, LOAD, TEST, UNARY, SHIFT, SWAP, LOAD_0F, LOAD_0F38, ADX, VEX_RVM, VEX_RMV, VEX_RMI, TO_MASK }

    final Form form;
    final int opcode;
    /** The number in ModRM.reg, or for VEX and ADX the mandatory prefix as VEX numbers it. */
    final int extension;

    GeneralInstruction(Form form, int opcode, int extension) {
        this.form = form;
        this.opcode = opcode;
        this.extension = extension;
    }

    /** The name as assemblers write it. */
    public String mnemonic() {
        return name().toLowerCase(Locale.ROOT);
    }
}
