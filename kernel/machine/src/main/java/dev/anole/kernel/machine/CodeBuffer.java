package dev.anole.kernel.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes of code as they grow, with the references to labels that are filled in at the end. */
final class CodeBuffer {
    private record Reference(int position, int nextInstruction, Label label) {
    }

    private final List<Reference> references = new ArrayList<>();
    private byte[] bytes = new byte[4096];
    private int length;

    int length() {
        return length;
    }

    void put(int value) {
        if (length == bytes.length) {
            if (length >= ExecutablePages.CODE_BYTES_MAX) {
                throw new IllegalStateException("more than " + ExecutablePages.CODE_BYTES_MAX + " bytes of code");
            }
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) value;
    }

    void putInt(int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            put(value >>> 8 * i);
        }
    }

    void putLong(long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            put((int) (value >>> 8 * i));
        }
    }

    /** Leaves room for the distance to a label, counted from the end of the instruction that so many bytes finish. */
    void putReference(Label label, int trailingBytes) {
        references.add(new Reference(length, length + Integer.BYTES + trailingBytes, label));
        putInt(0);
    }

    /**
     * ModRM, SIB and displacement, SDM volume 2, section 2.1.5.
     *
     * @param displacementUnit what an 8-bit displacement counts: 1, or EVEX's N
     */
    void putOperand(int reg, Operand rm, int displacementUnit, int trailingBytes) {
        int field = (reg & 7) << 3;
        switch (rm) {
            case Gpr register -> put(0xc0 | field | register.number() & 7);
            case VectorRegister register -> put(0xc0 | field | register.number() & 7);
            case Mask mask -> put(0xc0 | field | mask.number());
            case Memory memory -> putMemory(field, memory, displacementUnit, trailingBytes);
            case Immediate immediate -> throw new IllegalArgumentException("no place for the number " + immediate.value());
        }
    }

    private void putMemory(int field, Memory memory, int unit, int trailingBytes) {
        if (memory.label().isPresent()) {
            put(field | 5);
            putReference(memory.label().get(), trailingBytes);
            return;
        }
        int base = memory.base().orElseThrow().number();
        int displacement = memory.displacement();
        boolean aligned = displacement % unit == 0;
        int scaled = displacement / unit;
        boolean small = aligned && scaled == (byte) scaled;
        int mod = displacement == 0 && (base & 7) != 5 ? 0x00 : small ? 0x40 : 0x80;
        if (memory.index().isPresent() || (base & 7) == 4) {
            int index = memory.index().map(Gpr::number).orElse(4);
            put(mod | field | 4);
            put(Integer.numberOfTrailingZeros(memory.scale()) << 6 | (index & 7) << 3 | base & 7);
        } else {
            put(mod | field | base & 7);
        }
        if (mod == 0x40) {
            put(scaled);
        } else if (mod == 0x80) {
            putInt(displacement);
        }
    }

    byte[] finish() {
        for (Reference reference : references) {
            int distance = reference.label.position() - reference.nextInstruction;
            for (int i = 0; i < Integer.BYTES; i++) {
                bytes[reference.position + i] = (byte) (distance >>> 8 * i);
            }
        }
        return Arrays.copyOf(bytes, length);
    }
}
