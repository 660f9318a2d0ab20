package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Descriptor;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * A map in the kernel: what programs and this process share. Keys and values are bytes here, in the layout of the C
 * types.
 *
 * <p>Where each CPU has a value of its own, a value here is all of them one after the other, each rounded up to eight
 * bytes ({@link #valueStride}), for all <em>possible</em> CPUs. The map lives while this, a program or a pin holds it.
 */
public final class BpfMap extends Descriptor {
    /** Add or replace. */
    public static final long BPF_ANY = 0;
    /** Only add. */
    public static final long BPF_NOEXIST = 1;
    /** Only replace. */
    public static final long BPF_EXIST = 2;

    /** What one batch brings at most, in elements. */
    public static final int BATCH_MAX = 4096;

    private final MapDefinition definition;
    private final int valueBytes;

    BpfMap(int number, MapDefinition definition) {
        super(number, "map " + definition.name());
        this.definition = definition;
        this.valueBytes = definition.type().isPerCpu()
                ? PossibleCpus.count() * stride(definition.valueBytes()) : definition.valueBytes();
    }

    /**
     * Makes a map without types.
     *
     * @throws ErrnoException EPERM without the right, EINVAL for what this kernel does not know, E2BIG for sizes that it
     *         does not take, ENOMEM
     */
    public static BpfMap create(MapDefinition definition) {
        return create(definition, Optional.empty(), Optional.empty());
    }

    static BpfMap create(MapDefinition definition, Optional<LoadedBtf> btf, Optional<BpfMap> inner) {
        boolean typed = btf.isPresent() && definition.type().takesBtf() && definition.valueType() != 0;
        long result = tryCreate(definition, typed ? btf : Optional.empty(), inner);
        if (result < 0 && typed) {
            // Some kernels take no types for some kinds of maps; the types are for people only.
            result = tryCreate(definition, Optional.empty(), inner);
        }
        if (Errno.EPERM.is(result)) {
            throw Rights.missing("BPF maps", "bpf map_create " + definition.name());
        }
        return new BpfMap((int) ErrnoException.check(result, "bpf map_create",
                definition.name() + " (" + definition.type() + ", keys of " + definition.keyBytes() + " bytes, values of "
                        + definition.valueBytes() + ", at most " + definition.entriesMax() + ")"), definition);
    }

    private static long tryCreate(MapDefinition definition, Optional<LoadedBtf> btf, Optional<BpfMap> inner) {
        try (BpfAttr attr = new BpfAttr()) {
            attr.int32(BpfAttrLayout.MAP_TYPE, (int) definition.type().value())
                    .int32(BpfAttrLayout.KEY_SIZE, definition.keyBytes())
                    .int32(BpfAttrLayout.VALUE_SIZE, definition.valueBytes())
                    .int32(BpfAttrLayout.MAX_ENTRIES, definition.entriesMax())
                    .int32(BpfAttrLayout.MAP_FLAGS, definition.flags())
                    .int32(BpfAttrLayout.NUMA_NODE, definition.numaNode())
                    .name(BpfAttrLayout.MAP_NAME, definition.name())
                    .int64(BpfAttrLayout.MAP_EXTRA, definition.extra());
            inner.ifPresent(map -> attr.int32(BpfAttrLayout.INNER_MAP_FD, map.number()));
            btf.ifPresent(types -> attr.int32(BpfAttrLayout.BTF_FD, types.number())
                    .int32(BpfAttrLayout.BTF_KEY_TYPE_ID, definition.keyType())
                    .int32(BpfAttrLayout.BTF_VALUE_TYPE_ID, definition.valueType()));
            return attr.tryCall(BpfCommand.BPF_MAP_CREATE);
        }
    }

    /** What it was made as. */
    public MapDefinition definition() {
        return definition;
    }

    /** How long a value is when it is read and written here, in bytes: all CPUs' where each has its own. */
    public int valueBytes() {
        return valueBytes;
    }

    /** From one CPU's value to the next, in bytes. */
    public int valueStride() {
        return stride(definition.valueBytes());
    }

    private static int stride(int bytes) {
        return bytes + 7 & ~7;
    }

    /** The value of a key. For queues and stacks the key is empty, and the first element stays. */
    public Optional<byte[]> lookup(byte[] key) {
        return lookup(BpfCommand.BPF_MAP_LOOKUP_ELEM, key);
    }

    /** The value of a key, which is gone then; of a queue or stack the next. */
    public Optional<byte[]> take(byte[] key) {
        return lookup(BpfCommand.BPF_MAP_LOOKUP_AND_DELETE_ELEM, key);
    }

    private Optional<byte[]> lookup(BpfCommand command, byte[] key) {
        try (BpfAttr attr = new BpfAttr()) {
            MemorySegment value = attr.allocate(valueBytes);
            long result = attr.int32(BpfAttrLayout.MAP_FD, number()).bytes(BpfAttrLayout.KEY, checked(key))
                    .pointer(BpfAttrLayout.VALUE, value).tryCall(command);
            if (Errno.ENOENT.is(result)) {
                return Optional.empty();
            }
            check(result, "bpf map lookup");
            return Optional.of(value.asSlice(0, valueBytes).toArray(JAVA_BYTE));
        }
    }

    /** Sets a key's value, {@link #BPF_ANY}. For queues and stacks the key is empty. */
    public void update(byte[] key, byte[] value) {
        update(key, value, BPF_ANY);
    }

    /**
     * Sets a key's value.
     *
     * @throws ErrnoException E2BIG when the map is full, EEXIST and ENOENT as the flags say
     */
    public void update(byte[] key, byte[] value, long flags) {
        if (value.length != valueBytes) {
            throw new IllegalArgumentException(subject() + " has values of " + valueBytes + " bytes, not " + value.length);
        }
        try (BpfAttr attr = new BpfAttr()) {
            check(attr.int32(BpfAttrLayout.MAP_FD, number()).bytes(BpfAttrLayout.KEY, checked(key))
                    .bytes(BpfAttrLayout.VALUE, value).int64(BpfAttrLayout.FLAGS, flags)
                    .tryCall(BpfCommand.BPF_MAP_UPDATE_ELEM), "bpf map update");
        }
    }

    /** Puts a descriptor, of a map, program, socket or perf event, into an element. */
    public void update(byte[] key, Descriptor value) {
        int number = value.number();
        byte[] bytes = new byte[Math.max(4, valueBytes)];
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (number >>> 8 * i);
        }
        update(key, bytes, BPF_ANY);
    }

    /** Removes a key; false when there was none. */
    public boolean delete(byte[] key) {
        try (BpfAttr attr = new BpfAttr()) {
            long result = attr.int32(BpfAttrLayout.MAP_FD, number()).bytes(BpfAttrLayout.KEY, checked(key))
                    .tryCall(BpfCommand.BPF_MAP_DELETE_ELEM);
            if (Errno.ENOENT.is(result)) {
                return false;
            }
            check(result, "bpf map delete");
            return true;
        }
    }

    private byte[] checked(byte[] key) {
        if (key.length != definition.keyBytes()) {
            throw new IllegalArgumentException(subject() + " has keys of " + definition.keyBytes() + " bytes, not " + key.length);
        }
        return key;
    }

    /**
     * All elements, in no order. What is added or removed meanwhile may or may not be seen; a key that is removed may
     * make the walk begin anew, so it ends at the map's bound at the latest. In batches where the kernel has them.
     */
    public void forEach(BiConsumer<byte[], byte[]> consumer) {
        if (definition.type().isKeyless()) {
            throw new IllegalStateException(subject() + " has no keys to walk over");
        }
        if (!new MapBatch(this).forEach(consumer)) {
            forEachByKey(consumer);
        }
    }

    private void forEachByKey(BiConsumer<byte[], byte[]> consumer) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocate(Math.max(1, definition.keyBytes()), Long.BYTES);
            MemorySegment next = arena.allocate(Math.max(1, definition.keyBytes()), Long.BYTES);
            boolean first = true;
            long steps = 2L * Integer.toUnsignedLong(definition.entriesMax());
            while (steps-- >= 0) {
                try (BpfAttr attr = new BpfAttr()) {
                    attr.int32(BpfAttrLayout.MAP_FD, number()).pointer(BpfAttrLayout.NEXT_KEY, next);
                    if (!first) {
                        attr.pointer(BpfAttrLayout.KEY, key);
                    }
                    long result = attr.tryCall(BpfCommand.BPF_MAP_GET_NEXT_KEY);
                    if (Errno.ENOENT.is(result)) {
                        return;
                    }
                    check(result, "bpf map next key");
                }
                first = false;
                key.copyFrom(next);
                byte[] bytes = key.asSlice(0, definition.keyBytes()).toArray(JAVA_BYTE);
                lookup(bytes).ifPresent(value -> consumer.accept(bytes, value));
            }
        }
    }

    /**
     * Sets many values in one call.
     *
     * @return how many were set, all unless the map is full
     */
    public int updateAll(java.util.List<byte[]> keys, java.util.List<byte[]> values) {
        return new MapBatch(this).update(keys, values);
    }

    /** Removes many keys in one call; how many were removed before one was not there. */
    public int deleteAll(java.util.List<byte[]> keys) {
        return new MapBatch(this).delete(keys);
    }

    /** Forbids this and every other process to write to it by system call. Programs still can, unless it is read-only. */
    public void freeze() {
        try (BpfAttr attr = new BpfAttr()) {
            check(attr.int32(BpfAttrLayout.MAP_FD, number()).tryCall(BpfCommand.BPF_MAP_FREEZE), "bpf map freeze");
        }
    }

    /** Gives it a name in a BPF file system, where it stays when this process ends. */
    public void pin(String path) {
        Pins.pin(this, path);
    }

    /** One CPU's value of all CPUs'. */
    public byte[] ofCpu(byte[] values, int cpu) {
        return Arrays.copyOfRange(values, cpu * valueStride(), cpu * valueStride() + definition.valueBytes());
    }

    /** A 32-bit number as a key or value. */
    public static byte[] bytes(int value) {
        return new byte[] {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
    }

    /** A 64-bit number as a key or value. */
    public static byte[] bytes(long value) {
        byte[] bytes = new byte[8];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        return bytes;
    }

    /** The number in up to eight bytes, unsigned where it is shorter. */
    public static long number(byte[] bytes) {
        long value = 0;
        for (int i = Math.min(8, bytes.length) - 1; i >= 0; i--) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

}
