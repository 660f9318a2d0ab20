package dev.anole.operation.journal;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.ExtendedAttributes;
import dev.anole.kernel.linux.Symlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A disk on which a recorded process works, as POSIX promises it and no better: what is written to a file lasts from the
 * fsync of that file on, what happens to a name from the fsync of its directory on. Until then it may be there, or not, in
 * the order in which it was done to the same inode; different inodes do not wait for one another. Only symbolic links,
 * which nobody can sync, last with their directory.
 */
final class SimulatedDisk {
    /** What an inode is at one time. */
    private record State(char kind, byte[] content, int mode, long uid, long gid, Map<String, byte[]> extended,
                         Instant modified, String pointsTo, Map<String, Node> entries) {
        State content(byte[] bytes) {
            return new State(kind, bytes, mode, uid, gid, extended, modified, pointsTo, entries);
        }

        State mode(int bits) {
            return new State(kind, content, bits, uid, gid, extended, modified, pointsTo, entries);
        }

        State owner(long user, long group) {
            return new State(kind, content, mode & ~06000, user, group, without("security.capability"), modified, pointsTo, entries);
        }

        State extended(Map<String, byte[]> all) {
            return new State(kind, content, mode, uid, gid, all, modified, pointsTo, entries);
        }

        State modified(Instant time) {
            return new State(kind, content, mode, uid, gid, extended, time, pointsTo, entries);
        }

        State entries(Map<String, Node> all) {
            return new State(kind, content, mode, uid, gid, extended, modified, pointsTo, all);
        }

        Map<String, byte[]> without(String name) {
            Map<String, byte[]> all = new TreeMap<>(extended);
            all.remove(name);
            return all;
        }
    }

    /** An inode: what is on disk, and what came after it. */
    static final class Node {
        private final List<State> history = new ArrayList<>();

        private Node(State first) {
            history.add(first);
        }

        private State now() {
            return history.getLast();
        }

        private void become(State next) {
            history.add(next);
        }

        private void sync() {
            State last = now();
            history.clear();
            history.add(last);
            last.entries().values().stream().filter(n -> n.now().kind() == 'l').forEach(Node::sync);
        }

        private void put(String name, Node node) {
            Map<String, Node> entries = new LinkedHashMap<>(now().entries());
            entries.put(name, node);
            become(now().entries(entries));
        }

        private void remove(String name) {
            Map<String, Node> entries = new LinkedHashMap<>(now().entries());
            entries.remove(name);
            become(now().entries(entries));
        }
    }

    /** Which of an inode's states a power cut leaves. */
    interface Cut extends Function<Node, Integer> {
    }

    private record Open(Node node, boolean append, int[] position) {
    }

    private static final Pattern TIME = Pattern.compile("tv_sec=(-?\\d+), tv_nsec=(\\d+)");
    private final String base;
    private final Node root;
    private final Map<Long, Open> open = new HashMap<>();
    private final StringBuilder output = new StringBuilder();

    private SimulatedDisk(Path base, Node root) {
        this.base = base.toString();
        this.root = root;
    }

    /** A disk that holds what is below a directory, all of it synced. */
    static SimulatedDisk of(Path base) {
        return new SimulatedDisk(base, read(base));
    }

