package dev.anole.kernel.bpf;

import java.util.Map;
import java.util.Optional;

/** A global variable of a loaded object. Each read and write is a system call that moves its whole section. */
public final class GlobalVariable {
    private final BpfMap section;
    private final GlobalLayout.Variable variable;

    private GlobalVariable(BpfMap section, GlobalLayout.Variable variable) {
        this.section = section;
        this.variable = variable;
    }

    static Optional<GlobalVariable> find(LoadedObject loaded, String name) {
        BpfObject object = loaded.object();
        if (object.btf().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Integer> offsets = new Externs(object).kconfigOffsets();
        for (Map.Entry<String, BpfMap> entry : loaded.maps.entrySet()) {
            if (entry.getKey().startsWith(".")) {
                Optional<GlobalLayout.Variable> found = new GlobalLayout(object, object.btf().get(), entry.getKey(), offsets)
                        .find(name);
                if (found.isPresent()) {
                    return Optional.of(new GlobalVariable(entry.getValue(), found.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** Its bytes now. */
    public byte[] bytes() {
        byte[] all = section.lookup(BpfMap.bytes(0)).orElseThrow();
        return java.util.Arrays.copyOfRange(all, variable.offset(), variable.offset() + variable.size());
    }

    /** Its value now, for a variable of up to eight bytes; unsigned where it is shorter. */
    public long value() {
        return BpfMap.number(bytes());
    }

    /**
     * Sets it; only variables that are not const can be. Programs that write to the same section meanwhile may have
     * their writes undone, since a section is written whole.
     */
    public void set(long value) {
        byte[] all = section.lookup(BpfMap.bytes(0)).orElseThrow();
        byte[] bytes = GlobalLayout.bytes(section.subject(), value, variable.size());
        System.arraycopy(bytes, 0, all, variable.offset(), bytes.length);
        section.update(BpfMap.bytes(0), all);
    }
}
