package dev.anole.kernel.bpf;

/**
 * One BPF instruction as the 64 bits that it is, {@code struct bpf_insn} of {@code include/uapi/linux/bpf.h}; the
 * instruction set is <a href="https://www.rfc-editor.org/rfc/rfc9669">RFC 9669</a>. A program is an array of these,
 * and needs no object an instruction.
 *
 * <pre>
 * bits 0..7 code | 8..11 dst_reg | 12..15 src_reg | 16..31 off, signed | 32..63 imm, signed
 * </pre>
 */
final class Insn {
    static final int BYTES = 8;

    static final int BPF_LD = 0x00;
    static final int BPF_LDX = 0x01;
    static final int BPF_ST = 0x02;
    static final int BPF_STX = 0x03;
    static final int BPF_ALU = 0x04;
    static final int BPF_JMP = 0x05;
    static final int BPF_JMP32 = 0x06;
    static final int BPF_ALU64 = 0x07;
    static final int BPF_X = 0x08;
    static final int BPF_W = 0x00;
    static final int BPF_H = 0x08;
    static final int BPF_B = 0x10;
    static final int BPF_DW = 0x18;
    static final int BPF_MEM = 0x60;
    static final int BPF_MEMSX = 0x80;
    static final int BPF_ATOMIC = 0xc0;
    static final int BPF_CALL = 0x85;
    static final int BPF_EXIT = 0x95;
    static final int BPF_JA = 0x05;
    /** The first of two instructions that load 64 bits. */
    static final int LD_IMM64 = 0x18;

    static final int BPF_PSEUDO_MAP_FD = 1;
    static final int BPF_PSEUDO_MAP_VALUE = 2;
    static final int BPF_PSEUDO_BTF_ID = 3;
    static final int BPF_PSEUDO_FUNC = 4;
    static final int BPF_PSEUDO_CALL = 1;
    static final int BPF_PSEUDO_KFUNC_CALL = 2;

    private Insn() {
    }

    static long of(int code, int dst, int src, int off, int imm) {
        return code & 0xffL | (dst & 0xfL) << 8 | (src & 0xfL) << 12 | (off & 0xffffL) << 16 | (long) imm << 32;
    }

    static int code(long insn) {
        return (int) insn & 0xff;
    }

    static int dst(long insn) {
        return (int) (insn >>> 8) & 0xf;
    }

    static int src(long insn) {
        return (int) (insn >>> 12) & 0xf;
    }

    static int off(long insn) {
        return (short) (insn >>> 16);
    }

    static int imm(long insn) {
        return (int) (insn >> 32);
    }

    static long withCode(long insn, int code) {
        return insn & ~0xffL | code & 0xff;
    }

    static long withSrc(long insn, int src) {
        return insn & ~0xf000L | (src & 0xfL) << 12;
    }

    static long withOff(long insn, int off) {
        return insn & ~0xffff0000L | (off & 0xffffL) << 16;
    }

    static long withImm(long insn, int imm) {
        return insn & 0xffffffffL | (long) imm << 32;
    }

    static int instructionClass(long insn) {
        return (int) insn & 7;
    }

    static boolean isLoadImm64(long insn) {
        return code(insn) == LD_IMM64;
    }

    static boolean isSubprogramCall(long insn) {
        return code(insn) == BPF_CALL && src(insn) == BPF_PSEUDO_CALL;
    }

    /** How many bytes a load or store moves. */
    static int memoryBytes(long insn) {
        return switch (code(insn) & 0x18) {
            case BPF_B -> 1;
            case BPF_H -> 2;
            case BPF_W -> 4;
            default -> 8;
        };
    }

    /** The instructions in these bytes, which are a multiple of eight. */
    static long[] decode(byte[] bytes) {
        long[] code = new long[bytes.length / BYTES];
        for (int i = 0; i < code.length; i++) {
            long insn = 0;
            for (int b = BYTES - 1; b >= 0; b--) {
                insn = insn << 8 | bytes[i * BYTES + b] & 0xff;
            }
            code[i] = insn;
        }
        return code;
    }

    /** The bytes of these instructions. */
    static byte[] encode(long[] code) {
        byte[] bytes = new byte[code.length * BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (code[i / BYTES] >>> 8 * (i % BYTES));
        }
        return bytes;
    }
}
