package dev.anole.kernel.bpf;

/**
 * When a type of a program's may stand for a type of the target's. Three questions, each as libbpf answers it, so that
 * an object means the same here as there (the rules: {@code tools/lib/bpf/relo_core.c} of the kernel):
 *
 * <ul>
 * <li><b>fields are compatible</b>: two structures, two numbers or two pointers always are; arrays by their elements;
 *     enumerations and forward declarations by name;
 * <li><b>types are compatible</b>: the same, but functions are compared by their parameters, and names do not count;
 * <li><b>types match</b>: strictly, member by member.
 * </ul>
 */
final class CoreTypes {
    /** Of pointers, arrays and functions inside each other. */
    private static final int DEPTH_MAX = 32;

    private final Btf local;
    private final Btf target;

    CoreTypes(Btf local, Btf target) {
        this.local = local;
        this.target = target;
    }

    /** The kinds are the same, or both are enumerations. */
    static boolean sameKind(BtfKind a, BtfKind b) {
        return a == b || a.isEnum() && b.isEnum();
    }

    boolean fieldsCompatible(int localType, int targetType) {
        int a = localType;
        int b = targetType;
        for (int i = 0; i < Btf.CHAIN_MAX; i++) {
            a = local.resolve(a);
            b = target.resolve(b);
            BtfKind kind = local.kind(a);
            if (kind.isStructOrUnion() && target.kind(b).isStructOrUnion()) {
                return true;
            }
            if (!sameKind(kind, target.kind(b))) {
                return false;
            }
            switch (kind) {
                case PTR, FLOAT -> {
                    return true;
                }
                case FWD, ENUM, ENUM64 -> {
                    return !local.isNamed(a) || !target.isNamed(b) || sameName(local.name(a), target.name(b));
                }
                case INT -> {
                    // Old compilers described bitfields by such numbers; they cannot be compared.
                    return local.intOffsetBits(a) == 0 && target.intOffsetBits(b) == 0;
                }
                case ARRAY -> {
                    a = local.elementType(a);
                    b = target.elementType(b);
                }
                case VOID, STRUCT, UNION, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR, DATASEC,
                     DECL_TAG, TYPE_TAG -> {
                    return false;
                }
            }
        }
        throw local.wrong(0, "type " + localType + " refers to itself");
    }

    boolean typesCompatible(int localType, int targetType) {
        return sameKind(local.kind(localType), target.kind(targetType))
                && typesCompatible(localType, targetType, DEPTH_MAX);
    }

    private boolean typesCompatible(int localType, int targetType, int level) {
        if (level <= 0) {
            throw local.wrong(0, local.describe(localType) + " is nested more than " + DEPTH_MAX + " deep");
        }
        int a = localType;
        int b = targetType;
        for (int i = 0; i < DEPTH_MAX; i++) {
            a = local.resolve(a);
            b = target.resolve(b);
            BtfKind kind = local.kind(a);
            if (!sameKind(kind, target.kind(b))) {
                return false;
            }
            switch (kind) {
                case VOID, STRUCT, UNION, ENUM, FWD, ENUM64 -> {
                    return true;
                }
                case INT -> {
                    return local.intOffsetBits(a) == 0 && target.intOffsetBits(b) == 0;
                }
                case PTR -> {
                    a = local.target(a);
                    b = target.target(b);
                }
                case ARRAY -> {
                    a = local.elementType(a);
                    b = target.elementType(b);
                }
                case FUNC_PROTO -> {
                    if (local.parts(a) != target.parts(b)) {
                        return false;
                    }
                    for (int p = 0; p < local.parts(a); p++) {
                        if (!typesCompatible(local.partType(a, p), target.partType(b, p), level - 1)) {
                            return false;
                        }
                    }
                    a = local.target(a);
                    b = target.target(b);
                }
                case TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, VAR, DATASEC, FLOAT, DECL_TAG, TYPE_TAG -> {
                    return false;
                }
            }
        }
        throw local.wrong(0, local.describe(localType) + " is nested more than " + DEPTH_MAX + " deep");
    }

