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
 * <p>An ordinary user must not lead root astray. So a link on the way that belongs to one is followed only to what the same
 * user owns, directory by directory, which is what systemd's {@code CHASE_SAFE} asks of links
 * ({@code unsafe_transition()} in {@code src/basic/chase.c}). Absolute links lead from the host's root; the last name is
 * never followed. Files with a second name, the other trap, are refused by {@link Surveyor}.
 */
final class Place implements AutoCloseable {
    /** Links on one path, {@code MAXSYMLINKS} of the kernel's {@code include/linux/namei.h}. */
    private static final int LINKS_MAX = 40;
    private static final int OTHERS_SEARCH = 01;

    private final Optional<Directory> parent;
    private final String name;
    private final List<String> missing;
    private final boolean open;

    private Place(Walk walk, Optional<Directory> parent, List<String> missing) {
        this.parent = parent;
        this.name = walk.path.substring(walk.path.lastIndexOf('/') + 1);
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
        /** The ordinary user whose link was followed. */
        private Optional<Long> leader = Optional.empty();

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
                    checkTrust(here().status().uid());
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
                        checkTrust(here().status().uid());
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
                checkTrust(to.uid());
                if (to.type() == FileType.SYMBOLIC_LINK) {
                    leader = to.uid() == 0 || to.uid() == self ? leader : Optional.of(to.uid());
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

        private void checkTrust(long owner) {
            if (leader.isPresent() && leader.get() != owner) {
                String where = Refusal.printable(path);
                throw Refusal.failed(
                    Text.of("the path " + where + " must not be trusted: a link that user " + leader.get() + " has made leads to what user " + owner + " owns",
                        "路径 " + where + " 不可信：用户 " + leader.get() + " 创建的链接指向了属于用户 " + owner + " 的内容"),
                    Text.of("name the file by its own path, without that link", "请使用文件自身的路径，不要经过该链接"));
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
