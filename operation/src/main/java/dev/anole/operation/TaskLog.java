package dev.anole.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happened to tasks, on disk: one JSON object a line, in the order of their sequence numbers, the newest line of a
 * task its state. A line is written before what it tells is told to anybody, so after {@code kill -9} the log knows every
 * task that a person has seen. When the file has grown past {@link #COMPACT_BYTES} it is written anew with the newest
 * {@link #KEPT} tasks, beside itself, and renamed.
 *
 * <p>Format: the first line is {@code {"format":"anole-tasks","version":1}}. A line that is cut short can only be the
 * last one, and is dropped.
 */
public final class TaskLog implements AutoCloseable {
    /** Tasks that are remembered. */
    public static final int KEPT = 500;
    /** Size at which the file is written anew, in bytes. */
    public static final long COMPACT_BYTES = 8 << 20;
    private static final int VERSION = 1;
    private static final String HEADER = "{\"format\":\"anole-tasks\",\"version\":" + VERSION + "}\n";

    private final Optional<Path> file;
    private final Map<TaskId, TaskSummary> known = new LinkedHashMap<>();
    private FileChannel channel;
    private long sequence;

    private TaskLog(Optional<Path> file) {
        this.file = file;
    }

    /**
     * Opens the log in a directory, which is made if it is not there.
     *
     * @throws OperationException when the log is of a newer version or cannot be read or written
     */
    public static TaskLog open(Path directory) {
        Path file = directory.resolve("tasks.jsonl");
        TaskLog log = new TaskLog(Optional.of(file));
        try {
            Files.createDirectories(directory);
            log.load(file);
            log.compact(file);
        } catch (IOException e) {
            throw broken(file, e);
        }
        return log;
    }

    /**
     * What a directory's log says, without writing to it: for a single command that reads. What this process records goes
     * no further than this object.
     *
     * @throws OperationException when the log is of a newer version or cannot be read
     */
    public static TaskLog look(Path directory) {
        TaskLog log = inMemory();
        Path file = directory.resolve("tasks.jsonl");
        try {
            log.load(file);
        } catch (IOException e) {
            throw broken(file, e);
        }
        return log;
    }

    /** A log that ends with its process. */
    public static TaskLog inMemory() {
        return new TaskLog(Optional.empty());
    }

    private static OperationException broken(Path file, IOException e) {
        return OperationException.failed(
            Text.of("the task log " + file + " cannot be used: " + e.getMessage(), "任务日志 " + file + " 无法使用：" + e.getMessage()),
            Text.of("make room, or see that the directory is writable", "请腾出空间，或检查目录是否可写"), e);
    }

    private void load(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        byte[] bytes = Files.readAllBytes(file);
        int start = 0;
        boolean header = true;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                String line = new String(bytes, start, i - start, StandardCharsets.UTF_8);
                start = i + 1;
                if (header) {
                    checkVersion(file, line);
                    header = false;
                } else {
                    parse(line).ifPresent(this::remember);
                }
            }
        }
    }

    private void checkVersion(Path file, String line) {
        int at = line.indexOf("\"version\":");
        String digits = at < 0 ? "" : line.substring(at + 10).replaceAll("[^0-9].*$", "").strip();
        if (!digits.isEmpty() && Long.parseLong(digits) > VERSION) {
            throw new OperationException(OperationException.Kind.CONFLICT,
                Text.of("the task log " + file + " was written by a newer Anole (version " + digits + ")",
                    "任务日志 " + file + " 由更新版本的 Anole 写入（版本 " + digits + "）"),
                Text.of("use that Anole, or another --data directory", "请使用该版本，或换一个 --data 目录"));
        }
    }

    private void remember(TaskSummary task) {
        known.remove(task.id());
        known.put(task.id(), task);
        sequence = Math.max(sequence, task.sequence());
        if (known.size() > KEPT) {
            known.keySet().stream().filter(id -> known.get(id).state().ended()).findFirst().ifPresent(known::remove);
        }
    }

    private void compact(Path file) throws IOException {
        if (channel != null) {
            channel.close();
        }
        Path next = file.resolveSibling("tasks.jsonl.new");
        StringBuilder text = new StringBuilder(HEADER);
        for (TaskSummary task : known.values()) {
            text.append(write(task));
        }
        try (FileChannel out = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Records a task as it is now under a new sequence number, and returns it with that number. */
    public synchronized TaskSummary record(TaskSummary task) {
        TaskSummary numbered = task.numbered(sequence + 1);
        if (file.isPresent()) {
            append(file.get(), write(numbered));
        }
        remember(numbered);
        return numbered;
    }

    private void append(Path log, String text) {
        try {
            if (channel.size() > COMPACT_BYTES) {
                compact(log);
            }
            ByteBuffer line = StandardCharsets.UTF_8.encode(text);
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            throw broken(log, e);
        }
    }

    /** The tasks that something happened to after a sequence number, oldest first. */
    public synchronized List<TaskSummary> after(long afterSequence, int limit) {
        return known.values().stream().filter(t -> t.sequence() > afterSequence).limit(limit).toList();
    }

    public synchronized Optional<TaskSummary> find(TaskId id) {
        return Optional.ofNullable(known.get(id));
    }

    /** All that had not ended, oldest first. */
    synchronized List<TaskSummary> open() {
        return new ArrayList<>(known.values().stream().filter(t -> !t.state().ended()).toList());
    }

    @Override
    public synchronized void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A summary as one line. */
    static String write(TaskSummary t) {
        StringWriter out = new StringWriter();
        try (JsonGenerator to = Json.factory().createGenerator(out)) {
            write(to, t);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.append('\n').toString();
    }

    /** A summary as an object in a larger document; the wire between processes uses the same form. */
    public static void write(JsonGenerator to, TaskSummary t) throws IOException {
        to.writeStartObject();
        to.writeNumberField("sequence", t.sequence());
        to.writeStringField("id", t.id().value());
        to.writeStringField("operation", t.operation().toString());
        to.writeStringField("input", t.input());
        to.writeFieldName("actor");
        Json.write(to, t.actor());
        to.writeStringField("effect", t.effect().name());
        to.writeStringField("state", t.state().name());
        to.writeStringField("started", t.started().toString());
        if (t.ended().isPresent()) {
            to.writeStringField("ended", t.ended().get().toString());
        }
        if (t.decidedBy().isPresent()) {
            to.writeStringField("decidedBy", t.decidedBy().get());
        }
        if (t.problem().isPresent()) {
            to.writeFieldName("problem");
            Json.write(to, t.problem().get());
        }
        if (t.output().isPresent()) {
            to.writeStringField("output", t.output().get());
        }
        to.writeEndObject();
    }

    private static Optional<TaskSummary> parse(String line) {
        try (JsonParser from = Json.factory().createParser(line)) {
            from.nextToken();
            return Optional.of(read(from));
        } catch (IOException | IllegalArgumentException | InvalidValue e) {
            return Optional.empty();   // a line that was cut short, or damaged: the others stand for themselves
        }
    }

    /** Reads what {@link #write(JsonGenerator, TaskSummary)} wrote, at the parser's current token. */
    public static TaskSummary read(JsonParser from) throws IOException {
        long sequence = 0;
        String id = "";
        String operation = "";
        String input = "{}";
        Actor actor = new Actor("unknown", Role.VIEWER, Door.SERVICE);
        Effect effect = Effect.READS;
        TaskState state = TaskState.INTERRUPTED;
        Instant started = Instant.EPOCH;
        Optional<Instant> ended = Optional.empty();
        Optional<String> decidedBy = Optional.empty();
        Optional<Problem> problem = Optional.empty();
        Optional<String> output = Optional.empty();
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String field = from.currentName();
            from.nextToken();
            switch (field) {
                case "sequence" -> sequence = from.getLongValue();
                case "id" -> id = from.getText();
                case "operation" -> operation = from.getText();
                case "input" -> input = from.getText();
                case "actor" -> actor = Json.read(from, Shape.of(Actor.class), Json.Unknown.SKIP);
                case "effect" -> effect = Effect.valueOf(from.getText());
                case "state" -> state = TaskState.valueOf(from.getText());
                case "started" -> started = Instant.parse(from.getText());
                case "ended" -> ended = Optional.of(Instant.parse(from.getText()));
                case "decidedBy" -> decidedBy = Optional.of(from.getText());
                case "problem" -> problem = Optional.of(Json.read(from, Shape.of(Problem.class), Json.Unknown.SKIP));
                case "output" -> output = Optional.of(from.getText());
                default -> from.skipChildren();
            }
        }
        return new TaskSummary(sequence, new TaskId(id), OperationName.of(operation), input, actor, effect, state, started,
            ended, decidedBy, problem, output);
    }
}
