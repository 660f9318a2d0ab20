package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The groups of a hierarchy, parents before children, breadth first.
 *
 * @param groups what was found
 * @param wasCut whether there were more than asked for
 */
public record CgroupWalk(List<Cgroup> groups, boolean wasCut) {
    /** {@code cgroup.max.depth} has no limit of its own; a tree deeper than this is not followed. */
    public static final int DEPTH_MAX = 64;

    public CgroupWalk {
        groups = List.copyOf(groups);
    }

    /**
     * Walks down from a group, which comes first. Groups that vanish on the way are left out.
     *
     * @param groupsMax how many at most
     */
    public static CgroupWalk of(Cgroup top, int groupsMax) {
        List<Cgroup> found = new ArrayList<>();
        Deque<Cgroup> waiting = new ArrayDeque<>(List.of(top));
        boolean cut = false;
        while (!waiting.isEmpty()) {
            if (found.size() == groupsMax) {
                return new CgroupWalk(found, true);
            }
            Cgroup group = waiting.removeFirst();
            List<Cgroup> children;
            try {
                children = group.children();
            } catch (ErrnoException e) {
                if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENODEV) {
                    continue;
                }
                throw e;
            }
            found.add(group);
            boolean deep = group.path().chars().filter(c -> c == '/').count() >= DEPTH_MAX;
            cut |= deep && !children.isEmpty();
            for (int i = 0; i < children.size() && !deep; i++) {
                // What can no longer be reported need not wait either.
                if (found.size() + waiting.size() > groupsMax) {
                    cut = true;
                    break;
                }
                waiting.addLast(children.get(i));
            }
        }
        return new CgroupWalk(found, cut);
    }
}
