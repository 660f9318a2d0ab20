package dev.anole.kernel.machine;

/** A place in the code, which may be named before it is known. It belongs to one assembler. */
public final class Label {
    private static final int UNBOUND = -1;

    private final String name;
    private int position = UNBOUND;

    /** A place to be bound with {@link Assembler#bind}. */
    public Label(String name) {
        this.name = name;
    }

    /**
     * Where it is, in bytes from the start of the code.
     *
     * @throws IllegalStateException if it has not been bound
     */
    public int position() {
        if (position == UNBOUND) {
            throw new IllegalStateException("the label " + name + " is used and never bound");
        }
        return position;
    }

    void bind(int place) {
        if (position != UNBOUND) {
            throw new IllegalStateException("the label " + name + " is bound twice");
        }
        position = place;
    }

    @Override
    public String toString() {
        return name;
    }
}
