package dev.anole.kernel.bpf;

/** What a compile-once relocation asks of the target's types: {@code enum bpf_core_relo_kind}. */
public enum RelocationKind {
    FIELD_BYTE_OFFSET,
    FIELD_BYTE_SIZE,
    FIELD_EXISTS,
    FIELD_SIGNED,
    FIELD_LSHIFT_U64,
    FIELD_RSHIFT_U64,
    TYPE_ID_LOCAL,
    TYPE_ID_TARGET,
    TYPE_EXISTS,
    TYPE_SIZE,
    ENUMVAL_EXISTS,
    ENUMVAL_VALUE,
    TYPE_MATCHES;

    boolean isField() {
        return ordinal() <= FIELD_RSHIFT_U64.ordinal();
    }

    boolean isEnumerator() {
        return this == ENUMVAL_EXISTS || this == ENUMVAL_VALUE;
    }

    boolean isType() {
        return !isField() && !isEnumerator();
    }
}
