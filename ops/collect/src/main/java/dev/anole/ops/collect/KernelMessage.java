package dev.anole.ops.collect;

import dev.anole.operation.Described;
import java.time.Instant;
import java.util.Objects;

/** One message of the kernel log. */
public record KernelMessage(
    @Described(en = "when", zh = "时间") Instant at,
    @Described(en = "severity", zh = "级别") Severity severity,
    @Described(en = "text", zh = "内容") String text,
    @Described(en = "times", zh = "次数") int times,
    @Described(en = "number", zh = "序号") long sequence) {

    /** Longer texts are cut. */
    public static final int TEXT_CHARS_MAX = 1000;

    /** syslog(3)'s, most severe first. */
    public enum Severity { EMERGENCY, ALERT, CRITICAL, ERROR, WARNING, NOTICE, INFO, DEBUG }

    public KernelMessage {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(text, "text");
        if (times < 1) {
            throw new IllegalArgumentException("a message that came " + times + " times");
        }
    }

    /** The same once more. */
    KernelMessage again() {
        return new KernelMessage(at, severity, text, times + 1, sequence);
    }
}
