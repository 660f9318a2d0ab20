package dev.anole.kernel.bpf.trace;

import dev.anole.kernel.bpf.Assembler;
import dev.anole.kernel.bpf.Assembler.Condition;
import dev.anole.kernel.bpf.Assembler.Label;
import dev.anole.kernel.bpf.Assembler.Operation;
import dev.anole.kernel.bpf.Assembler.Register;
import dev.anole.kernel.bpf.Assembler.Width;
import dev.anole.kernel.bpf.BpfMap;
import dev.anole.kernel.bpf.Btf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static dev.anole.kernel.bpf.Assembler.Register.R0;
import static dev.anole.kernel.bpf.Assembler.Register.R1;
import static dev.anole.kernel.bpf.Assembler.Register.R10;
import static dev.anole.kernel.bpf.Assembler.Register.R2;
import static dev.anole.kernel.bpf.Assembler.Register.R3;
import static dev.anole.kernel.bpf.Assembler.Register.R4;
import static dev.anole.kernel.bpf.Assembler.Register.R6;
import static dev.anole.kernel.bpf.Assembler.Register.R7;

/**
 * Writes one probe's program. R6 holds the context throughout; a number that is worked on is in R0, text and everything
 * that must survive a call lies on the stack, which each statement has to itself.
 */
final class ProbeCompiler {
    private static final int MAP_LOOKUP = 1;
    private static final int MAP_UPDATE = 2;
    private static final int MAP_DELETE = 3;
    private static final int BPF_NOEXIST = 1;
    private static final int KEYS_MAX = 8;
    /** Of the kernel's 512. */
    private static final int STACK_BYTES_MAX = 496;

    private static final int COUNT = 0;
    private static final int SUM = 8;
    private static final int MIN = 16;
    private static final int MAX = 24;

    final Assembler code = new Assembler();
    private final TraceMaps maps;
    private final ExpressionCompiler expressions;
    private int stackBytes;

    ProbeCompiler(TraceMaps maps, Btf kernel, Probe.Target target) {
        this.maps = maps;
        this.expressions = new ExpressionCompiler(this, maps, kernel, Arguments.of(target, kernel));
    }

    Assembler compile(Probe probe) {
        Label end = code.label();
        code.move(R6, R1);
        probe.filter().ifPresent(filter -> {
            expressions.number(filter);
            code.jumpIf(Condition.EQUAL, R0, 0, end);
        });
        for (Statement statement : probe.statements()) {
            stackBytes = 0;
            switch (statement) {
                case Statement.Gather gather -> gather(gather);
                case Statement.Assign assign -> assign(assign);
                case Statement.Delete delete -> delete(delete);
            }
        }
        return code.bind(end).move(R0, 0).exit();
    }

    /** Space on the stack for this statement; where it begins, from R10. */
    int allocate(int at, int bytes) {
        stackBytes += bytes + 7 & ~7;
        if (stackBytes > STACK_BYTES_MAX) {
            throw new TraceException(at, "this needs more than the 512 bytes of stack that a program has");
        }
        return -stackBytes;
    }

