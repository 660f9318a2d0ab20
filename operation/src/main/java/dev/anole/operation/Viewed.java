package dev.anole.operation;

/** An output that knows a richer picture of itself than the table that its shape gives. */
public interface Viewed {
    View view();
}
