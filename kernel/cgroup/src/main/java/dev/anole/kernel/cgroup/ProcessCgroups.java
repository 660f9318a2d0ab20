package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.OpenFile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which groups a process is in, one a hierarchy: {@code /proc/PID/cgroup}. */
public record ProcessCgroups(List<Membership> memberships) {
    /** A path is below 4096 bytes and there are at most some twenty hierarchies. */
    private static final int TEXT_BYTES_MAX = 128 * 1024;
    private static final int MEMBERSHIPS_MAX = 64;
    private static final String STRUCTURE = "/proc/PID/cgroup";

    /**
     * One line of the file.
     *
     * @param hierarchy its number; 0 for version 2
     * @param controllers as version 1 names them; empty for version 2
     * @param name of a hierarchy without controllers
     * @param path of the group, seen from the root of this process's cgroup namespace
     */
    public record Membership(int hierarchy, Set<String> controllers, Optional<String> name, String path) {
        public Membership {
            controllers = Set.copyOf(controllers);
        }
    }

    public ProcessCgroups {
        memberships = List.copyOf(memberships);
    }

    /**
     * Those of a process.
     *
     * @throws dev.anole.kernel.linux.ErrnoException ENOENT or ESRCH when there is no such process
     */
    public static ProcessCgroups of(int pid) {
        return read("/proc/" + pid + "/cgroup");
    }

    /** Those of this process. */
    public static ProcessCgroups current() {
        return read("/proc/self/cgroup");
    }

    /** From the file's text. */
    public static ProcessCgroups parse(byte[] text) {
        ByteCursor cursor = new ByteCursor(STRUCTURE, text);
        List<Membership> found = new ArrayList<>();
        while (!cursor.atEnd()) {
            int start = cursor.position();
            String line = cursor.line();
            int first = line.indexOf(':');
            int second = line.indexOf(':', first + 1);
            if (first < 1 || first > 9 || second < 0 || !line.substring(0, first).chars().allMatch(Character::isDigit)
                    || found.size() == MEMBERSHIPS_MAX) {
                throw new FormatException(STRUCTURE, start, "not a line of number:controllers:path");
            }
            String middle = line.substring(first + 1, second);
            boolean named = middle.startsWith("name=");
            found.add(new Membership(Integer.parseInt(line.substring(0, first)),
                    named || middle.isEmpty() ? Set.of() : Set.of(middle.split(",")),
                    named ? Optional.of(middle.substring("name=".length())) : Optional.empty(),
                    line.substring(second + 1)));
        }
        return new ProcessCgroups(found);
    }

    /** The path of the process's group in a hierarchy. */
    public Optional<String> pathIn(Hierarchy hierarchy) {
        for (Membership each : memberships) {
            boolean here = switch (hierarchy.version()) {
                case V1 -> each.hierarchy() != 0 && each.name().equals(hierarchy.name())
                        && each.controllers().equals(hierarchy.controllers());
                case V2 -> each.hierarchy() == 0;
            };
            if (here) {
                return Optional.of(each.path());
            }
        }
        return Optional.empty();
    }

    /** The process's group in a hierarchy, where its mount shows it. */
    public Optional<Cgroup> in(Hierarchy hierarchy) {
        return pathIn(hierarchy).flatMap(hierarchy::at);
    }

    private static ProcessCgroups read(String file) {
        try (OpenFile open = OpenFile.open(file, Access.O_RDONLY)) {
            return parse(open.readAll(TEXT_BYTES_MAX));
        }
    }
}
