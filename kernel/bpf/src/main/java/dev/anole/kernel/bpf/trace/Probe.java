package dev.anole.kernel.bpf.trace;

import java.util.List;
import java.util.Optional;

/**
 * Where, when and what.
 *
 * @param targets the places, each {@code kind:name} or a tracepoint's name alone
 * @param filter only when this is not 0
 */
public record Probe(int at, List<Target> targets, Optional<Expression> filter, List<Statement> statements) {
    public Probe {
        targets = List.copyOf(targets);
        statements = List.copyOf(statements);
    }

    /** A place. */
    public sealed interface Target {
        /** A tracepoint of the kernel's, with its arguments by name and type. */
        record Tracepoint(int at, String name) implements Target {
        }

        /** A clock on each CPU. */
        record Profile(int at, int frequencyHz) implements Target {
        }

        /** A function of the kernel's, its beginning or its return. */
        record KernelFunction(int at, String name, boolean atReturn) implements Target {
        }

        /** A function of a program or library, its beginning or its return. */
        record UserFunction(int at, String file, String name, boolean atReturn) implements Target {
        }
    }
}
