package dev.anole.operation;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a record is made of, read once from its declaration. A shape reads values from strings, JSON and TOML, checks
 * their bounds, makes the record, and takes it apart again; so an option, a form field and a JSON property of the same
 * component always accept the same.
 *
 * <p>The record and its package must be visible to this module: a public record in an exported package.
 *
 * @param <R> the record
 */
public final class Shape<R extends Record> {
    private static final Map<Class<?>, Shape<?>> KNOWN = new ConcurrentHashMap<>();

    private final Class<R> type;
    private final List<Component> components;
    private final Constructor<R> constructor;

    private Shape(Class<R> type) {
        this.type = type;
        RecordComponent[] declared = type.getRecordComponents();
        try {
            // Plain reflection and not method handles: each of those is code that is spun at its first use, and a
            // command that answers in a third of a second makes a hundred of them (see the launcher's flags).
            constructor = type.getDeclaredConstructor(Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
            if (!constructor.canAccess(null)) {
                throw new IllegalAccessException("its constructor cannot be called from " + Shape.class.getModule());
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " is not a public record in an exported package", e);
        }
        components = Arrays.stream(declared).map(Component::new).toList();
    }

    /** The shape of a record; the same object for the same record. */
    public static <R extends Record> Shape<R> of(Class<R> type) {
        // Not computeIfAbsent: a record may hold records, which is a second computation while the first is under way.
        Shape<?> known = KNOWN.get(type);
        if (known == null) {
            Shape<?> made = new Shape<>(type);
            known = Objects.requireNonNullElse(KNOWN.putIfAbsent(type, made), made);
        }
        @SuppressWarnings("unchecked")
        Shape<R> shape = (Shape<R>) known;
        return shape;
    }

    public Class<R> type() {
        return type;
    }

    public List<Component> components() {
        return components;
    }

    /** The component of that name, as written in JSON and (with hyphens for capitals) on the command line. */
    public Optional<Component> component(String name) {
        return components.stream().filter(c -> c.name().equals(name) || c.option().equals(name)).findFirst();
    }

    /**
     * Makes the record from values by component name; what is absent takes its default.
     *
     * @throws InvalidValue when a value is missing, out of its bounds, or refused by the record itself
     */
    public R make(Map<String, Object> values) {
        Object[] arguments = new Object[components.size()];
        for (int i = 0; i < arguments.length; i++) {
            Component c = components.get(i);
            Object given = values.get(c.name());
            arguments[i] = given == null ? c.absent() : c.checked(given);
        }
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException thrown) {
            switch (thrown.getCause()) {
                case IllegalArgumentException refused -> throw new InvalidValue("", Text.same(String.valueOf(refused.getMessage())));
                case NullPointerException refused -> throw new InvalidValue("", Text.same(String.valueOf(refused.getMessage())));
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException("constructor of " + type.getName(), thrown.getCause());
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("constructor of " + type.getName(), e);
        }
    }

    /**
     * Makes the record from strings, as a command line or a form gives them; several of one name make a list. A component
     * inside a nested record is written {@code outer.inner}.
     */
    public R parse(Map<String, List<String>> strings) {
        Map<String, Object> values = new java.util.HashMap<>();
        for (Map.Entry<String, List<String>> e : strings.entrySet()) {
            Component c = component(e.getKey()).orElseThrow(() -> new InvalidValue(e.getKey(),
                Text.of("there is no such option", "没有这个选项")));
            c.parse(e.getValue()).ifPresent(v -> values.put(c.name(), v));
        }
        return make(values);
    }

    @Override
    public String toString() {
        return "Shape of " + type.getName();
    }
}
