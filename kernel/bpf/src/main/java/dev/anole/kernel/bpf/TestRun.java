package dev.anole.kernel.bpf;

import java.lang.foreign.MemorySegment;
import java.time.Duration;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * One run of a program in the kernel on given input, {@code BPF_PROG_TEST_RUN}: nothing is attached. Which input a
 * program takes depends on its type: packets (at least 14 bytes) for XDP and traffic control, a context for raw
 * tracepoints and {@code syscall} programs.
 *
 * @param data the packet; empty for none
 * @param context {@code struct xdp_md}, the arguments of a raw tracepoint, and the like; empty for none
 * @param repeat how often it runs, 1 to {@link #REPEAT_MAX}
 */
public record TestRun(byte[] data, byte[] context, int repeat) {
    public static final int REPEAT_MAX = 100_000_000;
    /** A program may make a packet longer, at most to a page. */
    private static final int GROWTH_BYTES_MAX = 4096;

    /**
     * What came of it.
     *
     * @param returned what the program returned
     * @param data the packet afterwards
     * @param context afterwards
     * @param mean how long one run took, as the kernel measured it
     */
    public record Result(int returned, byte[] data, byte[] context, Duration mean) {
    }

    public TestRun {
        if (repeat < 1 || repeat > REPEAT_MAX) {
            throw new IllegalArgumentException("a program runs 1 to " + REPEAT_MAX + " times, not " + repeat);
        }
    }

    /** With a packet, once. */
    public static TestRun ofPacket(byte... packet) {
        return new TestRun(packet, new byte[0], 1);
    }

    /** With a context, once. */
    public static TestRun ofContext(byte... context) {
        return new TestRun(new byte[0], context, 1);
    }

    Result on(BpfProgram program) {
        try (BpfAttr attr = new BpfAttr()) {
            attr.int32(BpfAttrLayout.TEST__PROG_FD, program.number());
            // Programs that see no packets refuse any number but none.
            if (repeat > 1 || data.length > 0) {
                attr.int32(BpfAttrLayout.TEST__REPEAT, repeat);
            }
            int dataOut = data.length == 0 ? 0 : data.length + GROWTH_BYTES_MAX;
            MemorySegment after = attr.allocate(dataOut);
            if (data.length > 0) {
                attr.int32(BpfAttrLayout.TEST__DATA_SIZE_IN, data.length).bytes(BpfAttrLayout.TEST__DATA_IN, data)
                        .int32(BpfAttrLayout.TEST__DATA_SIZE_OUT, dataOut).pointer(BpfAttrLayout.TEST__DATA_OUT, after);
            }
            MemorySegment contextAfter = attr.allocate(context.length);
            boolean contextComesBack = takesContextOut(program.definition().type());
            if (context.length > 0) {
                attr.int32(BpfAttrLayout.TEST__CTX_SIZE_IN, context.length);
                if (program.definition().type() == ProgramType.BPF_PROG_TYPE_SYSCALL) {
                    MemorySegment.copy(context, 0, contextAfter, JAVA_BYTE, 0, context.length);
                    attr.pointer(BpfAttrLayout.TEST__CTX_IN, contextAfter);
                } else {
                    attr.bytes(BpfAttrLayout.TEST__CTX_IN, context);
                }
                if (contextComesBack) {
                    attr.int32(BpfAttrLayout.TEST__CTX_SIZE_OUT, context.length)
                            .pointer(BpfAttrLayout.TEST__CTX_OUT, contextAfter);
                }
            }
            attr.call(BpfCommand.BPF_PROG_TEST_RUN, program.subject());
            byte[] out = after.asSlice(0, Math.min(dataOut, attr.int32(BpfAttrLayout.TEST__DATA_SIZE_OUT))).toArray(JAVA_BYTE);
            return new Result(attr.int32(BpfAttrLayout.TEST__RETVAL), out,
                    contextAfter.asSlice(0, context.length).toArray(JAVA_BYTE),
                    Duration.ofNanos(Integer.toUnsignedLong(attr.int32(BpfAttrLayout.TEST__DURATION))));
        }
    }

    private static boolean takesContextOut(ProgramType type) {
        return switch (type) {
            case BPF_PROG_TYPE_XDP, BPF_PROG_TYPE_SCHED_CLS, BPF_PROG_TYPE_SCHED_ACT, BPF_PROG_TYPE_CGROUP_SKB,
                 BPF_PROG_TYPE_SOCKET_FILTER -> true;
            default -> false;
        };
    }
}
