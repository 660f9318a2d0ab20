package dev.anole.kernel.bpf;

import java.util.Map;
import java.util.Optional;

/** Where the global variables of one section lie. Symbols say where, types say how long. */
final class GlobalLayout {
    private final BpfObject object;
    private final Btf btf;
    private final String section;
    private final Map<String, Integer> kconfigOffsets;

    /** A variable: its type, where it begins in its section, and its length, in bytes. */
    record Variable(String section, int type, int offset, int size) {
    }

    GlobalLayout(BpfObject object, Btf btf, String section, Map<String, Integer> kconfigOffsets) {
        this.object = object;
        this.btf = btf;
        this.section = section;
        this.kconfigOffsets = kconfigOffsets;
    }

    Optional<Variable> find(String name) {
        var type = btf.find(section, BtfKind.DATASEC);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < btf.parts(type.getAsInt()); i++) {
            int variable = btf.partType(type.getAsInt(), i);
            if (btf.kind(variable) == BtfKind.VAR && btf.name(variable).equals(name)) {
                ElfSymbol symbol = object.contents.symbols().get(name);
                int offset = section.equals(BpfObject.KCONFIG) ? kconfigOffsets.getOrDefault(name, 0)
                        : symbol == null ? btf.sectionOffset(type.getAsInt(), i) : (int) symbol.value();
                return Optional.of(new Variable(section, btf.resolve(btf.target(variable)), offset, btf.size(variable)));
            }
        }
        return Optional.empty();
    }

    /** Writes those of these values that belong here into the section's content, and takes them out. */
    void set(byte[] content, Map<String, Object> values) {
        values.entrySet().removeIf(entry -> {
            Optional<Variable> found = find(entry.getKey());
            found.ifPresent(variable -> {
                if (variable.offset() < 0 || variable.offset() + (long) variable.size() > content.length) {
                    throw btf.wrong(0, "variable " + entry.getKey() + " reaches beyond " + section);
                }
                byte[] bytes = bytes(entry.getKey(), entry.getValue(), variable.size());
                System.arraycopy(bytes, 0, content, variable.offset(), bytes.length);
            });
            return found.isPresent();
        });
    }

    static byte[] bytes(String name, Object value, int size) {
        byte[] bytes = switch (value) {
            case byte[] given -> given;
            case Boolean flag -> BpfMap.bytes(flag ? 1L : 0L);
            case Number number -> BpfMap.bytes(number.longValue());
            default -> throw new IllegalArgumentException("variable " + name + " takes a number or bytes");
        };
        if (value instanceof byte[] given) {
            if (given.length > size) {
                throw new IllegalArgumentException("variable " + name + " has " + size + " bytes, not " + given.length);
            }
            return given;
        }
        if (size > 8) {
            throw new IllegalArgumentException("variable " + name + " has " + size + " bytes: give bytes, not a number");
        }
        long number = BpfMap.number(bytes);
        if (size < 8 && number >>> 8 * size != 0 && number >> 8 * size - 1 != -1) {
            throw new IllegalArgumentException("variable " + name + " has " + size + " bytes, too few for " + number);
        }
        return java.util.Arrays.copyOf(bytes, size);
    }
}
