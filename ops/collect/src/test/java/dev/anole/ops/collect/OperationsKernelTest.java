package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Actor;
import dev.anole.operation.Catalog;
import dev.anole.operation.Context;
import dev.anole.operation.Effect;
import dev.anole.operation.Host;
import dev.anole.operation.Journal;
import dev.anole.operation.Json;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.Probe;
import dev.anole.operation.Progress;
import dev.anole.operation.Shape;
import dev.anole.operation.Stream;
import dev.anole.operation.TaskId;
import dev.anole.operation.Viewed;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every operation of the room on this host, with the collector running and without. */
class OperationsKernelTest {
    private static final Host HOST = Host.local();

    /** What reading operations use of it. */
    private static final Context CONTEXT = new Context() {
        @Override
        public TaskId task() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Actor actor() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Progress progress() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        public Host host() {
            return HOST;
        }

        @Override
        public Journal journal() {
            throw new UnsupportedOperationException();
        }
    };

    @Test
    void everyOperationAnswersOrSaysWhyNotWithTheCollectorAndWithout() throws Exception {
        try (Collector collector = new Collector(HOST)) {
            for (Operation<?, ?> operation : CollectRoom.of(collector).operations()) {
                answer(operation);
            }
            collector.start(CollectorConfiguration.standard());
            while (collector.latest().isEmpty()) {
                Thread.sleep(20);
            }
            for (Operation<?, ?> operation : CollectRoom.of(collector).operations()) {
                answer(operation);
            }
        }
    }

    private static <I extends Record, O extends Record> void answer(Operation<I, O> operation) throws Exception {
        String name = operation.name().toString();
        assertEquals(Effect.READS, operation.effect(), name);
        boolean counted = operation.input().component("count").isPresent();
        I input = operation.input().make(counted ? Map.of("count", 1) : Map.of());
        O output;
        try {
            output = operation.run(input, CONTEXT);
        } catch (OperationException e) {
            assertTrue(operation.probe(HOST) instanceof Probe.Unavailable, name + ": " + e.getMessage());
            assertEquals(OperationException.Kind.UNAVAILABLE, e.kind(), name);
            return;
        }
        if (output instanceof Stream<?> stream) {
            List<Record> items = new ArrayList<>();
            stream.source().produce(items::add);
            assertTrue(items.size() <= 100, name);
            items.forEach(item -> survives(item, name));
        } else {
            survives(output, name);
        }
    }

    /** Through JSON, as between the agent and a door, and as a picture. */
    private static <R extends Record> void survives(R record, String name) {
        @SuppressWarnings("unchecked")
        Shape<R> shape = Shape.of((Class<R>) record.getClass());
        String json = Json.write(record);
        assertTrue(json.equals(Json.write(Json.read(shape, json, Json.Unknown.REFUSE))), name + " changes on its way");
        if (record instanceof Viewed viewed) {
            assertTrue(!viewed.view().toString().isEmpty(), name);
        }
    }

    @Test
    void theRoomsNamesAreAllDifferentAndBelongToTheHost() {
        List<Operation<?, ?>> operations = CollectRoom.of(new Collector(HOST)).operations();
        assertEquals(operations.size(), operations.stream().map(o -> o.name().toString()).distinct().count());
        assertTrue(operations.stream().allMatch(o -> o.name().words().getFirst().equals("host")));
        assertTrue(operations.stream().noneMatch(o -> o.summary().en().equals(o.summary().zh())));
        assertEquals(17, new Catalog(List.of(CollectRoom.of(new Collector(HOST)))).operations().size());
    }
}
