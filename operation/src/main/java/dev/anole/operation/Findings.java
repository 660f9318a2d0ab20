package dev.anole.operation;

/** An output that may hold findings, which need a person: the task ends in {@link TaskState#FINDINGS}, exit code 1. */
public interface Findings {
    /** How many there are. */
    int findings();
}
