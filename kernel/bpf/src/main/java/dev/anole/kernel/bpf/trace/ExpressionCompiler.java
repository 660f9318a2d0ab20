package dev.anole.kernel.bpf.trace;

import dev.anole.kernel.bpf.Assembler;
import dev.anole.kernel.bpf.Assembler.Condition;
import dev.anole.kernel.bpf.Assembler.Label;
import dev.anole.kernel.bpf.Assembler.Operation;
import dev.anole.kernel.bpf.Assembler.Width;
import dev.anole.kernel.bpf.Btf;
import dev.anole.kernel.bpf.BtfKind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static dev.anole.kernel.bpf.Assembler.Register.R0;
import static dev.anole.kernel.bpf.Assembler.Register.R1;
import static dev.anole.kernel.bpf.Assembler.Register.R10;
import static dev.anole.kernel.bpf.Assembler.Register.R2;
import static dev.anole.kernel.bpf.Assembler.Register.R3;
import static dev.anole.kernel.bpf.Assembler.Register.R6;

/** Writes the code of values. Types are checked on the way, against the running kernel's. */
final class ExpressionCompiler {
    private static final int KTIME_GET_NS = 5;
    private static final int GET_SMP_PROCESSOR_ID = 8;
    private static final int GET_CURRENT_PID_TGID = 14;
    private static final int GET_CURRENT_UID_GID = 15;
    private static final int GET_CURRENT_COMM = 16;
    private static final int GET_STACKID = 27;
    private static final int GET_CURRENT_CGROUP_ID = 80;
    private static final int PROBE_READ_KERNEL_STR = 115;
    private static final int BPF_F_USER_STACK = 1 << 8;

    private final ProbeCompiler probe;
    private final Assembler code;
    private final TraceMaps maps;
    private final Btf kernel;
    private final Arguments arguments;

    /** A place in the kernel's memory: its address is R0 and an offset. */
    private record Place(int type, long bitOffset, int bits) {
    }

    ExpressionCompiler(ProbeCompiler probe, TraceMaps maps, Btf kernel, Arguments arguments) {
        this.probe = probe;
        this.code = probe.code;
        this.maps = maps;
        this.kernel = kernel;
        this.arguments = arguments;
    }

    /** A value that must be a number, in R0. */
    void number(Expression expression) {
        if (value(expression) instanceof Operand.Text) {
            throw new TraceException(expression.at(), "a number is wanted here, and this is text");
        }
    }

    /** A value, in R0 or on the stack. */
    Operand value(Expression expression) {
        return switch (expression) {
            case Expression.Number(int at, long number) -> {
                code.moveLong(R0, number);
                yield Operand.Loaded.NUMBER;
            }
            case Expression.Text(int at, String text) -> literal(at, text);
            case Expression.Name name -> name(name);
            case Expression.Member member -> load(member.at(), place(member));
            case Expression.Element element -> element(element);
            case Expression.Unary(int at, String operator, Expression of) -> unary(operator, of);
            case Expression.Binary binary -> binary(binary);
        };
    }

