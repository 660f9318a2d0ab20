package dev.anole.operation;

import java.util.List;
import java.util.Objects;

/**
 * What stays: a collector, a mount daemon, the agent, the console. It runs under {@code anole up} or systemd
 * ({@code Type=notify}, watchdog, its own cgroup); operations start, query and change it.
 *
 * @param <C> its configuration
 */
public interface Service<C extends Record> extends AutoCloseable {
    /** One word: {@code collector}. The section of the configuration file, the unit {@code anole-collector.service}. */
    String name();

    Shape<C> configuration();

    /** Starts, and returns when it is under way; {@link #ready()} says when it serves. */
    void start(C configuration);

    /** Whether it serves what it is for. */
    boolean ready();

    Health health();

    /** Takes a new configuration without dropping what it serves. */
    void reload(C configuration);

    /** What its successor needs so that nobody who is served notices the exchange. */
    Handover handover();

    /** Stops, and returns when nothing of it is left. Stopping twice is allowed. */
    @Override
    void close();

    /** How a service is. */
    sealed interface Health {
        /** It does what it is for. */
        record Good() implements Health {
        }

        /** It serves, but not all of it. */
        record Impaired(Text reason, Text remedy) implements Health {
            public Impaired {
                Objects.requireNonNull(reason, "reason");
                Objects.requireNonNull(remedy, "remedy");
            }
        }

        /** It does not serve. */
        record Failed(Text reason, Text remedy) implements Health {
            public Failed {
                Objects.requireNonNull(reason, "reason");
                Objects.requireNonNull(remedy, "remedy");
            }
        }
    }

    /**
     * State and descriptors for a successor process.
     *
     * @param state       the service's own versioned state; empty when it has none
     * @param descriptors open descriptors by name, as systemd's descriptor store keeps them
     */
    record Handover(String state, List<NamedDescriptor> descriptors) {
        public Handover {
            Objects.requireNonNull(state, "state");
            descriptors = List.copyOf(descriptors);
        }

        /** Nothing to hand over: the successor starts from the disk. */
        public static Handover nothing() {
            return new Handover("", List.of());
        }
    }

    /** An open descriptor with the name that the successor knows it by. */
    record NamedDescriptor(String name, int descriptor) {
        public NamedDescriptor {
            Objects.requireNonNull(name, "name");
        }
    }
}