    private static Node read(Path path) {
        try {
            Map<String, Object> unix = Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            boolean link = Files.isSymbolicLink(path);
            boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
            Map<String, byte[]> extended = new TreeMap<>();
            ExtendedAttributes attributes = ExtendedAttributes.of(path.toString(), Symlink.NO_FOLLOW);
            attributes.names().forEach(name -> extended.put(name, attributes.get(name).orElseThrow()));
            Map<String, Node> entries = new LinkedHashMap<>();
            if (folder) {
                try (Stream<Path> names = Files.list(path)) {
                    names.forEach(p -> entries.put(p.getFileName().toString(), read(p)));
                }
            }
            return new Node(new State(link ? 'l' : folder ? 'd' : 'f', link || folder ? new byte[0] : Files.readAllBytes(path),
                (Integer) unix.get("mode") & 07777, (Integer) unix.get("uid"), (Integer) unix.get("gid"), extended,
                ((FileTime) unix.get("lastModifiedTime")).toInstant(), link ? Files.readSymbolicLink(path).toString() : "", entries));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the process has said so far. */
    String output() {
        return output.toString();
    }

    // --- what the process does

    /** Splits arguments at their commas, those in brackets and structures apart. */
    private static List<String> split(String arguments) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < arguments.length(); i++) {
            char c = arguments.charAt(i);
            quoted ^= c == '"';
            depth += quoted ? 0 : c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            if (c == ',' && depth == 0 && !quoted) {
                parts.add(arguments.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(arguments.substring(start).strip());
        return parts;
    }

    private static byte[] bytes(String quoted) {
        String hex = quoted.substring(quoted.indexOf('"') + 1, quoted.lastIndexOf('"'));
        byte[] bytes = new byte[hex.length() / 4];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex.substring(4 * i + 2, 4 * i + 4), 16);
        }
        return bytes;
    }

    private static String text(String quoted) {
        return new String(bytes(quoted), StandardCharsets.UTF_8);
    }

    /** A directory and a name in it. */
    private record Name(Node parent, String last, Node node) {
    }

    /** Where a path leads on this disk; empty where it leads elsewhere. */
    private Optional<Name> find(String directory, String path) {
        Node at;
        String rest;
        if (path.startsWith("/proc/self/fd/")) {
            int slash = path.indexOf('/', 14);
            Open file = open.get(Long.parseLong(slash < 0 ? path.substring(14) : path.substring(14, slash)));
            at = file == null ? null : file.node();
            rest = slash < 0 ? "" : path.substring(slash + 1);
        } else if (path.equals(base) || path.startsWith(base + "/")) {
            at = root;
            rest = path.substring(base.length());
        } else if (path.startsWith("/") || directory.equals("AT_FDCWD")) {
            return Optional.empty();
        } else {
            Open file = open.get(Long.parseLong(directory));
            at = file == null ? null : file.node();
            rest = path;
        }
        Node parent = null;
        String last = "";
        for (String part : rest.split("/")) {
            if (!part.isEmpty() && !part.equals(".") && at != null) {
                parent = at;
                last = part;
                at = at.now().entries().get(part);
            }
        }
        return parent == null && at == null ? Optional.empty() : Optional.of(new Name(parent, last, at));
    }

    /** Does what a recorded call did. Whether anything on this disk, or what the process said, is different after it. */
    boolean apply(Straced.Call call) {
        if (call.result() < 0) {
            return false;
        }
        List<String> a = split(call.arguments());
        return switch (call.name()) {
            case "openat" -> opened(a, call.result());
            case "close" -> {
                open.remove(Long.parseLong(a.getFirst()));
                yield false;
            }
            case "fcntl" -> {
                if (a.get(1).startsWith("F_DUPFD") && open.containsKey(Long.parseLong(a.getFirst()))) {
                    open.put(call.result(), open.get(Long.parseLong(a.getFirst())));
                }
                yield false;
            }
            case "write" -> written(a);
            case "fsync", "fdatasync" -> on(a.getFirst(), Node::sync);
            case "ftruncate" -> on(a.getFirst(), n -> n.become(n.now().content(Arrays.copyOf(n.now().content(), Integer.parseInt(a.get(1))))));
            case "fallocate" -> false;
            case "renameat2" -> renamed(a);
            case "symlinkat" -> find(a.get(1), text(a.get(2))).map(n -> {
                n.parent().put(n.last(), new Node(new State('l', new byte[0], 0777, 0, 0, Map.of(), Instant.EPOCH, text(a.getFirst()), Map.of())));
                return true;
            }).orElse(false);
            case "mkdirat" -> find(a.getFirst(), text(a.get(1))).map(n -> {
                n.parent().put(n.last(), new Node(new State('d', new byte[0], Integer.parseInt(a.get(2), 8), 0, 0, Map.of(), Instant.EPOCH, "", Map.of())));
                return true;
            }).orElse(false);
            case "unlinkat" -> find(a.getFirst(), text(a.get(1))).map(n -> {
                n.parent().remove(n.last());
                return true;
            }).orElse(false);
            case "fchmod" -> on(a.getFirst(), n -> n.become(n.now().mode(Integer.parseInt(a.get(1), 8))));
            case "fchmodat" -> at(a.getFirst(), a.get(1), n -> n.become(chmod(n.now(), Integer.parseInt(a.get(2), 8))));
            case "fchown" -> on(a.getFirst(), n -> n.become(n.now().owner(Long.parseLong(a.get(1)), Long.parseLong(a.get(2)))));
            case "fchownat" -> at(a.getFirst(), a.get(1), n -> n.become(n.now().owner(Long.parseLong(a.get(2)), Long.parseLong(a.get(3)))));
            case "utimensat" -> timed(a);
            case "setxattr", "lsetxattr" -> at("AT_FDCWD", a.getFirst(), n -> n.become(setExtended(n.now(), text(a.get(1)), bytes(a.get(2)))));
            case "removexattr", "lremovexattr" -> at("AT_FDCWD", a.getFirst(), n -> n.become(n.now().extended(n.now().without(text(a.get(1))))));
            default -> throw new AssertionError("the disk does not know " + call);
        };
    }

    private boolean on(String descriptor, java.util.function.Consumer<Node> effect) {
        Optional<Open> file = Optional.ofNullable(open.get(Long.parseLong(descriptor)));
        file.ifPresent(f -> effect.accept(f.node()));
        return file.isPresent();
    }

    private boolean at(String directory, String quoted, java.util.function.Consumer<Node> effect) {
        Optional<Name> name = find(directory, text(quoted));
        name.ifPresent(n -> effect.accept(n.node()));
        return name.isPresent();
    }

    private static State chmod(State state, int mode) {
        byte[] acl = state.extended().get(PosixAcl.ACCESS);
        return acl == null ? state.mode(mode) : setExtended(state.mode(mode), PosixAcl.ACCESS, PosixAcl.withMode(acl, mode));
    }

    /** An access list's owner, mask and others are the mode's bits. */
    private static State setExtended(State state, String name, byte[] value) {
        Map<String, byte[]> all = new TreeMap<>(state.extended());
        all.put(name, value);
        State next = state.extended(all);
        if (name.equals(PosixAcl.ACCESS)) {
            int mode = state.mode() & 07000;
            for (int at = 4; at < value.length; at += 8) {
                mode |= switch (value[at]) {
                    case 0x01 -> value[at + 2] << 6;
                    case 0x10 -> value[at + 2] << 3;
                    case 0x20 -> value[at + 2];
                    default -> 0;
                };
            }
            return next.mode(mode);
        }
        return next;
    }

    private boolean opened(List<String> a, long descriptor) {
        Optional<Name> found = find(a.getFirst(), text(a.get(1)));
        if (found.isEmpty()) {
            open.remove(descriptor);
            return false;
        }
        Name name = found.get();
        boolean created = name.node() == null;
        if (created) {
            if (!a.get(2).contains("O_CREAT")) {
                throw new AssertionError("opened but not there: " + text(a.get(1)));
            }
            name.parent().put(name.last(), new Node(new State('f', new byte[0], Integer.parseInt(a.get(3), 8), 0, 0, Map.of(),
                Instant.EPOCH, "", Map.of())));
        }
        Node node = created ? name.parent().now().entries().get(name.last()) : name.node();
        open.put(descriptor, new Open(node, a.get(2).contains("O_APPEND"), new int[1]));
        return created;
    }

    private boolean written(List<String> a) {
        long descriptor = Long.parseLong(a.getFirst());
        byte[] data = bytes(a.get(1));
        if (descriptor == 1) {
            output.append(new String(data, StandardCharsets.UTF_8));
            return true;
        }
        Open file = open.get(descriptor);
        if (file == null) {
            return false;
        }
        byte[] old = file.node().now().content();
        int at = file.append() ? old.length : file.position()[0];
        byte[] content = Arrays.copyOf(old, Math.max(old.length, at + data.length));
        System.arraycopy(data, 0, content, at, data.length);
        file.position()[0] = at + data.length;
        file.node().become(file.node().now().content(content));
        return true;
    }

    private boolean renamed(List<String> a) {
        Optional<Name> from = find(a.getFirst(), text(a.get(1)));
        if (from.isEmpty()) {
            return false;
        }
        Name to = find(a.get(2), text(a.get(3))).orElseThrow();
        if (from.get().parent() != to.parent()) {
            throw new AssertionError("the journal renames within one directory");
        }
        Map<String, Node> entries = new LinkedHashMap<>(to.parent().now().entries());
        entries.put(to.last(), from.get().node());
        if (a.get(4).equals("RENAME_EXCHANGE")) {
            entries.put(from.get().last(), to.node());
        } else {
            entries.remove(from.get().last());
        }
        to.parent().become(to.parent().now().entries(entries));
        return true;
    }

    private boolean timed(List<String> a) {
        Node node = a.get(1).equals("NULL") ? Optional.ofNullable(open.get(Long.parseLong(a.getFirst()))).map(Open::node).orElse(null)
            : find(a.getFirst(), text(a.get(1))).map(Name::node).orElse(null);
        if (node == null) {
            return false;
        }
        String modified = a.get(2).substring(a.get(2).lastIndexOf('{'));
        Matcher time = TIME.matcher(modified);
        if (!time.find()) {
            throw new AssertionError(a.toString());
        }
        node.become(node.now().modified(Instant.ofEpochSecond(Long.parseLong(time.group(1)), Long.parseLong(time.group(2)))));
        return true;
    }

    // --- what a power cut leaves

    /** How many states of an inode a power cut may leave: 1 where everything is on disk. */
    static int choices(Node node) {
        return node.history.size();
    }

    /** The disk after a power cut as a directory. */
    void writeTo(Path target, Cut cut, boolean contentLost) throws IOException {
        write(root, target, cut, contentLost, new IdentityHashMap<>());
    }

    private static void write(Node node, Path path, Cut cut, boolean contentLost, Map<Node, Path> written) throws IOException {
        State state = node.history.get(cut.apply(node));
        if (contentLost && state.kind() == 'f') {
            state = state.content(node.history.getFirst().content());   // its size and all else is there, its data never arrived
        }
        Path twin = written.putIfAbsent(node, path);
        if (twin != null) {
            Files.createLink(path, twin);   // names of two moments of one directory
            return;
        }
        switch (state.kind()) {
            case 'd' -> {
                Files.createDirectory(path);
                for (Map.Entry<String, Node> e : state.entries().entrySet()) {
                    write(e.getValue(), path.resolve(e.getKey()), cut, contentLost, written);
                }
            }
            case 'l' -> Files.createSymbolicLink(path, Path.of(state.pointsTo()));
            default -> Files.write(path, state.content());
        }
        Directory here = Directory.working();
        here.setOwner(path.toString(), state.uid(), state.gid(), Symlink.NO_FOLLOW);
        if (state.kind() != 'l') {
            ExtendedAttributes attributes = ExtendedAttributes.of(path.toString(), Symlink.FOLLOW);
            state.extended().forEach(attributes::set);
            here.setMode(path.toString(), state.mode(), Symlink.FOLLOW);
        }
        here.setTimes(path.toString(), Optional.empty(), Optional.of(state.modified()), Symlink.NO_FOLLOW);
    }
}
