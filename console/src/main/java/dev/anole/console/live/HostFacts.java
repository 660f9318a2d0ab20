package dev.anole.console.live;

import dev.anole.console.http.Refusal;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Problem;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.Catalog;
import dev.anole.operation.Mode;
import dev.anole.operation.Text;
import dev.anole.ops.collect.Inventory;
import dev.anole.ops.collect.KernelMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What pages read of the host, through its operations and without a record. Several pages that ask for the same at the
 * same time share one answer; an answer is shared for as long as it is fresh, and what was read last stands in while the
 * agent is lost.
 */
public final class HostFacts {
    /** How long a page waits for one of its parts, in milliseconds. */
    public static final long PART_MILLIS_MAX = 3_000;
    /** Different questions whose answers are kept. */
    private static final int KEPT_MAX = 64;

    private record Question(OperationName operation, Map<String, List<String>> input) {
    }

    private record Asked(CompletableFuture<Record> answer, long atNanos) {
    }

    private final Catalog catalog;
    private final AgentLink link;
    private final Map<Question, Asked> asked = new HashMap<>();
    private volatile Optional<Inventory> inventory = Optional.empty();

    public HostFacts(Catalog catalog, AgentLink link) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.link = Objects.requireNonNull(link, "link");
    }

    /** Whether this build has the operation. */
    public boolean has(String operation) {
        return catalog.find(OperationName.of(operation)).isPresent();
    }

    /**
     * What an operation of one value gives.
     *
     * @param input by component, as typed
     * @param fresh how old the answer may be
     * @throws Refusal            with status 503 when the agent is lost
     * @throws OperationException when it refuses
     */
    public Record read(String operation, Map<String, List<String>> input, Duration fresh) throws InterruptedException {
        return await(ask(operation, input, fresh));
    }

    /** Begins to ask, so that several questions are answered side by side. */
    public CompletableFuture<Record> ask(String operation, Map<String, List<String>> input, Duration fresh) {
        Question question = new Question(OperationName.of(operation), Map.copyOf(input));
        synchronized (this) {
            Asked before = asked.get(question);
            boolean shared = before != null && !before.answer().isCompletedExceptionally()
                && System.nanoTime() - before.atNanos() <= fresh.toNanos();
            if (shared) {
                return before.answer();
            }
            if (asked.size() >= KEPT_MAX) {
                asked.clear();
            }
            CompletableFuture<Record> answer = new CompletableFuture<>();
            asked.put(question, new Asked(answer, System.nanoTime()));
            Thread.ofVirtual().name("reading " + operation).start(() -> complete(question, answer));
            return answer;
        }
    }

    private void complete(Question question, CompletableFuture<Record> answer) {
        try {
            answer.complete(link.read(question.operation(), catalog.get(question.operation()).input().parse(question.input())));
        } catch (RuntimeException | InterruptedException e) {
            answer.completeExceptionally(e);
        }
    }

    /**
     * Waits for an answer, {@link #PART_MILLIS_MAX} at most.
     *
     * @throws Refusal with status 503 when there is none by then
     */
    public static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(PART_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Refusal.of(503, Text.of("the host takes longer than " + PART_MILLIS_MAX / 1000 + " s to answer",
                "主机超过 " + PART_MILLIS_MAX / 1000 + " 秒仍未应答"), Text.of("load the page again in a moment", "请稍后刷新页面"));
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Why a part of a page is not there. */
    public static Problem problem(RuntimeException e) {
        return Refusal.from(e).problem();
    }

    /**
     * What the host is made of; as it was read last, where the agent is lost or slow.
     *
     * @throws Refusal when it is, and nothing was read before
     */
    public Inventory inventory() throws InterruptedException {
        try {
            Inventory read = (Inventory) read("host show", Map.of(), Duration.ofSeconds(30));
            inventory = Optional.of(read);
            return read;
        } catch (Refusal e) {
            return inventory.orElseThrow(() -> e);
        }
    }

    /** The newest messages of the kernel's log, the newest first. */
    public List<KernelMessage> log(int lines) throws InterruptedException {
        OperationName name = OperationName.of("host log");
        TaskId task = link.start(name, catalog.get(name).input().parse(Map.of("lines", List.of(Integer.toString(lines)))), AgentLink.CONSOLE, Mode.RUN);
        List<KernelMessage> messages = new ArrayList<>();
        link.follow(task, event -> {
            switch (event) {
                case TaskEvent.Item(Record item) -> messages.addFirst((KernelMessage) item);
                case TaskEvent.Ended ended -> ended.problem().ifPresent(p -> {
                    throw p.toException();
                });
                case TaskEvent.Step _, TaskEvent.Amount _, TaskEvent.Logged _, TaskEvent.Chunk _ -> { }
            }
        });
        return messages;
    }

    /** The same, beside others. */
    public CompletableFuture<List<KernelMessage>> askLog(int lines) {
        CompletableFuture<List<KernelMessage>> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("reading host log").start(() -> {
            try {
                answer.complete(log(lines));
            } catch (RuntimeException | InterruptedException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
