package dev.anole.console.page;

import java.util.Objects;

/**
 * One Java virtual machine.
 *
 * @param name     its main class or jar
 * @param version  "JDK 25", or empty where it is not known
 * @param heapUsed bytes; not a number where it cannot be read
 * @param heapMax  bytes; not a number where it cannot be read
 * @param gcPercent of the time, spent collecting; not a number where it cannot be read
 */
public record JvmRow(int pid, String name, String version, double heapUsed, double heapMax, double gcPercent, double threads) {
    public JvmRow {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
    }
}
