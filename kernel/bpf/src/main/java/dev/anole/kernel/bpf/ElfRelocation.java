package dev.anole.kernel.bpf;

/**
 * A place that depends on a symbol.
 *
 * @param offset in the section that it changes, in bytes
 * @param type {@code R_BPF_*}: 1 for a 64-bit constant, 10 for a call
 * @param symbol its place in the symbol table
 */
record ElfRelocation(long offset, int type, int symbol) {
    static final int R_BPF_64_64 = 1;
    static final int R_BPF_64_ABS64 = 2;
    static final int R_BPF_64_32 = 10;
}
