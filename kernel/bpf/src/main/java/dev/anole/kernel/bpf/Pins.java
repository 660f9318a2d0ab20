package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Descriptor;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.UnavailableException;

/** Names for maps, programs and links in a BPF file system: what has one stays when the process ends. */
public final class Pins {
    private Pins() {
    }

    static void pin(Descriptor object, String path) {
        try (BpfAttr attr = new BpfAttr()) {
            long result = attr.string(BpfAttrLayout.PATHNAME, path).int32(BpfAttrLayout.BPF_FD, object.number())
                    .tryCall(BpfCommand.BPF_OBJ_PIN);
            if (Errno.EPERM.is(result) || Errno.EINVAL.is(result)) {
                throw new UnavailableException("pinning " + object.subject(), path + " is not in a BPF file system",
                        "mount -t bpf bpf /sys/fs/bpf");
            }
            ErrnoException.check(result, "bpf obj_pin", path);
        }
    }

    /**
     * What a pin leads to.
     *
     * @throws ErrnoException ENOENT when there is none
     */
    static int open(String path) {
        try (BpfAttr attr = new BpfAttr()) {
            return (int) attr.string(BpfAttrLayout.PATHNAME, path).call(BpfCommand.BPF_OBJ_GET, path);
        }
    }

    /** The map that a pin leads to. */
    public static BpfMap map(String path) {
        Descriptor descriptor = new Descriptor(open(path), path);
        try {
            MapDefinition definition = ObjectInfo.map(descriptor);
            return new BpfMap(descriptor.release(), definition);
        } catch (RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    /** The link that a pin leads to; closing it does not end what it attached while the pin stays. */
    public static BpfLink link(String path) {
        return new BpfLink(new Descriptor(open(path), path));
    }
}
