package dev.anole.operation;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The agent of this process: authorises a call, records it as a task, runs it on a virtual thread of its own, and tells
 * whoever follows. Every door's call comes to here, on one way.
 *
 * <p>What only reads and comes from a service of Anole's own (a page that refreshes itself, a scrape) is run and not
 * recorded. Everything else is in the {@link TaskLog} before it begins and after it has ended.
 */
public final class Tasks implements Agent {
    /** Largest output that is kept with its task, in bytes of JSON; a larger one goes to its followers only. */
    public static final int OUTPUT_MAX = 32 << 10;
    /** Tasks that may run or wait for approval at the same time. */
    public static final int RUNNING_MAX = 256;
    /** Ended tasks whose steps and whole output are still told to who asks. */
    public static final int ENDED_KEPT = 64;
    private static final int CHUNK_BYTES = 64 << 10;
    private static final long STOP_MILLIS_MAX = 5_000;
    private static final System.Logger LOG = System.getLogger(Tasks.class.getName());

    /** A task of this process: what was asked, and what it has told. */
    private record Entry(Operation<?, ?> operation, Record input, Mode mode, boolean recorded, TaskSummary asked, Task task) {
    }

    private final String version;
    private final String boot = Long.toHexString(KernelRandom.bits());
    private final Host host;
    private final Catalog catalog;
    private final Authority authority;
    private final Supplier<? extends Journal> journal;
    private final TaskLog log;
    private final Clock clock;
    private final Map<TaskId, Entry> entries = new LinkedHashMap<>();
    private boolean closed;

    /**
     * @param version what {@link #greeting} says
     * @param journal opened on first use, so that what only reads never locks it
     */
    public Tasks(String version, Host host, Catalog catalog, Supplier<? extends Journal> journal, TaskLog log, Clock clock) {
        this.version = version;
        this.host = host;
        this.catalog = catalog;
        this.authority = new Authority();
        this.journal = journal;
        this.log = log;
        this.clock = clock;
        for (TaskSummary left : log.open()) {
            log.record(left.ended(TaskState.INTERRUPTED, Instant.now(clock), Optional.empty(), Optional.of(new Problem(
                OperationException.Kind.FAILED,
                Text.of("the process that ran it ended before it did", "运行它的进程提前结束"),
                Text.of("see anole changes list for what it had changed, then run it again",
                    "先用 anole changes list 查看它改动了什么，再重新运行"))), Optional.empty()));
        }
    }

    @Override
    public Greeting greeting() {
        return new Greeting(version, host.name(), host.isRoot(), boot);
    }

    @Override
    public List<Probed> probes() {
        return catalog.operations().stream().map(o -> new Probed(o.name(), o.probe(host))).toList();
    }

    @Override
    public TaskId start(OperationName name, Record input, Actor actor, Mode mode) {
        Operation<?, ?> operation = catalog.get(name);
        if (operation.input().type() != input.getClass()) {
            throw new IllegalArgumentException(name + " takes a " + operation.input().type().getName());
        }
        if (mode == Mode.PREVIEW && !(operation instanceof Previewed<?, ?>)) {
            throw OperationException.usage(Text.of("\"" + name + "\" has no preview", "“" + name + "”不支持预览"), Text.same(""));
        }
        Authority.Verdict verdict = authority.start(operation, mode, actor);
        if (operation.probe(host) instanceof Probe.Unavailable missing) {
            throw OperationException.unavailable(missing);
        }
        boolean recorded = actor.door() != Door.SERVICE || (mode == Mode.RUN && operation.effect() != Effect.READS);
        TaskState first = switch (verdict) {
            case RUN -> TaskState.RUNNING;
            case PROPOSE -> TaskState.PROPOSED;
        };
        TaskSummary asked = new TaskSummary(0, TaskId.random(), name, Json.write(input), actor,
            mode == Mode.PREVIEW ? Effect.READS : operation.effect(), first, Instant.now(clock), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty());
        Entry entry = new Entry(operation, input, mode, recorded, asked, new Task(clock));
        synchronized (this) {
            makeRoom();
            if (recorded) {
                log.record(asked);
            }
            entries.put(asked.id(), entry);
        }
        if (verdict == Authority.Verdict.RUN) {
            launch(entry, asked);
        }
        return asked.id();
    }

