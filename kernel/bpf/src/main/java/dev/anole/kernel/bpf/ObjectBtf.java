package dev.anole.kernel.bpf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An object's types as a kernel takes them. A compiler leaves to the loader what only symbols tell: where variables lie
 * in their sections, which functions are hidden; and externs, which the kernel would refuse, become plain variables.
 */
final class ObjectBtf {
    private final BpfObject object;
    private final Btf btf;
    private final BtfBuilder fixed;
    private OptionalInt integer = OptionalInt.empty();

    private record Variable(int type, int offset, int size) {
    }

    private ObjectBtf(BpfObject object, Btf btf) {
        this.object = object;
        this.btf = btf;
        this.fixed = BtfBuilder.copyOf(btf);
    }

    static byte[] forKernel(BpfObject object, Btf btf, Map<String, Integer> kconfigOffsets) {
        ObjectBtf work = new ObjectBtf(object, btf);
        Map<String, BpfFunction> hidden = new HashMap<>();
        object.contents.functions().stream().filter(BpfFunction::hidden).forEach(each -> hidden.put(each.name(), each));
        for (int type = 1, n = btf.typeCount(); type < n; type++) {
            if (btf.kind(type) == BtfKind.DATASEC) {
                work.section(type, kconfigOffsets);
            } else if (btf.kind(type) == BtfKind.FUNC && hidden.containsKey(btf.name(type))) {
                work.setParts(type, 0);
            }
        }
        return work.fixed.toBytes();
    }

    private void section(int type, Map<String, Integer> kconfigOffsets) {
        String name = btf.name(type);
        List<Variable> variables = new ArrayList<>();
        int size = btf.statedSize(type);
        if (name.equals(BpfObject.KSYMS)) {
            size = kernelSymbols(type, variables);
        } else if (name.equals(BpfObject.KCONFIG)) {
            for (int i = 0; i < btf.parts(type); i++) {
                int variable = btf.partType(type, i);
                fixed.set(variable, Btf.TYPE_BYTES, 1);
                int offset = kconfigOffsets.getOrDefault(btf.name(variable), 0);
                variables.add(new Variable(variable, offset, btf.size(variable)));
                size = Math.max(size, offset + btf.size(variable));
            }
        } else {
            size = Math.max(size, (int) (long) object.contents.elf().section(name).map(ElfSection::size).orElse(0L));
            for (int i = 0; i < btf.parts(type); i++) {
                int variable = btf.partType(type, i);
                ElfSymbol symbol = object.contents.symbols().get(btf.name(variable));
                boolean global = btf.kind(variable) == BtfKind.VAR && btf.variableLinkage(variable) != 0;
                int offset = symbol != null && (global || btf.sectionOffset(type, i) == 0)
                        ? (int) symbol.value() : btf.sectionOffset(type, i);
                if (global && symbol != null && symbol.isHidden()) {
                    fixed.set(variable, Btf.TYPE_BYTES, 0);
                }
                variables.add(new Variable(variable, offset, btf.sectionSize(type, i)));
            }
        }
        variables.sort(Comparator.comparingInt(Variable::offset));
        fixed.set(type, 8, size);
        for (int i = 0; i < variables.size(); i++) {
            Variable variable = variables.get(i);
            int at = Btf.TYPE_BYTES + 12 * i;
            fixed.set(type, at, variable.type());
            fixed.set(type, at + 4, variable.offset());
            fixed.set(type, at + 8, variable.size());
        }
    }

    /** Kernel symbols take four bytes each, as if they were numbers: what they are is the kernel's own to say. */
    private int kernelSymbols(int type, List<Variable> variables) {
        int offset = 0;
        for (int i = 0; i < btf.parts(type); i++, offset += 4) {
            int symbol = btf.partType(type, i);
            if (btf.kind(symbol) == BtfKind.FUNC) {
                int prototype = btf.target(symbol);
                for (int p = 0; p < btf.parts(prototype); p++) {
                    if (btf.partName(prototype, p).isEmpty() && btf.partType(prototype, p) != 0) {
                        fixed.set(prototype, Btf.TYPE_BYTES + 8 * p, fixed.string("param" + p));
                    }
                }
                setParts(symbol, 1);
                variables.add(new Variable(fixed.variable("anole_kernel_function_" + i, integer(), 1), offset, 4));
            } else {
                fixed.set(symbol, 8, integer());
                fixed.set(symbol, Btf.TYPE_BYTES, 1);
                variables.add(new Variable(symbol, offset, 4));
            }
        }
        return offset;
    }

    private int integer() {
        if (integer.isEmpty()) {
            integer = OptionalInt.of(fixed.integer("anole_int", 4, true));
        }
        return integer.getAsInt();
    }

    private void setParts(int type, int parts) {
        fixed.set(type, 4, btf.kind(type).number() << 24 | parts);
    }
}
