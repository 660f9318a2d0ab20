package dev.anole.ops.collect;

import dev.anole.kernel.linux.ByteCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The devices of a table in {@code /proc} by their names, without making a string for each on each reading: they come in
 * the same order every time, so the next name is compared to the one that stood there before. Who is not seen in a
 * reading is forgotten at its end.
 *
 * @param <T> what is known of one
 */
final class Roster<T> {
    private final int max;
    private final Function<String, Optional<T>> newcomer;
    private final Consumer<T> gone;
    private final Map<String, Member<T>> byName = new HashMap<>();
    private List<Member<T>> order = new ArrayList<>();
    private List<Member<T>> seen = new ArrayList<>();
    private int next;

    private static final class Member<T> {
        final String name;
        final byte[] bytes;
        final Optional<T> value;
        boolean seen;

        Member(String name, byte[] bytes, Optional<T> value) {
            this.name = name;
            this.bytes = bytes;
            this.value = value;
        }
    }

    /**
     * @param max      how many are known at most; the rest is passed over
     * @param newcomer makes what is known of a new one; empty to ignore it while it stays
     * @param gone     is told of each that has gone
     */
    Roster(int max, Function<String, Optional<T>> newcomer, Consumer<T> gone) {
        this.max = max;
        this.newcomer = newcomer;
        this.gone = gone;
    }

    /** Begins a reading. */
    void begin() {
        next = 0;
        seen.clear();
    }

    /** The one whose name stands at this place of the text; the cursor is where it ends then. Empty for an ignored one. */
    Optional<T> at(ByteCursor text, int from, int to) {
        if (next < order.size()) {
            Member<T> expected = order.get(next);
            if (expected.bytes.length == to - from) {
                text.position(from);
                if (text.take(expected.bytes)) {
                    next++;
                    return mark(expected);
                }
            }
        }
        text.position(to);
        return search(text.text(from, to));
    }

    private Optional<T> search(String name) {
        Member<T> known = byName.get(name);
        if (known != null) {
            next = order.indexOf(known) + 1;
            return mark(known);
        }
        if (byName.size() >= max) {
            return Optional.empty();
        }
        Member<T> made = new Member<>(name, name.getBytes(StandardCharsets.UTF_8), newcomer.apply(name));
        byName.put(name, made);
        return mark(made);
    }

    private Optional<T> mark(Member<T> member) {
        if (!member.seen) {
            member.seen = true;
            seen.add(member);
        }
        return member.value;
    }

    /** Ends a reading: who was not seen is forgotten. */
    void end() {
        for (int i = 0; i < order.size(); i++) {
            Member<T> member = order.get(i);
            if (!member.seen) {
                byName.remove(member.name);
                member.value.ifPresent(gone);
            }
        }
        List<Member<T>> spare = order;
        order = seen;
        seen = spare;
        for (int i = 0; i < order.size(); i++) {
            order.get(i).seen = false;
        }
    }

    /** Does something with each that was seen in the last reading. */
    void forEach(Consumer<T> action) {
        for (int i = 0; i < order.size(); i++) {
            order.get(i).value.ifPresent(action);
        }
    }
}
