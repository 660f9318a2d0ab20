package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Descriptor;

import java.util.List;

/** A program at work. Closing it detaches the program, and so does the end of this process, however it comes. */
public final class BpfLink implements AutoCloseable {
    private final List<Descriptor> descriptors;

    /** @param descriptors the link itself, then what it needs as long as it is: perf events, say */
    BpfLink(Descriptor... descriptors) {
        this.descriptors = List.of(descriptors);
    }

    BpfLink(List<Descriptor> descriptors) {
        this.descriptors = List.copyOf(descriptors);
    }

    /** The kernel's link, for what takes its descriptor; for several events it is the first one's. */
    public Descriptor descriptor() {
        return descriptors.getFirst();
    }

    /** Gives it a name in a BPF file system: then the program stays attached when this process ends. */
    public void pin(String path) {
        Pins.pin(descriptor(), path);
    }

    /** Puts another program of the same type in its place, without a moment between. */
    public void replace(BpfProgram program) {
        try (BpfAttr attr = new BpfAttr()) {
            attr.int32(BpfAttrLayout.LINK_UPDATE__LINK_FD, descriptor().number())
                    .int32(BpfAttrLayout.LINK_UPDATE__NEW_PROG_FD, program.number())
                    .call(BpfCommand.BPF_LINK_UPDATE, program.subject());
        }
    }

    @Override
    public void close() {
        descriptors.forEach(Descriptor::close);
    }
}
