package dev.anole.image.erofs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** One path from the root, name by name, through symbolic links. The root is its own parent, as in a chroot. */
final class PathWalk {
    private final ErofsImage image;
    private int followed;

    PathWalk(ErofsImage image) {
        this.image = image;
    }

    Optional<Inode> walk(String path, boolean followLast) {
        Deque<Inode> above = new ArrayDeque<>();
        above.push(image.root());
        Deque<String> names = new ArrayDeque<>();
        push(names, path);
        Optional<Inode> link = Optional.empty();
        while (!names.isEmpty()) {
            String name = names.pop();
            if (link.isPresent() || above.peek().type() != FileType.DIRECTORY) {
                return Optional.empty();
            }
            if (name.equals("..")) {
                if (above.size() > 1) {
                    above.pop();
                }
                continue;
            }
            Optional<DirectoryEntry> entry = image.entry(above.peek(), name);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            Inode inode = image.inode(entry.get().nid());
            if (inode.type() == FileType.SYMBOLIC_LINK && (followLast || !names.isEmpty())) {
                String target = follow(inode);
                if (target.startsWith("/")) {
                    Inode root = above.peekLast();
                    above.clear();
                    above.push(root);
                }
                push(names, target);
            } else if (inode.type() == FileType.SYMBOLIC_LINK) {
                link = Optional.of(inode);
            } else {
                above.push(inode);
            }
        }
        return link.or(() -> Optional.of(above.peek()));
    }

    private String follow(Inode link) {
        if (++followed > ErofsImage.LINKS_FOLLOWED_MAX) {
            throw link.fault("the path leads through more than " + ErofsImage.LINKS_FOLLOWED_MAX + " symbolic links");
        }
        return image.linkTarget(link);
    }

    private static void push(Deque<String> names, String path) {
        String[] parts = path.split("/");
        for (int i = parts.length - 1; i >= 0; i--) {
            if (!parts[i].isEmpty() && !parts[i].equals(".")) {
                names.push(parts[i]);
            }
        }
    }
}
