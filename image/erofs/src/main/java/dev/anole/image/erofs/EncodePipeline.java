package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compresses extents on all cores and hands them out in the order in which they came, so that the image is the same
 * whatever the threads do.
 *
 * <p>Memory is bounded by its {@link #SLOTS_A_THREAD} slots a thread, each with a buffer for the bytes of an extent and one
 * for their encoded form: for 8 threads and extents of 1 MiB 50 MiB. When all are under way, whoever brings the next waits
 * for the first.
 */
final class EncodePipeline implements AutoCloseable {
    static final int SLOTS_A_THREAD = 3;

    /** What becomes of an extent. */
    interface Receiver {
        /**
         * @param start where it begins in the file
         * @param raw its bytes
         * @param encoded its compressed bytes; empty where there are none worth having
         */
        void commit(long start, ByteBuffer raw, Optional<ByteBuffer> encoded);
    }

    /** Buffers for one extent, and the encoder that works between them. */
    static final class Slot {
        private final ByteBuffer raw;
        private final ByteBuffer encoded;
        private final Optional<Encoder> encoder;
        private Receiver receiver;
        private long start;
        private Future<Integer> length;

        private Slot(int extentBytes, Optional<Encoder> encoder) {
            this.encoder = encoder;
            raw = ByteBuffer.allocateDirect(extentBytes);
            encoded = ByteBuffer.allocateDirect(encoder.map(each -> each.boundBytes(extentBytes)).orElse(0));
        }

        /** To be filled from its position 0 up to its limit. */
        ByteBuffer raw() {
            return raw;
        }
    }

    private final int extentBytes;
    private final Optional<BuildOptions> compressing;
    private final int slotsMax;
    private final ExecutorService threads;
    private final List<Slot> slots = new ArrayList<>();
    private final Deque<Slot> idle = new ArrayDeque<>();
    private final Deque<Slot> underWay = new ArrayDeque<>();

    EncodePipeline(BuildOptions options) {
        extentBytes = options.extentBytes();
        compressing = Optional.of(options).filter(each -> each.compression().isPresent());
        slotsMax = compressing.isPresent() ? options.threads() * SLOTS_A_THREAD : 1;
        // Platform threads: they compute and never wait.
        threads = Executors.newFixedThreadPool(options.threads(),
                Thread.ofPlatform().daemon().name("erofs-encode-", 0).factory());
    }

    /** A slot to fill; waits for the first under way if none is idle. */
    Slot slot() {
        if (idle.isEmpty() && slots.size() < slotsMax) {
            Slot slot = new Slot(extentBytes, compressing.map(Encoder::of));
            slots.add(slot);
            return slot;
        }
        if (idle.isEmpty()) {
            commitFirst();
        }
        return idle.pop();
    }

    /** Compresses what stands in the slot up to its position; the receiver hears of it later, on the caller's thread. */
    void submit(Slot slot, long start, Receiver receiver) {
        slot.raw.flip();
        slot.start = start;
        slot.receiver = receiver;
        slot.length = threads.submit(() -> encode(slot));
        underWay.add(slot);
    }

    /** Hands out all that are under way. */
    void drain() {
        while (!underWay.isEmpty()) {
            commitFirst();
        }
    }

    private static int encode(Slot slot) {
        return slot.encoder.map(encoder -> encoder.encode(slot.raw, slot.encoded.clear())).orElse(0);
    }

    private void commitFirst() {
        Slot slot = underWay.remove();
        int length;
        try {
            length = slot.length.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("the image", "building it was interrupted", "build it again");
        } catch (ExecutionException e) {
            throw new IllegalStateException("compressing failed: " + e.getCause().getMessage(), e.getCause());
        }
        boolean worthwhile = length > 0 && length < slot.raw.limit();
        slot.receiver.commit(slot.start, slot.raw.rewind(),
                worthwhile ? Optional.of(slot.encoded.clear().limit(length)) : Optional.empty());
        idle.push(slot);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            // Encoders own native memory that running threads still use.
            while (!threads.awaitTermination(1, java.util.concurrent.TimeUnit.SECONDS)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        slots.forEach(slot -> slot.encoder.ifPresent(Encoder::close));
    }
}
