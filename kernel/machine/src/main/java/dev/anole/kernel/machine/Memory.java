package dev.anole.kernel.machine;

import java.util.Optional;

/**
 * A place in memory: a base register with an optional scaled index and a displacement, or a label in the code
 * itself (relative to RIP).
 *
 * @param broadcast one element there stands for a whole vector (EVEX only)
 */
public record Memory(Optional<Gpr> base, Optional<Gpr> index, int scale, int displacement, Optional<Label> label,
                     boolean broadcast) implements Operand {
    public Memory {
        if (base.isPresent() == label.isPresent()) {
            throw new IllegalArgumentException("an address needs either a base register or a label");
        }
        if (Integer.bitCount(scale) != 1 || scale > 8) {
            throw new IllegalArgumentException("an index is scaled by 1, 2, 4 or 8, not by " + scale);
        }
        if (base.filter(r -> r.bits() != 64).isPresent() || index.filter(r -> r.bits() != 64 || r == Gpr.RSP).isPresent()) {
            throw new IllegalArgumentException("an address is made of 64-bit registers, and RSP is no index");
        }
        if (index.isPresent() && label.isPresent()) {
            throw new IllegalArgumentException("an address relative to RIP has no index");
        }
    }

    /** {@code [base + displacement]}. */
    public static Memory at(Gpr base, int displacement) {
        return new Memory(Optional.of(base), Optional.empty(), 1, displacement, Optional.empty(), false);
    }

    /** {@code [base + index*scale + displacement]}. */
    public static Memory at(Gpr base, Gpr index, int scale, int displacement) {
        return new Memory(Optional.of(base), Optional.of(index), scale, displacement, Optional.empty(), false);
    }

    /** {@code [rip + label]}. */
    public static Memory at(Label label) {
        return new Memory(Optional.empty(), Optional.empty(), 1, 0, Optional.of(label), false);
    }

    /** One element at this place for all elements of a vector. */
    public Memory broadcasted() {
        return new Memory(base, index, scale, displacement, label, true);
    }

    @Override
    public String toString() {
        String inner = label.map(l -> "rip + " + l).orElseGet(() -> base.orElseThrow()
                + index.map(i -> " + " + scale + "*" + i).orElse("")
                + (displacement == 0 ? "" : displacement > 0 ? " + " + displacement : " - " + -(long) displacement));
        return "[" + inner + "]";
    }
}
