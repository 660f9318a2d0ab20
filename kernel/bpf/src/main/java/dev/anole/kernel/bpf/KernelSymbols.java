package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.UnavailableException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Addresses of the kernel's symbols, from {@code /proc/kallsyms}; only who has CAP_SYSLOG sees them. */
final class KernelSymbols {
    private static final Path FILE = Path.of("/proc/kallsyms");

    private KernelSymbols() {
    }

    static OptionalLong address(String name) {
        String ending = " " + name;
        try (BufferedReader lines = Files.newBufferedReader(FILE)) {
            for (String line; (line = lines.readLine()) != null;) {
                if (line.endsWith(ending) || line.contains(ending + "\t")) {
                    long address = Long.parseUnsignedLong(line.substring(0, line.indexOf(' ')), 16);
                    if (address == 0) {
                        throw new UnavailableException("the address of " + name, FILE + " hides addresses",
                                "run with CAP_SYSLOG, or set kernel.kptr_restrict to 0 or 1");
                    }
                    return OptionalLong.of(address);
                }
            }
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new UnavailableException("the address of " + name, FILE + " cannot be read: " + e.getMessage(), "");
        }
    }
}
