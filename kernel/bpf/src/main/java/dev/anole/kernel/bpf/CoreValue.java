package dev.anole.kernel.bpf;

import java.util.Optional;

/**
 * The answer to a relocation: what the program holds now, and what it shall hold.
 *
 * @param poison whether there is no answer, and reaching the instruction is an error
 * @param validate whether the instruction must hold {@code before} now
 * @param bytesBefore the size of the field that is loaded or stored, 0 when it does not matter
 * @param sizeMayChange whether a load or store may be made wider or narrower when the two sizes differ
 */
record CoreValue(boolean poison, boolean validate, long before, long after, int bytesBefore, int bytesAfter,
                 boolean sizeMayChange) {
    private static final CoreValue POISON = new CoreValue(true, false, 0, 0, 0, 0, true);

    static CoreValue localType(int type) {
        return new CoreValue(false, false, type, type, 0, 0, true);
    }

    boolean saysTheSame(CoreValue other) {
        return poison == other.poison && after == other.after;
    }

    static CoreValue of(RelocationKind kind, CoreSpec local, Optional<CoreSpec> target) {
        return switch (kind) {
            case FIELD_EXISTS -> plain(1, target.isPresent() ? 1 : 0);
            case FIELD_BYTE_OFFSET, FIELD_BYTE_SIZE, FIELD_SIGNED, FIELD_LSHIFT_U64, FIELD_RSHIFT_U64 ->
                    target.map(found -> field(kind, local, found)).orElse(POISON);
            case TYPE_ID_LOCAL -> localType(local.root);
            case TYPE_ID_TARGET -> new CoreValue(false, false, local.root, target.map(t -> t.root).orElse(0), 0, 0, true);
            case TYPE_EXISTS, TYPE_MATCHES, ENUMVAL_EXISTS -> plain(1, target.isPresent() ? 1 : 0);
            case TYPE_SIZE -> plain(local.btf.size(local.root), target.map(t -> t.btf.size(t.root)).orElse(0));
            case ENUMVAL_VALUE -> target.map(t -> plain(enumerator(local), enumerator(t))).orElse(POISON);
        };
    }

    private static CoreValue plain(long before, long after) {
        return new CoreValue(false, true, before, after, 0, 0, true);
    }

    private static long enumerator(CoreSpec spec) {
        CoreSpec.Step step = spec.steps.getFirst();
        return spec.btf.enumerator(step.type(), step.index());
    }

    private static CoreValue field(RelocationKind kind, CoreSpec local, CoreSpec target) {
        Place before = Place.of(local);
        Place after = Place.of(target);
        boolean elements = local.last().isElement();
        boolean validate = switch (kind) {
            case FIELD_SIGNED, FIELD_RSHIFT_U64 -> true;
            // A compiler may choose another unit to load a bitfield from than these rules do.
            case FIELD_BYTE_OFFSET, FIELD_BYTE_SIZE, FIELD_LSHIFT_U64 -> elements || !before.bitfield;
            case FIELD_EXISTS, TYPE_ID_LOCAL, TYPE_ID_TARGET, TYPE_EXISTS, TYPE_SIZE, ENUMVAL_EXISTS, ENUMVAL_VALUE,
                 TYPE_MATCHES -> throw new AssertionError(kind + " asks for no field's place");
        };
        boolean sized = kind == RelocationKind.FIELD_BYTE_OFFSET;
        int bytesBefore = sized ? before.accessBytes : 0;
        int bytesAfter = sized ? after.accessBytes : 0;
        return new CoreValue(false, validate, before.answer(kind), after.answer(kind), bytesBefore, bytesAfter,
                bytesBefore == bytesAfter || before.mayChangeSizeTo(after));
    }

    /**
     * Where a field lies: the unit that is loaded, and the bits in it.
     *
     * @param accessBytes what one load or store moves, 0 for a bitfield
     * @param type of the field
     */
    private record Place(Btf btf, int type, boolean bitfield, long byteOffset, int bytes, long bitOffset, int bits,
                         int accessBytes) {
        static Place of(CoreSpec spec) {
            Btf btf = spec.btf;
            CoreSpec.Step last = spec.last();
            if (last.isElement()) {
                int size = btf.size(last.type());
                return new Place(btf, last.type(), false, spec.bitOffset / 8, size, spec.bitOffset, size * 8, size);
            }
            int type = btf.resolve(btf.partType(last.type(), last.index()));
            int width = btf.memberBitWidth(last.type(), last.index());
            if (width > 0) {
                return bitfield(spec, type, width);
            }
            int size = btf.size(type);
            int element = type;
            for (int i = 0; i < Btf.CHAIN_MAX && btf.kind(element) == BtfKind.ARRAY; i++) {
                element = btf.resolve(btf.elementType(element));
            }
            return new Place(btf, type, false, spec.bitOffset / 8, size, spec.bitOffset, size * 8, btf.size(element));
        }

        /** The smallest aligned unit, from the declared type's size up, that holds all bits. */
        private static Place bitfield(CoreSpec spec, int type, int width) {
            int bytes = spec.btf.size(type);
            if (bytes <= 0) {
                throw spec.btf.wrong(0, "a bitfield without a size in " + spec.describe());
            }
            long offset = spec.bitOffset / 8 / bytes * bytes;
            while (spec.bitOffset + width - offset * 8 > bytes * 8L) {
                if (bytes >= 8) {
                    throw spec.btf.wrong(0, "a bitfield that no load of 8 bytes holds: " + spec.describe());
                }
                bytes *= 2;
                offset = spec.bitOffset / 8 / bytes * bytes;
            }
            return new Place(spec.btf, type, true, offset, bytes, spec.bitOffset, width, 0);
        }

        long answer(RelocationKind kind) {
            return switch (kind) {
                case FIELD_BYTE_OFFSET -> byteOffset;
                case FIELD_BYTE_SIZE -> bytes;
                case FIELD_SIGNED -> isSigned() ? 1 : 0;
                // Shifts that bring a field of a 64-bit load down to its value, on little-endian machines.
                case FIELD_LSHIFT_U64 -> 64 - (bitOffset + bits - byteOffset * 8);
                case FIELD_RSHIFT_U64 -> 64 - bits;
                case FIELD_EXISTS, TYPE_ID_LOCAL, TYPE_ID_TARGET, TYPE_EXISTS, TYPE_SIZE, ENUMVAL_EXISTS,
                     ENUMVAL_VALUE, TYPE_MATCHES -> throw new AssertionError(kind + " asks for no field's place");
            };
        }

        private boolean isSigned() {
            return btf.kind(type).isEnum() && btf.flag(type)
                    || btf.kind(type) == BtfKind.INT && (btf.encoding(type) & 1) != 0;
        }

        /** Pointers of 32 bits read as 64, and unsigned numbers, mean the same at any size. */
        boolean mayChangeSizeTo(Place other) {
            BtfKind kind = btf.kind(type);
            if (kind != other.btf.kind(other.type)) {
                return false;
            }
            return kind == BtfKind.PTR
                    || kind == BtfKind.INT && btf.encoding(type) != 1 && other.btf.encoding(other.type) != 1;
        }
    }
}
