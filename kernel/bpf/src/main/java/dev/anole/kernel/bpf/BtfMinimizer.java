package dev.anole.kernel.bpf;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leaves of a kernel's types what some objects need to be fitted to it: a few kilobytes of five megabytes, so that types of
 * many kernels without their own can be carried along. Structures keep their name, size and the members on relocations'
 * paths; a pointer that nothing leads through points to void. The rules are those by which {@code bpftool gen min_core_btf}
 * works.
 *
 * <p>Numbers of types change, so an object that asks for one ({@code bpf_core_type_id_kernel}) needs the whole.
 */
public final class BtfMinimizer {
    private static final int DEPTH_MAX = 32;

    private final Btf kernel;
    private final BitSet kept = new BitSet();
    /** Types whose parts and pointers are kept all: questions compare them as wholes. */
    private final BitSet whole = new BitSet();
    private final Map<Integer, BitSet> members = new HashMap<>();

    private BtfMinimizer(Btf kernel) {
        this.kernel = kernel;
    }

    /**
     * The types that these objects need.
     *
     * @throws ObjectException for an object without types of its own
     */
    public static Btf minimize(Btf kernel, List<BpfObject> objects) {
        BtfMinimizer work = new BtfMinimizer(kernel);
        for (BpfObject object : objects) {
            CoreRelocator relocator = new CoreRelocator(object.btf().orElseThrow(() -> new ObjectException(object.subject(),
                    ".BTF", "there are no types: compile with clang -g")), kernel, List.of());
            relocator.listen(work::needed);
            ProgramLinker linker = new ProgramLinker(object, Optional.of(relocator));
            object.contents.functions().forEach(linker::link);
        }
        return Btf.of(work.build(), kernel.subject() + " minimised");
    }

    private void needed(RelocationKind kind, CoreSpec place) {
        if (kind.isField()) {
            keep(place.root, DEPTH_MAX);
            for (CoreSpec.Member member : place.members) {
                keep(member.type(), DEPTH_MAX);
                members.computeIfAbsent(member.type(), type -> new BitSet()).set(member.index());
                keep(kernel.partType(member.type(), member.index()), DEPTH_MAX);
            }
        } else if (kind.isEnumerator()) {
            keep(place.root, DEPTH_MAX);
        } else {
            // Whether a structure is there, and how large, its members do not say; whether it matches, they do.
            keepWhole(place.root, kind != RelocationKind.TYPE_MATCHES, DEPTH_MAX);
        }
    }

    private void keep(int type, int depth) {
        if (type == 0 || depth == 0) {
            return;
        }
        kept.set(type);
        switch (kernel.kind(type)) {
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR, DECL_TAG, FUNC -> keep(kernel.target(type), depth - 1);
            case ARRAY -> {
                keep(kernel.elementType(type), depth - 1);
                keep(kernel.indexType(type), depth - 1);
            }
            case VOID, INT, PTR, STRUCT, UNION, ENUM, FWD, FUNC_PROTO, DATASEC, FLOAT, ENUM64 -> {
            }
        }
    }

    /** Behind a pointer a structure's name and kind are all that is ever compared. */
    private void keepWhole(int type, boolean behindPointer, int depth) {
        if (type == 0 || depth == 0 || whole.get(type)) {
            return;
        }
        kept.set(type);
        BtfKind kind = kernel.kind(type);
        if (kind.isStructOrUnion() && behindPointer) {
            return;
        }
        whole.set(type);
        switch (kind) {
            case PTR -> keepWhole(kernel.target(type), true, depth - 1);
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR, DECL_TAG, FUNC ->
                    keepWhole(kernel.target(type), behindPointer, depth - 1);
            case ARRAY -> {
                keepWhole(kernel.elementType(type), behindPointer, depth - 1);
                keep(kernel.indexType(type), depth - 1);
            }
            case STRUCT, UNION, FUNC_PROTO -> {
                for (int i = 0; i < kernel.parts(type); i++) {
                    keepWhole(kernel.partType(type, i), behindPointer, depth - 1);
                }
                if (kind == BtfKind.FUNC_PROTO) {
                    keepWhole(kernel.target(type), behindPointer, depth - 1);
                }
            }
            case VOID, INT, ENUM, FWD, DATASEC, FLOAT, ENUM64 -> {
            }
        }
    }

    private byte[] build() {
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int type = kept.nextSetBit(0); type >= 0; type = kept.nextSetBit(type + 1)) {
            numbers.put(type, numbers.size() + 1);
        }
        BtfBuilder builder = new BtfBuilder();
        for (int type = kept.nextSetBit(0); type >= 0; type = kept.nextSetBit(type + 1)) {
            boolean partial = kernel.kind(type).isStructOrUnion() && !whole.get(type);
            if (partial) {
                structure(builder, type, numbers);
            } else {
                // What is not kept is void: the target of a pointer that no path leads through.
                builder.copy(kernel, type, other -> numbers.getOrDefault(other, 0));
            }
        }
        return builder.toBytes();
    }

    private void structure(BtfBuilder builder, int type, Map<Integer, Integer> numbers) {
        BitSet used = members.getOrDefault(type, new BitSet());
        int[] payload = new int[3 * used.cardinality()];
        int at = 0;
        for (int i = used.nextSetBit(0); i >= 0; i = used.nextSetBit(i + 1)) {
            payload[at++] = builder.string(kernel.partName(type, i));
            payload[at++] = numbers.getOrDefault(kernel.partType(type, i), 0);
            payload[at++] = kernel.memberBitOffset(type, i) | kernel.memberBitWidth(type, i) << 24;
        }
        builder.raw(kernel.name(type), used.cardinality() | kernel.kind(type).number() << 24
                | (kernel.flag(type) ? 1 << 31 : 0), kernel.statedSize(type), payload);
    }
}
