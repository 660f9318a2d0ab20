package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.BiConsumer;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/** Many elements of a map in one call (Linux 5.6 and later; which kinds of maps, differs by kernel). */
final class MapBatch {
    /** Enough for a cursor of any kind of map: the kernel writes a 32-bit bucket, or a key. */
    private static final int CURSOR_BYTES_MIN = 8;
    /** Both buffers together stay below this, whatever the sizes of keys and values. */
    private static final int BUFFER_BYTES_MAX = 4 << 20;

    private final BpfMap map;
    private final int keyBytes;
    private final int valueBytes;

    MapBatch(BpfMap map) {
        this.map = map;
        this.keyBytes = map.definition().keyBytes();
        this.valueBytes = map.valueBytes();
    }

    private int count() {
        int fitting = Math.max(1, BUFFER_BYTES_MAX / (keyBytes + valueBytes));
        return (int) Math.min(Math.min(fitting, BpfMap.BATCH_MAX), Integer.toUnsignedLong(map.definition().entriesMax()));
    }

    /** Walks over all elements; false when the kernel cannot, and then nothing was passed on. */
    boolean forEach(BiConsumer<byte[], byte[]> consumer) {
        int count = count();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment keys = arena.allocate((long) count * keyBytes, 8);
            MemorySegment values = arena.allocate((long) count * valueBytes, 8);
            MemorySegment cursor = arena.allocate(Math.max(CURSOR_BYTES_MIN, keyBytes), 8);
            boolean first = true;
            // A bucket that holds more than a batch ends the walk with ENOSPC: then elements are fetched one by one.
            for (long rounds = 2 + 2 * Integer.toUnsignedLong(map.definition().entriesMax()); rounds > 0; rounds--) {
                try (BpfAttr attr = new BpfAttr()) {
                    attr.int32(BpfAttrLayout.BATCH__MAP_FD, map.number()).int32(BpfAttrLayout.BATCH__COUNT, count)
                            .pointer(BpfAttrLayout.BATCH__OUT_BATCH, cursor).pointer(BpfAttrLayout.BATCH__KEYS, keys)
                            .pointer(BpfAttrLayout.BATCH__VALUES, values);
                    if (!first) {
                        attr.pointer(BpfAttrLayout.BATCH__IN_BATCH, cursor);
                    }
                    long result = attr.tryCall(BpfCommand.BPF_MAP_LOOKUP_BATCH);
                    boolean end = Errno.ENOENT.is(result);
                    if (result < 0 && !end) {
                        if (first) {
                            return false;
                        }
                        throw new ErrnoException("bpf map lookup batch", (int) -result, map.subject());
                    }
                    pass(keys, values, Math.min(count, attr.int32(BpfAttrLayout.BATCH__COUNT)), consumer);
                    if (end) {
                        return true;
                    }
                }
                first = false;
            }
            return true;
        }
    }

    private void pass(MemorySegment keys, MemorySegment values, int count, BiConsumer<byte[], byte[]> consumer) {
        for (int i = 0; i < count; i++) {
            consumer.accept(keys.asSlice((long) i * keyBytes, keyBytes).toArray(JAVA_BYTE),
                    values.asSlice((long) i * valueBytes, valueBytes).toArray(JAVA_BYTE));
        }
    }

    int update(List<byte[]> keys, List<byte[]> values) {
        if (keys.size() != values.size()) {
            throw new IllegalArgumentException(keys.size() + " keys, " + values.size() + " values");
        }
        return change(BpfCommand.BPF_MAP_UPDATE_BATCH, keys, values, Errno.E2BIG);
    }

    int delete(List<byte[]> keys) {
        return change(BpfCommand.BPF_MAP_DELETE_BATCH, keys, List.of(), Errno.ENOENT);
    }

    private int change(BpfCommand command, List<byte[]> keys, List<byte[]> values, Errno expected) {
        int done = 0;
        while (done < keys.size()) {
            int count = Math.min(keys.size() - done, BpfMap.BATCH_MAX);
            try (BpfAttr attr = new BpfAttr()) {
                attr.int32(BpfAttrLayout.BATCH__MAP_FD, map.number()).int32(BpfAttrLayout.BATCH__COUNT, count)
                        .bytes(BpfAttrLayout.BATCH__KEYS, joined(keys.subList(done, done + count), keyBytes));
                if (!values.isEmpty()) {
                    attr.bytes(BpfAttrLayout.BATCH__VALUES, joined(values.subList(done, done + count), valueBytes));
                }
                long result = attr.tryCall(command);
                done += attr.int32(BpfAttrLayout.BATCH__COUNT);
                if (expected.is(result)) {
                    return done;
                }
                ErrnoException.check(result, "bpf map batch", map.subject());
            }
        }
        return done;
    }

    private byte[] joined(List<byte[]> parts, int each) {
        byte[] all = new byte[parts.size() * each];
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).length != each) {
                throw new IllegalArgumentException(map.subject() + " takes " + each + " bytes here, not " + parts.get(i).length);
            }
            System.arraycopy(parts.get(i), 0, all, i * each, each);
        }
        return all;
    }
}
