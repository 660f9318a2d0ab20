package dev.anole.security.shangmi.accelerator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which devices do which algorithm, the preferred ones first. For any number of threads. */
public final class DeviceRegistry {
    /** More devices than any host has. */
    public static final int DEVICES_MAX = 64;

    private volatile Map<Algorithm, List<Device>> byAlgorithm = Map.of();
    private volatile List<Device> all = List.of();

    /**
     * Adds a device behind those that are there.
     *
     * @throws IllegalStateException if there are {@value #DEVICES_MAX}, or one of that name
     */
    public synchronized void register(Device device) {
        if (all.size() == DEVICES_MAX || all.stream().anyMatch(other -> other.name().equals(device.name()))) {
            throw new IllegalStateException("the device " + device.name() + " cannot be registered: there are " + all.size()
                    + ", of " + DEVICES_MAX + " that are possible, or one has its name");
        }
        List<Device> more = new ArrayList<>(all);
        more.add(device);
        set(more);
    }

    /** Takes a device out; what it has accepted it still completes. */
    public synchronized void remove(Device device) {
        List<Device> fewer = new ArrayList<>(all);
        fewer.remove(device);
        set(fewer);
    }

    private void set(List<Device> devices) {
        Map<Algorithm, List<Device>> map = new EnumMap<>(Algorithm.class);
        for (Algorithm algorithm : Algorithm.values()) {
            map.put(algorithm, devices.stream().filter(device -> device.algorithms().contains(algorithm)).toList());
        }
        byAlgorithm = Collections.unmodifiableMap(map);
        all = List.copyOf(devices);
    }

    /** Those for an algorithm, the preferred first. */
    public List<Device> devices(Algorithm algorithm) {
        return byAlgorithm.getOrDefault(algorithm, List.of());
    }

    /** All of them. */
    public List<Device> devices() {
        return all;
    }
}
