package dev.anole.kernel.bpf;

/**
 * The kinds of types in BTF, in the order of their numbers: {@code BTF_KIND_*} of {@code include/uapi/linux/btf.h}.
 */
public enum BtfKind {
    /** Number 0, which stands for void. */
    VOID(0, 0),
    INT(4, 0),
    PTR(0, 0),
    ARRAY(12, 0),
    STRUCT(0, 12),
    UNION(0, 12),
    ENUM(0, 8),
    FWD(0, 0),
    TYPEDEF(0, 0),
    VOLATILE(0, 0),
    CONST(0, 0),
    RESTRICT(0, 0),
    FUNC(0, 0),
    FUNC_PROTO(0, 8),
    VAR(4, 0),
    DATASEC(0, 12),
    FLOAT(0, 0),
    DECL_TAG(4, 0),
    TYPE_TAG(0, 0),
    ENUM64(0, 12);

    private static final BtfKind[] BY_NUMBER = values();

    private final int fixedBytes;
    private final int bytesEach;

    BtfKind(int fixedBytes, int bytesEach) {
        this.fixedBytes = fixedBytes;
        this.bytesEach = bytesEach;
    }

    /** The number in the format. */
    public int number() {
        return ordinal();
    }

    static int count() {
        return BY_NUMBER.length;
    }

    static BtfKind of(int number) {
        return BY_NUMBER[number];
    }

    /** What follows the three words that every type begins with, in bytes. */
    int payloadBytes(int parts) {
        return fixedBytes + bytesEach * parts;
    }

    boolean isStructOrUnion() {
        return this == STRUCT || this == UNION;
    }

    boolean isEnum() {
        return this == ENUM || this == ENUM64;
    }

    /** Whether it only qualifies or names another type. */
    boolean isModifierOrTypedef() {
        return this == TYPEDEF || this == VOLATILE || this == CONST || this == RESTRICT || this == TYPE_TAG;
    }

    /** Whether the third word is another type, not a size. */
    boolean refersToType() {
        return switch (this) {
            case PTR, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR, DECL_TAG, TYPE_TAG -> true;
            case VOID, INT, ARRAY, STRUCT, UNION, ENUM, FWD, DATASEC, FLOAT, ENUM64 -> false;
        };
    }
}
