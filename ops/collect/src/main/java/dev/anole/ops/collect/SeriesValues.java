package dev.anole.ops.collect;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Values by series id, as a map that cannot be changed. A sample of 500 series costs one array; ids and their index are
 * shared with the samples before and after it. Series without a value are not in the map.
 */
final class SeriesValues extends AbstractMap<String, Double> {
    private final SeriesLayout layout;
    private final double[] values;
    private final int size;

    SeriesValues(SeriesLayout layout, double[] values) {
        this.layout = layout;
        this.values = values;
        int present = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                present++;
            }
        }
        this.size = present;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Double get(Object key) {
        Integer at = layout.index().get(key);
        return at == null || Double.isNaN(values[at]) ? null : (Double) values[at];
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Entry<String, Double>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Double>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private final class Entries implements Iterator<Entry<String, Double>> {
        private int next = present(0);

        private int present(int from) {
            int i = from;
            while (i < values.length && Double.isNaN(values[i])) {
                i++;
            }
            return i;
        }

        @Override
        public boolean hasNext() {
            return next < values.length;
        }

        @Override
        public Entry<String, Double> next() {
            if (next >= values.length) {
                throw new NoSuchElementException();
            }
            Entry<String, Double> entry = Map.entry(layout.keys()[next], values[next]);
            next = present(next + 1);
            return entry;
        }
    }
}
