package dev.anole.kernel.bpf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins a program with the functions of {@code .text} that it calls, each once, in the order in which calls are met,
 * and fits each function to the target's types once, whoever calls it. The order is libbpf's, so that the result is too.
 */
final class ProgramLinker {
    /** The kernel's bound on a program that a privileged user loads. */
    private static final int INSNS_MAX = 1_000_000;

    private final BpfObject object;
    private final Optional<CoreRelocator> relocator;
    private final Map<BpfFunction, Relocated> relocated = new HashMap<>();

    private record Relocated(long[] code, Map<Integer, String> poisoned) {
    }

    ProgramLinker(BpfObject object, Optional<CoreRelocator> relocator) {
        this.object = object;
        this.relocator = relocator;
    }

    /** Whether any function of the object has places that depend on types. */
    static boolean needsTypes(BpfObject object) {
        return !object.contents.ext().relocations().isEmpty();
    }

    LinkedProgram link(BpfFunction main) {
        Joining joining = new Joining();
        joining.append(main);
        joining.join(main);
        return joining.result(main);
    }

    private Relocated relocated(BpfFunction function) {
        return relocated.computeIfAbsent(function, each -> {
            long[] code = each.code().clone();
            Map<Integer, String> poisoned = new HashMap<>();
            relocator.ifPresent(core -> {
                int before = core.unresolved().size();
                core.relocate(each.name(), code, each.offset(),
                        object.contents.ext().relocations().getOrDefault(each.section(), List.of()));
                List<CoreRelocator.Unresolved> all = core.unresolved();
                all.subList(before, all.size()).forEach(found -> poisoned.put(found.insn(), found.path()));
            });
            return new Relocated(code, poisoned);
        });
    }

    private final class Joining {
        private final LinkedHashMap<BpfFunction, Integer> places = new LinkedHashMap<>();
        private long[] code = new long[0];

        void append(BpfFunction function) {
            long[] own = relocated(function).code();
            places.put(function, code.length);
            int at = code.length;
            if (at + own.length > INSNS_MAX) {
                throw new ObjectException(object.subject(), function.name(), "more than " + INSNS_MAX + " instructions");
            }
            code = Arrays.copyOf(code, at + own.length);
            System.arraycopy(own, 0, code, at, own.length);
        }

        void join(BpfFunction function) {
            int start = places.get(function);
            Map<Integer, CodeTarget> targets = object.contents.targets().getOrDefault(function.section(), Map.of());
            for (int i = 0; i < function.code().length; i++) {
                long insn = code[start + i];
                CodeTarget target = targets.get(function.firstInsn() + i);
                boolean address = target instanceof CodeTarget.FunctionAddress;
                if (!address && !Insn.isSubprogramCall(insn) || target instanceof CodeTarget.ExternFunction) {
                    continue;
                }
                BpfFunction callee = callee(function, i, insn, Optional.ofNullable(target));
                if (!places.containsKey(callee)) {
                    append(callee);
                    join(callee);
                }
                // A compiler leaves to the loader to say that a constant is a function's address.
                code[start + i] = Insn.withImm(address ? Insn.withSrc(insn, Insn.BPF_PSEUDO_FUNC) : insn,
                        places.get(callee) - (start + i) - 1);
            }
        }

        private BpfFunction callee(BpfFunction caller, int insn, long call, Optional<CodeTarget> target) {
            long place = switch (target.orElse(new CodeTarget.Call(-1))) {
                // A global function is named, and the constant is -1; of a static one the section is, and the
                // constant counts from the section's start.
                case CodeTarget.Call(long offset) when offset >= 0 -> offset / Insn.BYTES + Insn.imm(call) + 1;
                case CodeTarget.Call(long none) -> (long) caller.firstInsn() + insn + Insn.imm(call) + 1;
                case CodeTarget.FunctionAddress(long offset) -> (offset + Insn.imm(call)) / Insn.BYTES;
                case CodeTarget.MapReference map -> -1;
                case CodeTarget.DataReference data -> -1;
                case CodeTarget.ExternVariable variable -> -1;
                case CodeTarget.ExternFunction function -> -1;
            };
            return object.contents.functions().stream()
                    .filter(each -> !each.isProgram() && each.firstInsn() == place).findFirst()
                    .orElseThrow(() -> new ObjectException(object.subject(), caller.name() + ", instruction " + insn,
                            "calls what is no function of .text"));
        }

        LinkedProgram result(BpfFunction main) {
            List<BtfExt.FunctionInfo> functions = new ArrayList<>();
            List<BtfExt.LineInfo> lines = new ArrayList<>();
            Map<Integer, CodeTarget> targets = new HashMap<>();
            Map<Integer, String> poisoned = new HashMap<>();
            BtfExt ext = object.contents.ext();
            places.forEach((function, place) -> {
                int from = function.offset();
                int to = from + function.code().length * Insn.BYTES;
                for (BtfExt.FunctionInfo info : ext.functions().getOrDefault(function.section(), List.of())) {
                    if (info.insnOffset() >= from && info.insnOffset() < to) {
                        functions.add(new BtfExt.FunctionInfo(place + (info.insnOffset() - from) / Insn.BYTES, info.type()));
                    }
                }
                for (BtfExt.LineInfo info : ext.lines().getOrDefault(function.section(), List.of())) {
                    if (info.insnOffset() >= from && info.insnOffset() < to) {
                        lines.add(new BtfExt.LineInfo(place + (info.insnOffset() - from) / Insn.BYTES, info.file(),
                                info.text(), info.lineAndColumn()));
                    }
                }
                object.contents.targets().getOrDefault(function.section(), Map.of()).forEach((insn, target) -> {
                    int index = insn - function.firstInsn();
                    boolean own = index >= 0 && index < function.code().length;
                    if (own && !(target instanceof CodeTarget.Call) && !(target instanceof CodeTarget.FunctionAddress)) {
                        targets.put(place + index, target);
                    }
                });
                relocated(function).poisoned().forEach((insn, path) -> poisoned.put(place + insn, path));
            });
            return new LinkedProgram(main, code, functions, lines, targets, poisoned);
        }
    }
}
