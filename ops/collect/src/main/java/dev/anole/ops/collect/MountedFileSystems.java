package dev.anole.ops.collect;

import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.MountEntry;
import dev.anole.kernel.linux.MountTable;
import dev.anole.operation.Host;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which mounts there are, and whose fill level means something. */
final class MountedFileSystems {
    private static final int TABLE_BYTES_MAX = 16 << 20;
    /** What holds no data that could fill it, and what is full by its nature. */
    private static final Set<String> WITHOUT_SPACE = Set.of("proc", "sysfs", "devtmpfs", "devpts", "cgroup", "cgroup2",
        "securityfs", "debugfs", "tracefs", "pstore", "bpf", "mqueue", "hugetlbfs", "configfs", "fusectl", "autofs",
        "binfmt_misc", "rpc_pipefs", "nsfs", "efivarfs", "selinuxfs", "smackfs", "ramfs", "rootfs", "resctrl", "nfsd",
        "squashfs", "erofs", "iso9660", "udf", "cramfs", "romfs");
    /** What may wait for a server, without end, when it is asked how full it is. */
    private static final Set<String> REMOTE = Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "9p", "afs", "ocfs2",
        "gfs2", "lustre", "beegfs", "glusterfs", "coda", "orangefs", "virtiofs", "fuse", "fuseblk");

    private MountedFileSystems() {
    }

    /** All mounts that this process sees, in the kernel's order; none where the table cannot be read. */
    static List<MountEntry> all(Host host) {
        return SmallFile.bytes(host, "/proc/self/mountinfo", TABLE_BYTES_MAX).map(table -> {
            try {
                return MountTable.parse(table).entries();
            } catch (FormatException cut) {
                return List.<MountEntry>of();
            }
        }).orElse(List.of());
    }

    /**
     * Those whose fill level means something and can be asked for without waiting for a server: one a device, the first
     * one, so that bind mounts do not repeat it; of several at one place the topmost. Overlays count only as the root: their layers lie elsewhere.
     */
    static List<MountEntry> measurable(List<MountEntry> mounts) {
        List<MountEntry> chosen = new ArrayList<>();
        Set<Object> devices = new HashSet<>();
        Map<String, MountEntry> topmost = new LinkedHashMap<>();
        mounts.forEach(mount -> topmost.put(mount.mountPoint(), mount));
        for (MountEntry mount : topmost.values()) {
            boolean overlaid = mount.type().equals("overlay") && !mount.mountPoint().equals("/");
            boolean kernels = mount.mountPoint().startsWith("/sys/") || mount.mountPoint().startsWith("/proc/");
            if (!WITHOUT_SPACE.contains(mount.type()) && !isRemote(mount) && !overlaid && !kernels
                    && devices.add(mount.device())) {
                chosen.add(mount);
            }
        }
        return chosen;
    }

    /** Whether a question about it may wait for a server: a network or FUSE file system. */
    static boolean isRemote(MountEntry mount) {
        return REMOTE.contains(mount.type()) || mount.type().startsWith("fuse.");
    }

    /** Whether its mount point is a path that can be asked for: absolute, and without a NUL that would cut it short. */
    static boolean isReachable(MountEntry mount) {
        return mount.mountPoint().startsWith("/") && mount.mountPoint().indexOf('\0') < 0;
    }
}
