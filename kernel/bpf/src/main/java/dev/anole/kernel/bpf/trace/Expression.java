package dev.anole.kernel.bpf.trace;

import java.util.List;

/** Something that has a value: a number of 64 bits, or up to 16 bytes of text. {@code at} is its column in the script. */
public sealed interface Expression {
    /** Its column in the script, from 0. */
    int at();

    /** A number as written. */
    record Number(int at, long value) implements Expression {
    }

    /** Text as written, between quotation marks. */
    record Text(int at, String value) implements Expression {
    }

    /** What every program knows: {@code pid}, {@code comm}; or an argument of the probe by its name. */
    record Name(int at, String name) implements Expression {
    }

    /** A member of a structure or of what a pointer leads to; {@code .} and {@code ->} are the same. */
    record Member(int at, Expression of, String name) implements Expression {
    }

    /** What a map holds for a key; 0 when it holds nothing. */
    record Element(int at, String map, List<Expression> keys) implements Expression {
        public Element {
            keys = List.copyOf(keys);
        }
    }

    /** Two values and what is done with them, as in C. */
    record Binary(int at, String operator, Expression left, Expression right) implements Expression {
    }

    /** {@code -}, {@code !} or {@code ~} before a value. */
    record Unary(int at, String operator, Expression of) implements Expression {
    }
}
