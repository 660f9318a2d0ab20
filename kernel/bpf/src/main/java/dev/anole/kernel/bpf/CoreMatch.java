package dev.anole.kernel.bpf;

import java.util.Optional;

/**
 * Follows a path of a program's types through a type of the target's, by the names of members rather than by their
 * places: {@code bpf_core_spec_match} in the kernel's {@code tools/lib/bpf/relo_core.c}.
 */
final class CoreMatch {
    private static final int NOT_FOUND = -1;

    private final CoreSpec local;
    private final RelocationKind kind;
    private final CoreTypes types;
    private final CoreSpec found;

    private CoreMatch(CoreSpec local, RelocationKind kind, Btf target, int candidate) {
        this.local = local;
        this.kind = kind;
        this.types = new CoreTypes(local.btf, target);
        this.found = new CoreSpec(target, candidate);
    }

    /** Where the path leads in this candidate; empty when it leads nowhere. */
    static Optional<CoreSpec> of(CoreSpec local, RelocationKind kind, Btf target, int candidate) {
        CoreMatch match = new CoreMatch(local, kind, target, candidate);
        boolean matched;
        if (kind.isType()) {
            matched = kind == RelocationKind.TYPE_MATCHES ? match.types.typesMatch(local.root, candidate)
                    : match.types.typesCompatible(local.root, candidate);
        } else if (kind.isEnumerator()) {
            matched = match.enumerator(target.resolve(candidate));
        } else {
            matched = match.path(candidate);
        }
        return matched ? Optional.of(match.found) : Optional.empty();
    }

    private boolean enumerator(int type) {
        Btf target = found.btf;
        if (!target.kind(type).isEnum()) {
            return false;
        }
        for (int i = 0; i < target.parts(type); i++) {
            String name = target.partName(type, i);
            if (CoreTypes.sameName(local.steps.getFirst().name(), name)) {
                found.step(type, i, name);
                return true;
            }
        }
        return false;
    }

    private boolean path(int candidate) {
        Btf target = found.btf;
        int type = candidate;
        for (int i = 0; i < local.steps.size(); i++) {
            CoreSpec.Step step = local.steps.get(i);
            type = target.resolve(type);
            if (!step.isElement()) {
                type = member(step, type, CoreSpec.STEPS_MAX);
                if (type == NOT_FOUND) {
                    return false;
                }
                continue;
            }
            // The first step's element is the root itself; of all others the array comes first.
            if (i > 0) {
                if (target.kind(type) != BtfKind.ARRAY || !found.isFlexible(type)
                        && Integer.compareUnsigned(step.index(), target.elementCount(type)) >= 0) {
                    return false;
                }
                type = target.resolve(target.elementType(type));
            }
            found.step(type, step.index(), "");
            found.countRaw();
            found.bitOffset += step.index() * 8L * target.size(type);
        }
        return true;
    }

    /** The type of the member with the step's name, which may lie within members that have none. */
    private int member(CoreSpec.Step step, int within, int depth) {
        Btf target = found.btf;
        int type = target.resolve(within);
        if (!target.kind(type).isStructOrUnion()) {
            return NOT_FOUND;
        }
        if (depth == 0) {
            throw target.wrong(0, target.describe(type) + " is nested too deep");
        }
        for (int i = 0; i < target.parts(type); i++) {
            int offset = target.memberBitOffset(type, i);
            int memberType = target.partType(type, i);
            String name = target.partName(type, i);
            found.bitOffset += offset;
            found.countRaw();
            if (name.isEmpty()) {
                int deeper = member(step, memberType, depth - 1);
                if (deeper != NOT_FOUND) {
                    found.members.add(new CoreSpec.Member(type, i));
                    return deeper;
                }
            } else if (name.equals(step.name())) {
                int localType = local.btf.partType(step.type(), step.index());
                if (!types.fieldsCompatible(localType, memberType)) {
                    return NOT_FOUND;
                }
                found.step(type, i, name);
                found.members.add(new CoreSpec.Member(type, i));
                return memberType;
            }
            found.bitOffset -= offset;
            found.rawLength--;
        }
        return NOT_FOUND;
    }
}
