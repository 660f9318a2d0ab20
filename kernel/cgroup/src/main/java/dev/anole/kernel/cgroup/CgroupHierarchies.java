package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.MountEntry;
import dev.anole.kernel.linux.MountTable;
import dev.anole.kernel.linux.ReadBuffer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All hierarchies of control groups that this process can see, cgroups(7). */
public record CgroupHierarchies(List<Hierarchy> all) {
    private static final int CONTROLLERS_BYTES_MAX = 4096;

    /** Options of a version 1 mount that name no controller, {@code cgroup1_show_options()}. */
    private static final Set<String> FLAGS = Set.of("rw", "ro", "noprefix", "xattr", "cpuset_v2_mode", "favordynmods",
            "clone_children", "none", "all", "memory_recursiveprot", "memory_localevents", "nsdelegate", "seclabel");

    public CgroupHierarchies {
        all = List.copyOf(all);
    }

    /** Those mounted now. */
    public static CgroupHierarchies detect() {
        return detect(MountTable.read());
    }

    /** Those in a table of mounts; which controllers version 2 has is read from its mount. */
    public static CgroupHierarchies detect(MountTable mounts) {
        List<Hierarchy> found = new ArrayList<>();
        for (MountEntry mount : mounts.entries()) {
            Optional<Hierarchy> hierarchy = switch (mount.type()) {
                case "cgroup" -> Optional.of(version1(mount));
                case "cgroup2" -> Optional.of(version2(mount));
                default -> Optional.empty();
            };
            // One hierarchy may be mounted at several places: the first is as good as any.
            hierarchy.filter(each -> found.stream().noneMatch(other -> isSameTree(each, other))).ifPresent(found::add);
        }
        return new CgroupHierarchies(found);
    }

    /** How this host does it. */
    public CgroupMode mode() {
        boolean v1 = all.stream().anyMatch(each -> each.version() == CgroupVersion.V1);
        boolean v2 = unified().isPresent();
        if (v1) {
            return v2 ? CgroupMode.HYBRID : CgroupMode.V1;
        }
        return v2 ? CgroupMode.V2 : CgroupMode.NONE;
    }

    /** The hierarchy of version 2. */
    public Optional<Hierarchy> unified() {
        return all.stream().filter(each -> each.version() == CgroupVersion.V2).findFirst();
    }

    /** Where a controller lives. */
    public Optional<Hierarchy> of(Controller controller) {
        return all.stream().filter(each -> each.has(controller)).findFirst();
    }

    private static boolean isSameTree(Hierarchy one, Hierarchy other) {
        return one.version() == other.version() && one.controllers().equals(other.controllers())
                && one.name().equals(other.name());
    }

    private static Hierarchy version1(MountEntry mount) {
        Set<String> controllers = new HashSet<>();
        Optional<String> name = Optional.empty();
        for (String option : mount.superOptions()) {
            if (option.startsWith("name=")) {
                name = Optional.of(option.substring("name=".length()));
            } else if (!FLAGS.contains(option) && !option.contains("=")) {
                controllers.add(option);
            }
        }
        return new Hierarchy(CgroupVersion.V1, mount.mountPoint(), rootOf(mount), controllers, name);
    }

    private static Hierarchy version2(MountEntry mount) {
        Set<String> controllers = new HashSet<>();
        try (ReadBuffer buffer = new ReadBuffer(CONTROLLERS_BYTES_MAX, CONTROLLERS_BYTES_MAX)) {
            if (buffer.tryRead(Directory.working(), mount.mountPoint() + "/cgroup.controllers") > 0) {
                for (String word = buffer.cursor().word(); !word.isEmpty(); word = buffer.cursor().word()) {
                    controllers.add(word);
                }
            }
        }
        return new Hierarchy(CgroupVersion.V2, mount.mountPoint(), rootOf(mount), controllers, Optional.empty());
    }

    /** In a cgroup namespace a mount made outside shows "/.." and the like: its top is then above our own root. */
    private static String rootOf(MountEntry mount) {
        if (!mount.root().startsWith("/") || !mount.mountPoint().startsWith("/")) {
            throw new FormatException("mountinfo", 0, "a control group mount without absolute paths: " + mount.root() + " at " + mount.mountPoint());
        }
        return mount.root().startsWith("/..") ? "/" : mount.root();
    }
}
