package dev.anole.ops.collect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The counters that a HotSpot JVM keeps in {@code /tmp/hsperfdata_USER/PID}, version 2 of
 * src/hotspot/share/runtime/perfMemory.hpp. Anybody can write such a file, so every offset is checked.
 *
 * <pre>
 * prologue                              entry
 *  0  u4  magic, 0xcafec0c0 big-endian   0  s4  entry length
 *  4  u1  byte order: 0 big, 1 little    4  s4  name offset
 *  5  u1  major version, 2               8  s4  vector length; 0 for a scalar
 *  6  u1  minor version                 12  u1  type: 'J' long, 'B' byte
 *  7  u1  accessible                    13  u1  flags
 *  8  s4  bytes used                    14  u1  unit
 * 12  s4  overflow                      15  u1  variability
 * 16  s8  time of change                16  s4  data offset
 * 24  s4  offset of the first entry
 * 28  s4  number of entries
 * </pre>
 */
final class PerformanceData {
    /** A JVM makes it 32 KiB; with many counters it asks for more, rarely beyond 128 KiB. */
    static final int FILE_BYTES_MAX = 1 << 20;

    private static final int MAGIC = 0xcafec0c0;
    private static final int PROLOGUE_BYTES = 32;
    private static final int BYTE_ORDER = 4;
    private static final int MAJOR = 5;
    private static final int ACCESSIBLE = 7;
    private static final int ENTRY_OFFSET = 24;
    private static final int NUM_ENTRIES = 28;
    private static final int ENTRY_BYTES = 20;
    private static final int ENTRIES_MAX = 10_000;
    private static final int NAME_BYTES_MAX = 256;
    private static final int STRING_BYTES_MAX = 8192;

    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, String> strings = new HashMap<>();

    private PerformanceData() {
    }

    /** Reads a file's bytes; empty when they are no such file, or one that its JVM has not finished making. */
    static Optional<PerformanceData> parse(byte[] file) {
        if (file.length < PROLOGUE_BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.BIG_ENDIAN);
        if (bytes.getInt(0) != MAGIC || bytes.get(MAJOR) != 2 || bytes.get(ACCESSIBLE) == 0) {
            return Optional.empty();
        }
        bytes.order(bytes.get(BYTE_ORDER) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        PerformanceData data = new PerformanceData();
        int at = bytes.getInt(ENTRY_OFFSET);
        int count = Math.min(bytes.getInt(NUM_ENTRIES), ENTRIES_MAX);
        for (int i = 0; i < count; i++) {
            if (at < PROLOGUE_BYTES || at > file.length - ENTRY_BYTES) {
                break;
            }
            int length = bytes.getInt(at);
            if (length < ENTRY_BYTES || length > file.length - at) {
                break;
            }
            data.entry(bytes.slice(at, length).order(bytes.order()));
            at += length;
        }
        return Optional.of(data);
    }

    private void entry(ByteBuffer entry) {
        int nameOffset = entry.getInt(4);
        int vector = entry.getInt(8);
        byte type = entry.get(12);
        int dataOffset = entry.getInt(16);
        if (nameOffset < ENTRY_BYTES || nameOffset >= entry.limit() || dataOffset < ENTRY_BYTES || dataOffset >= entry.limit()) {
            return;
        }
        String name = text(entry, nameOffset, Math.min(NAME_BYTES_MAX, entry.limit() - nameOffset));
        if (type == 'J' && vector == 0 && dataOffset <= entry.limit() - Long.BYTES) {
            numbers.put(name, entry.getLong(dataOffset));
        } else if (type == 'B' && vector > 0) {
            strings.put(name, text(entry, dataOffset, Math.min(Math.min(vector, STRING_BYTES_MAX), entry.limit() - dataOffset)));
        }
    }

    private static String text(ByteBuffer entry, int from, int bytesMax) {
        int length = 0;
        while (length < bytesMax && entry.get(from + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        entry.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    Optional<Long> number(String name) {
        return Optional.ofNullable(numbers.get(name));
    }

    Optional<String> string(String name) {
        return Optional.ofNullable(strings.get(name)).filter(s -> !s.isEmpty());
    }

    /** Memory of the heap, of all spaces of its generations; {@code what} is "used" or "capacity". */
    long heap(String what) {
        long sum = 0;
        for (int generation = 0; generation < 2; generation++) {
            for (int space = 0; space < 4; space++) {
                sum += numbers.getOrDefault("sun.gc.generation." + generation + ".space." + space + "." + what, 0L);
            }
        }
        return sum;
    }

    /**
     * What the heap may grow to. Serial and Parallel divide it between their generations; the regional collectors say for
     * each generation that it may have all.
     */
    long heapMax() {
        long young = numbers.getOrDefault("sun.gc.generation.0.maxCapacity", 0L);
        long old = numbers.getOrDefault("sun.gc.generation.1.maxCapacity", 0L);
        String collector = strings.getOrDefault("sun.gc.collector.0.name", "");
        boolean divided = collector.startsWith("Serial") || collector.startsWith("Parallel")
            || collector.startsWith("Copy") || collector.startsWith("PSScavenge");   // the last two until JDK 9
        return divided ? young + old : Math.max(young, old);
    }

    /** Milliseconds in which the collectors stopped the program. */
    double pauseMillis() {
        double frequency = numbers.getOrDefault("sun.os.hrt.frequency", 0L);
        long ticks = 0;
        for (int collector = 0; collector < 4; collector++) {
            ticks += numbers.getOrDefault("sun.gc.collector." + collector + ".time", 0L);
        }
        return frequency > 0 ? ticks * 1000.0 / frequency : Double.NaN;
    }

    /** How often the collectors ran. */
    long collections() {
        long sum = 0;
        for (int collector = 0; collector < 4; collector++) {
            sum += numbers.getOrDefault("sun.gc.collector." + collector + ".invocations", 0L);
        }
        return sum;
    }
}
