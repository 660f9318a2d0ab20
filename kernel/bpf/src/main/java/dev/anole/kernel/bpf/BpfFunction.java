package dev.anole.kernel.bpf;

/**
 * A function in an object: a program, or one that programs call.
 *
 * @param section the ELF section's name
 * @param sectionIndex the ELF section's place
 * @param offset where it begins in the section, in bytes
 * @param code as compiled: copy before changing
 * @param hidden whether it is global for the linker but not for the verifier
 */
record BpfFunction(String name, String section, int sectionIndex, int offset, long[] code, boolean global, boolean hidden) {
    boolean isProgram() {
        return !section.equals(BpfObject.TEXT);
    }

    int firstInsn() {
        return offset / Insn.BYTES;
    }
}
