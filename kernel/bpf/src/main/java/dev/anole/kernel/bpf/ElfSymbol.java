package dev.anole.kernel.bpf;

/**
 * A symbol of an ELF file.
 *
 * @param section the place of the section that holds it; {@link #SHN_UNDEF} for an extern
 * @param value its offset in that section, in bytes
 */
record ElfSymbol(String name, int binding, int type, int visibility, int section, long value, long size) {
    static final int SHN_UNDEF = 0;
    static final int STB_LOCAL = 0;
    static final int STB_GLOBAL = 1;
    static final int STB_WEAK = 2;
    static final int STT_NOTYPE = 0;
    static final int STT_OBJECT = 1;
    static final int STT_FUNC = 2;
    static final int STT_SECTION = 3;
    static final int STV_INTERNAL = 1;
    static final int STV_HIDDEN = 2;

    boolean isExtern() {
        return section == SHN_UNDEF && !name.isEmpty();
    }

    boolean isWeak() {
        return binding == STB_WEAK;
    }

    boolean isHidden() {
        return visibility == STV_HIDDEN || visibility == STV_INTERNAL;
    }
}
