package dev.anole.kernel.bpf;

/**
 * A section of an ELF file.
 *
 * @param index its place in the section table
 * @param type {@code SHT_*}
 * @param flags {@code SHF_*}
 * @param offset of its content in the file, in bytes
 * @param size in bytes, also where the file holds no content
 * @param link another section that it needs, by its place
 * @param info by type: for relocations, the section that they change
 */
record ElfSection(int index, String name, int type, long flags, long offset, long size, int link, int info,
                  long entrySize) {
    static final int SHT_PROGBITS = 1;
    static final int SHT_SYMTAB = 2;
    static final int SHT_STRTAB = 3;
    static final int SHT_NOBITS = 8;
    static final int SHT_REL = 9;
    static final int SHF_WRITE = 1;
    static final int SHF_ALLOC = 2;
    static final int SHF_EXECINSTR = 4;

    boolean isExecutable() {
        return type == SHT_PROGBITS && (flags & SHF_EXECINSTR) != 0;
    }
}
