package dev.anole.kernel.bpf;

/** What an instruction refers to by a symbol of the object's. */
sealed interface CodeTarget {
    /** A map, whose descriptor is loaded. */
    record MapReference(String map) implements CodeTarget {
    }

    /**
     * A global variable, whose address is loaded.
     *
     * @param offset in the section, in bytes, to which the instruction's own constant is added
     */
    record DataReference(String section, long offset) implements CodeTarget {
    }

    /**
     * A function of {@code .text} that is called.
     *
     * @param offset in bytes, to which the instruction's own constant is added as a number of instructions
     */
    record Call(long offset) implements CodeTarget {
    }

    /** A function of {@code .text} whose address is taken, for a callback. */
    record FunctionAddress(long offset) implements CodeTarget {
    }

    /** A variable of the kernel's, or an option of its configuration. */
    record ExternVariable(String name, boolean weak) implements CodeTarget {
    }

    /** A function of the kernel's. */
    record ExternFunction(String name, boolean weak) implements CodeTarget {
    }
}
