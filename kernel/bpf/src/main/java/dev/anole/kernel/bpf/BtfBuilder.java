package dev.anole.kernel.bpf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes BTF: from nothing, or by adding to and changing a copy of what there is. Types get the numbers in which they are
 * added. A part of a structure or function: {@link Part}.
 */
public final class BtfBuilder {
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> known = new HashMap<>();
    private byte[] types = new byte[256];
    private int length;
    private int[] starts = new int[16];
    private int count = 1;

    /**
     * A member, parameter or variable.
     *
     * @param offset of a member in bits, of a variable in bytes; of a parameter 0
     * @param size of a variable in bytes, otherwise 0
     */
    public record Part(String name, int type, int offset, int size) {
        public static Part member(String name, int type, int byteOffset) {
            return new Part(name, type, byteOffset * 8, 0);
        }

        public static Part parameter(String name, int type) {
            return new Part(name, type, 0, 0);
        }
    }

    /** Of nothing but void. */
    public BtfBuilder() {
        strings.write(0);
        known.put("", 0);
    }

    /** A copy of a BTF that stands by itself. */
    static BtfBuilder copyOf(Btf btf) {
        if (btf.base().isPresent()) {
            throw new IllegalArgumentException("split BTF cannot be copied by itself");
        }
        BtfBuilder copy = new BtfBuilder();
        copy.strings.reset();
        int from = btf.stringPosition(0);
        copy.strings.write(btf.bytes(), from, btf.stringBytes());
        for (int type = 1; type < btf.typeCount(); type++) {
            int start = btf.start(type);
            int size = Btf.TYPE_BYTES + btf.kind(type).payloadBytes(btf.parts(type));
            copy.begin(size);
            System.arraycopy(btf.bytes(), start, copy.types, copy.length, size);
            copy.length += size;
        }
        return copy;
    }

    private int begin(int size) {
        if (length + size > types.length) {
            types = Arrays.copyOf(types, Math.max(2 * types.length, length + size));
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count] = length;
        return count++;
    }

    private BtfBuilder append(int word) {
        put(length, word);
        length += 4;
        return this;
    }

    private void put(int at, int word) {
        for (int i = 0; i < 4; i++) {
            types[at + i] = (byte) (word >>> 8 * i);
        }
    }

    /** Changes a word of a type; offsets as in the format. */
    void set(int type, int offset, int word) {
        put(starts[type] + offset, word);
    }

    /** The offset of a string, which is added when it is new. */
    public int string(String text) {
        return known.computeIfAbsent(text, each -> {
            int at = strings.size();
            byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
            strings.write(bytes, 0, bytes.length);
            strings.write(0);
            return at;
        });
    }

    private int type(String name, BtfKind kind, int parts, boolean flag, int sizeOrType, int bytes) {
        int name_off = string(name);
        int type = begin(Btf.TYPE_BYTES + bytes);
        append(name_off).append(parts | kind.number() << 24 | (flag ? 1 << 31 : 0)).append(sizeOrType);
        return type;
    }

    /** A whole number. */
    public int integer(String name, int bytes, boolean signed) {
        int type = type(name, BtfKind.INT, 0, false, bytes, 4);
        append((signed ? 1 << 24 : 0) | bytes * 8);
        return type;
    }

    /** A type that only refers to another: a pointer, qualifier or typedef. */
    public int reference(BtfKind kind, String name, int target) {
        return type(name, kind, 0, false, target, 0);
    }

    /** An array; {@code index} is the type of its indices, a number. */
    public int array(int element, int index, int elements) {
        int type = type("", BtfKind.ARRAY, 0, false, 0, 12);
        append(element).append(index).append(elements);
        return type;
    }

    /** A structure or union without bitfields. */
    public int composite(BtfKind kind, String name, int bytes, List<Part> members) {
        int type = type(name, kind, members.size(), false, bytes, 12 * members.size());
        for (Part member : members) {
            int memberName = string(member.name());
            append(memberName).append(member.type()).append(member.offset());
        }
        return type;
    }

    /** A function's type. */
    public int prototype(int returned, List<Part> parameters) {
        int type = type("", BtfKind.FUNC_PROTO, parameters.size(), false, returned, 8 * parameters.size());
        for (Part parameter : parameters) {
            int parameterName = string(parameter.name());
            append(parameterName).append(parameter.type());
        }
        return type;
    }

    /** A function; linkage 0 is static, 1 global. */
    public int function(String name, int prototype, int linkage) {
        return type(name, BtfKind.FUNC, linkage, false, prototype, 0);
    }

    /** A variable; linkage 0 is static, 1 global. */
    public int variable(String name, int valueType, int linkage) {
        int type = type(name, BtfKind.VAR, 0, false, valueType, 4);
        append(linkage);
        return type;
    }

    /** A section of variables. */
    public int section(String name, int bytes, List<Part> variables) {
        int type = type(name, BtfKind.DATASEC, variables.size(), false, bytes, 12 * variables.size());
        variables.forEach(each -> append(each.type()).append(each.offset()).append(each.size()));
        return type;
    }

    /** A copy of a type of another BTF, word for word but for names and references, which are given. */
    int copy(Btf from, int type, java.util.function.IntUnaryOperator typeMap) {
        return new BtfCopy(this, from, typeMap).copy(type);
    }

    int raw(String name, int info, int sizeOrType, int... payload) {
        int nameOffset = string(name);
        int type = begin(Btf.TYPE_BYTES + 4 * payload.length);
        append(nameOffset).append(info).append(sizeOrType);
        for (int word : payload) {
            append(word);
        }
        return type;
    }

    /** The format. */
    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(Btf.HEADER_BYTES + length + strings.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) Btf.MAGIC).put((byte) 1).put((byte) 0).putInt(Btf.HEADER_BYTES);
        out.putInt(0).putInt(length).putInt(length).putInt(strings.size());
        out.put(types, 0, length).put(strings.toByteArray());
        return out.array();
    }
}
