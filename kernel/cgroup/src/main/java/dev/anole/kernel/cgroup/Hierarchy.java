package dev.anole.kernel.cgroup;

import java.util.Optional;
import java.util.Set;

/**
 * A mounted tree of control groups.
 *
 * @param mountPoint where, such as {@code /sys/fs/cgroup/memory}
 * @param root which group stands there: "/" on a host, another inside a container that shares the host's view
 * @param controllers the names of those that live here, as this version has them
 * @param name of a version 1 hierarchy without controllers, such as "systemd"
 */
public record Hierarchy(CgroupVersion version, String mountPoint, String root, Set<String> controllers,
                        Optional<String> name) {
    public Hierarchy {
        if (!mountPoint.startsWith("/") || !root.startsWith("/")) {
            throw new IllegalArgumentException("not absolute: " + mountPoint + " or " + root);
        }
        controllers = Set.copyOf(controllers);
    }

    /** Whether a controller lives here. */
    public boolean has(Controller controller) {
        String controllerName = controller.nameIn(version);
        return !controllerName.isEmpty() && controllers.contains(controllerName);
    }

    /** The group that stands at the mount. */
    public Cgroup top() {
        return new Cgroup(this, root);
    }

    /**
     * A group by its path as {@code /proc/PID/cgroup} has it.
     *
     * @return empty when it lies outside what this mount shows
     */
    public Optional<Cgroup> at(String path) {
        boolean shown = root.equals("/") || path.equals(root) || path.startsWith(root + "/");
        boolean outside = path.equals("/..") || path.startsWith("/../");
        return shown && !outside ? Optional.of(new Cgroup(this, path)) : Optional.empty();
    }
}
