package dev.anole.kernel.bpf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fits a program that was compiled once to the types of the kernel that is to run it ("compile once, run
 * everywhere"). For each {@link CoreRelocation} it finds the types of the target with the same name, follows the
 * path in each, and writes the answer into the instruction. Several candidates must agree.
 *
 * <p>A field that the target does not have makes its instruction a call that no kernel knows ({@link #POISON}), as in
 * libbpf: code that is guarded by a question for that field is never reached, so the verifier drops it; code without
 * such a guard is refused with that number in the log, which {@link VerifierException} turns into a sentence.
 */
public final class CoreRelocator {
    /** The helper that a poisoned instruction calls: 0xbad2310, read "bad relo". */
    public static final int POISON = 195_896_080;

    private final Btf local;
    private final List<Btf> targets;
    private final Map<Integer, List<Candidate>> candidates = new HashMap<>();
    private final List<Unresolved> unresolved = new ArrayList<>();
    private Listener listener = (kind, place) -> { };

    private record Candidate(Btf btf, int type) {
    }

    /**
     * A relocation that found nothing, so its instruction is poisoned.
     *
     * @param program the function's name
     * @param insn its place in the function, from 0
     * @param path as a person writes it
     */
    public record Unresolved(String program, int insn, String path) {
    }

    /**
     * @param local the object's types
     * @param kernel the target's types
     * @param modules asked for what the kernel does not have
     */
    public CoreRelocator(Btf local, Btf kernel, List<Btf> modules) {
        this.local = local;
        List<Btf> all = new ArrayList<>();
        all.add(kernel);
        all.addAll(modules);
        this.targets = List.copyOf(all);
    }

    /** Who wants to know where relocations lead in the target. */
    interface Listener {
        void found(RelocationKind kind, CoreSpec place);
    }

    /** Tells from now on where relocations lead, in every candidate. */
    void listen(Listener newListener) {
        listener = newListener;
    }

    /** What has been poisoned so far. */
    public List<Unresolved> unresolved() {
        return List.copyOf(unresolved);
    }

    /**
     * Changes one function's instructions.
     *
     * @param name the function's, for messages
     * @param sectionOffset where it begins in its section, in bytes
     */
    void relocate(String name, long[] code, int sectionOffset, List<CoreRelocation> relocations) {
        for (CoreRelocation relocation : relocations) {
            int offset = relocation.insnOffset() - sectionOffset;
            if (offset < 0 || offset >= code.length * Insn.BYTES) {
                continue;
            }
            if (offset % Insn.BYTES != 0) {
                throw new RelocationException(name, offset / Insn.BYTES, relocation.access(), "it lies between two instructions");
            }
            apply(name, code, offset / Insn.BYTES, relocation);
        }
    }

    private void apply(String name, long[] code, int insn, CoreRelocation relocation) {
        CoreSpec spec = CoreSpec.parse(local, relocation);
        CoreValue value = relocation.kind() == RelocationKind.TYPE_ID_LOCAL
                ? CoreValue.localType(spec.root) : resolve(name, insn, relocation, spec);
        CorePatch patch = new CorePatch(name, insn, spec.describe());
        if (patch.apply(code, value)) {
            unresolved.add(new Unresolved(name, insn, spec.describe()));
        }
    }

    private CoreValue resolve(String name, int insn, CoreRelocation relocation, CoreSpec spec) {
        if (!local.isNamed(spec.root)) {
            throw new RelocationException(name, insn, spec.describe(), "its type has no name to look for");
        }
        List<Candidate> known = candidates.computeIfAbsent(spec.root, this::candidates);
        List<Candidate> matching = new ArrayList<>(known.size());
        Optional<CoreSpec> chosen = Optional.empty();
        Optional<CoreValue> agreed = Optional.empty();
        for (Candidate candidate : known) {
            Optional<CoreSpec> found = CoreMatch.of(spec, relocation.kind(), candidate.btf(), candidate.type());
            if (found.isEmpty()) {
                continue;
            }
            listener.found(relocation.kind(), found.get());
            CoreValue value = CoreValue.of(relocation.kind(), spec, found);
            if (agreed.isEmpty()) {
                agreed = Optional.of(value);
                chosen = found;
            } else if (chosen.get().bitOffset != found.get().bitOffset || !agreed.get().saysTheSame(value)) {
                throw new RelocationException(name, insn, spec.describe(), "the target has several types of this name that "
                        + "disagree: " + chosen.get().describe() + " is type " + chosen.get().root + " and type " + candidate.type());
            }
            matching.add(candidate);
        }
        if (agreed.isEmpty()) {
            return CoreValue.of(relocation.kind(), spec, Optional.empty());
        }
        // Types that once did not fit are not asked again: a later path must lead into the same one.
        candidates.put(spec.root, matching);
        return agreed.get();
    }

    private List<Candidate> candidates(int root) {
        BtfKind kind = local.kind(root);
        List<Candidate> found = new ArrayList<>();
        for (Btf target : targets) {
            // A module's own types only: its base, the kernel, has been asked.
            int first = found.isEmpty() && target.base().isEmpty() ? 1 : target.firstType();
            for (int type : target.named(BtfNames.essential(local.name(root)))) {
                if (type >= first && CoreTypes.sameKind(kind, target.kind(type))) {
                    found.add(new Candidate(target, type));
                }
            }
            if (target == targets.getFirst() && !found.isEmpty()) {
                break;
            }
        }
        return found;
    }
}
