package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.DirectoryReader;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FileType;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.Signal;
import dev.anole.kernel.linux.Symlink;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A control group: a name, and what can be done to what stands behind it. Its figures are read by {@link CgroupReader}.
 *
 * @param path below the hierarchy, as {@code /proc/PID/cgroup} has it: "/" or "/system.slice/a.service"
 */
public record Cgroup(Hierarchy hierarchy, String path) {
    /** Processes listed at most: the largest that {@code kernel.pid_max} can be. */
    private static final int PROCESSES_MAX = 4 * 1024 * 1024;
    private static final int PROCESSES_BYTES_MAX = 8 * PROCESSES_MAX;
    private static final int VALUE_BYTES_MAX = 64 * 1024;
    private static final int CHILDREN_MAX = 100_000;

    /** A process may fork while its group is being killed one by one; after so many rounds it has won. */
    private static final int KILL_ROUNDS_MAX = 100;
    private static final Duration KILL_ROUND_PAUSE = Duration.ofMillis(5);

    public Cgroup {
        boolean ordered = path.equals("/") || path.startsWith("/") && !path.endsWith("/") && !path.contains("//");
        if (!ordered || (path + "/").contains("/../") || (path + "/").contains("/./")) {
            throw new IllegalArgumentException("not the path of a control group: " + path);
        }
    }

    /** Its directory in the file system. */
    public String directory() {
        String below = hierarchy.root().equals("/") ? path : path.substring(hierarchy.root().length());
        return below.equals("/") || below.isEmpty() ? hierarchy.mountPoint() : hierarchy.mountPoint() + below;
    }

    /** A group in this one, there or not. */
    public Cgroup child(String name) {
        if (name.isEmpty() || name.contains("/")) {
            throw new IllegalArgumentException("not the name of a control group: " + name);
        }
        return new Cgroup(hierarchy, path.equals("/") ? "/" + name : path + "/" + name);
    }

    public boolean exists() {
        return Directory.working().find(directory(), Symlink.FOLLOW).isPresent();
    }

    /** Makes it. */
    public void create() {
        Directory.working().makeDirectory(directory(), 0755);
    }

    /**
     * Removes it.
     *
     * @throws ErrnoException EBUSY while it holds processes or groups
     */
    public void remove() {
        Directory.working().removeDirectory(directory());
    }

    /** The groups in this one, by name. */
    public List<Cgroup> children() {
        List<Cgroup> found = new ArrayList<>();
        try (DirectoryReader reader = DirectoryReader.open(directory())) {
            while (reader.next() && found.size() < CHILDREN_MAX) {
                if (reader.type() == FileType.DIRECTORY) {
                    found.add(child(reader.name()));
                }
            }
        }
        found.sort((a, b) -> a.path.compareTo(b.path));
        return found;
    }

    /** The processes in it, not those in its children. */
    public List<Integer> processes() {
        List<Integer> found = new ArrayList<>();
        ByteCursor cursor = new ByteCursor("cgroup.procs", read("cgroup.procs", PROCESSES_BYTES_MAX));
        while (!cursor.atEnd()) {
            found.add((int) cursor.number());
            cursor.skipLine();
        }
        return found;
    }

    /** Moves a process, with all its threads, into it. */
    public void add(int pid) {
        set("cgroup.procs", String.valueOf(pid));
    }

    /** Writes one of its files, such as "pids.max". */
    public void set(String file, String value) {
        try (OpenFile open = OpenFile.open(directory() + "/" + file, Access.O_WRONLY)) {
            open.writeAll(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Reads one of its files, without the newline at its end. */
    public String get(String file) {
        return new String(read(file, VALUE_BYTES_MAX), StandardCharsets.UTF_8).stripTrailing();
    }

    /** Whether it has such a file: that depends on version, controllers and kernel. */
    public boolean has(String file) {
        return Directory.working().find(directory() + "/" + file, Symlink.FOLLOW).isPresent();
    }

    /**
     * Makes all its processes stand still, or go on. Version 2 freezes children too, and does so when it can: see
     * "frozen" in {@code cgroup.events}.
     */
    public void freeze(boolean frozen) {
        switch (hierarchy.version()) {
            case V1 -> set("freezer.state", frozen ? "FROZEN" : "THAWED");
            case V2 -> set("cgroup.freeze", frozen ? "1" : "0");
        }
    }

    /** Whether they stand still by now. */
    public boolean isFrozen() {
        return switch (hierarchy.version()) {
            case V1 -> get("freezer.state").equals("FROZEN");
            case V2 -> get("cgroup.events").contains("frozen 1");
        };
    }

    /**
     * Kills every process in it; in version 2 since Linux 5.14 at one stroke and in its children too, otherwise one by
     * one until none is left.
     *
     * @throws ErrnoException EBUSY when processes came faster than they went
     */
    public void kill() throws InterruptedException {
        if (has("cgroup.kill")) {
            set("cgroup.kill", "1");
            return;
        }
        for (int round = 0; round < KILL_ROUNDS_MAX; round++) {
            List<Integer> left = processes();
            if (left.isEmpty()) {
                return;
            }
            for (int pid : left) {
                killOne(pid);
            }
            Thread.sleep(KILL_ROUND_PAUSE);
        }
        throw new ErrnoException("kill", Errno.EBUSY, directory());
    }

    private static void killOne(int pid) {
        try {
            Signal.SIGKILL.sendTo(pid);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e;
            }
        }
    }

    private byte[] read(String file, int limitBytes) {
        try (OpenFile open = OpenFile.open(directory() + "/" + file, Access.O_RDONLY)) {
            return open.readAll(limitBytes);
        }
    }
}
