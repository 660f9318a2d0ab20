package dev.anole.kernel.bpf;

/** Types as C names them, for messages. */
record BtfWords(Btf btf) {
    private static final int DEPTH_MAX = 8;

    /** {@code struct task_struct}, {@code char *}; a number for what is nested too deep or is not there. */
    String describe(int type) {
        return describe(type, DEPTH_MAX);
    }

    private String describe(int type, int depth) {
        if (depth == 0 || type < 0 || type >= btf.typeCount()) {
            return "type " + type;
        }
        String name = btf.name(type);
        String shown = name.isEmpty() ? "{anonymous}" : name;
        return switch (btf.kind(type)) {
            case VOID -> "void";
            case STRUCT -> "struct " + shown;
            case UNION -> "union " + shown;
            case ENUM, ENUM64 -> "enum " + shown;
            case FWD -> (btf.flag(type) ? "union " : "struct ") + shown;
            case INT, TYPEDEF, FLOAT, FUNC, VAR, DATASEC, DECL_TAG -> shown;
            case PTR -> {
                String target = describe(btf.target(type), depth - 1);
                yield target.endsWith("*") ? target + "*" : target + " *";
            }
            case CONST -> "const " + describe(btf.target(type), depth - 1);
            case VOLATILE -> "volatile " + describe(btf.target(type), depth - 1);
            case RESTRICT, TYPE_TAG -> describe(btf.target(type), depth - 1);
            case ARRAY -> describe(btf.elementType(type), depth - 1) + "[" + Integer.toUnsignedString(btf.elementCount(type)) + "]";
            case FUNC_PROTO -> describe(btf.target(type), depth - 1) + " (*)()";
        };
    }
}
