package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.NativeMemory;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * Java records over C structures, by the structure's types: a component is the member of its name, {@code nextPid} being
 * {@code next_pid} too. Where members lie is looked up once; reading a value makes the record and nothing else.
 *
 * <table>
 * <caption>What goes with what</caption>
 * <tr><td>long, int, short, byte, boolean</td><td>numbers, enumerations, pointers, bitfields; a value that does not fit is
 *     cut, as in C</td></tr>
 * <tr><td>String</td><td>an array of characters, up to its NUL; an enumeration, as the enumerator's name</td></tr>
 * <tr><td>another record</td><td>a structure</td></tr>
 * <tr><td>byte[], int[], long[]</td><td>an array; byte[] also any structure, as it lies</td></tr>
 * </table>
 *
 * @param <R> the record
 */
public final class BtfCodec<R extends Record> {
    private final int size;
    private final Constructor<R> constructor;
    private final List<Field> fields;

    private record Field(RecordComponent component, Method accessor, Shape shape) {
    }

    /** How one component is read from memory, and written to it. */
    private sealed interface Shape {
        record Number(Class<?> type, long bitOffset, int bits, boolean signed) implements Shape {
        }

        record Text(long offset, int length) implements Shape {
        }

        record Enumerator(Btf btf, int type, long offset, int length) implements Shape {
        }

        record Nested(BtfCodec<?> codec, long offset) implements Shape {
        }

        record Elements(Class<?> type, long offset, int count, int elementBytes, boolean signed) implements Shape {
        }
    }

