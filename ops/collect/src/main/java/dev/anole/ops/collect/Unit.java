package dev.anole.ops.collect;

/** What a series is measured in, and how Prometheus, which knows base units only, calls it. */
public enum Unit {
    /** Per cent of whatever the metric says it is a share of. */
    PERCENT("%", 0.01, "ratio", "seconds"),
    BYTES("B", 1, "bytes", "bytes"),
    BYTES_PER_SECOND("B/s", 1, "bytes_per_second", "bytes"),
    PER_SECOND("/s", 1, "per_second", ""),
    MILLISECONDS("ms", 0.001, "seconds", "seconds"),
    MILLISECONDS_PER_SECOND("ms/s", 0.001, "seconds_per_second", "seconds"),
    SECONDS("s", 1, "seconds", "seconds"),
    /** A plain number of things. */
    COUNT("", 1, "", ""),
    CELSIUS("°C", 1, "celsius", ""),
    MEGAHERTZ("MHz", 1e6, "hertz", "");

    private final String sign;
    private final double base;
    private final String levelSuffix;
    private final String counterSuffix;

    Unit(String sign, double base, String levelSuffix, String counterSuffix) {
        this.sign = sign;
        this.base = base;
        this.levelSuffix = levelSuffix;
        this.counterSuffix = counterSuffix;
    }

    /** As people write it; empty for a plain number. */
    public String sign() {
        return sign;
    }

    /** How many base units one of these is: a millisecond is 0.001 s. */
    double base() {
        return base;
    }

    /** The base unit of a level in a Prometheus name. */
    String levelSuffix() {
        return levelSuffix;
    }

    /** The base unit of a counter whose rate is in this unit. */
    String counterSuffix() {
        return counterSuffix;
    }
}
