package dev.anole.kernel.machine;

/** One of the 32 vector registers, as its lowest 128, its lowest 256, or all of its 512 bits. */
public record VectorRegister(int number, int bits) implements Operand {
    public VectorRegister {
        if (number < 0 || number > 31) {
            throw new IllegalArgumentException("no vector register " + number);
        }
        if (bits != 128 && bits != 256 && bits != 512) {
            throw new IllegalArgumentException("no vector register of " + bits + " bits");
        }
    }

    /** 128 bits. */
    public static VectorRegister xmm(int number) {
        return new VectorRegister(number, 128);
    }

    /** 256 bits. */
    public static VectorRegister ymm(int number) {
        return new VectorRegister(number, 256);
    }

    /** 512 bits. */
    public static VectorRegister zmm(int number) {
        return new VectorRegister(number, 512);
    }

    /** The same register, seen with another width. */
    public VectorRegister as(int width) {
        return new VectorRegister(number, width);
    }

    @Override
    public String toString() {
        return (bits == 128 ? "xmm" : bits == 256 ? "ymm" : "zmm") + number;
    }
}
