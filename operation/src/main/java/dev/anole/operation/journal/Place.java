package dev.anole.operation.journal;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FileStatus;
import dev.anole.kernel.linux.FileType;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.OpenFlag;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Where a path leads, found one name at a time and then held: the directory is open, so nobody can slip another one under
 * the path between looking and changing.
 *
 * <p>A path whose names ordinary users control must not lead root astray. So a step from something that an ordinary user
 * owns may only lead to what the same user owns: the rule of systemd's {@code CHASE_SAFE}
 * ({@code unsafe_transition()} in {@code src/basic/chase.c}). Links on the way are followed under the same rule, absolute
 * ones from the host's root; the last name is never followed.
 */
final class Place implements AutoCloseable {
    /** Links on one path, {@code MAXSYMLINKS} of the kernel's {@code include/linux/namei.h}. */
    private static final int LINKS_MAX = 40;
    private static final int OTHERS_SEARCH = 01;

    private final String path;
    private final long self;
    private final Optional<Directory> parent;
    private final String name;
    private final List<String> missing;
    private final boolean open;

    private Place(Walk walk, Optional<Directory> parent, List<String> missing) {
        this.path = walk.path;
        this.self = walk.self;
        this.parent = parent;
        this.name = path.substring(path.lastIndexOf('/') + 1);
        this.missing = missing;
        this.open = walk.open;
    }

    /**
     * Finds a path of a host.
     *
     * @throws OperationException when a name on the way is not a directory, or must not be trusted
     * @throws ErrnoException     when the kernel refuses
     */
    static Place of(Host host, String path) {
        try (Walk walk = new Walk(host, path)) {
            List<String> missing = walk.follow(path.substring(0, path.lastIndexOf('/')));
            if (!missing.isEmpty()) {
                return new Place(walk, Optional.empty(), missing);
            }
            Directory parent = Directory.working().openDirectory(walk.here().procPath() + "/.", Symlink.NO_FOLLOW);
            return new Place(walk, Optional.of(parent), List.of());
        }
    }

    /** The directory, unless it or one above it is not there. */
    Optional<Directory> parent() {
        return parent;
    }

    /** The directory, which was there a moment ago. */
    Directory directory() {
        return parent.orElseThrow(() -> new ErrnoException("open", Errno.ENOENT, missing.getLast()));
    }

    /** The last name. */
    String name() {
        return name;
    }

    /** The directories that are not there, outermost first, as paths of the host. */
    List<String> missing() {
        return missing;
    }

    /** Refuses what lies in an ordinary user's directory and is another's: a trap, such as a hard link to root's file. */
    void checkTrust(FileStatus last) {
        checkTrust(path, name, directory().status().uid(), last.uid(), self);
    }

    private static void checkTrust(String path, String name, long from, long to, long self) {
        if (from != 0 && from != self && to != from) {
            throw Refusal.failed(
                Text.of("the path " + Refusal.printable(path) + " must not be trusted: \"" + Refusal.printable(name)
                    + "\" lies where user " + from + " can exchange it, and user " + to + " owns it",
                    "路径 " + Refusal.printable(path) + " 不可信：“" + Refusal.printable(name) + "”所在目录由用户 " + from
                    + " 控制，它却属于用户 " + to),
                Text.of("name the file by a path whose directories root owns", "请使用各级目录都属于 root 的路径"));
        }
    }

    /** Whether everybody on the host may go through all directories on the way. */
    boolean everybodyMayEnter() {
        return open;
    }

    @Override
    public void close() {
        parent.ifPresent(Directory::close);
    }

    /** One path being followed. Directories are held by O_PATH descriptors, for which searching is right enough. */
    private static final class Walk implements AutoCloseable {
        private final String path;
        private final long self;
        private final Deque<OpenFile> held = new ArrayDeque<>();
        private boolean open = true;
        private int links;

        Walk(Host host, String path) {
            this.path = path;
            this.self = Integer.toUnsignedLong(host.uid());
            held.push(Directory.working().open(host.root().toString(), Access.O_PATH, OpenFlag.O_DIRECTORY));
        }

        OpenFile here() {
            return held.peek();
        }

        /** A name that is still to be gone down, and whether a link brought it. */
        private record Name(String text, boolean linked) {
        }

        /** Goes down a path; what is missing of it. */
        List<String> follow(String directory) {
            Deque<Name> names = new ArrayDeque<>();
            parts(directory).forEach(part -> names.add(new Name(part, false)));
            while (!names.isEmpty()) {
                Name name = names.pop();
                String next = name.text();
                if (next.equals("..")) {
                    if (held.size() > 1) {
                        held.pop().close();
                    }
                    continue;
                }
                OpenFile entry;
                try {
                    entry = Directory.working().open(here().procPath() + "/" + next, Access.O_PATH, OpenFlag.O_NOFOLLOW);
                } catch (ErrnoException e) {
                    // What a link points at is not made where it is missing: that would be a guess.
                    if (e.errno() == Errno.ENOENT && !name.linked() && names.stream().noneMatch(Name::linked)) {
                        return missing(parts(directory), names.size());
                    }
                    throw new ErrnoException("open", e.errno(), path);
                }
                if (step(entry, next)) {
                    String link = readLink(entry, next);
                    if (link.startsWith("/")) {
                        while (held.size() > 1) {
                            held.pop().close();
                        }
                    }
                    parts(link).reversed().forEach(part -> names.push(new Name(part, true)));
                }
            }
            return List.of();
        }

        /** Enters a directory, or says that the entry is a link. */
        private boolean step(OpenFile entry, String next) {
            boolean entered = false;
            try {
                FileStatus to = entry.status();
                checkTrust(path, next, here().status().uid(), to.uid(), self);
                if (to.type() == FileType.SYMBOLIC_LINK) {
                    return true;
                }
                if (to.type() != FileType.DIRECTORY) {
                    throw new ErrnoException("open", Errno.ENOTDIR, path);
                }
                open &= (to.mode() & OTHERS_SEARCH) != 0;
                held.push(entry);
                entered = true;
                return false;
            } finally {
                if (!entered) {
                    entry.close();
                }
            }
        }

        private String readLink(OpenFile entry, String next) {
            if (++links > LINKS_MAX) {
                throw new ErrnoException("open", Errno.ELOOP, path);
            }
            return Directory.working().readLink(here().procPath() + "/" + next);
        }

        /** The missing ones of a path's directories, of which {@code rest} lie below the first missing one. */
        private static List<String> missing(List<String> names, int rest) {
            List<String> missing = new ArrayList<>();
            for (int length = names.size() - rest; length <= names.size(); length++) {
                missing.add("/" + String.join("/", names.subList(0, length)));
            }
            return List.copyOf(missing);
        }

        private static List<String> parts(String path) {
            return Arrays.stream(path.split("/")).filter(p -> !p.isEmpty() && !p.equals(".")).toList();
        }

        @Override
        public void close() {
            held.forEach(OpenFile::close);
        }
    }
}
