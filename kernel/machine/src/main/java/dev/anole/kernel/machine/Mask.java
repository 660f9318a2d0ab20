package dev.anole.kernel.machine;

/** An opmask register of AVX-512: one bit for each element. */
public record Mask(int number) implements Operand {
    public Mask {
        if (number < 1 || number > 7) {
            throw new IllegalArgumentException("no opmask k" + number + " to choose: k1 to k7 are (k0 means no mask)");
        }
    }

    /** The register k1 to k7. */
    public static Mask k(int number) {
        return new Mask(number);
    }

    @Override
    public String toString() {
        return "k" + number;
    }
}
