package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.NativeMemory;

import java.lang.foreign.MemorySegment;

/**
 * Shows memory as its types say, as JSON: structures as objects, character arrays as text, enumerations by name. What is
 * nested or long beyond a bound is cut and says so.
 */
public final class BtfPrinter {
    static final int DEPTH_MAX = 16;
    static final int ELEMENTS_MAX = 256;
    /** What follows after this many characters is left out, each value as "…". */
    static final int CHARS_MAX = 1 << 20;

    private final Btf btf;

    public BtfPrinter(Btf btf) {
        this.btf = btf;
    }

    /** A value of this type at the start of these bytes. */
    public String json(int type, byte[] bytes) {
        StringBuilder out = new StringBuilder();
        print(out, type, MemorySegment.ofArray(bytes), 0, 0, 0);
        return out.toString();
    }

    private void print(StringBuilder out, int declared, MemorySegment memory, long bitOffset, int width, int depth) {
        int type = btf.resolve(declared);
        if (depth > DEPTH_MAX || out.length() > CHARS_MAX) {
            out.append("\"…\"");
            return;
        }
        long at = bitOffset / 8;
        boolean sized = switch (btf.kind(type)) {
            case INT, ENUM, ENUM64, PTR, STRUCT, UNION, ARRAY, FLOAT -> true;
            case VOID, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR, DATASEC, DECL_TAG, TYPE_TAG -> false;
        };
        boolean narrow = width > 0 && (btf.kind(type) == BtfKind.INT || btf.kind(type).isEnum());
        if (sized && (bitOffset < 0 || bitOffset + (narrow ? width : btf.size(type) * 8L) > memory.byteSize() * 8)) {
            throw btf.wrong(0, btf.describe(type) + " reaches beyond the value that it is part of");
        }
        switch (btf.kind(type)) {
            case INT -> number(out, type, memory, bitOffset, width);
            case ENUM, ENUM64 -> {
                int bits = Math.min(64, width > 0 ? width : btf.size(type) * 8);
                text(out, enumerator(btf, type, bits == 0 ? 0 : BtfBits.read(memory, bitOffset, bits, btf.flag(type))));
            }
            case PTR -> out.append("\"0x").append(Long.toHexString(BtfBits.read(memory, bitOffset, 64, false))).append('"');
            case STRUCT, UNION -> structure(out, type, memory, bitOffset, depth);
            case ARRAY -> array(out, type, memory, bitOffset, depth);
            case VAR -> print(out, btf.target(type), memory, bitOffset, 0, depth + 1);
            case DATASEC -> section(out, type, memory, at, depth);
            case FLOAT -> {
                switch (btf.size(type)) {
                    case 4 -> out.append(Float.intBitsToFloat((int) BtfBits.read(memory, bitOffset, 32, false)));
                    case 8 -> out.append(Double.longBitsToDouble(BtfBits.read(memory, bitOffset, 64, false)));
                    default -> out.append("null");
                }
            }
            case VOID, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, DECL_TAG, TYPE_TAG -> out.append("null");
        }
    }

    private void number(StringBuilder out, int type, MemorySegment memory, long bitOffset, int width) {
        int bits = Math.min(64, width > 0 ? width : btf.size(type) * 8);
        if (bits == 0) {
            out.append(0);
            return;
        }
        boolean signed = (btf.encoding(type) & 1) != 0;
        long value = BtfBits.read(memory, bitOffset, bits, signed);
        if ((btf.encoding(type) & 4) != 0) {
            out.append(value != 0);
        } else {
            out.append(signed ? Long.toString(value) : Long.toUnsignedString(value));
        }
    }

    private void structure(StringBuilder out, int type, MemorySegment memory, long bitOffset, int depth) {
        out.append('{');
        String comma = "";
        for (int i = 0; i < btf.parts(type); i++) {
            String name = btf.partName(type, i);
            int width = btf.memberBitWidth(type, i);
            long at = bitOffset + btf.memberBitOffset(type, i);
            out.append(comma);
            comma = ", ";
            text(out, name.isEmpty() ? "" : name);
            out.append(": ");
            print(out, btf.partType(type, i), memory, at, width, depth + 1);
        }
        out.append('}');
    }

    private void array(StringBuilder out, int type, MemorySegment memory, long bitOffset, int depth) {
        int element = btf.resolve(btf.elementType(type));
        int bytes = btf.size(element);
        int count = btf.elementCount(type);
        boolean characters = btf.kind(element) == BtfKind.INT && bytes == 1
                && (btf.name(element).equals("char") || (btf.encoding(element) & 2) != 0);
        if (characters) {
            text(out, NativeMemory.string(memory.asSlice(bitOffset / 8, count)));
            return;
        }
        out.append('[');
        for (int i = 0; i < Math.min(count, ELEMENTS_MAX); i++) {
            out.append(i > 0 ? ", " : "");
            print(out, element, memory, bitOffset + (long) i * bytes * 8, 0, depth + 1);
        }
        out.append(count > ELEMENTS_MAX ? ", \"…\"]" : "]");
    }

    private void section(StringBuilder out, int type, MemorySegment memory, long at, int depth) {
        out.append('{');
        for (int i = 0; i < btf.parts(type); i++) {
            int variable = btf.partType(type, i);
            out.append(i > 0 ? ", " : "");
            text(out, btf.name(variable));
            out.append(": ");
            print(out, variable, memory, (at + btf.sectionOffset(type, i)) * 8, 0, depth + 1);
        }
        out.append('}');
    }

    /** Text as JSON has it: with what could do harm escaped. */
    static void text(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c >= 0x7f && c < 0xa0 || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** An enumerator's name, or the number when it has none. */
    static String enumerator(Btf btf, int type, long value) {
        for (int i = 0; i < btf.parts(type); i++) {
            if (btf.enumerator(type, i) == value) {
                return btf.partName(type, i);
            }
        }
        return Long.toString(value);
    }

    /** The value of an enumerator's name. */
    static long enumerator(Btf btf, int type, String name) {
        for (int i = 0; i < btf.parts(type); i++) {
            if (btf.partName(type, i).equals(name)) {
                return btf.enumerator(type, i);
            }
        }
        try {
            return Long.decode(name);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(btf.describe(type) + " has no " + name);
        }
    }
}
