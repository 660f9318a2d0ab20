package dev.anole.ops.collect;

import dev.anole.operation.Described;
import dev.anole.operation.Text;
import java.time.Instant;
import java.util.Objects;

/** Something that happened to the host and that a person looks for beside its charts. */
public record Incident(
    @Described(en = "when", zh = "时间") Instant at,
    @Described(en = "what", zh = "类型") Kind kind,
    @Described(en = "whom", zh = "对象") String subject,
    @Described(en = "in words", zh = "说明") Text text) {

    /** What can happen. */
    public enum Kind { HOST_STARTED, SERVICE_RESTARTED, SERVICE_FAILED, OUT_OF_MEMORY, CRASH, HANG, DISK_ERROR, HARDWARE_ERROR }

    public Incident {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(text, "text");
    }

    /** Whether it calls for somebody, rather than only explaining what a chart shows. */
    public boolean alarming() {
        return switch (kind) {
            case HOST_STARTED, SERVICE_RESTARTED -> false;
            case SERVICE_FAILED, OUT_OF_MEMORY, CRASH, HANG, DISK_ERROR, HARDWARE_ERROR -> true;
        };
    }
}