    private BtfCodec(Class<R> type, Btf btf, int structure) {
        this.size = btf.size(structure);
        this.fields = new ArrayList<>();
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            fields.add(new Field(component, component.getAccessor(), shape(type, component, btf, structure)));
            component.getAccessor().setAccessible(true);
        }
        try {
            constructor = type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every record has its canonical constructor", e);
        }
    }

    /**
     * A codec for a structure of an object's or kernel's types.
     *
     * @param structure its number
     * @throws IllegalArgumentException when a component has no member, or one of a kind that does not go with it
     */
    public static <R extends Record> BtfCodec<R> of(Class<R> type, Btf btf, int structure) {
        int resolved = btf.resolve(structure);
        if (!btf.kind(resolved).isStructOrUnion()) {
            throw new IllegalArgumentException(btf.describe(structure) + " is no structure");
        }
        return new BtfCodec<>(type, btf, resolved);
    }

    /** A codec for a structure by its name. */
    public static <R extends Record> BtfCodec<R> of(Class<R> type, Btf btf, String structure) {
        return of(type, btf, btf.find(structure, BtfKind.STRUCT).orElseThrow(() ->
                new IllegalArgumentException("there is no struct " + structure + " in the types of " + btf.subject())));
    }

    private static Shape shape(Class<?> owner, RecordComponent component, Btf btf, int structure) {
        String name = component.getName();
        OptionalInt member = btf.findMember(structure, name);
        if (member.isEmpty()) {
            member = btf.findMember(structure, name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
        }
        int index = member.orElseThrow(() -> new IllegalArgumentException(btf.describe(structure) + " has no member for "
                + owner.getSimpleName() + "." + name));
        int type = btf.resolve(btf.partType(structure, index));
        long bitOffset = btf.memberBitOffset(structure, index);
        int width = btf.memberBitWidth(structure, index);
        long end = width > 0 ? bitOffset + width : bitOffset + btf.size(type) * 8L;
        if (bitOffset < 0 || end > btf.size(structure) * 8L) {
            throw btf.wrong(0, "member " + btf.partName(structure, index) + " reaches beyond " + btf.describe(structure));
        }
        BtfKind kind = btf.kind(type);
        Class<?> wanted = component.getType();
        if (wanted.isRecord() && kind.isStructOrUnion()) {
            return new Shape.Nested(of(wanted.asSubclass(Record.class), btf, type), bitOffset / 8);
        }
        if (wanted == byte[].class && kind != BtfKind.ARRAY) {
            return new Shape.Elements(byte.class, bitOffset / 8, btf.size(type), 1, false);
        }
        if (wanted == String.class && kind == BtfKind.ARRAY && btf.size(btf.elementType(type)) == 1) {
            return new Shape.Text(bitOffset / 8, btf.size(type));
        }
        if (wanted == String.class && kind.isEnum()) {
            return new Shape.Enumerator(btf, type, bitOffset / 8, btf.size(type));
        }
        if (wanted.isArray() && kind == BtfKind.ARRAY && isNumber(wanted.getComponentType())) {
            int element = btf.resolve(btf.elementType(type));
            int bytes = btf.size(element);
            if (bytes <= 8 && (btf.kind(element) == BtfKind.INT || btf.kind(element).isEnum() || btf.kind(element) == BtfKind.PTR)) {
                return new Shape.Elements(wanted.getComponentType(), bitOffset / 8, btf.elementCount(type), bytes, signed(btf, element));
            }
        }
        boolean scalar = kind == BtfKind.INT || kind.isEnum() || kind == BtfKind.PTR;
        if (isNumber(wanted) && scalar && btf.size(type) <= 8) {
            return new Shape.Number(wanted, bitOffset, width > 0 ? width : btf.size(type) * 8, signed(btf, type));
        }
        throw new IllegalArgumentException(owner.getSimpleName() + "." + name + " cannot be " + btf.describe(type));
    }

    private static boolean signed(Btf btf, int type) {
        return btf.kind(type) == BtfKind.INT && (btf.encoding(type) & 1) != 0 || btf.kind(type).isEnum() && btf.flag(type);
    }

    private static boolean isNumber(Class<?> type) {
        return type == long.class || type == int.class || type == short.class || type == byte.class || type == boolean.class;
    }

    /** The structure's size in bytes. */
    public int size() {
        return size;
    }

    /** Reads a value from the start of these bytes. */
    public R read(byte[] bytes) {
        return read(MemorySegment.ofArray(bytes), 0);
    }

    /** Reads a value from memory, such as a ring buffer's. */
    public R read(MemorySegment memory, long offset) {
        Object[] values = new Object[fields.size()];
        MemorySegment value = memory.asSlice(offset, size);
        for (int i = 0; i < values.length; i++) {
            values[i] = read(value, fields.get(i).shape());
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalArgumentException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("records must be open to this module: " + constructor, e);
        }
    }

    private static Object read(MemorySegment memory, Shape shape) {
        return switch (shape) {
            case Shape.Number(Class<?> type, long at, int bits, boolean signed) ->
                    boxed(type, BtfBits.read(memory, at, bits, signed));
            case Shape.Text(long at, int length) -> NativeMemory.string(memory.asSlice(at, length));
            case Shape.Enumerator(Btf btf, int type, long at, int length) -> BtfPrinter.enumerator(btf, type,
                    BtfBits.read(memory, at * 8, length * 8, btf.flag(type)));
            case Shape.Nested(BtfCodec<?> codec, long at) -> codec.read(memory, at);
            case Shape.Elements(Class<?> type, long at, int count, int bytes, boolean signed) -> {
                Object array = Array.newInstance(type, count);
                for (int i = 0; i < count; i++) {
                    Array.set(array, i, boxed(type, BtfBits.read(memory, (at + (long) i * bytes) * 8, bytes * 8, signed)));
                }
                yield array;
            }
        };
    }

    private static Object boxed(Class<?> type, long value) {
        if (type == long.class) {
            return value;
        }
        if (type == int.class) {
            return (int) value;
        }
        if (type == short.class) {
            return (short) value;
        }
        return type == byte.class ? (Object) (byte) value : (Object) (value != 0);
    }

    /** The value as it lies in C, with zeros where the record says nothing. */
    public byte[] write(R value) {
        byte[] bytes = new byte[size];
        write(value, MemorySegment.ofArray(bytes));
        return bytes;
    }

    private void write(Object value, MemorySegment memory) {
        for (Field field : fields) {
            Object part;
            try {
                part = field.accessor().invoke(value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("records must be open to this module: " + field.component(), e);
            }
            switch (field.shape()) {
                case Shape.Number(Class<?> type, long at, int bits, boolean signed) ->
                        BtfBits.write(memory, at, bits, part instanceof Boolean flag ? flag ? 1 : 0 : ((Number) part).longValue());
                case Shape.Text(long at, int length) -> {
                    byte[] text = NativeMemory.bytes((String) part);
                    MemorySegment.copy(text, 0, memory, JAVA_BYTE, at, Math.min(text.length, length - 1));
                }
                case Shape.Enumerator(Btf btf, int type, long at, int length) ->
                        BtfBits.write(memory, at * 8, length * 8, BtfPrinter.enumerator(btf, type, (String) part));
                case Shape.Nested(BtfCodec<?> codec, long at) -> codec.write(part, memory.asSlice(at, codec.size()));
                case Shape.Elements(Class<?> type, long at, int count, int bytes, boolean signed) -> {
                    for (int i = 0; i < Math.min(count, Array.getLength(part)); i++) {
                        BtfBits.write(memory, (at + (long) i * bytes) * 8, bytes * 8, ((Number) Array.get(part, i)).longValue());
                    }
                }
            }
        }
    }
}
