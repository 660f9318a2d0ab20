package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.UnavailableException;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What an object expects of the kernel by name: options of its configuration ({@code extern int CONFIG_HZ __kconfig}),
 * its variables and functions ({@code __ksym}).
 */
final class Externs {
    private final BpfObject object;
    private final Map<String, Integer> kconfigOffsets = new LinkedHashMap<>();
    private int kconfigBytes;

    Externs(BpfObject object) {
        this.object = object;
        object.btf().ifPresent(this::layOut);
    }

    /** Options lie one behind the other, each where its size wants it. */
    private void layOut(Btf btf) {
        OptionalInt section = btf.find(BpfObject.KCONFIG, BtfKind.DATASEC);
        if (section.isEmpty()) {
            return;
        }
        for (int i = 0; i < btf.parts(section.getAsInt()); i++) {
            int variable = btf.partType(section.getAsInt(), i);
            int size = btf.size(variable);
            int alignment = Math.min(8, Math.max(1, Integer.highestOneBit(size)));
            kconfigBytes = kconfigBytes + alignment - 1 & -alignment;
            kconfigOffsets.put(btf.name(variable), kconfigBytes);
            kconfigBytes += size;
        }
    }

    /** Where each option lies in its section, in bytes. */
    Map<String, Integer> kconfigOffsets() {
        return kconfigOffsets;
    }

    /** The options with the running kernel's values; empty when the object asks for none. */
    Optional<DataSection> kconfig() {
        if (kconfigOffsets.isEmpty()) {
            return Optional.empty();
        }
        Btf btf = object.btf().orElseThrow();
        KernelConfiguration configuration = KernelConfiguration.running();
        byte[] content = new byte[kconfigBytes];
        GlobalLayout layout = new GlobalLayout(object, btf, BpfObject.KCONFIG, kconfigOffsets);
        kconfigOffsets.forEach((name, offset) -> {
            GlobalLayout.Variable variable = layout.find(name).orElseThrow();
            boolean weak = Optional.ofNullable(object.contents.symbols().get(name)).map(ElfSymbol::isWeak).orElse(false);
            configuration.bytes(object, btf, name, variable.type(), variable.size(), weak)
                    .ifPresent(bytes -> System.arraycopy(bytes, 0, content, offset, bytes.length));
        });
        return Optional.of(new DataSection(BpfObject.KCONFIG, content));
    }

    /** A variable of the kernel's: by its type where the program declares one, otherwise by its address. */
    void variable(long[] code, int insn, String name, boolean weak, Supplier<Btf> kernel) {
        OptionalInt found = kernel.get().find(name, BtfKind.VAR);
        OptionalInt function = kernel.get().find(name, BtfKind.FUNC);
        if (isTypeless(name)) {
            java.util.OptionalLong address = KernelSymbols.address(name);
            if (address.isEmpty() && !weak) {
                throw missing(name, "variable");
            }
            code[insn] = Insn.withImm(code[insn], (int) address.orElse(0));
            code[insn + 1] = Insn.withImm(code[insn + 1], (int) (address.orElse(0) >>> 32));
            return;
        }
        if (found.isEmpty() && function.isEmpty()) {
            if (!weak) {
                throw missing(name, "variable");
            }
            code[insn] = Insn.withImm(code[insn], 0);
            code[insn + 1] = Insn.withImm(code[insn + 1], 0);
            return;
        }
        int type = found.isPresent() ? found.getAsInt() : function.getAsInt();
        code[insn] = Insn.withSrc(Insn.withImm(code[insn], type), Insn.BPF_PSEUDO_BTF_ID);
        code[insn + 1] = Insn.withImm(code[insn + 1], 0);
    }

    private boolean isTypeless(String name) {
        return object.btf().flatMap(btf -> {
            OptionalInt variable = btf.find(name, BtfKind.VAR);
            return variable.isEmpty() ? Optional.empty() : Optional.of(btf.resolve(btf.target(variable.getAsInt())) == 0);
        }).orElse(false);
    }

    /** A function of the kernel's, called by its type's number. */
    void function(long[] code, int insn, String name, boolean weak, Supplier<Btf> kernel) {
        OptionalInt found = kernel.get().find(BtfNames.essential(name), BtfKind.FUNC);
        if (found.isEmpty() && !weak) {
            throw missing(name, "function");
        }
        // A weak one that is not there: the program must ask bpf_ksym_exists() before, or is refused with this number.
        code[insn] = found.isPresent()
                ? Insn.of(Insn.BPF_CALL, 0, Insn.BPF_PSEUDO_KFUNC_CALL, 0, found.getAsInt())
                : Insn.of(Insn.BPF_CALL, 0, 0, 0, CoreRelocator.POISON);
    }

    private UnavailableException missing(String name, String kind) {
        return new UnavailableException(object.subject(), "this kernel has no " + kind + " " + name,
                "declare it __weak and ask bpf_ksym_exists() first, or use another kernel");
    }
}