    /** Forgets the oldest ended tasks beyond the bound; refuses when too many are under way. */
    private void makeRoom() {
        if (closed) {
            throw new OperationException(OperationException.Kind.STOPPED, Text.of("Anole is stopping", "Anole 正在停止"),
                Text.of("try again when it is up", "请等它启动后重试"));
        }
        List<TaskId> ended = entries.entrySet().stream().filter(e -> ended(e.getValue())).map(Map.Entry::getKey).toList();
        ended.stream().limit(Math.max(0, ended.size() - ENDED_KEPT)).forEach(entries::remove);
        if (entries.size() - Math.min(ended.size(), ENDED_KEPT) >= RUNNING_MAX) {
            throw new OperationException(OperationException.Kind.CONFLICT,
                Text.of(RUNNING_MAX + " tasks are under way on this host", "这台主机上已有 " + RUNNING_MAX + " 个任务在进行"),
                Text.of("wait for one to end, or stop one", "请等待其中一个结束，或停止一个"));
        }
    }

    private static boolean ended(Entry entry) {
        try {
            return entry.task().awaitEnd(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void launch(Entry entry, TaskSummary running) {
        Thread thread = Thread.ofVirtual().name("task " + running.id() + " " + running.operation()).unstarted(() -> run(entry, running));
        entry.task().runsIn(thread);
        thread.start();
    }

    private void run(Entry entry, TaskSummary running) {
        Task task = entry.task();
        TaskEvent.Ended end;
        try {
            Optional<Record> output = work(entry.operation(), entry, running);
            TaskState state = output.filter(o -> o instanceof Findings f && f.findings() > 0).isPresent()
                ? TaskState.FINDINGS : TaskState.DONE;
            end = new TaskEvent.Ended(state, Instant.now(clock), output, Optional.empty());
        } catch (InterruptedException e) {
            end = stopped(task);
        } catch (OperationException e) {
            end = e.kind() == OperationException.Kind.STOPPED || (task.stoppedBy().isPresent() && Thread.interrupted())
                ? stopped(task) : failed(Problem.of(e));
        } catch (InvalidValue e) {
            end = failed(Problem.of(e.toException()));
        } catch (RuntimeException | Error e) {
            if (task.stoppedBy().isPresent()) {
                end = stopped(task);   // what an interrupt made of a call that knows no interrupt
            } else {
                LOG.log(System.Logger.Level.DEBUG, () -> running.operation() + " failed", e);
                end = failed(new Problem(OperationException.Kind.FAILED,
                    Text.same(Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName())), Text.same("")));
            }
        }
        Thread.interrupted();   // the log is written even when the task was stopped
        finish(entry, running, end);
    }

    private void finish(Entry entry, TaskSummary running, TaskEvent.Ended end) {
        TaskEvent.Ended told = end;
        if (entry.recorded()) {
            Optional<String> kept = end.output().map(Json::write).filter(json -> json.length() <= OUTPUT_MAX);
            try {
                log.record(running.ended(end.state(), end.at(), entry.task().stoppedBy(), end.problem(), kept));
            } catch (OperationException e) {
                // The operation has ended as it has; that the log could not say so is told beside it.
                entry.task().log(e.getMessage());
            }
        }
        entry.task().end(told);
    }

    private TaskEvent.Ended stopped(Task task) {
        String by = task.stoppedBy().orElse("itself");
        return new TaskEvent.Ended(TaskState.STOPPED, Instant.now(clock), Optional.empty(), Optional.of(new Problem(
            OperationException.Kind.STOPPED, Text.of("stopped by " + by, "已由 " + by + " 停止"), Text.same(""))));
    }

    private TaskEvent.Ended failed(Problem problem) {
        return new TaskEvent.Ended(TaskState.FAILED, Instant.now(clock), Optional.empty(), Optional.of(problem));
    }

    private <I extends Record, O extends Record> Optional<Record> work(Operation<I, O> operation, Entry entry,
            TaskSummary running) throws InterruptedException {
        I input = operation.input().type().cast(entry.input());
        Context context = new RunningContext(running.id(), running.actor(), entry.task(), clock, host, journal);
        O output = switch (entry.mode()) {
            case RUN -> operation.run(input, context);
            case PREVIEW -> ((Previewed<I, O>) operation).preview(input, context);
        };
        return switch (output) {
            case Stream<?> stream -> {
                stream.source().produce(item -> hand(entry.task(), new TaskEvent.Item(item)));
                yield Optional.empty();
            }
            case ByteStream bytes -> {
                pump(bytes, entry.task());
                yield Optional.empty();
            }
            default -> Optional.of(output);
        };
    }

    /** An interrupt while a stream's producer waits in {@code Consumer.accept}, which cannot throw it. */
    private static final class StoppedWhileHanding extends RuntimeException {
        private static final long serialVersionUID = 1;

        StoppedWhileHanding(InterruptedException cause) {
            super(cause);
        }
    }

    private static void hand(Task task, TaskEvent part) {
        try {
            task.hand(part);
        } catch (InterruptedException e) {
            task.stop(Objects.requireNonNullElse(e.getMessage(), "the reader left"));
            throw new StoppedWhileHanding(e);
        }
    }

    private static void pump(ByteStream bytes, Task task) throws InterruptedException {
        try (OutputStream out = new java.io.BufferedOutputStream(new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] b, int from, int length) {
                hand(task, new TaskEvent.Chunk(Arrays.copyOfRange(b, from, from + length)));
            }
        }, CHUNK_BYTES)) {
            bytes.source().writeTo(out);
        } catch (IOException e) {
            throw OperationException.failed(Text.same(String.valueOf(e.getMessage())), Text.same(""), e);
        }
    }

    private record RunningContext(TaskId task, Actor actor, Progress progress, Clock clock, Host host,
                                  Supplier<? extends Journal> opener) implements Context {
        @Override
        public Journal journal() {
            return opener.get();
        }
    }

    @Override
    public void follow(TaskId id, Consumer<? super TaskEvent> reader) throws InterruptedException {
        Optional<Entry> entry = entry(id);
        if (entry.isPresent()) {
            entry.get().task().follow(!(entry.get().operation().output() instanceof Output.Value<?>), reader);
            return;
        }
        TaskSummary past = log.find(id).filter(t -> t.state().ended()).orElseThrow(() -> unknown(id));
        reader.accept(new TaskEvent.Ended(past.state(), past.ended().orElse(past.started()), output(past), past.problem()));
    }

    private Optional<Record> output(TaskSummary past) {
        Optional<Operation<?, ?>> operation = catalog.find(past.operation());
        if (past.output().isEmpty() || operation.isEmpty() || !(operation.get().output() instanceof Output.Value<?>(Shape<?> shape))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(shape, past.output().get(), Json.Unknown.SKIP));
        } catch (InvalidValue e) {
            return Optional.empty();   // written by a version whose output has since changed
        }
    }

    private synchronized Optional<Entry> entry(TaskId id) {
        return Optional.ofNullable(entries.get(id));
    }

    private static OperationException unknown(TaskId id) {
        return OperationException.notFound(Text.of("there is no task " + id, "没有任务 " + id),
            Text.of("see anole tasks list", "参见 anole tasks list"));
    }

    @Override
    public List<TaskSummary> tasks(long afterSequence, int limit) {
        return log.after(afterSequence, limit);
    }

    @Override
    public Optional<TaskSummary> task(TaskId id) {
        // What is not recorded is known as long as it can be followed: its caller may be in another process.
        return log.find(id).or(() -> entry(id).map(e -> e.task().ended()
            .map(end -> e.asked().ended(end.state(), end.at(), e.task().stoppedBy(), end.problem(), Optional.empty()))
            .orElse(e.asked())));
    }

    @Override
    public void stop(TaskId id, Actor actor) {
        Entry entry = entry(id).orElseThrow(() -> unknown(id));
        authority.stop(entry.operation(), entry.asked().actor(), actor);
        synchronized (this) {   // against an approval at the same moment
            entry.task().stop(actor.name());
            if (log.find(id).orElse(entry.asked()).state() == TaskState.PROPOSED) {
                finish(entry, entry.asked(), stopped(entry.task()));
            }
        }
    }

    @Override
    public void approve(TaskId id, Actor actor) {
        Entry entry = entry(id).orElseThrow(() -> unknown(id));
        authority.approve(entry.operation(), actor);
        TaskSummary running;
        synchronized (this) {
            TaskSummary now = log.find(id).orElseThrow(() -> unknown(id));
            if (now.state() != TaskState.PROPOSED) {
                throw new OperationException(OperationException.Kind.CONFLICT,
                    Text.of("task " + id + " does not wait for approval: " + now.state().label().en(),
                        "任务 " + id + " 不在等待批准：" + now.state().label().zh()), Text.same(""));
            }
            running = log.record(now.approved(actor.name()));
        }
        launch(entry, running);
    }

    /** Stops what runs, waits for it a bounded time, and leaves the rest to the journal. */
    @Override
    public void close() {
        List<Entry> open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = List.copyOf(entries.values());
        }
        open.forEach(e -> e.task().stop("the end of Anole"));
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS_MAX);
        try {
            for (Entry e : open) {
                if (log.find(e.asked().id()).filter(t -> t.state() == TaskState.PROPOSED).isPresent()) {
                    continue;   // nothing runs that could end; the next process's log reads it as interrupted
                }
                e.task().awaitEnd(Math.max(0, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.close();
    }
}
