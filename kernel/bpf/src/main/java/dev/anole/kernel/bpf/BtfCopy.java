package dev.anole.kernel.bpf;

import java.util.function.IntUnaryOperator;

/** Copies single types from one BTF into another that is being made; references are renumbered by the caller. */
final class BtfCopy {
    private final BtfBuilder into;
    private final Btf from;
    private final IntUnaryOperator renumber;

    BtfCopy(BtfBuilder into, Btf from, IntUnaryOperator renumber) {
        this.into = into;
        this.from = from;
        this.renumber = renumber;
    }

    int copy(int type) {
        BtfKind kind = from.kind(type);
        int parts = from.parts(type);
        int info = parts | kind.number() << 24 | (from.flag(type) ? 1 << 31 : 0);
        int third = kind.refersToType() ? renumber.applyAsInt(from.target(type)) : from.statedSize(type);
        int[] payload = new int[kind.payloadBytes(parts) / 4];
        switch (kind) {
            case INT -> payload[0] = from.encoding(type) << 24 | from.intOffsetBits(type) << 16 | from.intBits(type);
            case ARRAY -> {
                payload[0] = renumber.applyAsInt(from.elementType(type));
                payload[1] = renumber.applyAsInt(from.indexType(type));
                payload[2] = from.elementCount(type);
            }
            case STRUCT, UNION -> {
                for (int i = 0; i < parts; i++) {
                    payload[3 * i] = into.string(from.partName(type, i));
                    payload[3 * i + 1] = renumber.applyAsInt(from.partType(type, i));
                    payload[3 * i + 2] = from.memberBitOffset(type, i) | from.memberBitWidth(type, i) << 24;
                }
            }
            case ENUM -> {
                for (int i = 0; i < parts; i++) {
                    payload[2 * i] = into.string(from.partName(type, i));
                    payload[2 * i + 1] = (int) from.enumerator(type, i);
                }
            }
            case ENUM64 -> {
                for (int i = 0; i < parts; i++) {
                    payload[3 * i] = into.string(from.partName(type, i));
                    payload[3 * i + 1] = (int) from.enumerator(type, i);
                    payload[3 * i + 2] = (int) (from.enumerator(type, i) >>> 32);
                }
            }
            case FUNC_PROTO -> {
                for (int i = 0; i < parts; i++) {
                    payload[2 * i] = into.string(from.partName(type, i));
                    payload[2 * i + 1] = renumber.applyAsInt(from.partType(type, i));
                }
            }
            case VAR -> payload[0] = from.variableLinkage(type);
            case DATASEC -> {
                for (int i = 0; i < parts; i++) {
                    payload[3 * i] = renumber.applyAsInt(from.partType(type, i));
                    payload[3 * i + 1] = from.sectionOffset(type, i);
                    payload[3 * i + 2] = from.sectionSize(type, i);
                }
            }
            case DECL_TAG -> payload[0] = from.tagged(type);
            case VOID, PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> {
            }
        }
        return into.raw(from.name(type), info, third, payload);
    }
}
