package dev.anole.security.sm;

import java.util.Optional;

/**
 * One measurement of one engine.
 *
 * @param algorithm SM2, SM3 or SM4
 * @param mode      how it is used: CTR, GCM, sign; empty for a plain hash
 * @param engine    a tier of ours, or the name of a peer
 * @param bytes     size of a message
 * @param perCpuSecond bytes a CPU second; operations where {@link #counted}
 */
record Throughput(String algorithm, String mode, String engine, int bytes, double perCpuSecond) {
    private static final String SEPARATOR = "\t";

    /** SM2 counts operations, everything else bytes. */
    boolean counted() {
        return counted(algorithm);
    }

    static boolean counted(String algorithm) {
        return algorithm.equals("SM2");
    }

    /** As a line that {@link #parse} reads. */
    String line() {
        return String.join(SEPARATOR, algorithm, mode, engine, Integer.toString(bytes), Double.toString(perCpuSecond));
    }

    /** Empty for what is not such a line. */
    static Optional<Throughput> parse(String line) {
        String[] f = line.split(SEPARATOR, -1);
        try {
            return f.length == 5 ? Optional.of(new Throughput(f[0], f[1], f[2], Integer.parseInt(f[3]), Double.parseDouble(f[4]))) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
