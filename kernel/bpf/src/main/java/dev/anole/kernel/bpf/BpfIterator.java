package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.OpenFile;

/** One walk of an iterator program over all objects of its kind: what the program writes is read like a file. */
public final class BpfIterator implements AutoCloseable {
    /** What one walk may write; a walk over all tasks of a large host stays below. */
    public static final int BYTES_MAX = 64 << 20;

    private final BpfLink link;
    private final OpenFile file;

    private BpfIterator(BpfLink link, OpenFile file) {
        this.link = link;
        this.file = file;
    }

    static BpfIterator open(BpfProgram program) {
        BpfLink link = program.attach(new Attachment.Iterator());
        try (BpfAttr attr = new BpfAttr()) {
            long number = attr.int32(BpfAttrLayout.ITER_CREATE__LINK_FD, link.descriptor().number())
                    .call(BpfCommand.BPF_ITER_CREATE, program.subject());
            return new BpfIterator(link, new OpenFile((int) number, program.subject()));
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    /** All that the program writes, once. */
    public byte[] readAll() {
        return file.readAll(BYTES_MAX);
    }

    /** The file, to read it piece by piece. */
    public OpenFile file() {
        return file;
    }

    @Override
    public void close() {
        file.close();
        link.close();
    }
}
