package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.NativeMemory;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * BTF: the types of a kernel, of a module or of a BPF object, as the
 * <a href="https://docs.kernel.org/bpf/btf.html">kernel's document</a> describes them.
 *
 * <p>A kernel has some 130,000 types, of which a program needs ten. So no type becomes an object: the bytes are read
 * where they lie, a type is its number, and beside the bytes there is one word a type with its position and, once a
 * name has been asked for, an index of names ({@link BtfNames}).
 *
 * <pre>
 * header  magic eB9F, version, flags, hdr_len, type_off, type_len, str_off, str_len
 * types   name_off, info (vlen 0..15, kind 24..28, kind_flag 31), size or type; then by kind
 * strings NUL-terminated; offset 0 is the empty one
 * </pre>
 *
 * <p>Split BTF (a module's) goes on where its base ends: numbers and string offsets below that are the base's.
 *
 * <p>What is read may be hostile: structure and bounds of every type are checked when it opens, references and string
 * offsets when they are followed, and chains have a bound. Thread-safe.
 */
public final class Btf {
    static final int MAGIC = 0xeb9f;
    static final int HEADER_BYTES = 24;
    static final int TYPE_BYTES = 12;
    /** {@code BTF_MAX_TYPE}. */
    public static final int TYPES_MAX = 0xfffff;
    /** Ten times the largest kernel's. */
    public static final int BYTES_MAX = 64 << 20;
    /** How far modifiers, pointers and arrays are followed before a chain is held to be a ring. */
    static final int CHAIN_MAX = 64;
    static final int POINTER_BYTES = 8;

    private final String subject;
    private final byte[] bytes;
    private final int typesAt;
    private final int stringsAt;
    private final int stringsEnd;
    private final Optional<Btf> base;
    private final int firstType;
    private final int firstString;
    private final int[] starts;
    private volatile Optional<BtfNames> names = Optional.empty();

    private Btf(byte[] bytes, String subject, Optional<Btf> base) {
        this.subject = subject;
        this.bytes = bytes;
        this.base = base;
        if (bytes.length < HEADER_BYTES) {
            throw wrong(0, bytes.length + " bytes are too few for a header");
        }
        if (bytes.length > BYTES_MAX) {
            throw wrong(0, "more than " + BYTES_MAX + " bytes");
        }
        int magic = unsigned16(0);
        if (magic == 0x9feb) {
            throw wrong(0, "of a big-endian machine, which is not read here");
        }
        if (magic != MAGIC || bytes[2] != 1) {
            throw wrong(0, "not BTF version 1");
        }
        long header = unsigned32(4);
        if (header < HEADER_BYTES || header > bytes.length) {
            throw wrong(4, "a header of " + header + " bytes");
        }
        typesAt = section(header, 8, "types");
        stringsAt = section(header, 16, "strings");
        stringsEnd = stringsAt + int32(20);
        if (stringsEnd == stringsAt ? base.isEmpty() : bytes[stringsEnd - 1] != 0
                || base.isEmpty() && bytes[stringsAt] != 0) {
            throw wrong(stringsAt, "strings must begin with an empty one and end with NUL");
        }
        firstType = base.map(Btf::typeCount).orElse(1);
        firstString = base.map(Btf::stringBytes).orElse(0);
        starts = new BtfIndex(this, typesAt, typesAt + int32(12)).starts();
    }

    /** BTF that stands by itself. The array is kept, not copied: leave it as it is. */
    public static Btf of(byte[] bytes, String subject) {
        return new Btf(bytes, subject, Optional.empty());
    }

    /** BTF that goes on where another ends, such as a module's. */
    public static Btf split(byte[] bytes, String subject, Btf base) {
        return new Btf(bytes, subject, Optional.of(base));
    }

    private int section(long header, int field, String what) {
        long offset = unsigned32(field);
        long length = unsigned32(field + 4);
        if (header + offset + length > bytes.length) {
            throw wrong(field, what + " of " + length + " bytes at " + offset + " reach beyond the end");
        }
        return (int) (header + offset);
    }

    /** What it was read from. */
    public String subject() {
        return subject;
    }

    /** What this one goes on from. */
    public Optional<Btf> base() {
        return base;
    }

    /** One more than the greatest number of a type; 0 is void. */
    public int typeCount() {
        return firstType + starts.length;
    }

    /** The number of the first type that is not the base's: 1 without one. */
    public int firstType() {
        return firstType;
    }

    /** The bytes as they were read: do not change them. */
    byte[] bytes() {
        return bytes;
    }

    /** A copy of the bytes, to be stored: what {@link #of} reads. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    int stringBytes() {
        return firstString + stringsEnd - stringsAt;
    }

    /** Heap beside the bytes, in bytes: what the indices take. */
    public long indexBytes() {
        return 4L * starts.length + names.map(BtfNames::bytes).orElse(0L);
    }

    /** A type's kind. */
    public BtfKind kind(int type) {
        if (type == 0) {
            return BtfKind.VOID;
        }
        Btf owner = owner(type);
        return BtfKind.of(owner.int32(owner.start(type) + 4) >>> 24 & 0x1f);
    }

    /** How many members, enumerators, parameters or variables it has. */
    public int parts(int type) {
        return type == 0 ? 0 : word(type, 4) & 0xffff;
    }

    /** The kind's flag: bitfields in a structure, signed values in an enumeration, a union in a forward declaration. */
    public boolean flag(int type) {
        return type != 0 && word(type, 4) < 0;
    }

    /** A type's name; empty when it has none. */
    public String name(int type) {
        return type == 0 ? "" : string(word(type, 0));
    }

    boolean isNamed(int type) {
        return type != 0 && word(type, 0) != 0;
    }

    /** The size that a type states itself, in bytes: of a number, structure, enumeration or section. */
    public int statedSize(int type) {
        return word(type, 8);
    }

    /** The type that this one refers to: of a pointer, typedef, qualifier, function, variable or tag. */
    public int target(int type) {
        return word(type, 8);
    }

    /** The linkage of a function: 0 static, 1 global, 2 extern. */
    public int functionLinkage(int type) {
        return parts(type);
    }

    /** The linkage of a variable: 0 static, 1 global, 2 extern. */
    public int variableLinkage(int type) {
        return word(type, TYPE_BYTES);
    }

    /** A number's encoding: 1 signed, 2 character, 4 boolean. */
    public int encoding(int type) {
        return word(type, TYPE_BYTES) >>> 24 & 0xf;
    }

    /** A number's offset in its storage, in bits; 0 everywhere but in very old compilers' bitfields. */
    public int intOffsetBits(int type) {
        return word(type, TYPE_BYTES) >>> 16 & 0xff;
    }

    /** A number's width in bits. */
    public int intBits(int type) {
        return word(type, TYPE_BYTES) & 0xff;
    }

    /** The type of an array's elements. */
    public int elementType(int type) {
        return word(type, TYPE_BYTES);
    }

    /** The type of an array's indices. */
    public int indexType(int type) {
        return word(type, TYPE_BYTES + 4);
    }

    /** How many elements an array has; 0 for a flexible one. Unsigned. */
    public int elementCount(int type) {
        return word(type, TYPE_BYTES + 8);
    }

    /** The name of a member, enumerator or parameter. */
    public String partName(int type, int part) {
        return string(part(type, part, 0));
    }

    /** The type of a member or parameter, or the variable in a section. */
    public int partType(int type, int part) {
        return switch (kind(type)) {
            case STRUCT, UNION, FUNC_PROTO -> part(type, part, 4);
            case DATASEC -> part(type, part, 0);
            default -> throw new IllegalArgumentException(kind(type) + " has no typed parts");
        };
    }

    /** Where a member begins, in bits from the start of its structure. */
    public int memberBitOffset(int type, int member) {
        int offset = part(type, member, 8);
        return flag(type) ? offset & 0xffffff : offset;
    }

    /** The width of a bitfield, 0 when the member is none. */
    public int memberBitWidth(int type, int member) {
        return flag(type) ? part(type, member, 8) >>> 24 : 0;
    }

    /** An enumerator's value, sign-extended when the enumeration is signed or has 32 bits, as the format has it. */
    public long enumerator(int type, int index) {
        if (kind(type) == BtfKind.ENUM) {
            return part(type, index, 4);
        }
        return Integer.toUnsignedLong(part(type, index, 4)) | (long) part(type, index, 8) << 32;
    }

    /** Where a variable lies in its section, in bytes. */
    public int sectionOffset(int type, int variable) {
        return part(type, variable, 4);
    }

    /** How long a variable of a section is, in bytes. */
    public int sectionSize(int type, int variable) {
        return part(type, variable, 8);
    }

    /** Which member or parameter a tag is for; -1 for the whole. */
    public int tagged(int type) {
        return word(type, TYPE_BYTES);
    }

    /** The type behind typedefs, qualifiers and tags. */
    public int resolve(int type) {
        int current = type;
        for (int i = 0; i < CHAIN_MAX; i++) {
            if (!kind(current).isModifierOrTypedef()) {
                return current;
            }
            current = target(current);
        }
        throw wrong(0, "type " + type + " refers to itself");
    }

    /**
     * The size of a value in bytes.
     *
     * @throws FormatException for what has no size, or one beyond 32 bits
     */
    public int size(int type) {
        long elements = 1;
        int current = type;
        for (int i = 0; i < CHAIN_MAX; i++) {
            BtfKind kind = kind(current);
            switch (kind) {
                case INT, STRUCT, UNION, ENUM, ENUM64, DATASEC, FLOAT -> {
                    return bounded(elements * Integer.toUnsignedLong(statedSize(current)), type);
                }
                case PTR -> {
                    return bounded(elements * POINTER_BYTES, type);
                }
                case TYPEDEF, VOLATILE, CONST, RESTRICT, VAR, DECL_TAG, TYPE_TAG -> current = target(current);
                case ARRAY -> {
                    elements = bounded(elements * Integer.toUnsignedLong(elementCount(current)), type);
                    current = elementType(current);
                }
                case VOID, FWD, FUNC, FUNC_PROTO -> throw wrong(0, describe(type) + " has no size");
            }
        }
        throw wrong(0, "type " + type + " refers to itself");
    }

    private int bounded(long size, int type) {
        if (size < 0 || size > Integer.MAX_VALUE) {
            throw wrong(0, describe(type) + " is larger than 2 GiB");
        }
        return (int) size;
    }

    /** A type of this name and kind; the first when there are several. */
    public OptionalInt find(String name, BtfKind kind) {
        for (int type : named(name)) {
            if (kind(type) == kind && name(type).equals(name)) {
                return OptionalInt.of(type);
            }
        }
        return OptionalInt.empty();
    }

    /** The position of a member by its name. */
    public OptionalInt findMember(int type, String name) {
        for (int i = 0, n = parts(type); i < n; i++) {
            if (partName(type, i).equals(name)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** All types whose name without flavour is this, ascending: {@code task_struct} and {@code task_struct___old}. */
    int[] named(String essential) {
        byte[] wanted = essential.getBytes(StandardCharsets.UTF_8);
        int[] own = names().find(wanted);
        if (base.isEmpty()) {
            return own;
        }
        int[] inherited = base.get().named(essential);
        int[] all = java.util.Arrays.copyOf(inherited, inherited.length + own.length);
        System.arraycopy(own, 0, all, inherited.length, own.length);
        return all;
    }

    private BtfNames names() {
        Optional<BtfNames> known = names;
        if (known.isPresent()) {
            return known.get();
        }
        synchronized (this) {
            if (names.isEmpty()) {
                names = Optional.of(new BtfNames(this));
            }
            return names.get();
        }
    }

    /** As C would name it, for messages: {@code struct task_struct}, {@code char *}. */
    public String describe(int type) {
        return new BtfWords(this).describe(type);
    }

    /** The string at an offset. */
    public String string(int offset) {
        if (Integer.compareUnsigned(offset, firstString) < 0) {
            return base.orElseThrow().string(offset);
        }
        int from = stringPosition(offset);
        int end = from;
        while (bytes[end] != 0) {
            end++;
        }
        return NativeMemory.string(bytes, from, end - from);
    }

    /** Where a string of this part begins in the bytes; it ends with NUL before their end. */
    int stringPosition(int offset) {
        long position = stringsAt + Integer.toUnsignedLong(offset) - firstString;
        if (position < stringsAt || position >= stringsEnd) {
            throw wrong(0, "string offset " + Integer.toUnsignedString(offset) + " is outside the strings");
        }
        return (int) position;
    }

    /** The position of one of this part's own types. */
    int start(int type) {
        int index = type - firstType;
        if (type <= 0 || index < 0 || index >= starts.length) {
            throw wrong(0, "there is no type " + Integer.toUnsignedString(type));
        }
        return starts[index];
    }

    private Btf owner(int type) {
        return type < firstType && type > 0 && base.isPresent() ? base.get().owner(type) : this;
    }

    private int word(int type, int offset) {
        Btf owner = owner(type);
        return owner.int32(owner.start(type) + offset);
    }

    private int part(int type, int part, int offset) {
        Btf owner = owner(type);
        int start = owner.start(type);
        int info = owner.int32(start + 4);
        if (part < 0 || part >= (info & 0xffff)) {
            throw wrong(start, "there is no part " + part + " in type " + type);
        }
        int each = BtfKind.of(info >>> 24 & 0x1f).payloadBytes(1);
        return owner.int32(start + TYPE_BYTES + part * each + offset);
    }

    int int32(int position) {
        byte[] b = bytes;
        return b[position] & 0xff | (b[position + 1] & 0xff) << 8 | (b[position + 2] & 0xff) << 16 | b[position + 3] << 24;
    }

    private long unsigned32(int position) {
        return Integer.toUnsignedLong(int32(position));
    }

    private int unsigned16(int position) {
        return bytes[position] & 0xff | (bytes[position + 1] & 0xff) << 8;
    }

    FormatException wrong(long position, String reason) {
        return new FormatException("BTF of " + subject, position, reason);
    }
}
