package dev.anole.kernel.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Extensions of x86-64 that emitted code may need, by the names of {@code /proc/cpuinfo}. That list, not CPUID itself,
 * is asked: the kernel leaves out what it does not save on a context switch or has switched off.
 */
public enum ProcessorFeature {
    AVX2, BMI1, BMI2, ADX, MOVBE, AES, PCLMULQDQ, AVX512F, AVX512BW, AVX512VL, AVX512DQ, GFNI, VAES, VPCLMULQDQ;

    /** The name in {@code /proc/cpuinfo}. */
    public String flag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the processors of this host offer; empty on other architectures. */
    public static Set<ProcessorFeature> available() {
        try {
            return parse(Files.readAllLines(Path.of("/proc/cpuinfo")));
        } catch (IOException e) {
            throw new UncheckedIOException("the features of the processor are in /proc/cpuinfo, which cannot be read", e);
        }
    }

    /** What every processor of such a list offers: a thread may run on any of them. */
    static Set<ProcessorFeature> parse(List<String> lines) {
        EnumSet<ProcessorFeature> common = EnumSet.allOf(ProcessorFeature.class);
        boolean seen = false;
        for (String line : lines) {
            if (line.startsWith("flags")) {
                Set<String> flags = Set.copyOf(List.of(line.substring(line.indexOf(':') + 1).trim().split(" +")));
                common.removeIf(feature -> !flags.contains(feature.flag()));
                seen = true;
            }
        }
        return seen ? common : EnumSet.noneOf(ProcessorFeature.class);
    }
}
