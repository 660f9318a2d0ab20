package dev.anole.kernel.machine;

import java.util.Locale;

/**
 * The vector instructions that are used, with their encoding as Intel's SDM volume 2 writes it: mandatory prefix,
 * opcode map, opcode, W, where operands go, and how EVEX scales an 8-bit displacement.
 */
public enum VectorInstruction {
    // loads and stores
    VMOVDQU(Prefix.PF3, Map.M0F, 0x6f, Form.RM, Encoding.VEX, 0, Tuple.FULL_MEM),
    VMOVDQU_STORE(Prefix.PF3, Map.M0F, 0x7f, Form.MR, Encoding.VEX, 0, Tuple.FULL_MEM),
    VMOVDQA(Prefix.P66, Map.M0F, 0x6f, Form.RM, Encoding.VEX, 0, Tuple.FULL_MEM),
    VMOVDQU32(Prefix.PF3, Map.M0F, 0x6f, Form.RM, Encoding.EVEX, 0, Tuple.FULL_MEM),
    VMOVDQU32_STORE(Prefix.PF3, Map.M0F, 0x7f, Form.MR, Encoding.EVEX, 0, Tuple.FULL_MEM),
    VMOVDQA32(Prefix.P66, Map.M0F, 0x6f, Form.RM, Encoding.EVEX, 0, Tuple.FULL_MEM),
    VMOVDQU64(Prefix.PF3, Map.M0F, 0x6f, Form.RM, Encoding.EVEX, 1, Tuple.FULL_MEM),
    VMOVDQU64_STORE(Prefix.PF3, Map.M0F, 0x7f, Form.MR, Encoding.EVEX, 1, Tuple.FULL_MEM),
    VMOVDQU8(Prefix.PF2, Map.M0F, 0x6f, Form.RM, Encoding.EVEX, 0, Tuple.FULL_MEM),
    VMOVDQU8_STORE(Prefix.PF2, Map.M0F, 0x7f, Form.MR, Encoding.EVEX, 0, Tuple.FULL_MEM),
    VMOVD(Prefix.P66, Map.M0F, 0x6e, Form.RM, Encoding.VEX, 0, Tuple.ELEMENT),
    VMOVD_STORE(Prefix.P66, Map.M0F, 0x7e, Form.MR, Encoding.VEX, 0, Tuple.ELEMENT),
    VMOVQ(Prefix.P66, Map.M0F, 0x6e, Form.RM, Encoding.VEX, 1, Tuple.ELEMENT),
    // broadcasts, pieces, permutations
    VPBROADCASTD(Prefix.P66, Map.M0F38, 0x58, Form.RM, Encoding.BOTH, 0, Tuple.ELEMENT),
    VPBROADCASTQ(Prefix.P66, Map.M0F38, 0x59, Form.RM, Encoding.BOTH_W, 1, Tuple.ELEMENT),
    VPBROADCASTD_GPR(Prefix.P66, Map.M0F38, 0x7c, Form.RM, Encoding.EVEX, 0, Tuple.ELEMENT),
    VBROADCASTI128(Prefix.P66, Map.M0F38, 0x5a, Form.RM, Encoding.VEX, 0, Tuple.M128),
    VBROADCASTI32X4(Prefix.P66, Map.M0F38, 0x5a, Form.RM, Encoding.EVEX, 0, Tuple.M128),
    VEXTRACTI128(Prefix.P66, Map.M0F3A, 0x39, Form.MRI, Encoding.VEX, 0, Tuple.M128),
    VEXTRACTI32X4(Prefix.P66, Map.M0F3A, 0x39, Form.MRI, Encoding.EVEX, 0, Tuple.M128),
    VEXTRACTI64X4(Prefix.P66, Map.M0F3A, 0x3b, Form.MRI, Encoding.EVEX, 1, Tuple.M256),
    VINSERTI128(Prefix.P66, Map.M0F3A, 0x38, Form.RVMI, Encoding.VEX, 0, Tuple.M128),
    VINSERTI32X4(Prefix.P66, Map.M0F3A, 0x38, Form.RVMI, Encoding.EVEX, 0, Tuple.M128),
    VINSERTI64X4(Prefix.P66, Map.M0F3A, 0x3a, Form.RVMI, Encoding.EVEX, 1, Tuple.M256),
    VPERM2I128(Prefix.P66, Map.M0F3A, 0x46, Form.RVMI, Encoding.VEX, 0, Tuple.FULL_MEM),
    VSHUFI32X4(Prefix.P66, Map.M0F3A, 0x43, Form.RVMI, Encoding.EVEX, 0, Tuple.FULL),
    VALIGNQ(Prefix.P66, Map.M0F3A, 0x03, Form.RVMI, Encoding.EVEX, 1, Tuple.FULL),
    VPALIGNR(Prefix.P66, Map.M0F3A, 0x0f, Form.RVMI, Encoding.BOTH, 0, Tuple.FULL_MEM),
    VPBLENDD(Prefix.P66, Map.M0F3A, 0x02, Form.RVMI, Encoding.VEX, 0, Tuple.FULL_MEM),
    VPSHUFD(Prefix.P66, Map.M0F, 0x70, Form.RMI, Encoding.BOTH, 0, Tuple.FULL),
    VPSHUFB(Prefix.P66, Map.M0F38, 0x00, Form.RVM, Encoding.BOTH, 0, Tuple.FULL_MEM),
    VPUNPCKLDQ(Prefix.P66, Map.M0F, 0x62, Form.RVM, Encoding.BOTH, 0, Tuple.FULL),
    VPUNPCKHDQ(Prefix.P66, Map.M0F, 0x6a, Form.RVM, Encoding.BOTH, 0, Tuple.FULL),
    VPUNPCKLQDQ(Prefix.P66, Map.M0F, 0x6c, Form.RVM, Encoding.BOTH_W, 1, Tuple.FULL),
    VPUNPCKHQDQ(Prefix.P66, Map.M0F, 0x6d, Form.RVM, Encoding.BOTH_W, 1, Tuple.FULL),
    // logic
    VPXOR(Prefix.P66, Map.M0F, 0xef, Form.RVM, Encoding.VEX, 0, Tuple.FULL_MEM),
    VPAND(Prefix.P66, Map.M0F, 0xdb, Form.RVM, Encoding.VEX, 0, Tuple.FULL_MEM),
    VPANDN(Prefix.P66, Map.M0F, 0xdf, Form.RVM, Encoding.VEX, 0, Tuple.FULL_MEM),
    VPOR(Prefix.P66, Map.M0F, 0xeb, Form.RVM, Encoding.VEX, 0, Tuple.FULL_MEM),
    VPXORD(Prefix.P66, Map.M0F, 0xef, Form.RVM, Encoding.EVEX, 0, Tuple.FULL),
    VPANDD(Prefix.P66, Map.M0F, 0xdb, Form.RVM, Encoding.EVEX, 0, Tuple.FULL),
    VPORD(Prefix.P66, Map.M0F, 0xeb, Form.RVM, Encoding.EVEX, 0, Tuple.FULL),
    VPTERNLOGD(Prefix.P66, Map.M0F3A, 0x25, Form.RVMI, Encoding.EVEX, 0, Tuple.FULL),
    // numbers
    VPADDD(Prefix.P66, Map.M0F, 0xfe, Form.RVM, Encoding.BOTH, 0, Tuple.FULL),
    VPADDQ(Prefix.P66, Map.M0F, 0xd4, Form.RVM, Encoding.BOTH_W, 1, Tuple.FULL),
    VPSLLD(Prefix.P66, Map.M0F, 0x72, Form.VMI, 6, Encoding.BOTH, 0, Tuple.FULL),
    VPSRLD(Prefix.P66, Map.M0F, 0x72, Form.VMI, 2, Encoding.BOTH, 0, Tuple.FULL),
    VPSLLQ(Prefix.P66, Map.M0F, 0x73, Form.VMI, 6, Encoding.BOTH_W, 1, Tuple.FULL),
    VPSRLQ(Prefix.P66, Map.M0F, 0x73, Form.VMI, 2, Encoding.BOTH_W, 1, Tuple.FULL),
    VPSLLDQ(Prefix.P66, Map.M0F, 0x73, Form.VMI, 7, Encoding.BOTH, 0, Tuple.FULL_MEM),
    VPSRLDQ(Prefix.P66, Map.M0F, 0x73, Form.VMI, 3, Encoding.BOTH, 0, Tuple.FULL_MEM),
    VPROLD(Prefix.P66, Map.M0F, 0x72, Form.VMI, 1, Encoding.EVEX, 0, Tuple.FULL),
    // AES, carry-less products, Galois fields
    VAESENCLAST(Prefix.P66, Map.M0F38, 0xdd, Form.RVM, Encoding.BOTH, 0, Tuple.FULL_MEM),
    VPCLMULQDQ(Prefix.P66, Map.M0F3A, 0x44, Form.RVMI, Encoding.BOTH, 0, Tuple.FULL_MEM),
    VGF2P8AFFINEQB(Prefix.P66, Map.M0F3A, 0xce, Form.RVMI, Encoding.BOTH_W1, 1, Tuple.FULL),
    VGF2P8AFFINEINVQB(Prefix.P66, Map.M0F3A, 0xcf, Form.RVMI, Encoding.BOTH_W1, 1, Tuple.FULL);