    private Operand literal(int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= TraceMap.TEXT_BYTES) {
            throw new TraceException(at, "text has at most " + (TraceMap.TEXT_BYTES - 1) + " bytes here");
        }
        byte[] padded = Arrays.copyOf(bytes, TraceMap.TEXT_BYTES);
        int where = probe.allocate(at, TraceMap.TEXT_BYTES);
        for (int i = 0; i < TraceMap.TEXT_BYTES; i += 8) {
            long word = 0;
            for (int b = 7; b >= 0; b--) {
                word = word << 8 | padded[i + b] & 0xff;
            }
            code.moveLong(R1, word).store(R10, where + i, R1, Width.LONG);
        }
        return new Operand.Text(where);
    }

    private Operand name(Expression.Name name) {
        Arguments.Argument argument = arguments.byName().get(name.name());
        if (argument != null) {
            return argument(name, argument);
        }
        switch (name.name()) {
            case "pid" -> code.call(GET_CURRENT_PID_TGID).compute(Operation.SHIFT_RIGHT, R0, 32);
            case "tid" -> lowHalf(GET_CURRENT_PID_TGID);
            case "uid" -> lowHalf(GET_CURRENT_UID_GID);
            case "gid" -> code.call(GET_CURRENT_UID_GID).compute(Operation.SHIFT_RIGHT, R0, 32);
            case "cpu" -> code.call(GET_SMP_PROCESSOR_ID);
            case "nsecs" -> code.call(KTIME_GET_NS);
            case "cgroup" -> code.call(GET_CURRENT_CGROUP_ID);
            case "kstack" -> {
                return stack(0, TraceMap.Kind.KERNEL_STACK);
            }
            case "ustack" -> {
                return stack(BPF_F_USER_STACK, TraceMap.Kind.USER_STACK);
            }
            case "comm" -> {
                int where = probe.allocate(name.at(), TraceMap.TEXT_BYTES);
                code.move(R1, R10).compute(Operation.ADD, R1, where).move(R2, TraceMap.TEXT_BYTES).call(GET_CURRENT_COMM);
                return new Operand.Text(where);
            }
            default -> throw new TraceException(name.at(), "nothing is called " + name.name() + " here; there are "
                    + "pid, tid, uid, gid, cpu, nsecs, cgroup, comm, kstack, ustack"
                    + (arguments.byName().isEmpty() ? "" : " and " + String.join(", ", arguments.byName().keySet())));
        }
        return Operand.Loaded.NUMBER;
    }

    private void lowHalf(int helper) {
        code.call(helper).compute(Operation.SHIFT_LEFT, R0, 32).compute(Operation.SHIFT_RIGHT, R0, 32);
    }

    private Operand stack(int flags, TraceMap.Kind kind) {
        code.move(R1, R6);
        probe.address(R2, maps.stacks());
        code.move(R3, flags).call(GET_STACKID);
        return new Operand.Loaded(kind, 0);
    }

    private Operand argument(Expression.Name name, Arguments.Argument argument) {
        if (argument.type() == 0) {
            code.load(R0, R6, argument.offset(), Width.LONG);
            return Operand.Loaded.NUMBER;
        }
        int type = kernel.resolve(argument.type());
        BtfKind kind = kernel.kind(type);
        if (isText(type)) {
            code.load(R0, R6, argument.offset(), Width.LONG);
            return text(name.at(), 0);
        }
        if (kind != BtfKind.PTR && kind != BtfKind.INT && kind != BtfKind.ENUM && kind != BtfKind.ENUM64) {
            throw new TraceException(name.at(), name.name() + " is " + kernel.describe(type) + ", which is no number");
        }
        code.load(R0, R6, argument.offset(), Width.LONG);
        // A number shorter than its register has whatever above it.
        cut(kernel.size(type) * 8, kind == BtfKind.INT && (kernel.encoding(type) & 1) != 0);
        return new Operand.Loaded(TraceMap.Kind.NUMBER, argument.type());
    }

    private void cut(int bits, boolean signed) {
        if (bits < 64) {
            code.compute(Operation.SHIFT_LEFT, R0, 64 - bits)
                    .compute(signed ? Operation.SHIFT_RIGHT_SIGNED : Operation.SHIFT_RIGHT, R0, 64 - bits);
        }
    }

    /** Where a member lies, with the structure's address in R0. */
    private Place place(Expression.Member member) {
        Place within;
        if (member.of() instanceof Expression.Member outer) {
            Place place = place(outer);
            int type = kernel.resolve(place.type());
            within = kernel.kind(type) == BtfKind.PTR ? follow(member, outer, place) : place;
        } else {
            Operand value = value(member.of());
            int type = value instanceof Operand.Loaded loaded ? kernel.resolve(loaded.type()) : 0;
            if (kernel.kind(type) != BtfKind.PTR) {
                throw new TraceException(member.at(), "this has no members: only arguments of tracepoints have types");
            }
            within = new Place(kernel.target(type), 0, 0);
        }
        int structure = kernel.resolve(within.type());
        if (kernel.kind(structure) != BtfKind.STRUCT && kernel.kind(structure) != BtfKind.UNION) {
            throw new TraceException(member.at(), kernel.describe(structure) + " has no members");
        }
        return find(structure, member.name(), within.bitOffset(), 8).orElseThrow(() -> new TraceException(member.at(),
                kernel.describe(structure) + " has no member " + member.name() + " in this kernel"));
    }

    private Place follow(Expression.Member member, Expression.Member outer, Place place) {
        load(outer.at(), place);
        return new Place(kernel.target(kernel.resolve(place.type())), 0, 0);
    }

    /** A member by its name, also within members that have none. */
    private Optional<Place> find(int structure, String name, long bitOffset, int depth) {
        for (int i = 0; i < kernel.parts(structure); i++) {
            long at = bitOffset + kernel.memberBitOffset(structure, i);
            String found = kernel.partName(structure, i);
            if (found.equals(name)) {
                return Optional.of(new Place(kernel.partType(structure, i), at, kernel.memberBitWidth(structure, i)));
            }
            int type = kernel.resolve(kernel.partType(structure, i));
            boolean nested = kernel.kind(type) == BtfKind.STRUCT || kernel.kind(type) == BtfKind.UNION;
            if (found.isEmpty() && nested && depth > 0) {
                Optional<Place> deeper = find(type, name, at, depth - 1);
                if (deeper.isPresent()) {
                    return deeper;
                }
            }
        }
        return Optional.empty();
    }

    private Operand load(int at, Place place) {
        int type = kernel.resolve(place.type());
        BtfKind kind = kernel.kind(type);
        int offset = Math.toIntExact(place.bitOffset() / 8);
        if (isText(type)) {
            if (kind == BtfKind.PTR) {
                code.load(R0, R0, offset, Width.LONG);
                return text(at, 0);
            }
            return text(at, offset);
        }
        boolean signed = kind == BtfKind.INT && (kernel.encoding(type) & 1) != 0;
        boolean scalar = kind == BtfKind.INT || kind == BtfKind.ENUM || kind == BtfKind.ENUM64 || kind == BtfKind.PTR;
        if (!scalar || kernel.size(type) > 8) {
            throw new TraceException(at, "this is " + kernel.describe(type) + ", neither number nor text: name a member of it");
        }
        int bytes = kernel.size(type);
        if (place.bits() > 0) {
            long unit = place.bitOffset() / (bytes * 8L) * bytes;
            int shift = (int) (place.bitOffset() - unit * 8);
            code.load(R0, R0, (int) unit, Width.of(bytes)).compute(Operation.SHIFT_LEFT, R0, 64 - shift - place.bits())
                    .compute(signed ? Operation.SHIFT_RIGHT_SIGNED : Operation.SHIFT_RIGHT, R0, 64 - place.bits());
        } else {
            code.load(R0, R0, offset, Width.of(bytes));
            if (signed) {
                cut(bytes * 8, true);
            }
        }
        return new Operand.Loaded(TraceMap.Kind.NUMBER, kind == BtfKind.PTR ? place.type() : 0);
    }

    /** Copies text from R0 and an offset to the stack, with zeros behind it. */
    private Operand text(int at, int offset) {
        int where = probe.allocate(at, TraceMap.TEXT_BYTES);
        code.move(R3, R0).compute(Operation.ADD, R3, offset).store(R10, where, 0, Width.LONG)
                .store(R10, where + 8, 0, Width.LONG).move(R1, R10).compute(Operation.ADD, R1, where)
                .move(R2, TraceMap.TEXT_BYTES).call(PROBE_READ_KERNEL_STR);
        return new Operand.Text(where);
    }

    private Operand element(Expression.Element element) {
        List<TraceMap.Kind> kinds = new ArrayList<>();
        int key = probe.key(element.at(), element.keys(), false, kinds);
        maps.read(element.at(), element.map(), kinds);
        Label none = code.label();
        probe.lookup(element.map(), key);
        code.jumpIf(Condition.EQUAL, R0, 0, none).load(R0, R0, 0, Width.LONG).bind(none);
        return Operand.Loaded.NUMBER;
    }

    private Operand unary(String operator, Expression of) {
        number(of);
        switch (operator) {
            case "-" -> code.negate(R0);
            case "~" -> code.compute(Operation.XOR, R0, -1);
            default -> truth(Condition.EQUAL);
        }
        return Operand.Loaded.NUMBER;
    }

    /** 1 in R0 if the condition holds of R0 and 0. */
    private void truth(Condition condition) {
        Label holds = code.label();
        code.move(R1, R0).move(R0, 1).jumpIf(condition, R1, 0, holds).move(R0, 0).bind(holds);
    }

    private Operand binary(Expression.Binary binary) {
        if (binary.operator().equals("&&") || binary.operator().equals("||")) {
            return logical(binary);
        }
        Operand left = value(binary.left());
        if (left instanceof Operand.Text(int where)) {
            return compareText(binary, where);
        }
        int slot = probe.allocate(binary.at(), 8);
        code.store(R10, slot, R0, Width.LONG);
        number(binary.right());
        code.move(R1, R0).load(R0, R10, slot, Width.LONG);
        Optional<Operation> operation = operation(binary.operator());
        if (operation.isPresent()) {
            code.compute(operation.get(), R0, R1);
        } else {
            Label holds = code.label();
            code.move(R2, R0).move(R0, 1).jumpIf(condition(binary.operator()), R2, R1, holds).move(R0, 0).bind(holds);
        }
        return Operand.Loaded.NUMBER;
    }

    private Operand logical(Expression.Binary binary) {
        Label end = code.label();
        number(binary.left());
        truth(Condition.NOT_EQUAL);
        code.jumpIf(binary.operator().equals("&&") ? Condition.EQUAL : Condition.NOT_EQUAL, R0, 0, end);
        number(binary.right());
        truth(Condition.NOT_EQUAL);
        code.bind(end);
        return Operand.Loaded.NUMBER;
    }

    private Operand compareText(Expression.Binary binary, int left) {
        boolean equal = binary.operator().equals("==");
        if (!equal && !binary.operator().equals("!=")) {
            throw new TraceException(binary.at(), "text can be compared with == and != only");
        }
        if (!(value(binary.right()) instanceof Operand.Text(int right))) {
            throw new TraceException(binary.right().at(), "text is compared with text");
        }
        Label differs = code.label();
        code.move(R0, equal ? 0 : 1);
        Label end = code.label();
        for (int i = 0; i < TraceMap.TEXT_BYTES; i += 8) {
            code.load(R1, R10, left + i, Width.LONG).load(R2, R10, right + i, Width.LONG)
                    .jumpIf(Condition.NOT_EQUAL, R1, R2, differs);
        }
        code.move(R0, equal ? 1 : 0).jump(end).bind(differs).move(R0, equal ? 0 : 1).bind(end);
        return Operand.Loaded.NUMBER;
    }

    private static Optional<Operation> operation(String operator) {
        return switch (operator) {
            case "+" -> Optional.of(Operation.ADD);
            case "-" -> Optional.of(Operation.SUBTRACT);
            case "*" -> Optional.of(Operation.MULTIPLY);
            case "/" -> Optional.of(Operation.DIVIDE);
            case "%" -> Optional.of(Operation.MODULO);
            case "|" -> Optional.of(Operation.OR);
            case "&" -> Optional.of(Operation.AND);
            case "^" -> Optional.of(Operation.XOR);
            case "<<" -> Optional.of(Operation.SHIFT_LEFT);
            case ">>" -> Optional.of(Operation.SHIFT_RIGHT);
            default -> Optional.empty();
        };
    }

    private static Condition condition(String operator) {
        return switch (operator) {
            case "==" -> Condition.EQUAL;
            case "!=" -> Condition.NOT_EQUAL;
            case "<" -> Condition.SIGNED_LESS;
            case "<=" -> Condition.SIGNED_LESS_EQUAL;
            case ">" -> Condition.SIGNED_GREATER;
            case ">=" -> Condition.SIGNED_GREATER_EQUAL;
            default -> throw new AssertionError("the parser knows no " + operator);
        };
    }

    /** An array of characters, or a pointer to them. */
    private boolean isText(int type) {
        int element = switch (kernel.kind(type)) {
            case ARRAY -> kernel.elementType(type);
            case PTR -> kernel.target(type);
            default -> 0;
        };
        int resolved = kernel.resolve(element);
        return kernel.kind(resolved) == BtfKind.INT && kernel.name(resolved).equals("char");
    }
}
