package dev.anole.operation;

import java.util.Objects;

/** Whether a capability works on this host, as far as it could be found out without changing anything. */
public sealed interface Probe {
    /**
     * It works here.
     *
     * @param how the path that will be taken, for example "pre-content events on ext4"; empty when there is only one
     */
    record Available(Text how) implements Probe {
        public Available {
            Objects.requireNonNull(how, "how");
        }
    }

    /**
     * It does not work here.
     *
     * @param reason   what is missing, one sentence
     * @param evidence what was looked at and what it said, for example {@code "open /dev/kvm: ENOENT"}
     * @param remedy   what a person can do about it
     */
    record Unavailable(Text reason, String evidence, Text remedy) implements Probe {
        public Unavailable {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(evidence, "evidence");
            Objects.requireNonNull(remedy, "remedy");
        }
    }

    static Probe available() {
        return new Available(Text.same(""));
    }

    static Probe available(Text how) {
        return new Available(how);
    }

    static Probe unavailable(Text reason, String evidence, Text remedy) {
        return new Unavailable(reason, evidence, remedy);
    }
}
