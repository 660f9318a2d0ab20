package dev.anole.kernel.machine;

/** A number inside the instruction; how wide it may be is up to the instruction. */
public record Immediate(long value) implements Operand {
}
