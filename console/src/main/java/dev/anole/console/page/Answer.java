package dev.anole.console.page;

import dev.anole.operation.Problem;
import java.util.Objects;
import java.util.function.Function;

/**
 * One region's content, or why it is not there; the rest of the page works all the same.
 *
 * @param <T> the content
 */
public sealed interface Answer<T> {
    /** It is there. */
    record Got<T>(T value) implements Answer<T> {
        public Got {
            Objects.requireNonNull(value, "value");
        }
    }

    /** It is not there. */
    record Missing<T>(Problem problem) implements Answer<T> {
        public Missing {
            Objects.requireNonNull(problem, "problem");
        }
    }

    static <T> Answer<T> of(T value) {
        return new Got<>(value);
    }

    static <T> Answer<T> missing(Problem problem) {
        return new Missing<>(problem);
    }

    /** The drawn content, or the problem in its place. */
    default Html drawn(PageContext c, Function<? super T, ? extends Html> draw) {
        return switch (this) {
            case Got<T>(T value) -> draw.apply(value);
            case Missing<T>(Problem problem) -> ErrorPage.region(c, problem);
        };
    }
}
