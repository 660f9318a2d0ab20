package dev.anole.kernel.bpf.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The kernel's functions by address, from {@code /proc/kallsyms}; who may not see addresses gets numbers. */
final class KernelNames {
    private static final Path FILE = Path.of("/proc/kallsyms");
    /** A large kernel with its modules has some 250,000. */
    private static final int SYMBOLS_MAX = 2_000_000;

    private final long[] addresses;
    private final String[] names;

    private KernelNames(long[] addresses, String[] names) {
        this.addresses = addresses;
        this.names = names;
    }

    static KernelNames read() {
        Map<Long, String> found = new TreeMap<>(Long::compareUnsigned);
        try (BufferedReader lines = Files.newBufferedReader(FILE)) {
            for (String line; (line = lines.readLine()) != null && found.size() < SYMBOLS_MAX;) {
                // "ffffffff81000000 T _stext"
                int space = line.indexOf(' ');
                char kind = Character.toLowerCase(line.charAt(space + 1));
                if (kind == 't' || kind == 'w') {
                    int end = line.indexOf('\t');
                    found.putIfAbsent(Long.parseUnsignedLong(line.substring(0, space), 16),
                            line.substring(space + 3, end < 0 ? line.length() : end));
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            return new KernelNames(new long[0], new String[0]);
        }
        long[] addresses = found.keySet().stream().mapToLong(Long::longValue).toArray();
        return new KernelNames(addresses, found.values().toArray(String[]::new));
    }

    String name(long address) {
        // All addresses are in the kernel's half, so signed order is their order.
        int place = Arrays.binarySearch(addresses, address);
        int index = place >= 0 ? place : -place - 2;
        if (index < 0 || addresses[index] >= 0) {
            return "0x" + Long.toHexString(address);
        }
        return names[index] + "+" + (address - addresses[index]);
    }
}
