package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Descriptor;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.NativeMemory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

/** A program that the kernel has taken. It runs once it is attached, and lives while this, a link or a pin holds it. */
public final class BpfProgram extends Descriptor {
    private static final int LOG_BYTES_FIRST = 1 << 20;
    private static final int FUNC_INFO_BYTES = 8;
    private static final int LINE_INFO_BYTES = 16;

    private final ProgramDefinition definition;

    BpfProgram(int number, ProgramDefinition definition) {
        super(number, "program " + definition.name());
        this.definition = definition;
    }

    /**
     * Everything that the kernel wants to know of a program.
     *
     * @param btf the object's types, with which function and line information comes
     * @param attachType in the types of the kernel, or of what {@code attachTo} leads to; 0 for none
     * @param attachTo another program, or a module's types
     */
    record Load(ProgramDefinition definition, String license, LinkedProgram program, Optional<Btf> types,
                Optional<LoadedBtf> btf, int attachType, Optional<Descriptor> attachTo, int[] functionDescriptors) {
    }

    static BpfProgram load(Load load) {
        long result = attempt(load, Optional.empty());
        if (result >= 0) {
            return new BpfProgram((int) result, load.definition());
        }
        ProgramDefinition definition = load.definition();
        String call = "bpf prog_load of " + definition.name() + " (" + definition.section() + ")";
        String log = "";
        try (Arena arena = Arena.ofConfined()) {
            for (int bytes = LOG_BYTES_FIRST; bytes <= VerifierLog.BYTES_MAX; bytes <<= 4) {
                MemorySegment buffer = arena.allocate(bytes);
                result = attempt(load, Optional.of(buffer));
                if (result >= 0) {
                    return new BpfProgram((int) result, definition);
                }
                log = NativeMemory.string(buffer);
                if (!Errno.ENOSPC.is(result)) {
                    break;
                }
            }
        }
        boolean silent = log.isBlank() || log.startsWith("processed 0 insns");
        if (Errno.EPERM.is(result) && silent) {
            throw Rights.missing(programName(definition), call);
        }
        if (silent) {
            throw Refusals.of(definition, (int) -result);
        }
        throw new VerifierException(definition.name(), log, VerifierLog.read(log, load.program(), load.types()));
    }

    private static String programName(ProgramDefinition definition) {
        return "a program of type " + definition.section();
    }

    private static long attempt(Load load, Optional<MemorySegment> log) {
        ProgramDefinition definition = load.definition();
        LinkedProgram program = load.program();
        try (BpfAttr attr = new BpfAttr()) {
            attr.int32(BpfAttrLayout.PROG_TYPE, (int) definition.type().value())
                    .int32(BpfAttrLayout.INSN_CNT, program.code().length)
                    .bytes(BpfAttrLayout.INSNS, Insn.encode(program.code()))
                    .string(BpfAttrLayout.LICENSE, load.license())
                    .int32(BpfAttrLayout.KERN_VERSION, KernelVersion.running().code())
                    .int32(BpfAttrLayout.PROG_FLAGS, definition.flags())
                    .name(BpfAttrLayout.PROG_NAME, definition.name())
                    .int32(BpfAttrLayout.EXPECTED_ATTACH_TYPE, definition.attachType().map(t -> (int) t.value()).orElse(0))
                    .int32(BpfAttrLayout.ATTACH_BTF_ID, load.attachType());
            load.attachTo().ifPresent(to -> attr.int32(BpfAttrLayout.ATTACH_BTF_OBJ_FD, to.number()));
            load.btf().filter(types -> !program.functions().isEmpty()).ifPresent(types -> {
                attr.int32(BpfAttrLayout.PROG_BTF_FD, types.number());
                describe(attr, program);
            });
            if (load.functionDescriptors().length > 0) {
                MemorySegment numbers = attr.allocate(4L * load.functionDescriptors().length);
                for (int i = 0; i < load.functionDescriptors().length; i++) {
                    numbers.set(JAVA_INT_UNALIGNED, 4L * i, load.functionDescriptors()[i]);
                }
                attr.pointer(BpfAttrLayout.FD_ARRAY, numbers);
            }
            log.ifPresent(buffer -> attr.int32(BpfAttrLayout.LOG_LEVEL, 1)
                    .int32(BpfAttrLayout.LOG_SIZE, (int) buffer.byteSize()).pointer(BpfAttrLayout.LOG_BUF, buffer));
            return attr.tryCall(BpfCommand.BPF_PROG_LOAD);
        }
    }

