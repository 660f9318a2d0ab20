package dev.anole.operation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a record component means to a person, and what it may hold. It is the option of a command, the field of a form
 * and the property of a JSON schema at once.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Described {
    /** One line in English, without a full stop. */
    String en();

    /** The same in Chinese. */
    String zh();

    /** The value where none is given, written as on the command line; empty means that there is no default. */
    String byDefault() default "";

    /** The least number (or seconds of a duration) that is accepted. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The largest number (or seconds of a duration) that is accepted. */
    double max() default Double.POSITIVE_INFINITY;

    /** The unit of a number, such as {@code "MiB"} or {@code "ms/s"}; empty for a plain count. */
    String unit() default "";

    /** On the command line the value stands alone, without its option, in the order of the components. */
    boolean positional() default false;

    /** A text of many lines: a form has room for them, and on a command line {@code @FILE} stands for a file's content. */
    boolean lines() default false;
}
