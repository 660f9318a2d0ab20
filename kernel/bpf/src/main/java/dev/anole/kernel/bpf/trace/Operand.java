package dev.anole.kernel.bpf.trace;

/** Where a value is after its code has run. */
sealed interface Operand {
    /** What it is as part of a key. */
    TraceMap.Kind kind();

    /**
     * A number in R0, or a pointer.
     *
     * @param type in the kernel's types, 0 for a plain number
     */
    record Loaded(TraceMap.Kind kind, int type) implements Operand {
        static final Loaded NUMBER = new Loaded(TraceMap.Kind.NUMBER, 0);
    }

    /**
     * Text of 16 bytes on the stack, with zeros behind its end.
     *
     * @param where from R10
     */
    record Text(int where) implements Operand {
        @Override
        public TraceMap.Kind kind() {
            return TraceMap.Kind.TEXT;
        }
    }
}
