package dev.anole.security.shangmi;

/** The ways to compute, fastest first. */
public enum Tier {
    /** Code that Java emits for AVX-512 with GFNI: servers since Ice Lake and Zen 4. */
    AVX512("avx512"),
    /** Code that Java emits for AVX2 with AES-NI: servers since Haswell and Zen. */
    AVX2("avx2"),
    /** The Vector API, where the JVM was started with {@code --add-modules jdk.incubator.vector}. */
    VECTOR("vector"),
    /** Plain Java, everywhere. */
    SCALAR("scalar");

    private final String label;

    Tier(String label) {
        this.label = label;
    }

    /** The name in the system property {@value Engines#PROPERTY} and in reports. */
    public String label() {
        return label;
    }
}