    boolean typesMatch(int localType, int targetType) {
        return typesMatch(localType, targetType, false, DEPTH_MAX);
    }

    private boolean typesMatch(int localType, int targetType, boolean throughPointer, int level) {
        if (level <= 0) {
            throw local.wrong(0, local.describe(localType) + " is nested more than " + DEPTH_MAX + " deep");
        }
        boolean behindPointer = throughPointer;
        int a = localType;
        int b = targetType;
        for (int i = 0; i < DEPTH_MAX; i++) {
            a = local.resolve(a);
            b = target.resolve(b);
            if (!sameName(local.name(a), target.name(b))) {
                return false;
            }
            BtfKind kind = local.kind(a);
            BtfKind other = target.kind(b);
            switch (kind) {
                case VOID -> {
                    return other == kind;
                }
                case FWD -> {
                    return declarationMatches(a, b, behindPointer);
                }
                case ENUM, ENUM64 -> {
                    return other.isEnum() && enumeratorsMatch(a, b);
                }
                case STRUCT, UNION -> {
                    if (!behindPointer) {
                        return other == kind && membersMatch(a, b, level);
                    }
                    return other == kind || other == BtfKind.FWD && (kind == BtfKind.UNION) == target.flag(b);
                }
                case INT -> {
                    return other == kind && local.statedSize(a) == target.statedSize(b)
                            && (local.encoding(a) & 1) == (target.encoding(b) & 1);
                }
                case PTR -> {
                    if (other != kind) {
                        return false;
                    }
                    behindPointer = true;
                    a = local.target(a);
                    b = target.target(b);
                }
                case ARRAY -> {
                    if (other != kind || local.elementCount(a) != target.elementCount(b)) {
                        return false;
                    }
                    a = local.elementType(a);
                    b = target.elementType(b);
                }
                case FUNC_PROTO -> {
                    if (other != kind || local.parts(a) != target.parts(b)) {
                        return false;
                    }
                    for (int p = 0; p < local.parts(a); p++) {
                        if (!typesMatch(local.partType(a, p), target.partType(b, p), behindPointer, level - 1)) {
                            return false;
                        }
                    }
                    a = local.target(a);
                    b = target.target(b);
                }
                case TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, VAR, DATASEC, FLOAT, DECL_TAG, TYPE_TAG -> {
                    return false;
                }
            }
        }
        throw local.wrong(0, local.describe(localType) + " is nested more than " + DEPTH_MAX + " deep");
    }

    private boolean declarationMatches(int a, int b, boolean behindPointer) {
        BtfKind other = target.kind(b);
        if (other == BtfKind.FWD) {
            return local.flag(a) == target.flag(b);
        }
        return behindPointer && (other == BtfKind.STRUCT && !local.flag(a) || other == BtfKind.UNION && local.flag(a));
    }

    private boolean enumeratorsMatch(int a, int b) {
        if (local.parts(a) > target.parts(b)) {
            return false;
        }
        for (int i = 0; i < local.parts(a); i++) {
            boolean found = false;
            for (int j = 0; j < target.parts(b) && !found; j++) {
                found = sameName(local.partName(a, i), target.partName(b, j));
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private boolean membersMatch(int a, int b, int level) {
        if (local.parts(a) > target.parts(b)) {
            return false;
        }
        for (int i = 0; i < local.parts(a); i++) {
            boolean found = false;
            for (int j = 0; j < target.parts(b) && !found; j++) {
                found = sameName(local.partName(a, i), target.partName(b, j))
                        && typesMatch(local.partType(a, i), target.partType(b, j), false, level - 1);
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    static boolean sameName(String a, String b) {
        return BtfNames.essential(a).equals(BtfNames.essential(b));
    }
}
