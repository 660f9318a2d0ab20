package dev.anole.kernel.bpf;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Understands what the verifier writes: the last instruction that it came to, its last complaint, and from the wording
 * (which {@code kernel/bpf/verifier.c} has kept for years) the usual cause.
 */
final class VerifierLog {
    /** How much log is asked for at most; loading a huge program can produce more. */
    static final int BYTES_MAX = 16 << 20;

    private static final Pattern INSTRUCTION = Pattern.compile("(?m)^(\\d+): (?:\\(|R\\d)");
    private static final Pattern STATISTICS = Pattern.compile(
            "^(processed \\d+ insns|verification time|stack depth|peak_states|max_states).*");

    /** A wording of the verifier's, and what it means to the person who wrote the program. */
    private record Cause(Pattern wording, String meaning) {
    }

    private static final List<Cause> CAUSES = List.of(
            cause("invalid func unknown#195896080|invalid func .*195896080",
                    "a field is read that this kernel does not have: guard it with bpf_core_field_exists()"),
            cause("invalid mem access '(map_value_or_null|ptr_or_null.*|mem_or_null|sock_or_null|.*_or_null_?)'|R\\d+ (type=)?.*_or_null.*expected",
                    "a pointer that may be NULL is used before it was compared with NULL: test it first"),
            cause("invalid mem access 'scalar'|invalid mem access 'inv'",
                    "a number is used as a pointer: read through kernel pointers with bpf_probe_read_kernel() or "
                            + "BPF_CORE_READ(), and keep a pointer in one variable of pointer type"),
            cause("invalid access to packet", "a packet is read without comparing with its end first: check data + size > data_end"),
            cause("invalid access to map value", "an index or offset may lie outside the map's value: bound it with a "
                    + "comparison or a mask right before it is used"),
            cause("invalid access to memory|invalid mem access|min value is negative|unbounded (min|max|memory)|"
                    + "(R\\d+ )?max value is outside",
                    "the verifier cannot prove that an offset or size stays within bounds: make it unsigned and bound it first"),
            cause("invalid (indirect )?read from stack|invalid indirect access to stack",
                    "memory on the stack is used before all of it was set: initialise the whole variable, padding included (= {})"),
            cause("R\\d+ !read_ok", "a value is used that a path never set; after a helper call registers R1 to R5 are gone"),
            cause("Unreleased reference|reference leak", "something that was reserved or acquired is not given back on every path: "
                    + "submit or discard a ring buffer record, release a socket or task"),
            cause("back-edge|infinite loop", "a loop has no bound that the verifier sees: use a constant bound, bpf_loop() or bpf_for()"),
            cause("BPF program is too large|program is too large|too many (jumps|instructions)|The sequence of \\d+ jumps is too complex",
                    "too many paths or instructions: shorten loops, move parts into functions, or use bpf_loop()"),
            cause("combined stack size|stack frames is|Looks like the BPF stack limit|invalid stack off|invalid write to stack",
                    "more than 512 bytes of stack: move large variables into a per-CPU array"),
            cause("cannot call GPL[- ]?(only|restricted)|GPL compatible", "a helper of this program is for GPL-compatible programs only: state "
                    + "char LICENSE[] SEC(\"license\") = \"Dual BSD/GPL\""),
            cause("unknown func|invalid func|helper call is not allowed|program of this type cannot use helper",
                    "this kernel, or this type of program, does not have that helper"),
            cause("calling kernel function .* is not allowed|kernel function .* does not|kfunc .* not",
                    "this kernel, or this type of program, does not let programs call that kernel function"),
            cause("R0 (has|unknown|!read_ok)|At program exit the register R0|should have been in",
                    "the program's return value is not one of those that its type allows"),
            cause("dereference of modified|R\\d+ pointer arithmetic|pointer arithmetic .* prohibited|math between",
                    "arithmetic on a pointer that must stay as it is: do it on a copy read with a helper"),
            cause("Unknown type|Type .* does not match|arg#\\d+ .*type|R\\d+ type=.* expected=",
                    "an argument has not the type that the function wants: compare with the helper's or function's declaration"),
            cause("misaligned", "memory is accessed at an address that is no multiple of the access's size: pad the structure"),
            cause("unreachable insn|jump out of range", "code that nothing reaches, or a jump out of the program: compile anew with -O2"),
            cause("not allowed for|attach_btf_id .* is not|is not supported in attach|Attaching .* failed|cannot find attach",
                    "the target of this program cannot be attached to on this kernel"));

    private static Cause cause(String wording, String meaning) {
        return new Cause(Pattern.compile(wording, Pattern.CASE_INSENSITIVE), meaning);
    }

    /** What was found in a log. */
    record Finding(String complaint, OptionalInt instruction, Optional<SourceLine> source, Optional<String> likelyCause,
                   Optional<String> field) {
        String sentence(String program) {
            String where = source.map(line -> " at " + line).orElse(instruction.isPresent()
                    ? " at instruction " + instruction.getAsInt() : "");
            String what = field.map(path -> "this kernel has no " + path).orElse(complaint);
            return "program " + program + " was refused" + where + ": " + what + likelyCause.map(c -> "; " + c).orElse("");
        }
    }

    private VerifierLog() {
    }

    static Finding read(String log, LinkedProgram program, Optional<Btf> btf) {
        Matcher matcher = INSTRUCTION.matcher(log);
        OptionalInt instruction = OptionalInt.empty();
        while (matcher.find()) {
            try {
                instruction = OptionalInt.of(Integer.parseInt(matcher.group(1)));
            } catch (NumberFormatException notAnInstruction) {
                break;
            }
        }
        String complaint = complaint(log);
        Optional<SourceLine> source = instruction.isPresent() && btf.isPresent()
                ? source(program, btf.get(), instruction.getAsInt()) : Optional.empty();
        Optional<String> field = Optional.empty();
        if (instruction.isPresent() && complaint.contains(Integer.toString(CoreRelocator.POISON))) {
            field = Optional.ofNullable(program.poisoned().get(instruction.getAsInt()));
        }
        Optional<String> cause = CAUSES.stream().filter(each -> each.wording().matcher(complaint).find())
                .map(Cause::meaning).findFirst();
        return new Finding(complaint, instruction, source, cause, field);
    }

    private static String complaint(String log) {
        String[] lines = log.split("\n");
        for (int i = lines.length - 1; i >= 0; i--) {
            String line = lines[i].strip();
            boolean noise = line.isEmpty() || STATISTICS.matcher(line).matches() || line.startsWith(";")
                    || line.startsWith("verification failed") || line.matches("^\\d+: \\(.*");
            if (!noise) {
                return line;
            }
        }
        return "the kernel gave no reason";
    }

    /** The line that an instruction comes from: the last one that begins at it or before. */
    static Optional<SourceLine> source(LinkedProgram program, Btf btf, int instruction) {
        Optional<BtfExt.LineInfo> best = Optional.empty();
        for (BtfExt.LineInfo info : program.lines()) {
            if (info.insnOffset() <= instruction && (best.isEmpty() || best.get().insnOffset() <= info.insnOffset())) {
                best = Optional.of(info);
            }
        }
        return best.map(info -> new SourceLine(btf.string(info.file()), info.line(), info.column(),
                btf.string(info.text()).strip()));
    }
}
