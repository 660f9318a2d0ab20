package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.AuxiliaryVector;
import dev.anole.kernel.linux.Epoll;
import dev.anole.kernel.linux.EpollFlag;
import dev.anole.kernel.linux.MapFlag;
import dev.anole.kernel.linux.MemoryMap;
import dev.anole.kernel.linux.Protection;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;

/**
 * Reads a BPF ring buffer: records of any length, from all CPUs, in the order in which programs reserved them
 * (<a href="https://docs.kernel.org/bpf/ringbuf.html">the kernel's description</a>).
 *
 * <pre>
 * page 0, read-write   consumer position: bytes that were read so far
 * page 1, read-only    producer position: bytes that were written so far
 * then, read-only      the data, twice in a row, so that a record never breaks at the end
 *
 * a record: u32 length (bit 31: being written, bit 30: discarded), u32 page, then the data, rounded up to 8 bytes
 * </pre>
 *
 * <p>Reading a record takes no system call and makes no object. A full buffer makes the program's reservation fail,
 * which the kernel counts nowhere: programs count it in a variable, and {@link #overruns} reads that. One thread at a
 * time.
 */
public final class RingBuffer implements AutoCloseable {
    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;
    private static final int HEADER_BYTES = 8;
    private static final int PAGE_BYTES = (int) AuxiliaryVector.current().pageBytes();
    private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle LENGTH = ValueLayout.JAVA_INT.varHandle();

    private final BpfMap map;
    private final long mask;
    private final MemoryMap consumerPage;
    private final MemoryMap producerPages;
    private final MemorySegment consumer;
    private final MemorySegment producer;
    private final Epoll epoll;
    private final Optional<GlobalVariable> lost;
    private long discarded;

    /** What takes a record. */
    @FunctionalInterface
    public interface Consumer {
        /**
         * Takes one record; the memory is the buffer's own, and good until this returns.
         *
         * @param memory whole buffer: read at {@code offset}
         * @param offset of the record's first byte, a multiple of eight
         * @param length of the record in bytes
         */
        void accept(MemorySegment memory, long offset, int length);
    }

    RingBuffer(BpfMap map, Optional<GlobalVariable> lost) {
        if (map.definition().type() != MapType.BPF_MAP_TYPE_RINGBUF) {
            throw new ObjectException(map.subject(), "reading records", "it is no ring buffer but a "
                    + map.definition().type());
        }
        this.map = map;
        this.lost = lost;
        long size = Integer.toUnsignedLong(map.definition().entriesMax());
        this.mask = size - 1;
        consumerPage = MemoryMap.of(map, 0, PAGE_BYTES, EnumSet.of(Protection.PROT_READ, Protection.PROT_WRITE),
                MapFlag.MAP_SHARED);
        producerPages = MemoryMap.of(map, PAGE_BYTES, PAGE_BYTES + 2 * size, EnumSet.of(Protection.PROT_READ),
                MapFlag.MAP_SHARED);
        consumer = consumerPage.memory();
        producer = producerPages.memory();
        epoll = Epoll.open();
        epoll.add(map, 0, EpollFlag.EPOLLIN);
    }

    /** A ring buffer that no object counts overruns for. */
    public static RingBuffer of(BpfMap map) {
        return new RingBuffer(map, Optional.empty());
    }

    /**
     * Passes on what is there, at most this many records, without waiting.
     *
     * @return how many were passed on
     */
    public int poll(Consumer taker, int recordsMax) {
        long read = (long) POSITION.getOpaque(consumer, 0L);
        int taken = 0;
        boolean moved = false;
        while (taken < recordsMax) {
            long written = (long) POSITION.getAcquire(producer, 0L);
            if (read >= written) {
                break;
            }
            long begin = read;
            while (read < written && taken < recordsMax) {
                long at = PAGE_BYTES + (read & mask);
                int header = (int) LENGTH.getAcquire(producer, at);
                if (header < 0) {
                    break;
                }
                int length = header & ~(BUSY | DISCARDED);
                if ((header & DISCARDED) == 0) {
                    taker.accept(producer, at + HEADER_BYTES, length);
                    taken++;
                } else {
                    discarded++;
                }
                read += HEADER_BYTES + length + 7 & ~7L;
            }
            if (read == begin) {
                break;
            }
            // Programs wait for this before they reuse the memory.
            POSITION.setRelease(consumer, 0L, read);
            moved = true;
        }
        return moved ? taken : 0;
    }

    /** Passes on all that is there. */
    public int poll(Consumer taker) {
        return poll(taker, Integer.MAX_VALUE);
    }

    /** Waits until there is a record, at most this long, and passes on what is there; 0 when time was up. */
    public int await(Consumer taker, Duration patience) {
        int taken = poll(taker);
        if (taken == 0 && epoll.await(patience) > 0) {
            taken = poll(taker);
        }
        return taken;
    }

    /** Bytes that are written and not yet read, headers among them. */
    public long pendingBytes() {
        return (long) POSITION.getAcquire(producer, 0L) - (long) POSITION.getOpaque(consumer, 0L);
    }

    /** Records that programs discarded after they had reserved them. */
    public long discarded() {
        return discarded;
    }

    /** Whether programs count what they could not write. */
    public boolean countsOverruns() {
        return lost.isPresent();
    }

    /** Records that did not fit, as programs counted them so far; 0 when they do not count. */
    public long overruns() {
        return lost.map(GlobalVariable::value).orElse(0L);
    }

    /** The map behind it. */
    public BpfMap map() {
        return map;
    }

    @Override
    public void close() {
        epoll.close();
        consumerPage.close();
        producerPages.close();
    }
}
