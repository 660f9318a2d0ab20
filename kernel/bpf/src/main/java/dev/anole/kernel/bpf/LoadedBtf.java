package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Descriptor;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.NativeMemory;

import java.lang.foreign.MemorySegment;

/** Types that the kernel has taken, for maps and programs to refer to. */
final class LoadedBtf extends Descriptor {
    private static final int LOG_BYTES = 64 * 1024;

    private LoadedBtf(int number, String subject) {
        super(number, "BTF of " + subject);
    }

    /** @throws ObjectException when the kernel does not like them, with what it says about that */
    static LoadedBtf load(byte[] bytes, String subject) {
        long result;
        try (BpfAttr attr = new BpfAttr()) {
            result = attr.bytes(BpfAttrLayout.BTF, bytes).int32(BpfAttrLayout.BTF_SIZE, bytes.length)
                    .tryCall(BpfCommand.BPF_BTF_LOAD);
        }
        if (result >= 0) {
            return new LoadedBtf((int) result, subject);
        }
        if (Errno.EPERM.is(result)) {
            throw Rights.missing("BPF types", "bpf btf_load");
        }
        try (BpfAttr attr = new BpfAttr()) {
            MemorySegment log = attr.allocate(LOG_BYTES);
            long again = attr.bytes(BpfAttrLayout.BTF, bytes).int32(BpfAttrLayout.BTF_SIZE, bytes.length)
                    .pointer(BpfAttrLayout.BTF_LOG_BUF, log).int32(BpfAttrLayout.BTF_LOG_SIZE, LOG_BYTES)
                    .int32(BpfAttrLayout.BTF_LOG_LEVEL, 1).tryCall(BpfCommand.BPF_BTF_LOAD);
            if (again >= 0) {
                return new LoadedBtf((int) again, subject);
            }
            String[] lines = NativeMemory.string(log).strip().split("\n");
            throw new ObjectException(subject, ".BTF", "the kernel refuses the types ("
                    + new ErrnoException("bpf btf_load", (int) -again, "").errno() + "): " + lines[lines.length - 1]);
        }
    }
}
