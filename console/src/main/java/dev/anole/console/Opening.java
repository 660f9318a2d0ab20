package dev.anole.console;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Something that takes its time to open, opened beside what else has to be done; who needs it waits for it.
 *
 * @param <T> what is opened
 */
final class Opening<T> implements Supplier<T> {
    private final CompletableFuture<T> result = new CompletableFuture<>();

    private Opening() {
    }

    static <T> Opening<T> of(String name, Supplier<? extends T> opener) {
        Objects.requireNonNull(opener, "opener");
        Opening<T> opening = new Opening<>();
        Thread.ofVirtual().name("opening " + name).start(() -> {
            try {
                opening.result.complete(opener.get());
            } catch (RuntimeException | Error e) {
                opening.result.completeExceptionally(e);
            }
        });
        return opening;
    }

    /** What was opened, once it is; or the exception that its opening ended with. */
    @Override
    public T get() {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        } catch (CancellationException e) {
            throw new IllegalStateException("closed before it was open", e);
        }
    }

    /** Waits until it is open, and closes it; where it did not open, there is nothing to close. */
    void close(Consumer<? super T> closer) {
        T opened;
        try {
            opened = get();
        } catch (RuntimeException e) {
            return;   // whoever asked for it has been told why
        }
        closer.accept(opened);
    }
}
