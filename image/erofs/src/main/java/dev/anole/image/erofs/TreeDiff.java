package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Compares two trees file by file: images, directories, or one of each. Files are met in the order of their names, so
 * memory holds the directories on one path and a key for each file with hard links.
 */
public final class TreeDiff {
    /** What of a file is not compared. */
    public enum Ignore {
        /** Owners: an image made for another host. */
        OWNER,
        /** Times of the last change. */
        MODIFIED,
        /** Where files have holes: not every layout keeps them. */
        HOLES,
        /** Attributes of SELinux, which the host may add by itself. */
        SECURITY_LABELS
    }

    private static final int CHUNK_BYTES = 256 * 1024;

    private final FileTree first;
    private final FileTree second;
    private final List<Ignore> ignored;
    private final Consumer<Difference> found;
    private final Map<FileKey, String> firstPaths = new HashMap<>();
    private final Map<FileKey, String> secondPaths = new HashMap<>();
    private final ByteBuffer firstBytes = ByteBuffer.allocateDirect(CHUNK_BYTES);
    private final ByteBuffer secondBytes = ByteBuffer.allocateDirect(CHUNK_BYTES);

    private TreeDiff(FileTree first, FileTree second, List<Ignore> ignored, Consumer<Difference> found) {
        this.first = first;
        this.second = second;
        this.ignored = ignored;
        this.found = found;
    }

    /** Hands out each difference as it is found. */
    public static void compare(FileTree first, FileTree second, Consumer<Difference> found, Ignore... ignored) {
        TreeDiff diff = new TreeDiff(first, second, List.of(ignored), found);
        diff.both(first.root(), second.root());
    }

    private void both(FileEntry one, FileEntry other) {
        if (one.type() != other.type()) {
            changed(one, "type", one.type(), other.type());
            return;
        }
        attributes(one, other);
        switch (one.type()) {
            case DIRECTORY -> children(one, other);
            case REGULAR -> content(one, other);
            case SYMBOLIC_LINK, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> {
                // All that they are has been compared.
            }
        }
    }

    private void attributes(FileEntry one, FileEntry other) {
        String path = one.path();
        if (one.permissions() != other.permissions()) {
            changed(one, "mode", Integer.toOctalString(one.permissions()),
                    Integer.toOctalString(other.permissions()));
        }
        if (!ignored.contains(Ignore.OWNER) && (one.uid() != other.uid() || one.gid() != other.gid())) {
            changed(one, "owner", one.uid() + ":" + one.gid(), other.uid() + ":" + other.gid());
        }
        if (!ignored.contains(Ignore.MODIFIED) && !one.modified().equals(other.modified())) {
            changed(one, "modified", one.modified(), other.modified());
        }
        if (!one.target().equals(other.target())) {
            changed(one, "target", one.target().orElse(""), other.target().orElse(""));
        }
        if (!one.device().equals(other.device())) {
            changed(one, "device", one.device(), other.device());
        }
        Map<String, String> values = printable(one);
        Map<String, String> others = printable(other);
        if (!values.equals(others)) {
            changed(one, "attributes", values, others);
        }
        if (one.type() != FileType.DIRECTORY) {
            String seen = one.links() > 1 ? firstPaths.computeIfAbsent(one.key(), key -> path) : path;
            String seenOther = other.links() > 1 ? secondPaths.computeIfAbsent(other.key(), key -> path) : path;
            if (!seen.equals(seenOther)) {
                changed(one, "links", "the same as " + seen, "the same as " + seenOther);
            }
        }
    }

    private Map<String, String> printable(FileEntry entry) {
        Map<String, String> values = new TreeMap<>();
        entry.attributes().forEach((name, value) -> {
            if (!ignored.contains(Ignore.SECURITY_LABELS) || !name.equals("security.selinux")) {
                values.put(name, HexFormat.of().formatHex(value));
            }
        });
        return values;
    }

    /** Both lists are in the same order: a merge. */
    private void children(FileEntry one, FileEntry other) {
        List<FileEntry> ones = first.children(one);
        List<FileEntry> others = second.children(other);
        int i = 0;
        int j = 0;
        while (i < ones.size() || j < others.size()) {
            int order = i == ones.size() ? 1 : j == others.size() ? -1 : Arrays.compareUnsigned(
                    Names.bytes(ones.get(i).name()), Names.bytes(others.get(j).name()));
            if (order < 0) {
                found.accept(new Difference.Removed(ones.get(i++).path()));
            } else if (order > 0) {
                found.accept(new Difference.Added(others.get(j++).path()));
            } else {
                both(ones.get(i++), others.get(j++));
            }
        }
    }

    private void content(FileEntry one, FileEntry other) {
        if (one.size() != other.size()) {
            changed(one, "size", one.size(), other.size());
            return;
        }
        try (FileContent content = first.open(one); FileContent otherContent = second.open(other)) {
            if (!ignored.contains(Ignore.HOLES)) {
                holes(one, content, otherContent);
            }
            long position = 0;
            while ((position = nextData(content, otherContent, position)) < one.size()) {
                content.read(position, firstBytes.clear());
                otherContent.read(position, secondBytes.clear());
                int mismatch = firstBytes.flip().mismatch(secondBytes.flip());
                if (mismatch >= 0) {
                    changed(one, "content", "differs from byte " + (position + mismatch) + " on", "");
                    return;
                }
                position += CHUNK_BYTES;
            }
        }
    }

    /** Where both have holes there is nothing to compare. */
    private static long nextData(FileContent content, FileContent otherContent, long position) {
        return Math.min(content.nextData(position).orElse(Long.MAX_VALUE),
                otherContent.nextData(position).orElse(Long.MAX_VALUE));
    }

    private void holes(FileEntry entry, FileContent content, FileContent otherContent) {
        long position = 0;
        while (position < entry.size()) {
            OptionalLong data = content.nextData(position);
            OptionalLong otherData = otherContent.nextData(position);
            if (!data.equals(otherData)) {
                changed(entry, "holes", "data from " + position + " on at " + data, "at " + otherData);
                return;
            }
            if (data.isEmpty()) {
                return;
            }
            long hole = content.nextHole(data.getAsLong());
            long otherHole = otherContent.nextHole(data.getAsLong());
            if (hole != otherHole) {
                changed(entry, "holes", "a hole at " + hole, "at " + otherHole);
                return;
            }
            position = hole;
        }
    }

    private void changed(FileEntry entry, String what, Object before, Object after) {
        found.accept(new Difference.Changed(entry.path(), what, before.toString(), after.toString()));
    }
}
