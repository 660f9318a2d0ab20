package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.KernelConstant;

/** The kinds of maps, {@code enum bpf_map_type}. */
public enum MapType implements KernelConstant {
    BPF_MAP_TYPE_UNSPEC,
    BPF_MAP_TYPE_HASH,
    BPF_MAP_TYPE_ARRAY,
    BPF_MAP_TYPE_PROG_ARRAY,
    BPF_MAP_TYPE_PERF_EVENT_ARRAY,
    BPF_MAP_TYPE_PERCPU_HASH,
    BPF_MAP_TYPE_PERCPU_ARRAY,
    BPF_MAP_TYPE_STACK_TRACE,
    BPF_MAP_TYPE_CGROUP_ARRAY,
    BPF_MAP_TYPE_LRU_HASH,
    BPF_MAP_TYPE_LRU_PERCPU_HASH,
    BPF_MAP_TYPE_LPM_TRIE,
    BPF_MAP_TYPE_ARRAY_OF_MAPS,
    BPF_MAP_TYPE_HASH_OF_MAPS,
    BPF_MAP_TYPE_DEVMAP,
    BPF_MAP_TYPE_SOCKMAP,
    BPF_MAP_TYPE_CPUMAP,
    BPF_MAP_TYPE_XSKMAP,
    BPF_MAP_TYPE_SOCKHASH,
    BPF_MAP_TYPE_CGROUP_STORAGE,
    BPF_MAP_TYPE_REUSEPORT_SOCKARRAY,
    BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE,
    BPF_MAP_TYPE_QUEUE,
    BPF_MAP_TYPE_STACK,
    BPF_MAP_TYPE_SK_STORAGE,
    BPF_MAP_TYPE_DEVMAP_HASH,
    BPF_MAP_TYPE_STRUCT_OPS,
    BPF_MAP_TYPE_RINGBUF,
    BPF_MAP_TYPE_INODE_STORAGE,
    BPF_MAP_TYPE_TASK_STORAGE,
    BPF_MAP_TYPE_BLOOM_FILTER,
    BPF_MAP_TYPE_USER_RINGBUF,
    BPF_MAP_TYPE_CGRP_STORAGE,
    BPF_MAP_TYPE_ARENA;

    private static final MapType[] BY_NUMBER = values();

    @Override
    public long value() {
        return ordinal();
    }

    /** The type with this number; {@code BPF_MAP_TYPE_UNSPEC} for one that is not known here. */
    public static MapType of(int number) {
        return number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : BPF_MAP_TYPE_UNSPEC;
    }

    /** Whether each possible CPU has a value of its own. */
    public boolean isPerCpu() {
        return switch (this) {
            case BPF_MAP_TYPE_PERCPU_HASH, BPF_MAP_TYPE_PERCPU_ARRAY, BPF_MAP_TYPE_LRU_PERCPU_HASH,
                 BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE -> true;
            default -> false;
        };
    }

    /** Whether its values are maps. */
    public boolean holdsMaps() {
        return this == BPF_MAP_TYPE_ARRAY_OF_MAPS || this == BPF_MAP_TYPE_HASH_OF_MAPS;
    }

    /** Whether elements have no key and leave when they are read. */
    public boolean isKeyless() {
        return this == BPF_MAP_TYPE_QUEUE || this == BPF_MAP_TYPE_STACK || this == BPF_MAP_TYPE_BLOOM_FILTER;
    }

    /** Whether the kernel takes BTF types of its keys and values; libbpf knows the same exceptions. */
    boolean takesBtf() {
        return switch (this) {
            case BPF_MAP_TYPE_PERF_EVENT_ARRAY, BPF_MAP_TYPE_CGROUP_ARRAY, BPF_MAP_TYPE_STACK_TRACE,
                 BPF_MAP_TYPE_ARRAY_OF_MAPS, BPF_MAP_TYPE_HASH_OF_MAPS, BPF_MAP_TYPE_DEVMAP,
                 BPF_MAP_TYPE_DEVMAP_HASH, BPF_MAP_TYPE_CPUMAP, BPF_MAP_TYPE_XSKMAP, BPF_MAP_TYPE_SOCKMAP,
                 BPF_MAP_TYPE_SOCKHASH, BPF_MAP_TYPE_QUEUE, BPF_MAP_TYPE_STACK, BPF_MAP_TYPE_ARENA,
                 BPF_MAP_TYPE_RINGBUF, BPF_MAP_TYPE_USER_RINGBUF, BPF_MAP_TYPE_PROG_ARRAY,
                 BPF_MAP_TYPE_REUSEPORT_SOCKARRAY, BPF_MAP_TYPE_UNSPEC -> false;
            case BPF_MAP_TYPE_HASH, BPF_MAP_TYPE_ARRAY, BPF_MAP_TYPE_PERCPU_HASH, BPF_MAP_TYPE_PERCPU_ARRAY,
                 BPF_MAP_TYPE_LRU_HASH, BPF_MAP_TYPE_LRU_PERCPU_HASH, BPF_MAP_TYPE_LPM_TRIE,
                 BPF_MAP_TYPE_CGROUP_STORAGE, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE, BPF_MAP_TYPE_SK_STORAGE,
                 BPF_MAP_TYPE_STRUCT_OPS, BPF_MAP_TYPE_INODE_STORAGE, BPF_MAP_TYPE_TASK_STORAGE,
                 BPF_MAP_TYPE_BLOOM_FILTER, BPF_MAP_TYPE_CGRP_STORAGE -> true;
        };
    }
}
