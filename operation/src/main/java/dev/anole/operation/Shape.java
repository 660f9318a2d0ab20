package dev.anole.operation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
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
    private final MethodHandle constructor;

    private Shape(Class<R> type) {
        this.type = type;
        RecordComponent[] declared = type.getRecordComponents();
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            Class<?>[] types = Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new);
            constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                .asSpreader(Object[].class, types.length)
                .asType(MethodType.methodType(Object.class, Object[].class));
            List<Component> list = new ArrayList<>(declared.length);
            for (RecordComponent c : declared) {
                list.add(Component.of(c, lookup.unreflect(c.getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class))));
            }
            components = List.copyOf(list);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " is not a public record in an exported package", e);
        }
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
            return type.cast(constructor.invokeExact(arguments));
        } catch (IllegalArgumentException | NullPointerException refused) {
            throw new InvalidValue("", Text.same(String.valueOf(refused.getMessage())));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
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
