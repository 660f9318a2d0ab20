package dev.anole.agent;

import dev.anole.operation.Agent;
import dev.anole.operation.Json;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Problem;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells a task's events to a caller, and notices when the caller leaves: a second thread waits for the end of what the
 * caller sends, and interrupts the first, which ends the task if it is a stream.
 */
final class Following {
    private final Connection connection;
    private final Agent agent;
    private final TaskId task;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Thread> teller = Optional.empty();

    Following(Connection connection, Agent agent, TaskId task) {
        this.connection = connection;
        this.agent = agent;
        this.task = task;
    }

    /** Tells everything until the task has ended or the caller has left. The connection is of no use afterwards. */
    void tell(OperationName operation) throws IOException {
        connection.write(Reply.frame(new Reply.Following(operation)));
        teller = Optional.of(Thread.currentThread());
        Thread watcher = Thread.ofVirtual().name("agent follower of " + task).start(this::watch);
        try {
            agent.follow(task, this::tell);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (OperationException e) {
            connection.write(Reply.frame(new Reply.Refused(Problem.of(e))));   // before the watcher's end, which closes it
        } catch (InterruptedException e) {
            // The caller has left, which is its right.
        } finally {
            done();
            watcher.interrupt();
        }
    }

    private void watch() {
        try {
            // Nothing belongs here; what comes all the same ends the connection as well as the end does.
            connection.read(Frame.HEADER_BYTES);
        } catch (IOException | WireException e) {
            // A broken connection is a caller who has left.
        }
        lock.lock();
        try {
            teller.ifPresent(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }

    private void done() {
        lock.lock();
        try {
            teller = Optional.empty();
            Thread.interrupted();   // a caller who leaves after the end must not disturb what this thread does next
        } finally {
            lock.unlock();
        }
    }

    private void tell(TaskEvent event) {
        try {
            switch (event) {
                case TaskEvent.Step step -> connection.write(Reply.frame(new Reply.Step(step)));
                case TaskEvent.Amount amount -> connection.write(Reply.frame(new Reply.Amount(amount)));
                case TaskEvent.Logged logged -> connection.write(Reply.frame(new Reply.Logged(logged)));
                case TaskEvent.Item(Record item) -> connection.write(record(item));
                case TaskEvent.Chunk(byte[] bytes) -> chunk(bytes);
                case TaskEvent.Ended ended -> end(ended);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void chunk(byte[] bytes) throws IOException {
        int most = Frame.LENGTH_MAX - 1;
        if (bytes.length <= most) {
            connection.write(Frame.bytes(bytes));
            return;
        }
        for (int at = 0; at < bytes.length; at += most) {
            connection.write(Frame.bytes(java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + most))));
        }
    }

    private static Frame record(Record record) {
        try {
            return Frame.record(Json.writeRevealing(record));
        } catch (WireException e) {
            throw OperationException.failed(
                Text.of("the output is too large to be passed on: " + e.getMessage(), "输出过大，无法传送：" + e.getMessage()),
                Text.of("ask for less at once", "请减少一次请求的内容"), e);
        }
    }

    private void end(TaskEvent.Ended ended) throws IOException {
        Optional<Frame> output = Optional.empty();
        Optional<Problem> problem = ended.problem();
        if (ended.output().isPresent()) {
            try {
                output = Optional.of(record(ended.output().get()));
            } catch (OperationException e) {
                problem = Optional.of(Problem.of(e));
            }
        }
        if (output.isPresent()) {
            connection.write(output.get());
        }
        connection.write(Reply.frame(new Reply.Ended(ended.state(), ended.at(), output.isPresent(), problem)));
    }
}
