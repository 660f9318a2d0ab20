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

    /** Short files share a slot: waking a thread costs more than compressing one. */
    static final int PIECES_MAX = 64;

    /** What becomes of an extent. */
    interface Receiver {
        /**
         * @param start where it begins in the file
         * @param raw its bytes
         * @param encoded its compressed bytes; empty where there are none worth having
         */
        void commit(long start, ByteBuffer raw, Optional<ByteBuffer> encoded);
    }

    /** Where a piece lies in a slot, whose it is, and how long its encoded bytes are. */
    private static final class Piece {
        private final int from;
        private final int length;
        private final long start;
        private final Receiver receiver;
        private int encodedFrom;
        private int encodedLength;

        private Piece(int from, int length, long start, Receiver receiver) {
            this.from = from;
            this.length = length;
            this.start = start;
            this.receiver = receiver;
        }
    }

    /** Buffers for one extent or several short ones, and the encoder that works between them. */
    private static final class Slot {
        private final ByteBuffer raw;
        private final ByteBuffer encoded;
        private final Optional<Encoder> encoder;
        private final List<Piece> pieces = new ArrayList<>(PIECES_MAX);
        private Future<?> done;

        private Slot(int extentBytes, Optional<Encoder> encoder) {
            this.encoder = encoder;
            raw = ByteBuffer.allocateDirect(extentBytes);
            encoded = ByteBuffer.allocateDirect(encoder.map(each -> each.boundBytes(extentBytes)
                    + PIECES_MAX * each.boundBytes(1)).orElse(0));
        }

        private boolean hasRoom(int bytes) {
            return pieces.size() < PIECES_MAX && raw.remaining() >= bytes;
        }

        private void encode() {
            encoded.clear();
            for (Piece each : pieces) {
                if (encoder.isPresent()) {
                    each.encodedFrom = encoded.position();
                    each.encodedLength = encoder.get().encode(raw.duplicate().limit(each.from + each.length)
                            .position(each.from), encoded);
                    encoded.position(encoded.position() + each.encodedLength);
                }
            }
        }
    }

    private final int extentBytes;
    private final Optional<BuildOptions> compressing;
    private final int slotsMax;
    private final ExecutorService threads;
    private final List<Slot> slots = new ArrayList<>();
    private final Deque<Slot> idle = new ArrayDeque<>();
    private final Deque<Slot> underWay = new ArrayDeque<>();
    private Optional<Slot> filling = Optional.empty();

    EncodePipeline(BuildOptions options) {
        extentBytes = options.extentBytes();
        compressing = Optional.of(options).filter(each -> each.compression().isPresent());
        slotsMax = compressing.isPresent() ? options.threads() * SLOTS_A_THREAD : 1;
        // Platform threads: they compute and never wait.
        threads = Executors.newFixedThreadPool(options.threads(),
                Thread.ofPlatform().daemon().name("erofs-encode-", 0).factory());
    }

    /**
     * Takes a piece of a file. It is compressed later, and the receiver hears of it on a caller's thread.
     *
     * @param length bytes, at most an extent
     * @param start where it begins in the file
     * @param source fills the buffer that it is given, and says how many bytes it had
     * @return what the source said
     */
    int take(int length, long start, Receiver receiver, java.util.function.ToIntFunction<ByteBuffer> source) {
        if (filling.isPresent() && !filling.get().hasRoom(length)) {
            submit();
        }
        Slot slot = filling.orElseGet(this::emptySlot);
        filling = Optional.of(slot);
        int from = slot.raw.position();
        int got = source.applyAsInt(slot.raw.slice(from, length));
        if (got == length) {
            slot.raw.position(from + length);
            slot.pieces.add(new Piece(from, length, start, receiver));
        }
        return got;
    }

    /** Hands out all that are under way. */
    void drain() {
        if (filling.isPresent()) {
            submit();
        }
        while (!underWay.isEmpty()) {
            commitFirst();
        }
    }

    private Slot emptySlot() {
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

    private void submit() {
        Slot slot = filling.orElseThrow();
        filling = Optional.empty();
        slot.done = threads.submit(slot::encode);
        underWay.add(slot);
    }

    private void commitFirst() {
        Slot slot = underWay.remove();
        try {
            slot.done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("the image", "building it was interrupted", "build it again");
        } catch (ExecutionException e) {
            throw new IllegalStateException("compressing failed: " + e.getCause().getMessage(), e.getCause());
        }
        for (Piece each : slot.pieces) {
            boolean worthwhile = each.encodedLength > 0 && each.encodedLength < each.length;
            each.receiver.commit(each.start, slot.raw.slice(each.from, each.length),
                    worthwhile ? Optional.of(slot.encoded.slice(each.encodedFrom, each.encodedLength))
                            : Optional.empty());
        }
        slot.pieces.clear();
        slot.raw.clear();
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
