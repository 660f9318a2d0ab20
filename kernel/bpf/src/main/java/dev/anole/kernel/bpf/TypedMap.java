package dev.anole.kernel.bpf;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A map whose keys and values are records, by their C structures.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class TypedMap<K extends Record, V extends Record> {
    private final BpfMap map;
    private final BtfCodec<K> keys;
    private final BtfCodec<V> values;

    TypedMap(BpfMap map, BtfCodec<K> keys, BtfCodec<V> values) {
        if (map.definition().type().isPerCpu()) {
            throw new IllegalArgumentException(map.subject() + " has a value for each CPU: read it as bytes, or use contents()");
        }
        if (keys.size() != map.definition().keyBytes() || values.size() != map.definition().valueBytes()) {
            throw new IllegalArgumentException(map.subject() + " has keys of " + map.definition().keyBytes() + " and values of "
                    + map.definition().valueBytes() + " bytes, the structures " + keys.size() + " and " + values.size());
        }
        this.map = map;
        this.keys = keys;
        this.values = values;
    }

    /** The value of a key. */
    public Optional<V> get(K key) {
        return map.lookup(keys.write(key)).map(values::read);
    }

    /** Sets a key's value. */
    public void put(K key, V value) {
        map.update(keys.write(key), values.write(value));
    }

    /** Removes a key; false when there was none. */
    public boolean remove(K key) {
        return map.delete(keys.write(key));
    }

    /** All elements as they are while they are read; see {@link BpfMap#forEach}. */
    public Map<K, V> all() {
        Map<K, V> found = new LinkedHashMap<>();
        map.forEach((key, value) -> found.put(keys.read(key), values.read(value)));
        return found;
    }

    /** The map behind it. */
    public BpfMap map() {
        return map;
    }
}
