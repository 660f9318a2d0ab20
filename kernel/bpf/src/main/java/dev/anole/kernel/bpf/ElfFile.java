package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.NativeMemory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ELF file of 64 bits, little-endian, as far as BPF objects and kernels need it: sections, symbols, relocations.
 * Source: the generic ABI's chapters
 * <a href="https://www.sco.com/developers/gabi/latest/contents.html">4, "Object Files"</a>. Every offset is checked
 * before it is followed, since the file may be anybody's.
 */
public final class ElfFile {
    static final int EM_BPF = 247;
    static final int EM_X86_64 = 62;
    static final int EM_AARCH64 = 183;

    /** A clang object of a thousand programs has a few thousand. */
    static final int SECTIONS_MAX = 65_535;
    static final int SYMBOLS_MAX = 4_000_000;

    private static final int EHDR_BYTES = 64;
    private static final int SHDR_BYTES = 64;
    private static final int SYM_BYTES = 24;
    private static final int REL_BYTES = 16;

    private final String subject;
    private final byte[] bytes;
    private final List<ElfSection> sections;

    private ElfFile(byte[] bytes, String subject) {
        this.bytes = bytes;
        this.subject = subject;
        if (bytes.length < EHDR_BYTES || int32(0) != 0x464c457f) {
            throw wrong(0, "not an ELF file");
        }
        if (bytes[4] != 2 || bytes[5] != 1) {
            throw wrong(4, "not 64-bit little-endian: compile for this byte order (clang -target bpfel)");
        }
        sections = readSections();
    }

    /** The array is kept, not copied: leave it as it is. */
    public static ElfFile of(byte[] bytes, String subject) {
        return new ElfFile(bytes, subject);
    }

    private List<ElfSection> readSections() {
        long table = int64(40);
        int entry = int16(58);
        int count = int16(60);
        int names = int16(62);
        if (count == 0) {
            return List.of();
        }
        if (entry != SHDR_BYTES || table < 0 || table + (long) count * entry > bytes.length || names >= count) {
            throw wrong(40, "the section table reaches beyond the end");
        }
        ElfSection text = section(count, table, names, "");
        List<ElfSection> found = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int name = int32((int) table + i * SHDR_BYTES);
            found.add(section(count, table, i, i == 0 ? "" : string(text, name)));
        }
        return List.copyOf(found);
    }

    private ElfSection section(int count, long table, int index, String name) {
        int at = (int) table + index * SHDR_BYTES;
        ElfSection section = new ElfSection(index, name, int32(at + 4), int64(at + 8), int64(at + 24), int64(at + 32),
                int32(at + 40), int32(at + 44), int64(at + 56));
        boolean inFile = section.type() != ElfSection.SHT_NOBITS && section.type() != 0;
        if (section.size() < 0 || section.size() > Integer.MAX_VALUE || inFile && (section.offset() < 0
                || section.offset() > bytes.length || section.size() > bytes.length - section.offset())) {
            throw wrong(at, "section " + index + " of " + count + " reaches beyond the end");
        }
        return section;
    }

    /** What it was read from. */
    public String subject() {
        return subject;
    }

    /** {@code EM_*}: 247 is BPF. */
    public int machine() {
        return int16(18);
    }

    List<ElfSection> sections() {
        return sections;
    }

    Optional<ElfSection> section(String name) {
        return sections.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** The content of a section by its name, if there is one. */
    public Optional<byte[]> content(String name) {
        return section(name).map(this::content);
    }

    /** A copy of what a section holds; zeros where the file holds nothing. */
    byte[] content(ElfSection section) {
        if (section.type() == ElfSection.SHT_NOBITS) {
            if (section.size() > Btf.BYTES_MAX) {
                throw wrong(0, "section " + section.name() + " is larger than " + Btf.BYTES_MAX + " bytes");
            }
            return new byte[(int) section.size()];
        }
        int from = (int) section.offset();
        return java.util.Arrays.copyOfRange(bytes, from, from + (int) section.size());
    }

    /** The symbols, with the unnamed first one; empty without a table. */
    List<ElfSymbol> symbols() {
        Optional<ElfSection> table = sections.stream().filter(each -> each.type() == ElfSection.SHT_SYMTAB).findFirst();
        if (table.isEmpty()) {
            return List.of();
        }
        ElfSection symtab = table.get();
        if (symtab.link() <= 0 || symtab.link() >= sections.size()) {
            throw wrong(symtab.offset(), "the symbol table has no strings");
        }
        ElfSection names = sections.get(symtab.link());
        long count = symtab.size() / SYM_BYTES;
        if (count > SYMBOLS_MAX) {
            throw wrong(symtab.offset(), "more than " + SYMBOLS_MAX + " symbols");
        }
        List<ElfSymbol> found = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            int at = (int) symtab.offset() + i * SYM_BYTES;
            int info = bytes[at + 4] & 0xff;
            found.add(new ElfSymbol(string(names, int32(at)), info >> 4, info & 0xf, bytes[at + 5] & 3,
                    int16(at + 6), int64(at + 8), int64(at + 16)));
        }
        return found;
    }

    /** The relocations that change a section, in the file's order. */
    List<ElfRelocation> relocations(ElfSection target) {
        List<ElfRelocation> found = new ArrayList<>();
        for (ElfSection section : sections) {
            if (section.type() != ElfSection.SHT_REL || section.info() != target.index()) {
                continue;
            }
            for (int i = 0, n = (int) (section.size() / REL_BYTES); i < n; i++) {
                int at = (int) section.offset() + i * REL_BYTES;
                long info = int64(at + 8);
                found.add(new ElfRelocation(int64(at), (int) info, (int) (info >>> 32)));
            }
        }
        return found;
    }

    private String string(ElfSection table, int offset) {
        if (offset < 0 || offset >= table.size() || table.type() != ElfSection.SHT_STRTAB) {
            throw wrong(table.offset(), "a name lies outside the strings");
        }
        int from = (int) table.offset() + offset;
        int limit = (int) (table.offset() + table.size());
        int end = from;
        while (end < limit && bytes[end] != 0) {
            end++;
        }
        return NativeMemory.string(bytes, from, end - from);
    }

    private int int16(int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }

    private int int32(int at) {
        return int16(at) | int16(at + 2) << 16;
    }

    private long int64(int at) {
        return Integer.toUnsignedLong(int32(at)) | (long) int32(at + 4) << 32;
    }

    FormatException wrong(long position, String reason) {
        return new FormatException("ELF file " + subject, position, reason);
    }
}