    /** Puts the parts of a key on the stack. */
    int key(int at, List<Expression> keys, boolean histogram, List<TraceMap.Kind> kinds) {
        if (keys.size() > KEYS_MAX) {
            throw new TraceException(at, "a key has at most " + KEYS_MAX + " parts");
        }
        int[] slots = new int[keys.size()];
        List<TraceMap.Kind> found = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < slots.length; i++) {
            Operand value = expressions.value(keys.get(i));
            found.add(value.kind());
            slots[i] = switch (value) {
                case Operand.Text(int where) -> where;
                case Operand.Loaded loaded -> {
                    int slot = allocate(at, 8);
                    code.store(R10, slot, R0, Width.LONG);
                    yield slot;
                }
            };
            bytes += value.kind().bytes();
        }
        kinds.addAll(found);
        int key = allocate(at, Math.max(8, bytes + (histogram ? 8 : 0)));
        if (bytes == 0) {
            code.store(R10, key, 0, Width.LONG);
        }
        int place = key;
        for (int i = 0; i < slots.length; i++) {
            for (int b = 0; b < found.get(i).bytes(); b += 8, place += 8) {
                code.load(R1, R10, slots[i] + b, Width.LONG).store(R10, place, R1, Width.LONG);
            }
        }
        return key;
    }

    private void gather(Statement.Gather gather) {
        boolean histogram = gather.how() == Statement.Gathering.HIST;
        int value = allocate(gather.at(), 8);
        gather.value().ifPresent(expression -> {
            expressions.number(expression);
            code.store(R10, value, R0, Width.LONG);
        });
        List<TraceMap.Kind> kinds = new ArrayList<>();
        int key = key(gather.at(), gather.keys(), histogram, kinds);
        maps.written(gather.at(), gather.map(), kinds, Optional.of(gather.how()));
        if (histogram) {
            bucket(value, key + kinds.stream().mapToInt(TraceMap.Kind::bytes).sum());
        }
        Label found = code.label();
        Label done = code.label();
        lookup(gather.map(), key);
        code.jumpIf(Condition.NOT_EQUAL, R0, 0, found);
        int zeros = allocate(gather.at(), TraceMap.GATHERED_BYTES);
        for (int i = 0; i < TraceMap.GATHERED_BYTES; i += 8) {
            code.store(R10, zeros + i, 0, Width.LONG);
        }
        update(gather.map(), key, zeros, BPF_NOEXIST);
        lookup(gather.map(), key);
        code.jumpIf(Condition.NOT_EQUAL, R0, 0, found);
        countLost();
        code.jump(done).bind(found).move(R7, R0);
        if (gather.value().isPresent() && !histogram) {
            add(value);
        }
        code.load(R1, R7, COUNT, Width.LONG).compute(Operation.ADD, R1, 1).store(R7, COUNT, R1, Width.LONG);
        code.bind(done);
    }

    /** The first value of a CPU is its least and greatest, as its count is still 0. */
    private void add(int value) {
        Label takeMin = code.label();
        Label keepMin = code.label();
        Label takeMax = code.label();
        Label keepMax = code.label();
        code.load(R2, R10, value, Width.LONG)
                .load(R1, R7, SUM, Width.LONG).compute(Operation.ADD, R1, R2).store(R7, SUM, R1, Width.LONG)
                .load(R3, R7, COUNT, Width.LONG).jumpIf(Condition.EQUAL, R3, 0, takeMin)
                .load(R1, R7, MIN, Width.LONG).jumpIf(Condition.SIGNED_LESS_EQUAL, R1, R2, keepMin)
                .bind(takeMin).store(R7, MIN, R2, Width.LONG)
                .bind(keepMin).jumpIf(Condition.EQUAL, R3, 0, takeMax)
                .load(R1, R7, MAX, Width.LONG).jumpIf(Condition.SIGNED_GREATER_EQUAL, R1, R2, keepMax)
                .bind(takeMax).store(R7, MAX, R2, Width.LONG).bind(keepMax);
    }

    /** The number of bits of a value: 0 for 0, -1 for what is below, by halving. */
    private void bucket(int value, int into) {
        Label done = code.label();
        code.load(R1, R10, value, Width.LONG).move(R0, -1).jumpIf(Condition.SIGNED_LESS, R1, 0, done)
                .move(R0, 0).jumpIf(Condition.EQUAL, R1, 0, done);
        for (int bits = 32; bits > 0; bits /= 2) {
            Label less = code.label();
            code.move(R2, R1).compute(Operation.SHIFT_RIGHT, R2, bits).jumpIf(Condition.EQUAL, R2, 0, less)
                    .move(R1, R2).compute(Operation.ADD, R0, bits).bind(less);
        }
        code.compute(Operation.ADD, R0, 1).bind(done).store(R10, into, R0, Width.LONG);
    }

    private void assign(Statement.Assign assign) {
        int value = allocate(assign.at(), 8);
        expressions.number(assign.value());
        code.store(R10, value, R0, Width.LONG);
        List<TraceMap.Kind> kinds = new ArrayList<>();
        int key = key(assign.at(), assign.keys(), false, kinds);
        maps.written(assign.at(), assign.map(), kinds, Optional.empty());
        Label kept = code.label();
        update(assign.map(), key, value, 0);
        code.jumpIf(Condition.EQUAL, R0, 0, kept);
        countLost();
        code.bind(kept);
    }

    private void delete(Statement.Delete delete) {
        List<TraceMap.Kind> kinds = new ArrayList<>();
        int key = key(delete.at(), delete.keys(), false, kinds);
        maps.read(delete.at(), delete.map(), kinds);
        address(R1, maps.map(delete.map()));
        code.move(R2, R10).compute(Operation.ADD, R2, key).call(MAP_DELETE);
    }

    void lookup(String map, int key) {
        address(R1, maps.map(map));
        code.move(R2, R10).compute(Operation.ADD, R2, key).call(MAP_LOOKUP);
    }

    private void update(String map, int key, int value, int flags) {
        address(R1, maps.map(map));
        code.move(R2, R10).compute(Operation.ADD, R2, key).move(R3, R10).compute(Operation.ADD, R3, value)
                .move(R4, flags).call(MAP_UPDATE);
    }

    private void countLost() {
        if (maps.lost().isPresent()) {
            code.moveValue(R1, maps.lost().get(), 0);
        } else {
            code.moveLong(R1, 0);
        }
        code.move(R2, 1).addAtomically(R1, 0, R2, Width.LONG);
    }

    /** While the script is only being understood there is no map yet, and its place is kept. */
    void address(Register to, Optional<BpfMap> map) {
        if (map.isPresent()) {
            code.moveMap(to, map.get());
        } else {
            code.moveLong(to, 0);
        }
    }
}
