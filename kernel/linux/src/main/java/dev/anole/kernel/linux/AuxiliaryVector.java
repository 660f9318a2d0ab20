package dev.anole.kernel.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel told this program at its start, getauxval(3), and what sysconf(3) would answer.
 *
 * @param pageBytes size of a memory page
 * @param clockTicksPerSecond the unit of processor times in {@code /proc}: {@code USER_HZ}
 */
public record AuxiliaryVector(long pageBytes, long clockTicksPerSecond) {
    static final int AT_PAGESZ = 6;
    static final int AT_CLKTCK = 17;

    private static final AuxiliaryVector CURRENT = read();

    /** That of this process. It never changes. */
    public static AuxiliaryVector current() {
        return CURRENT;
    }

    /** A few architectures could choose other units; both values are read, not assumed. */
    private static AuxiliaryVector read() {
        ByteBuffer words;
        try {
            words = ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv"))).order(ByteOrder.nativeOrder());
        } catch (IOException e) {
            throw new UnavailableException("page size and clock tick", e.toString(), "mount procfs at /proc");
        }
        long page = 0;
        long ticks = 0;
        while (words.remaining() >= 2 * Long.BYTES) {
            long type = words.getLong();
            long value = words.getLong();
            page = type == AT_PAGESZ ? value : page;
            ticks = type == AT_CLKTCK ? value : ticks;
        }
        if (page <= 0 || ticks <= 0) {
            throw new FormatException("/proc/self/auxv", 0, "no page size or no clock tick in it");
        }
        return new AuxiliaryVector(page, ticks);
    }
}
