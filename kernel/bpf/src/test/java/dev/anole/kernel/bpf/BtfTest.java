package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.FormatException;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

import static dev.anole.kernel.bpf.BtfBuilder.Part;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Types that are built here are read back here; names, sizes and values come out. */
class BtfTest {
    record Point(int x, long sum, String label, int[] marks, Inner inner, boolean on) {
    }

    record Inner(short a, byte b) {
    }

    private static final BtfBuilder BUILDER = new BtfBuilder();
    private static final int INT = BUILDER.integer("int", 4, true);
    private static final int U64 = BUILDER.integer("unsigned long long", 8, false);
    private static final int CHAR = BUILDER.integer("char", 1, true);
    private static final int SHORT = BUILDER.integer("short", 2, true);
    private static final int LABEL = BUILDER.array(CHAR, INT, 8);
    private static final int MARKS = BUILDER.array(INT, INT, 3);
    private static final int INNER = BUILDER.composite(BtfKind.STRUCT, "inner", 4,
            List.of(Part.member("a", SHORT, 0), Part.member("b", CHAR, 2)));
    private static final int ALIAS = BUILDER.reference(BtfKind.TYPEDEF, "inner_t", BUILDER.reference(BtfKind.CONST, "", INNER));
    private static final int POINT = BUILDER.composite(BtfKind.STRUCT, "point", 48, List.of(Part.member("x", INT, 0),
            Part.member("sum", U64, 8), Part.member("label", LABEL, 16), Part.member("marks", MARKS, 24),
            Part.member("inner", ALIAS, 36), Part.member("on", CHAR, 40)));
    private static final Btf BTF = Btf.of(BUILDER.toBytes(), "test");

    @Test
    void whatWasBuiltIsRead() {
        assertEquals(POINT, BTF.find("point", BtfKind.STRUCT).orElseThrow());
        assertEquals(48, BTF.size(POINT));
        assertEquals(6, BTF.parts(POINT));
        assertEquals("label", BTF.partName(POINT, 2));
        assertEquals(8, BTF.size(LABEL));
        assertEquals(INNER, BTF.resolve(ALIAS));
        assertEquals("struct point", BTF.describe(POINT));
        assertEquals("char[8]", BTF.describe(LABEL));
        assertTrue(BTF.find("nothing", BtfKind.STRUCT).isEmpty());
        assertThrows(FormatException.class, () -> BTF.kind(BTF.typeCount()));
        assertThrows(FormatException.class, () -> BTF.partName(POINT, 6));
    }

    @Test
    void aFlavourIsNoPartOfAName() {
        assertEquals("task", BtfNames.essential("task___old"));
        assertEquals("a___b", BtfNames.essential("a___b___c"));
        assertEquals("a____b", BtfNames.essential("a____b"));
        assertEquals("___a", BtfNames.essential("___a"));
        assertEquals("a___", BtfNames.essential("a___"));
        BtfBuilder builder = new BtfBuilder();
        for (String name : List.of("task", "task___old", "task____no", "tas", "task___", "___task")) {
            builder.composite(BtfKind.STRUCT, name, 0, List.of());
        }
        Btf btf = Btf.of(builder.toBytes(), "flavours");
        assertArrayEquals(new int[] {1, 2}, btf.named("task"));
        assertArrayEquals(new int[] {3}, btf.named("task____no"));
        assertArrayEquals(new int[] {5}, btf.named("task___"));
        assertArrayEquals(new int[] {6}, btf.named("___task"));
    }

    @Test
    void aSplitPartGoesOnWhereItsBaseEnds() {
        BtfBuilder whole = new BtfBuilder();
        whole.integer("int", 4, true);
        Btf base = Btf.of(whole.toBytes(), "base");
        byte[] bytes = new BtfBuilder().toBytes();
        // One pointer to the base's int, without strings of its own.
        byte[] split = Arrays.copyOf(bytes, Btf.HEADER_BYTES + 12);
        MemorySegment words = MemorySegment.ofArray(split);
        words.set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 12, 12);
        words.set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 16, 12);
        words.set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 20, 0);
        words.set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 24, 0);
        words.set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 28, BtfKind.PTR.number() << 24);
        words.set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 32, 1);
        Btf module = Btf.split(split, "module", base);
        assertEquals(3, module.typeCount());
        assertEquals("int *", module.describe(2));
        assertEquals(1, module.find("int", BtfKind.INT).orElseThrow());
    }

    @Test
    void aRecordIsReadAndWrittenOverAStructure() {
        BtfCodec<Point> codec = BtfCodec.of(Point.class, BTF, "point");
        Point point = new Point(-5, 1L << 40, "anole", new int[] {1, -2, 3}, new Inner((short) -7, (byte) 9), true);
        byte[] bytes = codec.write(point);
        assertEquals(48, bytes.length);
        Point read = codec.read(bytes);
        assertEquals(-5, read.x());
        assertEquals(1L << 40, read.sum());
        assertEquals("anole", read.label());
        assertArrayEquals(new int[] {1, -2, 3}, read.marks());
        assertEquals(point.inner(), read.inner());
        assertTrue(read.on());
        assertEquals("{\"x\": -5, \"sum\": 1099511627776, \"label\": \"anole\", \"marks\": [1, -2, 3], "
                + "\"inner\": {\"a\": -7, \"b\": 9}, \"on\": 1}", new BtfPrinter(BTF).json(POINT, bytes));
    }

    @Test
    void aComponentWithoutAMemberIsNamed() {
        record Wrong(int nothing) {
        }
        String message = assertThrows(IllegalArgumentException.class, () -> BtfCodec.of(Wrong.class, BTF, "point")).getMessage();
        assertEquals("struct point has no member for Wrong.nothing", message);
    }

    @Test
    void bitsAreReadAndWrittenAnywhere() {
        byte[] bytes = new byte[24];
        MemorySegment memory = MemorySegment.ofArray(bytes);
        for (int bits = 1; bits <= 64; bits++) {
            for (int at = 0; at < 70; at += 7) {
                Arrays.fill(bytes, (byte) 0x55);
                long value = 0xdeadbeefcafebabeL >>> 64 - bits;
                BtfBits.write(memory, at, bits, value);
                assertEquals(value, BtfBits.read(memory, at, bits, false), bits + " bits at " + at);
                assertEquals(value << 64 - bits >> 64 - bits, BtfBits.read(memory, at, bits, true));
            }
        }
    }
}
