package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.AuxiliaryVector;
import dev.anole.kernel.linux.Descriptor;
import dev.anole.kernel.linux.Epoll;
import dev.anole.kernel.linux.EpollFlag;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.MapFlag;
import dev.anole.kernel.linux.MemoryMap;
import dev.anole.kernel.linux.Protection;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

/**
 * Reads what programs write with {@code bpf_perf_event_output}: one ring a CPU, the way of kernels before 5.8, which
 * have no {@link RingBuffer}. Order is kept within a CPU only. Here the kernel counts what did not fit.
 *
 * <p>The rings are those of perf_event_open(2): one page of {@code struct perf_event_mmap_page} with the positions
 * {@code data_head} (at 1024) and {@code data_tail} (at 1032), then the data. One thread at a time.
 */
public final class PerfBuffer implements AutoCloseable {
    static final int DATA_HEAD = 1024;
    static final int DATA_TAIL = 1032;
    static final int PERF_RECORD_LOST = 2;
    static final int PERF_RECORD_SAMPLE = 9;
    /** A CPU's ring in pages at most: 256 MiB with pages of 4 KiB. */
    public static final int PAGES_MAX = 65_536;
    private static final int HEADER_BYTES = 8;
    private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();

    private final List<Ring> rings = new ArrayList<>();
    private final Epoll epoll = Epoll.open();
    private final int pageBytes = (int) AuxiliaryVector.current().pageBytes();
    private long lost;

    private record Ring(int cpu, Descriptor event, MemoryMap map) {
    }

    /** What takes a record. */
    @FunctionalInterface
    public interface Consumer {
        /** Takes one record of a CPU; the bytes are the caller's to keep, and may end with padding. */
        void accept(int cpu, byte[] record);
    }

    PerfBuffer(BpfMap map, int pages) {
        if (pages < 1 || pages > PAGES_MAX || Integer.bitCount(pages) != 1) {
            epoll.close();
            throw new IllegalArgumentException("a ring has a power of two of pages, at most " + PAGES_MAX + ", not " + pages);
        }
        try {
            for (int cpu = 0; cpu < Math.min(PossibleCpus.count(), map.definition().entriesMax()); cpu++) {
                open(map, cpu, pages);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open(BpfMap map, int cpu, int pages) {
        Descriptor event;
        try {
            event = PerfEventOpen.output(cpu, 1);
        } catch (ErrnoException e) {
            // A CPU that is possible but not online has no ring.
            if (e.errno() == Errno.ENODEV) {
                return;
            }
            throw e;
        }
        MemoryMap memory = MemoryMap.of(event, 0, (long) (pages + 1) * pageBytes,
                EnumSet.of(Protection.PROT_READ, Protection.PROT_WRITE), MapFlag.MAP_SHARED);
        rings.add(new Ring(cpu, event, memory));
        event.ioctl(PerfEventOpen.PERF_EVENT_IOC_ENABLE, 0);
        map.update(BpfMap.bytes(cpu), event);
        epoll.add(event, cpu, EpollFlag.EPOLLIN);
    }

    /** Passes on what is there; how many records. */
    public int poll(Consumer taker) {
        int taken = 0;
        for (Ring ring : rings) {
            taken += drain(ring, taker);
        }
        return taken;
    }

    /** Waits until there is a record, at most this long, and passes on what is there. */
    public int await(Consumer taker, Duration patience) {
        int taken = poll(taker);
        return taken > 0 || epoll.await(patience) == 0 ? taken : poll(taker);
    }

    private int drain(Ring ring, Consumer taker) {
        MemorySegment memory = ring.map().memory();
        long size = memory.byteSize() - pageBytes;
        long head = (long) POSITION.getAcquire(memory, (long) DATA_HEAD);
        long tail = (long) POSITION.getOpaque(memory, (long) DATA_TAIL);
        int taken = 0;
        while (tail < head) {
            byte[] header = copy(memory, size, tail, HEADER_BYTES);
            MemorySegment fields = MemorySegment.ofArray(header);
            int type = fields.get(JAVA_INT_UNALIGNED, 0);
            int length = fields.get(JAVA_SHORT_UNALIGNED, 6) & 0xffff;
            if (length < HEADER_BYTES) {
                break;
            }
            MemorySegment body = MemorySegment.ofArray(copy(memory, size, tail + HEADER_BYTES, length - HEADER_BYTES));
            if (type == PERF_RECORD_SAMPLE) {
                int bytes = Math.min(body.get(JAVA_INT_UNALIGNED, 0), length - HEADER_BYTES - 4);
                taker.accept(ring.cpu(), body.asSlice(4, Math.max(0, bytes)).toArray(JAVA_BYTE));
                taken++;
            } else if (type == PERF_RECORD_LOST) {
                lost += body.get(JAVA_LONG_UNALIGNED, 8);
            }
            tail += length;
        }
        POSITION.setRelease(memory, (long) DATA_TAIL, tail);
        return taken;
    }

    private byte[] copy(MemorySegment memory, long size, long position, int length) {
        byte[] bytes = new byte[length];
        long at = position % size;
        int first = (int) Math.min(length, size - at);
        MemorySegment.copy(memory, JAVA_BYTE, pageBytes + at, bytes, 0, first);
        MemorySegment.copy(memory, JAVA_BYTE, pageBytes, bytes, first, length - first);
        return bytes;
    }

    /** Records that did not fit, as far as the kernel has said. */
    public long overruns() {
        return lost;
    }

    @Override
    public void close() {
        epoll.close();
        rings.forEach(ring -> {
            ring.map().close();
            ring.event().close();
        });
    }
}
