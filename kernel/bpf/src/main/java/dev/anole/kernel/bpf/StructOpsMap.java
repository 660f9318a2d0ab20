package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Descriptor;

/** A table of functions that loaded programs implement, ready to be given to the kernel. */
public final class StructOpsMap {
    private final BpfMap map;
    private final byte[] value;
    private final boolean linked;

    StructOpsMap(BpfMap map, byte[] value, boolean linked) {
        this.map = map;
        this.value = value;
        this.linked = linked;
    }

    /**
     * Registers it. A linked one ({@code SEC(".struct_ops.link")}) goes with this process.
     *
     * @throws ObjectException for one that is not linked, which would stay: {@link #register} says so in its name
     */
    public BpfLink attach() {
        if (!linked) {
            throw new ObjectException(map.subject(), "attaching", "only a table in SEC(\".struct_ops.link\") goes with its "
                    + "process; register() and unregister() are for others");
        }
        register();
        try (BpfAttr attr = new BpfAttr()) {
            long number = attr.int32(BpfAttrLayout.LINK_CREATE__PROG_FD, map.number())
                    .int32(BpfAttrLayout.LINK_CREATE__ATTACH_TYPE, (int) AttachType.BPF_STRUCT_OPS.value())
                    .call(BpfCommand.BPF_LINK_CREATE, map.subject());
            return new BpfLink(new Descriptor((int) number, "link of " + map.subject()));
        }
    }

    /** Gives it to the kernel; one that is not linked is in force from now on, until {@link #unregister}. */
    public void register() {
        map.update(BpfMap.bytes(0), value);
    }

    /** Takes it back; what uses it now goes on with it. */
    public void unregister() {
        map.delete(BpfMap.bytes(0));
    }
}
