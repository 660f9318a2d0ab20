package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Descriptor;
import dev.anole.kernel.linux.NativeMemory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

/**
 * What the kernel says about its BPF objects, {@code BPF_OBJ_GET_INFO_BY_FD}: {@code struct bpf_map_info},
 * {@code struct bpf_prog_info} and {@code struct bpf_btf_info}, as far as they are read here.
 */
final class ObjectInfo {
    static final int INFO_BYTES = 256;

    static final int MAP_TYPE = 0;
    static final int MAP_ID = 4;
    static final int MAP_KEY_SIZE = 8;
    static final int MAP_VALUE_SIZE = 12;
    static final int MAP_MAX_ENTRIES = 16;
    static final int MAP_FLAGS = 20;
    static final int MAP_NAME = 24;

    static final int PROG_TYPE = 0;
    static final int PROG_ID = 4;
    static final int PROG_TAG = 8;
    static final int PROG_XLATED_PROG_LEN = 20;
    static final int PROG_XLATED_PROG_INSNS = 32;
    static final int PROG_LOAD_TIME = 40;
    static final int PROG_CREATED_BY_UID = 48;
    static final int PROG_NAME = 64;

    static final int NAME_BYTES = 16;

    private ObjectInfo() {
    }

    static MemorySegment read(Descriptor object, Arena arena) {
        MemorySegment info = arena.allocate(INFO_BYTES, Long.BYTES);
        read(object, info, INFO_BYTES);
        return info;
    }

    static void read(Descriptor object, MemorySegment info, int length) {
        try (BpfAttr attr = new BpfAttr()) {
            attr.int32(BpfAttrLayout.INFO__BPF_FD, object.number()).int32(BpfAttrLayout.INFO__INFO_LEN, length)
                    .pointer(BpfAttrLayout.INFO__INFO, info)
                    .call(BpfCommand.BPF_OBJ_GET_INFO_BY_FD, object.subject());
        }
    }

    static MapDefinition map(Descriptor map) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = read(map, arena);
            return MapDefinition.of(name(info, MAP_NAME), MapType.of(info.get(JAVA_INT_UNALIGNED, MAP_TYPE)),
                    info.get(JAVA_INT_UNALIGNED, MAP_KEY_SIZE), info.get(JAVA_INT_UNALIGNED, MAP_VALUE_SIZE),
                    info.get(JAVA_INT_UNALIGNED, MAP_MAX_ENTRIES)).withFlags(info.get(JAVA_INT_UNALIGNED, MAP_FLAGS));
        }
    }

    static String name(MemorySegment info, int offset) {
        return NativeMemory.string(info.asSlice(offset, NAME_BYTES));
    }

    static long int64(MemorySegment info, int offset) {
        return info.get(JAVA_LONG_UNALIGNED, offset);
    }
}