    /** The prefix that is part of the opcode, as VEX and EVEX number it. */
    enum Prefix { NONE, P66, PF3, PF2 }

    /** The opcode map, numbered from one as VEX and EVEX do. */
    enum Map { M0F, M0F38, M0F3A }

    /** Which operand goes where: R is ModRM.reg, M is ModRM.rm, V is vvvv, I is an immediate byte. */
    enum Form {
        RM(2), RMI(3), MR(2), MRI(3), RVM(3), RVMI(4), VMI(3);

        final int operands;

        Form(int operands) {
            this.operands = operands;
        }

        boolean immediate() {
            return this == RMI || this == MRI || this == RVMI || this == VMI;
        }
    }

    /** Which prefixes there are for it. With BOTH, VEX is taken where it suffices, for it is shorter. */
    enum Encoding {
        /** VEX only. */
        VEX,
        /** EVEX only. */
        EVEX,
        /** Both; VEX ignores W, written as 0. */
        BOTH,
        /** Both; VEX ignores W, written as 0, and EVEX wants 1. */
        BOTH_W,
        /** Both, with W as 1. */
        BOTH_W1
    }

    /** How EVEX scales an 8-bit displacement, SDM volume 2, section 2.7.5. */
    enum Tuple { FULL, FULL_MEM, ELEMENT, M128, M256 }

    final Prefix prefix;
    final Map map;
    final int opcode;
    final Form form;
    final int extension;
    final Encoding encoding;
    final int w;
    final Tuple tuple;

    VectorInstruction(Prefix prefix, Map map, int opcode, Form form, Encoding encoding, int w, Tuple tuple) {
        this(prefix, map, opcode, form, 0, encoding, w, tuple);
    }

    VectorInstruction(Prefix prefix, Map map, int opcode, Form form, int extension, Encoding encoding, int w,
                      Tuple tuple) {
        this.prefix = prefix;
        this.map = map;
        this.opcode = opcode;
        this.form = form;
        this.extension = extension;
        this.encoding = encoding;
        this.w = w;
        this.tuple = tuple;
    }

    /** The name as assemblers write it. */
    public String mnemonic() {
        String name = name().toLowerCase(Locale.ROOT);
        int variant = name.indexOf('_');
        return variant < 0 ? name : name.substring(0, variant);
    }

    /** The bytes of one element, or of what one broadcast reads. */
    int elementBytes() {
        return w == 1 ? Long.BYTES : Integer.BYTES;
    }
}
