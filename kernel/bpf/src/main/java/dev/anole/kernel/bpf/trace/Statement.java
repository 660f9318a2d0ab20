package dev.anole.kernel.bpf.trace;

import java.util.List;
import java.util.Optional;

/** What a probe does when it is hit and its filter lets it. */
public sealed interface Statement {
    /** Its column in the script, from 0. */
    int at();

    /** How values are gathered for a key. */
    enum Gathering {
        /** How often. */
        COUNT,
        SUM,
        MIN,
        MAX,
        /** The mean. */
        AVG,
        /** How often, how much, and the mean. */
        STATS,
        /** How often in each power of two. */
        HIST
    }

    /** {@code @map[keys] = count()} and its like; of {@code count} there is no argument. */
    record Gather(int at, String map, List<Expression> keys, Gathering how, Optional<Expression> value) implements Statement {
        public Gather {
            keys = List.copyOf(keys);
        }
    }

    /** {@code @map[keys] = value}: the last value stays. */
    record Assign(int at, String map, List<Expression> keys, Expression value) implements Statement {
        public Assign {
            keys = List.copyOf(keys);
        }
    }

    /** {@code delete(@map[keys])}. */
    record Delete(int at, String map, List<Expression> keys) implements Statement {
        public Delete {
            keys = List.copyOf(keys);
        }
    }
}