    private static void describe(BpfAttr attr, LinkedProgram program) {
        MemorySegment functions = attr.allocate((long) FUNC_INFO_BYTES * program.functions().size());
        for (int i = 0; i < program.functions().size(); i++) {
            BtfExt.FunctionInfo info = program.functions().get(i);
            functions.set(JAVA_INT_UNALIGNED, 8L * i, info.insnOffset());
            functions.set(JAVA_INT_UNALIGNED, 8L * i + 4, info.type());
        }
        attr.int32(BpfAttrLayout.FUNC_INFO_REC_SIZE, FUNC_INFO_BYTES).pointer(BpfAttrLayout.FUNC_INFO, functions)
                .int32(BpfAttrLayout.FUNC_INFO_CNT, program.functions().size());
        if (program.lines().isEmpty()) {
            return;
        }
        MemorySegment lines = attr.allocate((long) LINE_INFO_BYTES * program.lines().size());
        for (int i = 0; i < program.lines().size(); i++) {
            BtfExt.LineInfo info = program.lines().get(i);
            lines.set(JAVA_INT_UNALIGNED, 16L * i, info.insnOffset());
            lines.set(JAVA_INT_UNALIGNED, 16L * i + 4, info.file());
            lines.set(JAVA_INT_UNALIGNED, 16L * i + 8, info.text());
            lines.set(JAVA_INT_UNALIGNED, 16L * i + 12, info.lineAndColumn());
        }
        attr.int32(BpfAttrLayout.LINE_INFO_REC_SIZE, LINE_INFO_BYTES).pointer(BpfAttrLayout.LINE_INFO, lines)
                .int32(BpfAttrLayout.LINE_INFO_CNT, program.lines().size());
    }

    /** What it was loaded as. */
    public ProgramDefinition definition() {
        return definition;
    }

    /** The number under which the kernel lists it. */
    public int id() {
        try (Arena arena = Arena.ofConfined()) {
            return ObjectInfo.read(this, arena).get(JAVA_INT_UNALIGNED, ObjectInfo.PROG_ID);
        }
    }

    /** Its instructions as the verifier left them: dead code gone, helpers and fields in place. */
    public byte[] translated() {
        try (Arena arena = Arena.ofConfined()) {
            int length = ObjectInfo.read(this, arena).get(JAVA_INT_UNALIGNED, ObjectInfo.PROG_XLATED_PROG_LEN);
            MemorySegment info = arena.allocate(ObjectInfo.INFO_BYTES, Long.BYTES);
            MemorySegment code = arena.allocate(Math.max(1, length));
            info.set(JAVA_INT_UNALIGNED, ObjectInfo.PROG_XLATED_PROG_LEN, length);
            info.set(JAVA_LONG_UNALIGNED, ObjectInfo.PROG_XLATED_PROG_INSNS, code.address());
            ObjectInfo.read(this, info, ObjectInfo.INFO_BYTES);
            return code.asSlice(0, length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        }
    }

    /** Attaches it where its section says. */
    public BpfLink attach() {
        return attach(Attachment.bySection(definition));
    }

    /**
     * Attaches it. It runs from now on, until the link is closed or this process ends.
     *
     * @throws dev.anole.kernel.linux.UnavailableException where this kernel cannot, with reason and remedy
     * @throws ErrnoException where it could and does not want to
     */
    public BpfLink attach(Attachment where) {
        return new Attacher(this).attach(where);
    }

    /** Runs it once on given input without attaching it; see {@link TestRun}. */
    public TestRun.Result testRun(TestRun run) {
        return run.on(this);
    }

    /** Gives it a name in a BPF file system. */
    public void pin(String path) {
        Pins.pin(this, path);
    }
}
