package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.MountFlag;
import dev.anole.kernel.linux.Mounts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static dev.anole.kernel.bpf.MapType.BPF_MAP_TYPE_ARRAY;
import static dev.anole.kernel.bpf.MapType.BPF_MAP_TYPE_ARRAY_OF_MAPS;
import static dev.anole.kernel.bpf.MapType.BPF_MAP_TYPE_HASH;
import static dev.anole.kernel.bpf.MapType.BPF_MAP_TYPE_LPM_TRIE;
import static dev.anole.kernel.bpf.MapType.BPF_MAP_TYPE_LRU_HASH;
import static dev.anole.kernel.bpf.MapType.BPF_MAP_TYPE_PERCPU_ARRAY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Maps by system call: what is put in comes out, bounds hold, and names keep them alive. */
class MapsKernelTest {
    @TempDir
    static Path scratch;

    @BeforeAll
    static void kernelHasMaps() {
        Kernels.assumeMap(BPF_MAP_TYPE_HASH);
    }

    @ParameterizedTest
    @EnumSource(value = MapType.class, names = {"BPF_MAP_TYPE_HASH", "BPF_MAP_TYPE_LRU_HASH", "BPF_MAP_TYPE_PERCPU_HASH",
        "BPF_MAP_TYPE_LRU_PERCPU_HASH"})
    void whatIsPutIntoAHashComesOut(MapType type) {
        Kernels.assumeMap(type);
        try (BpfMap map = BpfMap.create(MapDefinition.of("test", type, 8, 12, 1000))) {
            Map<Long, byte[]> put = new HashMap<>();
            for (long i = 0; i < 300; i++) {
                byte[] value = new byte[map.valueBytes()];
                Arrays.fill(value, 0, 12, (byte) i);
                map.update(BpfMap.bytes(i), value);
                put.put(i, value);
            }
            Map<Long, byte[]> found = new HashMap<>();
            map.forEach((key, value) -> found.put(BpfMap.number(key), value));
            assertEquals(put.keySet(), found.keySet());
            put.forEach((key, value) -> {
                assertArrayEquals(value, found.get(key));
                assertArrayEquals(value, map.lookup(BpfMap.bytes(key)).orElseThrow());
                assertEquals((byte) (long) key, map.ofCpu(value, 0)[11]);
            });
            assertTrue(map.delete(BpfMap.bytes(7L)));
            assertFalse(map.delete(BpfMap.bytes(7L)));
            assertTrue(map.lookup(BpfMap.bytes(7L)).isEmpty());
        }
    }

