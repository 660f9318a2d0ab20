package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.UnavailableException;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tables of functions that the kernel calls and programs implement: TCP congestion control, for one. The object's table
 * is carried over member by member into the kernel's, which may have more and lie otherwise.
 */
final class StructOpsLoader {
    static final int BPF_F_LINK = 1 << 13;

    private final BpfObject object;
    private final LoadedObject loaded;
    private final Optional<LoadedBtf> types;
    /** By program: which table and which member of the object's it implements. */
    private final Map<String, Implementation> implementations = new HashMap<>();

    private record Implementation(BpfObject.StructOps table, String member) {
    }

    StructOpsLoader(BpfObject object, LoadedObject loaded, Optional<LoadedBtf> types) {
        this.types = types;
        this.object = object;
        this.loaded = loaded;
        object.contents.structOps().values().forEach(table -> {
            Btf btf = object.btf().orElseThrow();
            table.functions().forEach((offset, program) -> {
                for (int i = 0; i < btf.parts(table.type()); i++) {
                    if (btf.memberBitOffset(table.type(), i) == offset * 8) {
                        implementations.put(program, new Implementation(table, btf.partName(table.type(), i)));
                    }
                }
            });
        });
    }

    private Implementation implementation(ProgramDefinition program) {
        Implementation found = implementations.get(program.name());
        if (found == null) {
            throw new ObjectException(object.subject(), program.name(), "no variable of SEC(\".struct_ops\") refers to it");
        }
        return found;
    }

    private int kernelTable(BpfObject.StructOps table) {
        String name = BtfNames.essential(object.btf().orElseThrow().name(table.type()));
        return KernelBtf.running().find(name, BtfKind.STRUCT).orElseThrow(() -> new UnavailableException(
                "struct_ops " + table.name(), "this kernel has no struct " + name, "use another kernel"));
    }

    /** The type in the kernel that its programs are attached by. */
    int attachType(ProgramDefinition program) {
        return kernelTable(implementation(program).table());
    }

    /** The definition with the member's place, which the kernel takes as the attach type. */
    ProgramDefinition definition(ProgramDefinition program) {
        Implementation implementation = implementation(program);
        int type = kernelTable(implementation.table());
        int member = KernelBtf.running().findMember(type, implementation.member()).orElseThrow(() ->
                new UnavailableException("struct_ops " + implementation.table().name(), "this kernel's table has no function "
                        + implementation.member(), "leave it out"));
        return new ProgramDefinition(program.name(), program.section(), program.type(), AttachType.of(member),
                program.flags(), program.target(), program.byDefault());
    }

    StructOpsMap create(BpfObject.StructOps table) {
        Btf kernel = KernelBtf.running();
        int type = kernelTable(table);
        String wrapped = "bpf_struct_ops_" + kernel.name(type);
        int value = kernel.find(wrapped, BtfKind.STRUCT).orElseThrow(() -> new UnavailableException(
                "struct_ops " + table.name(), "this kernel lets no program implement struct " + kernel.name(type), ""));
        OptionalInt data = kernel.findMember(value, "data");
        byte[] bytes = new byte[kernel.size(value)];
        carry(table, kernel, type, kernel.memberBitOffset(value, data.orElseThrow()) / 8, bytes);
        MapDefinition definition = MapDefinition.of(table.name(), MapType.BPF_MAP_TYPE_STRUCT_OPS, 4, bytes.length, 1)
                .withFlags(table.linked() ? BPF_F_LINK : 0);
        try (BpfAttr attr = new BpfAttr()) {
            // The value's type is the kernel's own, and yet the kernel wants some types' descriptor.
            types.ifPresent(btf -> attr.int32(BpfAttrLayout.BTF_FD, btf.number()));
            long number = attr.int32(BpfAttrLayout.MAP_TYPE, (int) definition.type().value())
                    .int32(BpfAttrLayout.KEY_SIZE, 4).int32(BpfAttrLayout.VALUE_SIZE, bytes.length)
                    .int32(BpfAttrLayout.MAX_ENTRIES, 1).int32(BpfAttrLayout.MAP_FLAGS, definition.flags())
                    .name(BpfAttrLayout.MAP_NAME, table.name())
                    .int32(BpfAttrLayout.BTF_VMLINUX_VALUE_TYPE_ID, value).tryCall(BpfCommand.BPF_MAP_CREATE);
            BpfMap map = new BpfMap((int) ErrnoException.check(number, "bpf map_create", "struct_ops " + table.name()), definition);
            loaded.owned.add(map);
            return new StructOpsMap(map, bytes, table.linked());
        }
    }

    private void carry(BpfObject.StructOps table, Btf kernel, int type, int at, byte[] into) {
        Btf btf = object.btf().orElseThrow();
        for (int i = 0; i < btf.parts(table.type()); i++) {
            String name = btf.partName(table.type(), i);
            int offset = btf.memberBitOffset(table.type(), i) / 8;
            int size = btf.size(btf.partType(table.type(), i));
            String function = table.functions().get(offset);
            OptionalInt member = kernel.findMember(type, name);
            boolean empty = function == null && isZero(table.content(), offset, size);
            if (member.isEmpty()) {
                if (empty) {
                    continue;
                }
                throw new UnavailableException("struct_ops " + table.name(), "this kernel's struct " + kernel.name(type)
                        + " has no " + name, "leave it out");
            }
            int target = at + kernel.memberBitOffset(type, member.getAsInt()) / 8;
            if (function != null) {
                byte[] number = BpfMap.bytes((long) loaded.program(function).number());
                System.arraycopy(number, 0, into, target, number.length);
            } else if (!empty) {
                if (kernel.size(kernel.partType(type, member.getAsInt())) != size) {
                    throw new UnavailableException("struct_ops " + table.name(), "in this kernel " + name
                            + " has another size", "compile it with this kernel's types");
                }
                System.arraycopy(table.content(), offset, into, target, size);
            }
        }
    }

    private static boolean isZero(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
