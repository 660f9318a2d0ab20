package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.OpenFile;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kernel's version: what old kernels want to hear for probes, and what {@code LINUX_KERNEL_VERSION} is. */
record KernelVersion(int major, int minor, int patch) {
    private static final String FILE = "/proc/sys/kernel/osrelease";
    private static final int FILE_BYTES_MAX = 256;
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");
    private static final KernelVersion RUNNING = of(release());

    static KernelVersion running() {
        return RUNNING;
    }

    static String release() {
        try (OpenFile file = OpenFile.open(FILE, Access.O_RDONLY)) {
            return new String(file.readAll(FILE_BYTES_MAX), StandardCharsets.UTF_8).strip();
        }
    }

    static KernelVersion of(String release) {
        Matcher matcher = NUMBERS.matcher(release);
        if (!matcher.matches()) {
            return new KernelVersion(0, 0, 0);
        }
        return new KernelVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
                matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)));
    }

    /** {@code KERNEL_VERSION(a, b, c)}. */
    int code() {
        return major << 16 | minor << 8 | Math.min(patch, 255);
    }
}