    @Test
    void manyElementsGoInOneCall() {
        try (BpfMap map = BpfMap.create(MapDefinition.of("test", BPF_MAP_TYPE_HASH, 4, 8, 20_000))) {
            List<byte[]> keys = new ArrayList<>();
            List<byte[]> values = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                keys.add(BpfMap.bytes(i));
                values.add(BpfMap.bytes((long) i * i));
            }
            assertEquals(10_000, map.updateAll(keys, values));
            long[] sum = new long[2];
            map.forEach((key, value) -> {
                sum[0]++;
                sum[1] += BpfMap.number(value) - BpfMap.number(key) * BpfMap.number(key);
            });
            assertArrayEquals(new long[] {10_000, 0}, sum);
            assertEquals(10_000, map.deleteAll(keys));
            map.forEach((key, value) -> {
                throw new AssertionError("nothing is left");
            });
        }
    }

    @Test
    void aFullMapSaysSo() {
        try (BpfMap map = BpfMap.create(MapDefinition.of("tiny", BPF_MAP_TYPE_HASH, 4, 4, 2))) {
            map.update(BpfMap.bytes(1), BpfMap.bytes(1));
            map.update(BpfMap.bytes(2), BpfMap.bytes(1));
            ErrnoException full = assertThrows(ErrnoException.class, () -> map.update(BpfMap.bytes(3), BpfMap.bytes(1)));
            assertEquals(Errno.E2BIG, full.errno());
            assertTrue(full.getMessage().contains("map tiny"), full.getMessage());
            assertEquals(Errno.EEXIST, assertThrows(ErrnoException.class,
                    () -> map.update(BpfMap.bytes(1), BpfMap.bytes(1), BpfMap.BPF_NOEXIST)).errno());
        }
    }

    @Test
    void anLruMapForgetsTheOldest() {
        try (BpfMap map = BpfMap.create(MapDefinition.of("lru", BPF_MAP_TYPE_LRU_HASH, 4, 4, 64))) {
            for (int i = 0; i < 1000; i++) {
                map.update(BpfMap.bytes(i), BpfMap.bytes(i));
            }
            int[] count = new int[1];
            map.forEach((key, value) -> count[0]++);
            assertTrue(count[0] > 0 && count[0] <= 64, count[0] + " elements");
        }
    }

    @Test
    void eachCpuHasItsValue() {
        try (BpfMap map = BpfMap.create(MapDefinition.of("percpu", BPF_MAP_TYPE_PERCPU_ARRAY, 4, 4, 2))) {
            byte[] values = new byte[map.valueBytes()];
            assertEquals(PossibleCpus.count() * 8, values.length);
            for (int cpu = 0; cpu < PossibleCpus.count(); cpu++) {
                values[cpu * 8] = (byte) (cpu + 1);
            }
            map.update(BpfMap.bytes(1), values);
            byte[] read = map.lookup(BpfMap.bytes(1)).orElseThrow();
            assertEquals(PossibleCpus.count(), BpfMap.number(map.ofCpu(read, PossibleCpus.count() - 1)));
        }
    }

    @Test
    void theLongestPrefixWins() {
        Kernels.assumeMap(BPF_MAP_TYPE_LPM_TRIE);
        try (BpfMap map = BpfMap.create(MapDefinition.of("lpm", BPF_MAP_TYPE_LPM_TRIE, 8, 4, 16)
                .withFlags(MapDefinition.BPF_F_NO_PREALLOC))) {
            map.update(new byte[] {8, 0, 0, 0, 10, 0, 0, 0}, BpfMap.bytes(1));
            map.update(new byte[] {24, 0, 0, 0, 10, 1, 2, 0}, BpfMap.bytes(2));
            assertEquals(2, BpfMap.number(map.lookup(new byte[] {32, 0, 0, 0, 10, 1, 2, 9}).orElseThrow()));
            assertEquals(1, BpfMap.number(map.lookup(new byte[] {32, 0, 0, 0, 10, 9, 9, 9}).orElseThrow()));
            assertTrue(map.lookup(new byte[] {32, 0, 0, 0, 11, 9, 9, 9}).isEmpty());
        }
    }

    @Test
    void mapsHoldMaps() {
        Kernels.assumeMap(BPF_MAP_TYPE_ARRAY_OF_MAPS);
        MapDefinition shape = MapDefinition.of("inner", BPF_MAP_TYPE_ARRAY, 4, 4, 1);
        try (BpfMap inner = BpfMap.create(shape);
             BpfMap outer = BpfMap.create(MapDefinition.of("outer", BPF_MAP_TYPE_ARRAY_OF_MAPS, 4, 4, 2),
                     java.util.Optional.empty(), java.util.Optional.of(inner))) {
            outer.update(BpfMap.bytes(1), inner);
            assertTrue(BpfMap.number(outer.lookup(BpfMap.bytes(1)).orElseThrow()) > 0);
            assertTrue(outer.lookup(BpfMap.bytes(0)).isEmpty());
        }
    }

    @Test
    void aPinnedMapOutlivesItsDescriptor() throws Exception {
        Path mount = Files.createDirectory(scratch.resolve("bpffs"));
        Mounts.mount("bpf", mount.toString(), "bpf", Set.<MountFlag>of(), "");
        try {
            String pin = mount.resolve("kept").toString();
            try (BpfMap map = BpfMap.create(MapDefinition.of("kept", BPF_MAP_TYPE_ARRAY, 4, 8, 4))) {
                map.update(BpfMap.bytes(2), BpfMap.bytes(77L));
                map.pin(pin);
            }
            try (BpfMap again = Pins.map(pin)) {
                assertEquals("kept", again.definition().name());
                assertEquals(77, BpfMap.number(again.lookup(BpfMap.bytes(2)).orElseThrow()));
            }
            Files.delete(Path.of(pin));
            assertEquals(Errno.ENOENT, assertThrows(ErrnoException.class, () -> Pins.map(pin)).errno());
            try (BpfMap map = BpfMap.create(MapDefinition.of("x", BPF_MAP_TYPE_ARRAY, 4, 8, 4))) {
                String message = assertThrows(RuntimeException.class, () -> map.pin(scratch.resolve("x").toString())).getMessage();
                assertTrue(message.contains("mount -t bpf"), message);
            }
        } finally {
            Mounts.unmount(mount.toString());
        }
    }

    record Key(int pid, int kind) {
    }

    record Value(long count, long time) {
    }

    @Test
    void anObjectsMapsAreFilledAndTyped() throws Exception {
        Kernels.assumeProgram("raw_tp/sched_switch");
        BpfObject object = BpfObject.read(Clang.bytecode(Clang.resources().resolve("relocations/functions.bpf.c"),
                scratch.resolve("functions.bpf.o"), "-O2", "-mcpu=v2"));
        try (LoadedObject loaded = object.load(LoadOptions.DEFAULT.with("least", 3L))) {
            assertEquals(3, loaded.programs().size());
            assertTrue(loaded.map("outer").lookup(BpfMap.bytes(1)).isPresent(), "the slot holds the inner map");
            assertTrue(loaded.map("outer").lookup(BpfMap.bytes(0)).isEmpty());
            assertEquals(42, loaded.global("initial").value());
            assertEquals(3, loaded.global("least").value());
            assertEquals("anole", new String(loaded.global("name").bytes()).strip().replace("\0", ""));
            TypedMap<Key, Value> hash = loaded.map("hash", Key.class, Value.class);
            hash.put(new Key(7, 1), new Value(9, 99));
            assertEquals(new Value(9, 99), hash.get(new Key(7, 1)).orElseThrow());
            assertEquals(Map.of(new Key(7, 1), new Value(9, 99)), hash.all());
            assertEquals(List.of("{\"key\": {\"pid\": 7, \"kind\": 1}, \"value\": {\"count\": 9, \"time\": 99}}"),
                    loaded.contents("hash"));
            assertTrue(hash.remove(new Key(7, 1)));
            assertTrue(loaded.contents(".bss").getFirst().contains("\"total\": 0"), loaded.contents(".bss").toString());
        }
        assertThrows(ObjectException.class, () -> object.load(LoadOptions.DEFAULT.with("no_such_variable", 1)).close());
        assertThrows(IllegalArgumentException.class, () -> object.load(LoadOptions.DEFAULT.with("initial", 1L << 40)).close());
    }

    @Test
    void theProbeAnswersForEveryKind() {
        for (MapType type : MapType.values()) {
            switch (BpfProbe.map(type)) {
                case BpfProbe.Available() -> {
                }
                case BpfProbe.Unavailable(String reason, String remedy) -> assertFalse(reason.isBlank());
            }
        }
    }
}
